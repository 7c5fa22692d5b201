package view

import (
	"cmp"
	"strings"

	"dojang/link"
	"dojang/roadmap"
	"dojang/study"
)

// Suggestions is the maximum number of items that /next suggests.
const Suggestions = 5

// Next is the data of the reply to /next.
type Next struct {
	Group       *study.Group
	Suggestions []roadmap.Suggestion
	Posts       map[string][]study.Post // by others, by item
	Focus       *Focus                  // nil if not asked for
}

// Focus is what a group is working on.
type Focus struct {
	roadmap.Focus
	Done  bool // everything is done; the other fields are empty
	Begun []study.Begun
	Posts []study.Post // posts to read on the items of the focus
}

// How many links of the roadmap /next shows for an item, and the room for these and for
// posts to read on it, in characters; see [share]. The focus takes what is left.
const (
	readingShown = 2
	minReading   = 200
	maxReading   = 700
	maxFocus     = 1000
)

// Next is the private reply to /next.
func (p Printer) Next(n Next) Message {
	if len(n.Suggestions) == 0 {
		return card(colourDone, text(p.T("next.finished", "n", n.Group.Roadmap.Len())))
	}
	stage := n.Group.Roadmap.Stages()[n.Suggestions[0].Ref.Stage]
	parts := []Component{text(p.T("next.title", "stage", Markup(p.stage(stage))))}
	heads := make([][]string, len(n.Suggestions))
	left := free(parts...).minus(share(maxFocus))
	for i, s := range n.Suggestions {
		heads[i] = []string{
			p.T("next.item", "item", p.itemName(s.Ref.Item, 120)),
			p.path(s.Ref),
			"↳ " + p.reason(s),
		}
		left = left.minus(spaceOf(strings.Join(heads[i], "\n")))
	}
	for i, s := range n.Suggestions {
		var f fitter
		p.addReading(&f, s.Ref.Item.Reading, readingShown)
		for _, post := range n.Posts[s.Ref.Item.ID] {
			f.add(p.postLine(post))
		}
		lines := heads[i]
		if len(f.full) > 0 {
			lines = append(lines, f.text(p, left.over(len(heads)).atMost(share(maxReading)).atLeast(share(minReading))))
		}
		parts = append(parts, section(strings.Join(lines, "\n"),
			button(styleSuccess, p.T("button.done"), NextCheckID.With(n.Group.ID, s.Ref.Item.ID))))
	}
	if n.Focus != nil {
		parts = append(parts, line(), text(p.focus(n.Group, *n.Focus, free(parts...).atMost(share(maxFocus)))))
	}
	return card(colourPlain, parts...)
}

// path names the area and the section of an item, once if they have the same name: many
// roadmaps have no sections of their own.
func (p Printer) path(ref roadmap.ItemRef) string {
	if ref.Section.Title.In(p.Lang) == ref.Area.Title.In(p.Lang) {
		return p.T("check.section", "section", p.sectionName(ref.Section, 120))
	}
	return p.T("check.path", "area", Cut(ref.Area.Title.In(p.Lang), 60), "section", p.sectionName(ref.Section, 60))
}

// addReading adds lines about the first links of the roadmap on an item, with and without
// the link. The last one says how many more there are.
func (p Printer) addReading(f *fitter, reading []roadmap.Reading, most int) {
	for i, r := range reading[:min(len(reading), most)] {
		title := r.Title
		if parsed, err := link.Parse(r.URL); title == "" && err == nil {
			title = parsed.Title()
		}
		title = Cut(cmp.Or(title, r.URL), 60)
		full, short := p.T("reading", "link", Link(title, r.URL)), p.T("reading", "link", title)
		if more := len(reading) - most; more > 0 && i+1 == most {
			full += " " + p.T("reading.more", "n", more)
			short += " " + p.T("reading.more", "n", more)
		}
		f.add(full, short)
	}
}

// postLine is a line about a post to read, with and without its link.
func (p Printer) postLine(post study.Post) (full, short string) {
	title := Cut(post.Title, 60)
	name := Cut(post.Name, 32)
	return p.T("next.read", "post", Link(title, post.URL), "name", name), p.T("next.read", "post", title, "name", name)
}

// reason says why an item is suggested.
func (p Printer) reason(s roadmap.Suggestion) string {
	n := s.Left
	switch s.Reason {
	case roadmap.Popular:
		n = s.Others
	case roadmap.Next, roadmap.Beyond:
		n = len(s.Ref.Section.Items)
	}
	return p.T("reason."+string(s.Reason), "n", n)
}

// focus says what the group is working on, as far as it fits.
func (p Printer) focus(g *study.Group, f Focus, max space) string {
	if f.Done {
		return p.T("focus.finished")
	}
	stage := p.stage(g.Roadmap.Stages()[f.Stage])
	var lines fitter
	title := p.T("focus.title", "stage", Markup(stage), "percent", study.Percent(f.Focus.Done, f.Of))
	lines.add(title, title)
	for i, s := range f.Sections {
		short := p.T("focus.section", "section", Cut(s.Section.Title.In(p.Lang), 60), "percent", study.Percent(s.Done, s.Of))
		full := short
		if i < len(f.Begun) {
			full += " · " + p.begun(f.Begun[i])
		}
		lines.add(full, short)
	}
	for _, post := range f.Posts {
		lines.add(p.postLine(post))
	}
	return lines.text(p, max)
}

// begun says who has begun a section.
func (p Printer) begun(b study.Begun) string {
	if b.Count == 0 {
		return p.T("focus.nobody")
	}
	if len(b.Names) == 0 {
		return p.T("focus.some", "n", b.Count)
	}
	names := make([]string, len(b.Names))
	for i, name := range b.Names {
		names[i] = Escape(Cut(name, 32))
	}
	list := Markup(strings.Join(names, ", "))
	if more := b.Count - len(names); more > 0 {
		return p.T("focus.more", "names", list, "n", more)
	}
	return p.T("focus.begun", "names", list)
}
