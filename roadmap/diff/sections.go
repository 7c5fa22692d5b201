package diff

import (
	"fmt"
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

// sectionIDs returns the new ids of the file's sections, by their ids in the file.
func (s *replacement) sectionIDs() map[string]string {
	b := s.matchedSections()
	used := map[string]int{}
	for _, version := range append(slices.Clip(s.earlier), s.old.Roadmap) {
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

// matchedSections matches the sections of the file with those of the old version: by the id
// that the file states, then by title within the same area, then by title if it is unique and
// about something, then to the one that most of its items were in, if these were most of that
// section's items, then by title within an area that most sections were in. Items count as far
// as they are paired. Sections that match none of the old version's are looked for in earlier
// versions.
func (s *replacement) matchedSections() *sectionMatching {
	b := &sectionMatching{ids: map[string]string{}, taken: map[string]bool{}, file: areaSections(s.new.Roadmap)}
	for id, stated := range s.new.StatedSections {
		if stated {
			b.bind(id, id)
		}
	}
	old := areaSections(s.old.Roadmap)
	b.byTitles(old)
	b.byItems(s.matching)
	b.byAreas(old)
	for _, version := range slices.Backward(s.earlier) {
		b.byTitles(slices.DeleteFunc(areaSections(version), func(c areaSection) bool { return s.old.Section(c.ID) != nil }))
	}
	return b
}

// sectionMatching matches the sections of a file with those of earlier versions.
type sectionMatching struct {
	file  []areaSection
	ids   map[string]string // by the id in the file
	taken map[string]bool   // ids that are assigned
}

func (b *sectionMatching) bind(file, id string) { b.ids[file], b.taken[id] = id, true }

// byTitles matches sections with the same titles: in the same area first, and then by titles
// that only one section of each roadmap has and that are about something.
func (b *sectionMatching) byTitles(before []areaSection) {
	b.byKey(before, func(c areaSection, title, area string) string { return area + "\x00" + title })
	b.byKey(before, func(_ areaSection, title, _ string) string {
		if isGeneric(title) {
			return ""
		}
		return title
	})
}

// byKey matches the sections with a key that only one section of each roadmap has. The key is
// made of the titles of the section and of its area in one language; "" is none.
func (b *sectionMatching) byKey(before []areaSection, key func(c areaSection, title, area string) string) {
	olds, news := sectionsByKey(before, key), sectionsByKey(b.file, key)
	for _, k := range slices.Sorted(maps.Keys(news)) {
		ids := news[k]
		if len(ids) == 1 && len(olds[k]) == 1 && b.ids[ids[0]] == "" && !b.taken[olds[k][0]] {
			b.bind(ids[0], olds[k][0])
		}
	}
}

// sectionsByKey returns the ids of the sections by their keys in all languages.
func sectionsByKey(sections []areaSection, key func(c areaSection, title, area string) string) map[string][]string {
	by := map[string][]string{}
	for _, c := range sections {
		keys := map[string]bool{}
		for lang := range c.Title {
			keys[key(c, normalize.Compact(c.Title[lang]), normalize.Compact(c.area.Title.In(lang)))] = true
		}
		delete(keys, "")
		for k := range keys {
			by[k] = append(by[k], c.ID)
		}
	}
	return by
}

// byAreas matches sections with the same title in an area that was renamed: one that most of
// its matched sections were in, if these were most of that area's.
func (b *sectionMatching) byAreas(before []areaSection) {
	areaOf, matched := map[string]*roadmap.Area{}, map[*roadmap.Area]int{}
	for _, c := range before {
		areaOf[c.ID] = c.area
	}
	from := map[*roadmap.Area]map[*roadmap.Area]int{} // by area of the file: old areas of its sections
	for _, c := range b.file {
		if old := areaOf[b.ids[c.ID]]; old != nil {
			if from[c.area] == nil {
				from[c.area] = map[*roadmap.Area]int{}
			}
			from[c.area][old]++
			matched[c.area]++
			matched[old]++
		}
	}
	renamed := map[*roadmap.Area]int{} // numbers of the areas that are the same
	for i, c := range b.file {
		for old, n := range from[c.area] {
			if 2*n > matched[c.area] && 2*n > matched[old] && renamed[c.area] == 0 {
				renamed[c.area], renamed[old] = i+1, i+1
			}
		}
	}
	b.byKey(before, func(c areaSection, title, _ string) string {
		if renamed[c.area] == 0 {
			return ""
		}
		return fmt.Sprint(renamed[c.area], "\x00", title)
	})
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
