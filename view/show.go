package view

import (
	"slices"
	"strconv"
	"strings"

	"dojang/roadmap"
	"dojang/study"
)

// Shown is the group's roadmap, one of its areas, or one of its sections.
type Shown struct {
	Group    *study.Group
	Area     *roadmap.Area
	Section  *roadmap.Section // of the area
	Page     int              // of the last menu
	Overview *study.Overview
	Begun    *study.Begun // who has begun the section, or nil
}

// Show is the private reply to /roadmap show. It is replaced when something is chosen.
func (p Printer) Show(s Shown) Message {
	g, o := s.Group, s.Overview
	if s.Section != nil {
		s.Page = min(s.Page, (len(s.Section.Items)-1)/MaxOptions)
	}
	w := browser{Printer: p, roadmap: g.Roadmap, area: s.Area, section: s.Section, page: s.Page,
		about: func(sections ...*roadmap.Section) string {
			return p.T("show.about", "percent", o.DonePercent(sections...), "done", Markup(p.done(&o.Record, sections...)))
		},
		item: func(item *roadmap.Item) (mark, about string) {
			if o.Record.Done(item.ID) {
				mark = "✅ "
			}
			return mark, p.T("show.count", "n", o.Counts[item.ID])
		}}
	options, pages := w.areas()
	controls := []Component{menu(ShowID.With(g.ID, Sections), p.T("pick.areas"), options)}
	if s.Area != nil {
		options, pages = w.sections()
		controls = append(controls, menu(ShowID.With(g.ID, Items), p.T("pick.sections"), options))
	}
	if s.Section != nil {
		options, pages = w.items()
		controls = append(controls, menu(ShowItemID.With(g.ID), p.T("show.items"), options))
	}
	controls = append(controls, w.pages(pages, func(level, of string, page int) string { return ShowPageID.With(g.ID, level, of, strconv.Itoa(page)) })...)
	buttons := []Component{button(styleSecondary, p.T("button.find"), ShowFindID.With(g.ID))}
	if s.Section != nil {
		tick := button(stylePrimary, p.T("button.pick"), PickPageID.With(g.ID, nothing, Items, s.Section.ID, strconv.Itoa(s.Page)))
		buttons = append([]Component{tick}, buttons...)
	}
	controls = append(controls, row(buttons...))
	head, list := p.shown(s)
	lines := list.text(p, free(append(controls, text(head))...).atMost(share(maxShown)))
	return card(colourPlain, append([]Component{text(head), text(lines)}, controls...)...)
}

// maxShown limits the lines about what is shown, in characters; see [share].
const maxShown = 3000

// shown returns the title of what is shown and the lines about its contents.
func (p Printer) shown(s Shown) (title string, list fitter) {
	g, o := s.Group, s.Overview
	group := func(name string, sections ...*roadmap.Section) {
		percent := o.DonePercent(sections...)
		line := p.T("show.line", "bar", Markup(bar(percent, 100)), "what", Markup(name), "percent", percent, "done", Markup(p.done(&o.Record, sections...)))
		list.add(line, line)
	}
	switch {
	case s.Section != nil:
		title = p.T("show.section", "area", s.Area.Title, "section", s.Section.Name(), "percent", o.DonePercent(s.Section)) + "\n" + p.done(&o.Record, s.Section)
		if s.Begun != nil {
			title += " · " + p.begun(*s.Begun)
		}
		first := s.Page * MaxOptions
		for i := first; i < min(first+MaxOptions, len(s.Section.Items)); i++ {
			item := &s.Section.Items[i]
			mark := "▫️"
			if o.Record.Done(item.ID) {
				mark = "✅"
			}
			line := p.T("show.item", "mark", Markup(mark), "item", p.itemName(item, 90), "n", o.Counts[item.ID])
			list.add(line, line)
		}
	case s.Area != nil:
		sections := withItems(s.Area)
		title = p.T("show.area", "area", Markup(Escape(strings.TrimSpace(s.Area.Emoji+" "+s.Area.Title.In(p.Lang)))), "percent", o.DonePercent(sections...))
		for _, section := range sections {
			group(Escape(p.sectionName(section, 60)), section)
		}
	default:
		all, done := slices.Collect(g.Roadmap.Sections()), 0
		for _, section := range all {
			done += o.Record.DoneIn(section)
		}
		title = p.T("show.title", "roadmap", g.Roadmap.Title, "group", g.Name, "percent", o.DonePercent(all...)) + "\n" + p.total(done, g.Roadmap.Len())
		for i := range g.Roadmap.Areas {
			a := &g.Roadmap.Areas[i]
			if sections := withItems(a); len(sections) > 0 {
				group(strings.TrimSpace(a.Emoji+" "+Escape(Cut(a.Title.In(p.Lang), 60))), sections...)
			}
		}
	}
	return title, list
}

