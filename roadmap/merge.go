package roadmap

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// Merge combines two roadmaps that differ only in the language of their titles and in their
// search words. Notes and reading are those of ko, where it has any. It fails at the first difference in ids, emoji or number of anything, and
// if both have a title in the same language. The arguments are not changed.
func Merge(ko, en *Roadmap) (*Roadmap, error) {
	if err := structureDifference(ko, en); err != nil {
		return nil, fmt.Errorf("merge: %w", err)
	}
	areas := slices.Clone(ko.Areas)
	for i := range areas {
		area, other := &areas[i], en.Areas[i]
		area.Title = mergeTitles(area.Title, other.Title)
		area.Sections = slices.Clone(area.Sections)
		for j := range area.Sections {
			section, other := &area.Sections[j], other.Sections[j]
			section.Title = mergeTitles(section.Title, other.Title)
			section.Items = slices.Clone(section.Items)
			for k := range section.Items {
				item, other := &section.Items[k], other.Items[k]
				item.Title = mergeTitles(item.Title, other.Title)
				item.Also = mergeWords(item.Also, other.Also)
				item.Note = cmp.Or(item.Note, other.Note)
				if len(item.Reading) == 0 {
					item.Reading = other.Reading
				}
			}
		}
	}
	phases := slices.Clone(ko.Phases)
	for i := range phases {
		phases[i].Title = mergeTitles(phases[i].Title, en.Phases[i].Title)
		phases[i].Sections = slices.Clone(phases[i].Sections)
	}
	return New(mergeTitles(ko.Title, en.Title), areas, phases)
}

func mergeTitles(a, b Text) Text {
	t := Text{}
	maps.Copy(t, a)
	maps.Copy(t, b)
	return t
}

func mergeWords(a, b string) string {
	if a == "" || b == "" || a == b {
		return cmp.Or(a, b)
	}
	return a + " " + b
}

// structureDifference returns the first reason why two roadmaps cannot be merged.
func structureDifference(a, b *Roadmap) error {
	for lang := range a.Title {
		if _, ok := b.Title[lang]; ok {
			return fmt.Errorf("both have titles in the language %q", lang)
		}
	}
	if len(a.Areas) != len(b.Areas) {
		return fmt.Errorf("there are %d areas in one and %d in the other", len(a.Areas), len(b.Areas))
	}
	for i, area := range a.Areas {
		if err := areaDifference(area, b.Areas[i]); err != nil {
			return fmt.Errorf("area %d: %w", i+1, err)
		}
	}
	if len(a.Phases) != len(b.Phases) {
		return fmt.Errorf("there are %d phases in one and %d in the other", len(a.Phases), len(b.Phases))
	}
	for i, phase := range a.Phases {
		if other := b.Phases[i]; !slices.Equal(phase.Sections, other.Sections) {
			return fmt.Errorf("phase %d: it has the sections %q in one and %q in the other", i+1, phase.Sections, other.Sections)
		}
	}
	return nil
}

func areaDifference(a, b Area) error {
	if a.Emoji != b.Emoji {
		return fmt.Errorf("the emoji is %q in one and %q in the other", a.Emoji, b.Emoji)
	}
	if len(a.Sections) != len(b.Sections) {
		return fmt.Errorf("there are %d sections in one and %d in the other", len(a.Sections), len(b.Sections))
	}
	for i, section := range a.Sections {
		other := b.Sections[i]
		if section.ID != other.ID {
			return fmt.Errorf("section %d: the id is %q in one and %q in the other", i+1, section.ID, other.ID)
		}
		if len(section.Items) != len(other.Items) {
			return fmt.Errorf("section %q: there are %d items in one and %d in the other", section.ID, len(section.Items), len(other.Items))
		}
		for j, item := range section.Items {
			if id := other.Items[j].ID; item.ID != id {
				return fmt.Errorf("section %q: item %d: the id is %q in one and %q in the other", section.ID, j+1, item.ID, id)
			}
		}
	}
	return nil
}
