package view

import (
	"cmp"
	"strconv"
	"strings"

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

// What the last menu of a picker lists.
const (
	PickAreas    = "areas"
	PickSections = "sections"
	PickItems    = "items"
)

// Picker is the private reply to /check without an item; it takes its own place
// when something is chosen.
func (p Printer) Picker(k Picker) Message {
	day := cmp.Or(k.Day, noDay)
	areas, pages := p.areaOptions(k)
	last, id := PickAreas, noDay
	parts := []Component{text(p.pickTitle(k)), menu(ID("pick", k.Group.ID, day, PickSections), p.T("pick.areas"), areas)}
	if k.Area != nil {
		var sections []Option
		sections, pages = p.sectionOptions(k)
		last, id = PickSections, areaID(k.Area)
		parts = append(parts, menu(ID("pick", k.Group.ID, day, PickItems), p.T("pick.sections"), sections))
	}
	if k.Section != nil {
		var items []Option
		items, pages = p.itemOptions(k)
		last, id = PickItems, k.Section.ID
		some := menu(ID("picked", k.Group.ID, day, strconv.Itoa(k.Page)), p.T("pick.items"), items)
		some.Components[0].MaxValues = len(items)
		parts = append(parts, some)
	}
	if pages > 1 {
		turn := func(key string, to int) Component {
			return button(styleSecondary, p.T(key), ID("pick-page", k.Group.ID, day, last, id, strconv.Itoa(to))).enabled(to >= 0 && to < pages)
		}
		parts = append(parts, row(turn("button.back", k.Page-1), turn("button.forward", k.Page+1)))
	}
	return card(colourPlain, parts...)
}

// noDay is what a custom_id has in the place of what is not there.
const noDay = "-"

// PickedDay returns the day that a picker's custom_id has, "" for none.
func PickedDay(arg string) string {
	if arg == noDay {
		return ""
	}
	return arg
}

// areaID is what an area is known by: its first section.
func areaID(a *roadmap.Area) string { return a.Sections[0].ID }

func (p Printer) pickTitle(k Picker) string {
	title := p.T("pick.title")
	if k.Day != "" {
		title += "\n" + p.T("pick.date", "date", Markup(k.Day))
	}
	if k.Section == nil {
		return title
	}
	return title + "\n" + p.T("pick.done", "section", k.Section.Title, "done", k.Record.DoneIn(k.Section), "all", len(k.Section.Items))
}

// areaOptions are the lines of the menu of areas, and how many pages there are of
// them. It shows the page with the chosen one.
func (p Printer) areaOptions(k Picker) ([]Option, int) {
	var all []Option
	chosen := -1
	for i := range k.Group.Roadmap.Areas {
		a := &k.Group.Roadmap.Areas[i]
		done, of := 0, 0
		for j := range a.Sections {
			done += k.Record.DoneIn(&a.Sections[j])
			of += len(a.Sections[j].Items)
		}
		if of == 0 {
			continue
		}
		if a == k.Area {
			chosen = len(all)
		}
		label := strings.TrimSpace(a.Emoji + " " + a.Title.In(p.Lang))
		all = append(all, Option{Label: Cut(label, MaxOptionText), Value: areaID(a), Default: a == k.Area,
			Description: p.T("pick.share", "done", done, "all", of)})
	}
	return pageOf(all, chosen, k.Page)
}

// sectionOptions are the same for the sections of the chosen area.
func (p Printer) sectionOptions(k Picker) ([]Option, int) {
	var all []Option
	chosen := -1
	for i := range k.Area.Sections {
		s := &k.Area.Sections[i]
		if len(s.Items) == 0 {
			continue
		}
		if s == k.Section {
			chosen = len(all)
		}
		all = append(all, Option{Label: Cut(s.Title.In(p.Lang), MaxOptionText), Value: s.ID, Default: s == k.Section,
			Description: p.T("pick.share", "done", k.Record.DoneIn(s), "all", len(s.Items))})
	}
	return pageOf(all, chosen, k.Page)
}

// itemOptions are the same for the items of the chosen section, of which any may
// be chosen; done ones are marked.
func (p Printer) itemOptions(k Picker) ([]Option, int) {
	var all []Option
	for _, item := range k.Section.Items {
		o := Option{Label: Cut(item.Title.In(p.Lang), MaxOptionText), Value: item.ID}
		if check, done := k.Record.Checks[item.ID]; done {
			o.Label = Cut("✅ "+item.Title.In(p.Lang), MaxOptionText)
			o.Description = p.T("pick.before", "date", k.Group.Calendar.Day(check.At))
		}
		all = append(all, o)
	}
	return pageOf(all, -1, k.Page)
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