// ShownItem is an item of the group's roadmap.
type ShownItem struct {
	Group       *study.Group
	Item        roadmap.ItemRef
	Completions study.Completions
}

// ShowItem says who has checked an item, and offers what can be done with it. It replaces
// the section.
func (p Printer) ShowItem(s ShownItem) Message {
	g, item, d := s.Group, s.Item.Item.ID, s.Completions
	head := p.T("show.item.title", "item", s.Item.Item.Name()) + "\n" + p.path(s.Item)
	state := p.T("show.open")
	act := button(styleSuccess, p.T("button.done"), ShowCheckID.With(g.ID, item))
	if d.Mine != nil {
		state = p.T("show.mine", "date", g.Calendar.Day(d.Mine.At))
		act = button(styleSecondary, p.T("button.untick"), ShowUncheckID.With(g.ID, item))
	}
	var list fitter
	for _, one := range d.Shown {
		line := "- " + p.T("show.doer", "name", Cut(one.Name, 32), "date", g.Calendar.Day(one.At))
		list.add(line, line)
	}
	about := p.aboutItem(s.Item.Item)
	lines, _ := list.lines(share(2500).minus(taken(about, minOption)))
	if more := d.Count - len(lines); more > 0 && len(lines) > 0 {
		lines = append(lines, "- "+p.T("more.people", "n", more))
	}
	who := p.T("show.doers", "n", d.Count, "all", d.Active)
	parts := append([]Component{text(head + "\n" + state)}, about...)
	return card(colourPlain, append(parts, line(), text(strings.Join(append([]string{who}, lines...), "\n")),
		row(act, button(styleSecondary, p.T("button.posts"), ShowPostsID.With(g.ID, item)),
			button(styleSecondary, p.T("button.find"), ShowFindID.With(g.ID)),
			button(styleSecondary, p.T("button.section"), ShowPageID.With(g.ID, Items, s.Item.Section.ID, strconv.Itoa(PageOf(s.Item))))))...)
}

// How much of an item's note and reading is shown: characters of the note, links, and
// characters of all of them; see [share].
const (
	maxNote        = 600
	maxLinks       = 12
	maxLinksLength = 1200
)

// aboutItem returns the note and the reading of an item.
func (p Printer) aboutItem(item *roadmap.Item) []Component {
	var links fitter
	p.addReading(&links, item.Reading, maxLinks)
	shown, left := links.lines(share(maxLinksLength))
	if left > 0 {
		shown = append(shown, p.T("more", "n", left))
	}
	return texts(Escape(Cut(item.Note, maxNote)), strings.Join(shown, "\n"))
}

// PageOf returns the page of the section's items that has the item.
func PageOf(ref roadmap.ItemRef) int {
	return max(0, slices.IndexFunc(ref.Section.Items, func(i roadmap.Item) bool { return i.ID == ref.Item.ID })) / MaxOptions
}

// FindModal is the form for finding an item.
func (p Printer) FindModal(group string) Modal {
	return Modal{CustomID: ShowFormID.With(group), Title: Cut(p.T("modal.find.title"), MaxModalTitle), Components: []Component{
		input("item", p.T("modal.find.item"), "", p.T("modal.find.hint"), true, roadmap.MaxTitle)}}
}
