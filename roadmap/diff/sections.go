package diff

import (
	"maps"
	"slices"

	"dojang/normalize"
	"dojang/roadmap"
)

// chapter is a section and the area that it stands in.
type chapter struct {
	*roadmap.Section
	area *roadmap.Area
}

// chapters returns the sections in roadmap order.
func chapters(r *roadmap.Roadmap) []chapter {
	var list []chapter
	for i := range r.Areas {
		for j := range r.Areas[i].Sections {
			list = append(list, chapter{&r.Areas[i].Sections[j], &r.Areas[i]})
		}
	}
	return list
}

// sectionIDs returns, by the ids of the file's sections, those that they are to
// have. A section is the one with the id that the file states; else with the same
// title in the same area; else with the same title, if there is only one; else the
// one that most of its items stood in, if most of that one's items are in it now. What is in no old section is looked for in earlier versions.
func (s *replacement) sectionIDs() map[string]string {
	b := binding{ids: map[string]string{}, taken: map[string]bool{}, file: chapters(s.new.Roadmap)}
	for id, stated := range s.new.StatedSections {
		if stated {
			b.bind(id, id)
		}
	}
	b.byTitles(chapters(s.old.Roadmap))
	b.byItems(s.matching)
	used := map[string]int{}
	for section := range s.old.Sections() {
		used[section.ID] = 0
	}
	for _, version := range slices.Backward(s.earlier) {
		b.byTitles(slices.DeleteFunc(chapters(version), func(c chapter) bool { return s.old.Section(c.ID) != nil }))
		for section := range version.Sections() {
			used[section.ID] = 0
		}
	}
	for _, id := range b.ids {
		used[id] = 0
	}
	for _, c := range b.file {
		if b.ids[c.ID] == "" {
			b.ids[c.ID] = unused(c.ID, used)
		}
	}
	return b.ids
}

// binding finds out which sections of a file are which that there were before.
type binding struct {
	file  []chapter
	ids   map[string]string // by the id in the file
	taken map[string]bool   // the ids that were given
}

func (b *binding) bind(file, id string) { b.ids[file], b.taken[id] = id, true }

// byTitles binds sections to those with the same titles: in the same area, and
// else those whose title no other one has that is left.
func (b *binding) byTitles(before []chapter) {
	for _, key := range []func(area, section string) string{
		func(area, section string) string { return area + "\x00" + section },
		func(_, section string) string { return section },
	} {
		olds := unbound(before, key, func(id string) bool { return b.taken[id] })
		news := unbound(b.file, key, func(id string) bool { return b.ids[id] != "" })
		for _, title := range slices.Sorted(maps.Keys(news)) {
			ids := news[title]
			if len(ids) == 1 && len(olds[title]) == 1 && b.ids[ids[0]] == "" && !b.taken[olds[title][0]] {
				b.bind(ids[0], olds[title][0])
			}
		}
	}
}

// unbound returns the ids of the sections that are not bound, by their key in any
// language.
func unbound(sections []chapter, key func(area, section string) string, bound func(id string) bool) map[string][]string {
	by := map[string][]string{}
	for _, c := range sections {
		if bound(c.ID) {
			continue
		}
		keys := map[string]bool{}
		for lang := range c.Title {
			keys[key(normalize.Compact(c.area.Title.In(lang)), normalize.Compact(c.Title[lang]))] = true
		}
		for k := range keys {
			by[k] = append(by[k], c.ID)
		}
	}
	return by
}

// byItems binds what is left to the sections that most of its items stood in.
func (b *binding) byItems(m *matching) {
	for _, c := range b.file {
		if b.ids[c.ID] != "" {
			continue
		}
		from := map[string]int{}
		for i := range c.Items {
			if j := m.to[m.new.byItem[c.Items[i].ID]]; j != none {
				from[m.old.spots[j].Section.ID]++
			}
		}
		for _, id := range slices.Sorted(maps.Keys(from)) {
			if !b.taken[id] && 2*from[id] > len(c.Items) && 2*from[id] > len(m.old.Section(id).Items) {
				b.bind(c.ID, id)
				break
			}
		}
	}
}
