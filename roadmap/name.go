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
// same place, in some language. It also notes the sections whose title another area has.
func (r *Roadmap) numberTwins() {
	areas := map[string]map[*Area]bool{} // areas with a section of that title
	for i := range r.Areas {
		area := &r.Areas[i]
		numberTwins(area.Sections, func(s *Section) (Text, *Twin) { return s.Title, &s.Twin })
		for j := range area.Sections {
			section := &area.Sections[j]
			numberTwins(section.Items, func(i *Item) (Text, *Twin) { return i.Title, &i.Twin })
			for title := range maps.Values(section.Title) {
				if areas[title] == nil {
					areas[title] = map[*Area]bool{}
				}
				areas[title][area] = true
			}
		}
	}
	for section := range r.Sections() {
		section.Elsewhere = false
		for title := range maps.Values(section.Title) {
			section.Elsewhere = section.Elsewhere || len(areas[title]) > 1
		}
	}
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
