package roadmap

import (
	"bytes"
	"cmp"
	"fmt"
	"time"
)

// Checklist is what a member has done of a roadmap, and wrote about it.
type Checklist struct {
	Days  map[string]Date      // the study day on which each done item was checked, by item
	Posts []Post               // the member's, oldest first
	Day   func(time.Time) Date // the study day on which a post was shared
}

// Checklist returns the record of a member of the group as a checklist. Items
// that the roadmap does not have any more are left out.
func (g *Group) Checklist(checks map[string]Check, posts []Post) Checklist {
	c := Checklist{Days: map[string]Date{}, Posts: posts, Day: g.Calendar.Day}
	for item, check := range checks {
		if _, ok := g.Roadmap.Spot(item); ok {
			c.Days[item] = g.Calendar.Day(check.At)
		}
	}
	return c
}

// words are the texts of a checklist in a language. The headings are those
// that [Parse] knows.
type words struct{ progress, done, all, percent, areas, others string }

var checklistWords = map[Lang]words{
	Korean:  {"진행 상황", "현재 완료한 항목: %d개", "전체 항목: %d개", "진행률: %d%%", "영역별 진행 상황", "그 밖의 글"},
	English: {"Progress", "Items done: %d", "All items: %d", "Progress: %d%%", "Progress by area", "Other posts"},
}

func wordsIn(lang Lang) words {
	if lang == Korean {
		return checklistWords[Korean]
	}
	return checklistWords[English]
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
func (c *Checklist) Markdown(r *Roadmap, lang Lang) []byte {
	on, others := r.shelve(c.Posts)
	var b bytes.Buffer
	r.writeAreas(&b, lang, func(item *Item) { c.writeItem(&b, item, lang, on[item.ID]) })
	c.writeProgress(&b, r, lang)
	r.writePlan(&b, lang)
	if len(others) > 0 {
		fmt.Fprintf(&b, "\n## 📝 %s\n\n", wordsIn(lang).others)
		for _, post := range others {
			fmt.Fprintf(&b, "- %s\n", c.link(post, Date{}))
		}
	}
	return b.Bytes()
}

func (c *Checklist) writeItem(b *bytes.Buffer, item *Item, lang Lang, posts []*Post) {
	start, comments := b.Len(), item.comments()
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
func (c *Checklist) link(post *Post, check Date) string {
	link := linked(post.Title, post.URL)
	if day, told := c.Day(post.At), cmp.Or(dayIn(post.URL), check); day != told {
		link += " (" + day.String() + ")"
	}
	return link
}

// writeProgress writes how many items are done, of the whole and of each area.
func (c *Checklist) writeProgress(b *bytes.Buffer, r *Roadmap, lang Lang) {
	w := wordsIn(lang)
	done, all := map[*Area]int{}, map[*Area]int{}
	sum := 0
	for spot := range r.Items() {
		all[spot.Area]++
		if _, ok := c.Days[spot.Item.ID]; ok {
			done[spot.Area]++
			sum++
		}
	}
	fmt.Fprintf(b, "\n## 📊 %s\n\n- "+w.done+"\n- "+w.all+"\n- "+w.percent+"\n\n### %s\n\n",
		w.progress, sum, r.Len(), Percent(sum, r.Len()), w.areas)
	for i := range r.Areas {
		area := &r.Areas[i]
		fmt.Fprintf(b, "- %s%s: %d/%d (%d%%)\n", area.mark(), literal(area.Title.In(lang)), done[area], all[area], Percent(done[area], all[area]))
	}
}

// shelve sorts posts to the items that they are on, each in the order in which
// they come. A post on several items stands on each; others are on none that
// the roadmap has.
func (r *Roadmap) shelve(posts []Post) (on map[string][]*Post, others []*Post) {
	on = map[string][]*Post{}
	for i := range posts {
		post, shelved := &posts[i], false
		for _, item := range post.Items {
			if _, ok := r.Spot(item); ok {
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
