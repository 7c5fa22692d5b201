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

// Checklist is what a member has checked in a roadmap, and the member's posts.
type Checklist struct {
	Days  map[string]civil.Date      // study day of each check, by item
	Posts []study.Post               // the member's posts, oldest first
	Day   func(time.Time) civil.Date // returns the study day of a time
}

// NewChecklist returns a member's checks and posts as a checklist of the group's roadmap.
// Checks of items that are no longer in the roadmap are left out.
func NewChecklist(g *study.Group, checks map[string]study.Check, posts []study.Post) Checklist {
	c := Checklist{Days: map[string]civil.Date{}, Posts: posts, Day: g.Calendar.Day}
	for item, check := range checks {
		if _, ok := g.Roadmap.Item(item); ok {
			c.Days[item] = g.Calendar.Day(check.At)
		}
	}
	return c
}

// checklistTexts are the texts of a checklist in one language. [Parse] knows the headings.
type checklistTexts struct{ progress, done, all, percent, areas, others string }

var checklistTextsByLang = map[roadmap.Lang]checklistTexts{
	roadmap.Korean:  {"진행 상황", "현재 완료한 항목: %d개", "전체 항목: %d개", "진행률: %d%%", "영역별 진행 상황", "그 밖의 글"},
	roadmap.English: {"Progress", "Items done: %d", "All items: %d", "Progress: %d%%", "Progress by area", "Other posts"},
}

func textsIn(lang roadmap.Lang) checklistTexts {
	if lang == roadmap.Korean {
		return checklistTextsByLang[roadmap.Korean]
	}
	return checklistTextsByLang[roadmap.English]
}

// Markdown writes the checklist in the form that [Parse] reads. A checked item has its day
// behind the title, followed by its posts, as in
//
//   - [x] GIL (2026-01-05) - [[How the GIL works](https://example.com/gil)] <!-- id: gil -->
//
// A post of another day has that day behind it, as in [[A](https://…) (2026-02-01)]. Posts
// that do not fit on the line become bullets below the item, in brackets, too. The item's
// note and reading are written as by [Write]. After the areas come the progress, the phases
// and, at the end, the posts that are on no item of the roadmap.
func (c *Checklist) Markdown(r *roadmap.Roadmap, lang roadmap.Lang) []byte {
	on, others := postsByItem(r, c.Posts)
	var b bytes.Buffer
	writeAreas(r, &b, lang, func(item *roadmap.Item) { c.writeItem(&b, item, lang, on[item.ID]) })
	c.writeProgress(&b, r, lang)
	writePlan(r, &b, lang)
	if len(others) > 0 {
		fmt.Fprintf(&b, "\n## 📝 %s\n\n", textsIn(lang).others)
		for _, post := range others {
			fmt.Fprintf(&b, "- %s\n", c.link(post, civil.Date{}))
		}
	}
	return b.Bytes()
}

func (c *Checklist) writeItem(b *bytes.Buffer, item *roadmap.Item, lang roadmap.Lang, posts []*study.Post) {
	start, comments := b.Len(), idComments(item)+noteBehind(item)
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
	writeReading(b, "  ", item)
	for _, post := range posts {
		fmt.Fprintf(b, "  - [%s]\n", c.link(post, day))
	}
}

// link writes a post. Its day is added unless its address or the check has the same one.
func (c *Checklist) link(post *study.Post, check civil.Date) string {
	link := linked(post.Title, post.URL)
	if day, known := c.Day(post.At), cmp.Or(dayIn(post.URL), check); day != known {
		link += " (" + day.String() + ")"
	}
	return link
}

// writeProgress writes how many items are checked, in total and per area.
func (c *Checklist) writeProgress(b *bytes.Buffer, r *roadmap.Roadmap, lang roadmap.Lang) {
	w := textsIn(lang)
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

// postsByItem groups posts by their items and keeps their order. A post on several items is
// listed under each; others has the posts on no item of the roadmap.
func postsByItem(r *roadmap.Roadmap, posts []study.Post) (on map[string][]*study.Post, others []*study.Post) {
	on = map[string][]*study.Post{}
	for i := range posts {
		post, found := &posts[i], false
		for _, item := range post.Items {
			if _, ok := r.Item(item); ok {
				on[item] = append(on[item], post)
				found = true
			}
		}
		if !found {
			others = append(others, post)
		}
	}
	return on, others
}
