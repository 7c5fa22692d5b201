package view

import (
	"cmp"
	"strconv"
	"strings"
	"unicode/utf8"

	"dojang/roadmap"
	"dojang/study"
)

// browser navigates a roadmap by menus, from areas to sections to items.
type browser struct {
	Printer
	roadmap *roadmap.Roadmap
	area    *roadmap.Area                                 // the chosen area, or nil
	section *roadmap.Section                              // of the area
	page    int                                           // of the last menu
	about   func(sections ...*roadmap.Section) string     // description of an option
	item    func(item *roadmap.Item) (mark, about string) // prefix and description of an item's option
}

// What the last menu lists.
const (
	Areas    = "areas"
	Sections = "sections"
	Items    = "items"
)

// areaID identifies an area: it is the id of its first section.
func areaID(a *roadmap.Area) string { return a.Sections[0].ID }

// areas returns a page of the menu of areas, and the number of pages. It is the page with
// the chosen area.
func (w browser) areas() ([]Option, int) {
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

// sections returns the same for the sections of the chosen area.
func (w browser) sections() ([]Option, int) {
	var all []Option
	chosen := -1
	for _, s := range withItems(w.area) {
		if s == w.section {
			chosen = len(all)
		}
		all = append(all, Option{Label: w.sectionName(s, MaxOptionText), mark: s.Twin.String(), Value: s.ID, Default: s == w.section, Description: w.about(s)})
	}
	return pageOf(all, chosen, w.page)
}

// items returns the same for the items of the chosen section.
func (w browser) items() ([]Option, int) {
	var all []Option
	for i := range w.section.Items {
		item := &w.section.Items[i]
		mark, about := w.item(item)
		all = append(all, Option{Label: mark + w.itemName(item, MaxOptionText-utf8.RuneCountInString(mark)), mark: item.Twin.String(), Value: item.ID, Description: about})
	}
	return pageOf(all, -1, w.page)
}

// withItems returns the area's sections that have items.
func withItems(a *roadmap.Area) []*roadmap.Section {
	var sections []*roadmap.Section
	for i := range a.Sections {
		if len(a.Sections[i].Items) > 0 {
			sections = append(sections, &a.Sections[i])
		}
	}
	return sections
}

// pageOf returns a page of the options, or the one with the chosen option, and the number
// of pages.
func pageOf(all []Option, chosen, page int) ([]Option, int) {
	pages := (len(all) + MaxOptions - 1) / MaxOptions
	if chosen >= 0 {
		page = chosen / MaxOptions
	}
	page = max(0, min(page, pages-1))
	return all[page*MaxOptions : min(len(all), (page+1)*MaxOptions)], pages
}

// last returns what the last menu lists, and the id of the area or section that it lists.
func (w browser) last() (level, id string) {
	switch {
	case w.section != nil:
		return Items, w.section.ID
	case w.area != nil:
		return Sections, areaID(w.area)
	}
	return Areas, nothing
}

// nothing stands in a custom_id for an absent value.
const nothing = "-"

// pages returns a row of buttons that turn the pages of the last menu, if there are
// several, and lead back to the areas if their menu shows only some. id returns the
// custom_id of a button that shows a page.
func (w browser) pages(n int, id func(level, of string, page int) string) []Component {
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

// Picker lets a member pick items to check: an area, one of its sections, and any items of
// that.
type Picker struct {
	Group   *study.Group
	Day     string // study day of the checks, "" for now
	Area    *roadmap.Area
	Section *roadmap.Section // of the area
	Page    int              // of the last menu
	Record  study.Record     // the member's record
}

// Picker is the private reply to /check without an item. It is replaced when something is
// chosen.
func (p Printer) Picker(k Picker) Message {
	g, day := k.Group, cmp.Or(k.Day, nothing)
	w := browser{Printer: p, roadmap: g.Roadmap, area: k.Area, section: k.Section, page: k.Page,
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
		title += "\n" + p.T("pick.section", "section", k.Section.Name(), "done", Markup(p.done(&k.Record, k.Section)))
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

// PickedDay returns the day in a picker's custom_id, or "".
func PickedDay(arg string) string {
	if arg == nothing {
		return ""
	}
	return arg
}

// done says how many of the sections' items a member has checked.
func (p Printer) done(r *study.Record, sections ...*roadmap.Section) string {
	done, all := 0, 0
	for _, s := range sections {
		done += r.DoneIn(s)
		all += len(s.Items)
	}
	return p.T("pick.share", "done", done, "all", all)
}
