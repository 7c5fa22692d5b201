package view

import (
	"cmp"
	"strconv"

	"dojang/roadmap"
)

// Picker lets a member pick the items to tick off: an area, a section of it, and
// of that any items at once.
type Picker struct {
	Group   *roadmap.Group
	Day     string // on which they were done, "" for now
	Area    *roadmap.Area
	Section *roadmap.Section // of the area
	Page    int              // of the last menu
	Record  roadmap.Record   // the member's
}

// Picker is the private reply to /check without an item; it takes its own place
// when something is chosen.
func (p Printer) Picker(k Picker) Message {
	g, day := k.Group, cmp.Or(k.Day, nothing)
	w := place{Printer: p, roadmap: g.Roadmap, area: k.Area, section: k.Section, page: k.Page,
		about: func(sections ...*roadmap.Section) string { return p.done(&k.Record, sections...) },
		item: func(item *roadmap.Item) (mark, about string) {
			if check, done := k.Record.Checks[item.ID]; done {
				return "✅ ", p.T("pick.before", "date", g.Calendar.Day(check.At))
			}
			return "", ""
		}}
	title := p.T("pick.title")
	if k.Day != "" {
		title += "\n" + p.T("pick.date", "date", Markup(k.Day))
	}
	if k.Section != nil {
		title += "\n" + p.T("pick.section", "section", k.Section.Title, "done", Markup(p.done(&k.Record, k.Section)))
	}
	options, pages := w.areas()
	parts := []Component{text(title), menu(PickID.With(g.ID, day, Sections), p.T("pick.areas"), options)}
	if k.Area != nil {
		options, pages = w.sections()
		parts = append(parts, menu(PickID.With(g.ID, day, Items), p.T("pick.sections"), options))
	}
	if k.Section != nil {
		options, pages = w.items()
		some := menu(PickedID.With(g.ID, day, strconv.Itoa(k.Page)), p.T("pick.items"), options)
		some.Components[0].MaxValues = len(options)
		parts = append(parts, some)
	}
	return card(colourPlain, append(parts, w.pages(pages, func(level, of string, page int) string {
		return PickPageID.With(g.ID, day, level, of, strconv.Itoa(page))
	})...)...)
}

// PickedDay returns the day that a picker's custom_id has, "" for none.
func PickedDay(arg string) string {
	if arg == nothing {
		return ""
	}
	return arg
}

// done says how many of the sections' items a member has done.
func (p Printer) done(r *roadmap.Record, sections ...*roadmap.Section) string {
	done, all := 0, 0
	for _, s := range sections {
		done += r.DoneIn(s)
		all += len(s.Items)
	}
	return p.T("pick.share", "done", done, "all", all)
}
