package markdown

import (
	"bytes"
	"cmp"
	"fmt"
	"time"

	"dojang/civil"
	"dojang/roadmap"
	"dojang/study"
)

// Checklist is what a member has done of a roadmap, and wrote about it.
type Checklist struct {
	Days  map[string]civil.Date      // the study day on which each done item was checked, by item
	Posts []study.Post               // the member's, oldest first
	Day   func(time.Time) civil.Date // the study day on which a post was shared
}

// NewChecklist returns the record of a member of the group as a checklist. Items
// that the roadmap does not have any more are left out.
func NewChecklist(g *study.Group, checks map[string]study.Check, posts []study.Post) Checklist {
	c := Checklist{Days: map[string]civil.Date{}, Posts: posts, Day: g.Calendar.Day}
	for item, check := range checks {
		if _, ok := g.Roadmap.Item(item); ok {
			c.Days[item] = g.Calendar.Day(check.At)
		}
	}
	return c
}

// words are the texts of a checklist in a language. The headings are those
// that [Parse] knows.
type words struct{ progress, done, all, percent, areas, others string }

var checklistWords = map[roadmap.Lang]words{
	roadmap.Korean:  {"진행 상황", "현재 완료한 항목: %d개", "전체 항목: %d개", "진행률: %d%%", "영역별 진행 상황", "그 밖의 글"},
	roadmap.English: {"Progress", "Items done: %d", "All items: %d", "Progress: %d%%", "Progress by area", "Other posts"},
}

func wordsIn(lang roadmap.Lang) words {
	if lang == roadmap.Korean {
		return checklistWords[roadmap.Korean]
	}
	return checklistWords[roadmap.English]
}

// Markdown writes the checklist of the roadmap in lang, in the form that
// [Parse] reads: done items are ticked, with the day, and their posts stand
// behind the title, as in
//
//   - [x] GIL (2026-01-05) - [[How the GIL works](https://example.com/gil)] <!-- id: gil -->
//
// A post of another day has that behind it, as in [[A](https://…) (2026-02-01)].
// Posts for which the line has no room stand in bullets below the item. After
// the areas come how far it is and the phases and, at the end, the posts on no
// item of the roadmap.
func (c *Checklist) Markdown(r *roadmap.Roadmap, lang roadmap.Lang) []byte {
	on, others := shelve(r, c.Posts)
	var b bytes.Buffer
	writeAreas(r, &b, lang, func(item *roadmap.Item) { c.writeItem(&b, item, lang, on[item.ID]) })
	c.writeProgress(&b, r, lang)
	writePlan(r, &b, lang)
	if len(others) > 0 {
		fmt.Fprintf(&b, "\n## 📝 %s\n\n", wordsIn(lang).others)
		for _, post := range others {
			fmt.Fprintf(&b, "- %s\n", c.link(post, civil.Date{}))
		}
	}
	return b.Bytes()
}

func (c *Checklist) writeItem(b *bytes.Buffer, item *roadmap.Item, lang roadmap.Lang, posts []*study.Post) {
	start, comments := b.Len(), idComments(item)
	day, done := c.Days[item.ID]
	if done {
		fmt.Fprintf(b, "- [x] %s (%s)", literal(item.Title.In(lang)), day)
	} else {
		fmt.Fprintf(b, "- [ ] %s", literal(item.Title.In(lang)))
	}
	for i, post := range posts {
		link := "[" + c.link(post, day) + "]"
		if b.Len()-start+len(" - ")+len(link)+len(comments) > maxTitle {
			break
		}
		if posts = posts[1:]; i == 0 {
			b.WriteString(" -")
		}
		b.WriteString(" " + link)
	}
	b.WriteString(comments + "\n")
	for _, post := range posts {
		fmt.Fprintf(b, "  - %s\n", c.link(post, day))
	}
}

// link writes a post, with its day unless its address or the check tells it.
func (c *Checklist) link(post *study.Post, check civil.Date) string {
	link := linked(post.Title, post.URL)
	if day, told := c.Day(post.At), cmp.Or(dayIn(post.URL), check); day != told {
		link += " (" + day.String() + ")"
	}
	return link
}

// writeProgress writes how many items are done, of the whole and of each area.
func (c *Checklist) writeProgress(b *bytes.Buffer, r *roadmap.Roadmap, lang roadmap.Lang) {
	w := wordsIn(lang)
	done, all := map[*roadmap.Area]int{}, map[*roadmap.Area]int{}
	sum := 0
	for ref := range r.Items() {
		all[ref.Area]++
		if _, ok := c.Days[ref.Item.ID]; ok {
			done[ref.Area]++
			sum++
		}
	}
	fmt.Fprintf(b, "\n## 📊 %s\n\n- "+w.done+"\n- "+w.all+"\n- "+w.percent+"\n\n### %s\n\n",
		w.progress, sum, r.Len(), study.Percent(sum, r.Len()), w.areas)
	for i := range r.Areas {
		area := &r.Areas[i]
		fmt.Fprintf(b, "- %s%s: %d/%d (%d%%)\n", areaMark(area), literal(area.Title.In(lang)), done[area], all[area], study.Percent(done[area], all[area]))
	}
}

// shelve sorts posts to the items that they are on, each in the order in which
// they come. A post on several items stands on each; others are on none that
// the roadmap has.
func shelve(r *roadmap.Roadmap, posts []study.Post) (on map[string][]*study.Post, others []*study.Post) {
	on = map[string][]*study.Post{}
	for i := range posts {
		post, shelved := &posts[i], false
		for _, item := range post.Items {
			if _, ok := r.Item(item); ok {
				on[item] = append(on[item], post)
				shelved = true
			}
		}
		if !shelved {
			others = append(others, post)
		}
	}
	return on, others
}
