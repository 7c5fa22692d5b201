package view

import (
	"unicode/utf8"

	"dojang/roadmap"
)

// itemName returns an item's title in at most max characters, with what tells it apart from
// others in its section.
func (p Printer) itemName(i *roadmap.Item, max int) string { return p.named(i.Title, i.Twin, max) }

// sectionName returns a section's title in at most max characters, with what tells it apart from
// others in its area.
func (p Printer) sectionName(s *roadmap.Section, max int) string {
	return p.named(s.Title, s.Twin, max)
}

func (p Printer) named(title roadmap.Text, twin roadmap.Twin, max int) string {
	mark := twin.String()
	if mark == "" {
		return Cut(title.In(p.Lang), max)
	}
	return Cut(title.In(p.Lang), max-utf8.RuneCountInString(mark)-1) + " " + mark
}

// itemAt returns the same for an item wherever it stands: followed by its section if another
// one has an item of that title.
func (p Printer) itemAt(ref roadmap.ItemRef, max int) string {
	name := p.itemName(ref.Item, max)
	if ref.Item.Elsewhere {
		name += " · " + p.place(ref, 40)
	}
	return name
}

// place returns the title of an item's section in at most max characters, and that of its
// area in as many if other areas have such a section.
func (p Printer) place(ref roadmap.ItemRef, max int) string {
	if !ref.Section.Elsewhere {
		return p.sectionName(ref.Section, max)
	}
	return Cut(ref.Area.Title.In(p.Lang), max) + " › " + p.sectionName(ref.Section, max)
}
