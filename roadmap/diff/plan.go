package diff

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// Plan is what it comes to that a roadmap takes the place of another one.
type Plan struct {
	Old, Next *roadmap.Roadmap
	Items     []ItemChange    // those of Next in its order, and then those removed
	Sections  []SectionRename // that have another title
	Guesses   int             // how many items only have a similar title
	Mark      string          // six characters that change with what is guessed
	Same      bool            // nothing changes at all
}

// SectionRename is a section that has another title in the new version.
type SectionRename struct{ Old, New *roadmap.Section }

// Compare returns what becomes of all items of the old roadmap in the new one. An
// item is the one with the same id, where the new one's file states the id; else
// with the same title in the same section; else with the same title, if there is
// only one; else with the most similar title.
func Compare(old, new *roadmap.Roadmap) *Plan {
	return PlanReplacement(old, nil, new, func(int) bool { return false })
}

// PlanReplacement plans that what a file holds takes the place of a group's roadmap. What
// is the same keeps its id, and its titles in other languages; an item or a
// section that an earlier version had comes back under its id, by that or by its
// title; no id that any version had is given to anything else. apart says which
// guesses, by their number, are not the same item.
func PlanReplacement(old *roadmap.Roadmap, earlier []*roadmap.Roadmap, file *roadmap.Roadmap, apart func(guess int) bool) *Plan {
	p := &Plan{Old: old}
	s := replacement{matching: newMatching(sideOf(old), sideOf(file)), back: newMatching(archived(old, earlier), sideOf(file)),
		rejected: map[int]int{}, guess: map[int]int{}, earlier: earlier}
	s.match()
	p.Guesses, p.Mark = s.ask(apart)
	p.Next = s.next()
	p.Items, p.Sections = s.changes(p.Next)
	p.Same = maps.Equal(markdown.Translate(old), markdown.Translate(p.Next))
	return p
}

// PlanRollback plans that an earlier version takes the place of a group's roadmap.
func PlanRollback(old, version *roadmap.Roadmap) *Plan {
	m := newMatching(sideOf(old), sideOf(version))
	s := replacement{matching: m, back: newMatching(m.new, m.new)}
	for i, ref := range m.new.spots {
		if j, ok := m.old.byItem[ref.Item.ID]; ok {
			m.pair(j, i)
		} else {
			s.back.pair(i, i)
		}
	}
	p := &Plan{Old: old, Next: version}
	p.Items, p.Sections = s.changes(version)
	p.Same = maps.Equal(markdown.Translate(old), markdown.Translate(version))
	return p
}

// succession is a plan while it is made.
type replacement struct {
	*matching
	back     *matching   // of what the file has with what only earlier versions had
	rejected map[int]int // by new item: the old one that it is like and was said not to be
	guess    map[int]int // by new item: the number of its guess
	earlier  []*roadmap.Roadmap
}

// match pairs what the file has with what the old version has or, where that says
// nothing for sure, with what earlier ones had: by ids, by titles, and only then by
// titles that are similar.
func (s *replacement) match() {
	s.byID()
	s.back.leave(s.matching)
	s.back.byID()
	s.leave(s.back)
	s.byTitles()
	s.back.leave(s.matching)
	s.back.byTitles()
	s.leave(s.back)
	s.bySimilarity()
	for _, m := range []*matching{s.matching, s.back} {
		for i, j := range m.to {
			m.to[i] = max(j, none)
		}
	}
}

// leave leaves what the other matching has paired.
func (m *matching) leave(other *matching) {
	for i, j := range other.to {
		if j >= 0 {
			m.to[i] = elsewhere
		}
	}
}

// maxGuesses is how many titles that are only close there is room to ask about.
const maxGuesses = 240

// ask numbers the guesses and parts those that are none.
func (s *replacement) ask(apart func(guess int) bool) (guesses int, mark string) {
	marks := sha256.New()
	for _, i := range slices.Sorted(maps.Keys(s.alike)) {
		j := s.to[i]
		if guesses == maxGuesses {
			s.to[i], s.from[j] = none, none
			delete(s.alike, i)
			continue
		}
		guesses++
		s.guess[i] = guesses
		fmt.Fprintln(marks, s.old.spots[j].Item.ID, s.new.spots[i].Item.Title)
		if apart(guesses) {
			s.to[i], s.from[j] = none, none
			s.rejected[i] = j
		}
	}
	return guesses, roadmap.Base32.EncodeToString(marks.Sum(nil))[:6]
}

// archived has the items of earlier versions, the last first, that the old one does
// not have, each as it stood last.
func archived(old *roadmap.Roadmap, earlier []*roadmap.Roadmap) *side {
	s := &side{Roadmap: &roadmap.Roadmap{}, byItem: map[string]int{}}
	for _, version := range slices.Backward(earlier) {
		for ref := range version.Items() {
			_, stays := old.Item(ref.Item.ID)
			_, known := s.byItem[ref.Item.ID]
			if !stays && !known {
				s.add(ref)
			}
		}
	}
	return s
}

