package roadmap

import (
	"fmt"
	"maps"
)

// Twin tells apart items with the same title in a section, and sections with the same title
// in an area. [New] sets it.
type Twin struct {
	N  int // which of them it is, from 1; 0 if there is only one
	Of int // how many there are
}

// String returns what stands behind a title to tell it apart, such as (2/3), or "".
func (t Twin) String() string {
	if t.N == 0 {
		return ""
	}
	return fmt.Sprintf("(%d/%d)", t.N, t.Of)
}

// Name returns the item's title, with what tells it apart from others in its section.
func (i *Item) Name() Text { return i.Twin.name(i.Title) }

// Name returns the section's title, with what tells it apart from others in its area.
func (s *Section) Name() Text { return s.Twin.name(s.Title) }

func (t Twin) name(title Text) Text {
	if t.N == 0 {
		return title
	}
	named := Text{}
	for lang, s := range title {
		named[lang] = s + " " + t.String()
	}
	return named
}

// numberTwins numbers the items and the sections that have the same title as another in the
// same place, in some language. It also notes those whose title stands in another place.
func (r *Roadmap) numberTwins() {
	sections, items := places{}, places{}
	place := 0
	for i := range r.Areas {
		area := &r.Areas[i]
		numberTwins(area.Sections, func(s *Section) (Text, *Twin) { return s.Title, &s.Twin })
		for j := range area.Sections {
			section := &area.Sections[j]
			numberTwins(section.Items, func(i *Item) (Text, *Twin) { return i.Title, &i.Twin })
			sections.note(section.Title, i)
			place++
			for _, item := range section.Items {
				items.note(item.Title, place)
			}
		}
	}
	for section := range r.Sections() {
		section.Elsewhere = sections.several(section.Title)
		for i := range section.Items {
			section.Items[i].Elsewhere = items.several(section.Items[i].Title)
		}
	}
}

// places has the place in which each title stands, or -1 for several.
type places map[string]int

func (p places) note(title Text, place int) {
	for s := range maps.Values(title) {
		if known, ok := p[s]; ok && known != place {
			place = -1
		}
		p[s] = place
	}
}

// several reports whether a title stands in several places, in some language.
func (p places) several(title Text) bool {
	for s := range maps.Values(title) {
		if p[s] < 0 {
			return true
		}
	}
	return false
}

// numberTwins numbers those of the list that have the same title in some language.
func numberTwins[T any](list []T, of func(*T) (Text, *Twin)) {
	count := map[string]int{}
	each := func(title Text, visit func(key string)) {
		for lang, s := range title {
			visit(string(lang) + "\n" + s)
		}
	}
	for i := range list {
		title, twin := of(&list[i])
		*twin = Twin{}
		each(title, func(key string) {
			count[key]++
			twin.N = max(twin.N, count[key])
		})
	}
	for i := range list {
		title, twin := of(&list[i])
		each(title, func(key string) { twin.Of = max(twin.Of, count[key]) })
		if twin.Of == 1 {
			*twin = Twin{}
		}
	}
}
