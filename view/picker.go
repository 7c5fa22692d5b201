package view

import (
	"cmp"
	"strconv"
	"strings"

	"dojang/roadmap"
	"dojang/study"
)

// place is where somebody is in a roadmap who goes from areas to sections to
// items, by menus.
type place struct {
	Printer
	roadmap *roadmap.Roadmap
	area    *roadmap.Area                                 // the chosen one
	section *roadmap.Section                              // of the area
	page    int                                           // of the last menu
	about   func(sections ...*roadmap.Section) string     // what a line says below its title
	item    func(item *roadmap.Item) (mark, about string) // the same of an item, and what stands before its title
}

// What the last menu lists.
const (
	Areas    = "areas"
	Sections = "sections"
	Items    = "items"
)

// areaID is what an area is known by: its first section.
func areaID(a *roadmap.Area) string { return a.Sections[0].ID }

// areas are the lines of the menu of areas, and how many pages there are of them.
// It shows the page with the chosen one.
func (w place) areas() ([]Option, int) {
	var all []Option
	chosen := -1
	for i := range w.roadmap.Areas {
		a := &w.roadmap.Areas[i]
		sections := withItems(a)
		if len(sections) == 0 {
			continue
		}
		if a == w.area {
			chosen = len(all)
		}
		label := strings.TrimSpace(a.Emoji + " " + a.Title.In(w.Lang))
		all = append(all, Option{Label: Cut(label, MaxOptionText), Value: areaID(a), Default: a == w.area, Description: w.about(sections...)})
	}
	return pageOf(all, chosen, w.page)
}

// sections are the same for the sections of the chosen area.
func (w place) sections() ([]Option, int) {
	var all []Option
	chosen := -1
	for _, s := range withItems(w.area) {
		if s == w.section {
			chosen = len(all)
		}
		all = append(all, Option{Label: Cut(s.Title.In(w.Lang), MaxOptionText), Value: s.ID, Default: s == w.section, Description: w.about(s)})
	}
	return pageOf(all, chosen, w.page)
}

// items are the same for the items of the chosen section.
func (w place) items() ([]Option, int) {
	var all []Option
	for i := range w.section.Items {
		item := &w.section.Items[i]
		mark, about := w.item(item)
		all = append(all, Option{Label: Cut(mark+item.Title.In(w.Lang), MaxOptionText), Value: item.ID, Description: about})
	}
	return pageOf(all, -1, w.page)
}

// withItems are the area's sections that have items.
func withItems(a *roadmap.Area) []*roadmap.Section {
	var sections []*roadmap.Section
	for i := range a.Sections {
		if len(a.Sections[i].Items) > 0 {
			sections = append(sections, &a.Sections[i])
		}
	}
	return sections
}

// pageOf returns the page of the lines, or the one with the chosen line, and how
// many pages there are.
func pageOf(all []Option, chosen, page int) ([]Option, int) {
	pages := (len(all) + MaxOptions - 1) / MaxOptions
	if chosen >= 0 {
		page = chosen / MaxOptions
	}
	page = max(0, min(page, pages-1))
	return all[page*MaxOptions : min(len(all), (page+1)*MaxOptions)], pages
}

// last returns what the last menu lists, and the id of what it is of.
func (w place) last() (level, id string) {
	switch {
	case w.section != nil:
		return Items, w.section.ID
	case w.area != nil:
		return Sections, areaID(w.area)
	}
	return Areas, nothing
}

// nothing is what a custom_id has in the place of what is not there.
const nothing = "-"

// pages is a row of buttons that turn the last menu's pages, if there are
// several, and lead back to the areas where their menu shows only some. id is of
// the button that shows a page.
func (w place) pages(n int, id func(level, of string, page int) string) []Component {
	var buttons []Component
	level, of := w.last()
	if _, all := w.areas(); level != Areas && all > 1 {
		buttons = append(buttons, button(styleSecondary, w.T("button.areas"), id(Areas, nothing, 0)))
	}
	if n > 1 {
		turn := func(key string, to int) Component {
			return button(styleSecondary, w.T(key), id(level, of, to)).enabled(to >= 0 && to < n)
		}
		buttons = append(buttons, turn("button.back", w.page-1), turn("button.forward", w.page+1))
	}
	if len(buttons) == 0 {
		return nil
	}
	return []Component{row(buttons...)}
}

// Picker lets a member pick the items to tick off: an area, a section of it, and
// of that any items at once.
type Picker struct {
	Group   *study.Group
	Day     string // on which they were done, "" for now
	Area    *roadmap.Area
	Section *roadmap.Section // of the area
	Page    int              // of the last menu
	Record  study.Record     // the member's
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
func (p Printer) done(r *study.Record, sections ...*roadmap.Section) string {
	done, all := 0, 0
	for _, s := range sections {
		done += r.DoneIn(s)
		all += len(s.Items)
	}
	return p.T("pick.share", "done", done, "all", all)
}