// next makes the new version.
func (s *replacement) next() *roadmap.Roadmap {
	items, sections := s.itemIDs(), s.sectionIDs()
	n := 0
	areas := slices.Clone(s.new.Areas)
	for a := range areas {
		area := &areas[a]
		for _, before := range slices.Backward(s.old.Areas) { // the first of several decides
			area.Title = inherit(before.Title, area.Title)
		}
		area.Sections = slices.Clone(area.Sections)
		for i := range area.Sections {
			section := &area.Sections[i]
			section.ID = sections[section.ID]
			section.Title = inherit(s.sectionTitle(section.ID), section.Title)
			section.Items = slices.Clone(section.Items)
			for j := range section.Items {
				item := &section.Items[j]
				item.ID = items[n]
				if before := s.before(n); before != nil {
					item.Title = inherit(before.Title, item.Title)
					if item.Also == "" {
						item.Also = before.Also
					}
				}
				n++
			}
		}
	}
	phases := slices.Clone(s.new.Phases)
	for i := range phases {
		for _, before := range s.old.Phases {
			phases[i].Title = inherit(before.Title, phases[i].Title)
		}
		phases[i].Sections = slices.Clone(phases[i].Sections)
		for j, id := range phases[i].Sections {
			phases[i].Sections[j] = sections[id]
		}
	}
	r, err := roadmap.New(inherit(s.old.Title, s.new.Title), areas, phases)
	if err != nil {
		panic(fmt.Sprintf("roadmap: the next version: %v", err)) // the file's own was one, and the ids differ
	}
	return r
}

// before returns the item that the i-th one of the file was, or nil.
func (s *replacement) before(i int) *roadmap.Item {
	switch {
	case s.to[i] != none:
		return s.old.spots[s.to[i]].Item
	case s.back.to[i] != none:
		return s.back.old.spots[s.back.to[i]].Item
	}
	return nil
}

// sectionTitle returns the last title of the section with the id, nil for a new one.
func (s *replacement) sectionTitle(id string) roadmap.Text {
	for _, version := range slices.Backward(append(slices.Clip(s.earlier), s.old.Roadmap)) {
		if section := version.Section(id); section != nil {
			return section.Title
		}
	}
	return nil
}

// itemIDs returns the ids of the file's items, in their order.
func (s *replacement) itemIDs() []string {
	ids, used := make([]string, len(s.new.spots)), map[string]int{}
	for _, version := range append(slices.Clip(s.earlier), s.old.Roadmap) {
		for ref := range version.Items() {
			used[ref.Item.ID] = 0
		}
	}
	for i, ref := range s.new.spots {
		id := ref.Item.ID
		if before := s.before(i); before != nil {
			ids[i] = before.ID
		} else if _, taken := used[id]; s.new.StatedItems[id] && !taken {
			ids[i] = id
		}
	}
	for _, id := range ids {
		used[id] = 0
	}
	for i, ref := range s.new.spots {
		if ids[i] == "" {
			ids[i] = unused(ref.Item.ID, used)
		}
	}
	return ids
}

// unused returns the id, or one derived from it that is not used, and notes that
// it is.
func unused(id string, used map[string]int) string {
	if _, taken := used[id]; taken {
		id = roadmap.DeriveID(id, used)
	}
	used[id] = 0
	return id
}

// inherit returns a title in all its languages, where it is the same one as before.
func inherit(before, title roadmap.Text) roadmap.Text {
	if before != nil && sameText(before, title) {
		return before
	}
	return title
}

// changes tells item by item what becomes of them in the next version, and which
// sections have another title.
func (s *replacement) changes(next *roadmap.Roadmap) (items []ItemChange, sections []SectionRename) {
	refs := slices.Collect(next.Items())
	stay := s.stay(refs)
	for i, ref := range refs {
		c := ItemChange{New: ref, Guess: s.guess[i]}
		switch {
		case s.to[i] != none:
			c.Old, c.Similarity = s.old.spots[s.to[i]], s.alike[i]
			c.Kinds = changeKinds(c.Old, ref, stay[i])
		case s.back.to[i] != none:
			c.Kinds = []ChangeKind{Returned}
		default:
			c.Kinds = []ChangeKind{Added}
		}
		if j, apart := s.rejected[i]; apart {
			c.Old, c.Similarity, c.Rejected = s.old.spots[j], s.alike[i], true
		}
		items = append(items, c)
	}
	for j, ref := range s.old.spots {
		if s.from[j] == none {
			items = append(items, ItemChange{Old: ref, Kinds: []ChangeKind{Removed}})
		}
	}
	for section := range next.Sections() {
		if before := s.old.Section(section.ID); before != nil && !sameText(before.Title, section.Title) {
			sections = append(sections, SectionRename{before, section})
		}
	}
	return items, sections
}

// fates tells what becomes of an item that the new version has; inOrder is whether
// it stands among the others of its section as before.
func changeKinds(old, new roadmap.ItemRef, inOrder bool) (fates []ChangeKind) {
	if !sameText(old.Item.Title, new.Item.Title) {
		fates = append(fates, Renamed)
	}
	switch {
	case old.Section.ID != new.Section.ID:
		fates = append(fates, Moved)
	case !inOrder:
		fates = append(fates, Reordered)
	}
	if fates == nil {
		fates = []ChangeKind{Kept}
	}
	return fates
}
