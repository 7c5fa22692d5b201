package diff

import (
	"maps"
	"slices"

	"dojang/normalize"
	"dojang/roadmap"
)

// areaSection is a section with its area.
type areaSection struct {
	*roadmap.Section
	area *roadmap.Area
}

// areaSections returns the sections in roadmap order.
func areaSections(r *roadmap.Roadmap) []areaSection {
	var list []areaSection
	for i := range r.Areas {
		for j := range r.Areas[i].Sections {
			list = append(list, areaSection{&r.Areas[i].Sections[j], &r.Areas[i]})
		}
	}
	return list
}

// sectionIDs returns the new ids of the file's sections, by their ids in the file. A
// section is matched by the id that the file states, then by title within the same area,
// then by title if it is unique, then to the one that most of its items were in, if these
// were most of that section's items. Sections that match none of the old version's are
// looked for in earlier versions.
func (s *replacement) sectionIDs() map[string]string {
	b := s.matchedSections()
	used := map[string]int{}
	for section := range s.old.Sections() {
		used[section.ID] = 0
	}
	for _, version := range slices.Backward(s.earlier) {
		b.byTitles(slices.DeleteFunc(areaSections(version), func(c areaSection) bool { return s.old.Section(c.ID) != nil }))
		for section := range version.Sections() {
			used[section.ID] = 0
		}
	}
	for _, id := range b.ids {
		used[id] = 0
	}
	for _, c := range b.file {
		if b.ids[c.ID] == "" {
			b.ids[c.ID] = unusedID(c.ID, used)
		}
	}
	return b.ids
}

// matchedSections matches the sections of the file with those of the old version, by the
// items that are paired so far.
func (s *replacement) matchedSections() *sectionMatching {
	b := &sectionMatching{ids: map[string]string{}, taken: map[string]bool{}, file: areaSections(s.new.Roadmap)}
	for id, stated := range s.new.StatedSections {
		if stated {
			b.bind(id, id)
		}
	}
	b.byTitles(areaSections(s.old.Roadmap))
	b.byItems(s.matching)
	return b
}

// sectionMatching matches the sections of a file with those of earlier versions.
type sectionMatching struct {
	file  []areaSection
	ids   map[string]string // by the id in the file
	taken map[string]bool   // ids that are assigned
}

func (b *sectionMatching) bind(file, id string) { b.ids[file], b.taken[id] = id, true }

// byTitles matches sections with the same titles: in the same area first, and then by
// titles that are unique among the unmatched sections.
func (b *sectionMatching) byTitles(before []areaSection) {
	for _, key := range []func(area, section string) string{
		func(area, section string) string { return area + "\x00" + section },
		func(_, section string) string { return section },
	} {
		olds := unboundByKey(before, key, func(id string) bool { return b.taken[id] })
		news := unboundByKey(b.file, key, func(id string) bool { return b.ids[id] != "" })
		for _, title := range slices.Sorted(maps.Keys(news)) {
			ids := news[title]
			if len(ids) == 1 && len(olds[title]) == 1 && b.ids[ids[0]] == "" && !b.taken[olds[title][0]] {
				b.bind(ids[0], olds[title][0])
			}
		}
	}
}

// unboundByKey returns the ids of the unmatched sections by their keys in all languages.
func unboundByKey(sections []areaSection, key func(area, section string) string, bound func(id string) bool) map[string][]string {
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

// byItems matches the remaining sections with those that most of their items were in.
func (b *sectionMatching) byItems(m *matching) {
	for _, c := range b.file {
		if b.ids[c.ID] != "" {
			continue
		}
		from := map[string]int{}
		for i := range c.Items {
			if j := m.oldOf[m.new.byItem[c.Items[i].ID]]; j >= 0 {
				from[m.old.items[j].Section.ID]++
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
