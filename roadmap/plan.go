package roadmap

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
)

// Plan is what it comes to that a roadmap takes the place of another one.
type Plan struct {
	Old, Next *Roadmap
	Items     []Succession // those of Next in its order, and then those removed
	Sections  []Retitled   // that have another title
	Guesses   int          // how many items only have a similar title
	Mark      string       // six characters that change with what is guessed
	Same      bool         // nothing changes at all
}

// Retitled is a section that has another title in the new version.
type Retitled struct{ Old, New *Section }

// Compare returns what becomes of all items of the old roadmap in the new one. An
// item is the one with the same id, where the new one's file states the id; else
// with the same title in the same section; else with the same title, if there is
// only one; else with the most similar title.
func Compare(old, new *Roadmap) *Plan {
	return Succeed(old, nil, new, func(int) bool { return false })
}

// Succeed plans that what a file holds takes the place of a group's roadmap. What
// is the same keeps its id, and its titles in other languages; an item or a
// section that an earlier version had comes back under its id, by that or by its
// title; no id that any version had is given to anything else. apart says which
// guesses, by their number, are not the same item.
func Succeed(old *Roadmap, earlier []*Roadmap, file *Roadmap, apart func(guess int) bool) *Plan {
	p := &Plan{Old: old}
	s := succession{matching: newMatching(old, file), back: newMatching(archived(old, earlier), file),
		apart: map[int]int{}, guess: map[int]int{}, earlier: earlier}
	s.match()
	p.Guesses, p.Mark = s.ask(apart)
	p.Next = s.next()
	p.Items, p.Sections = s.changes(p.Next)
	p.Same = maps.Equal(old.Write(), p.Next.Write())
	return p
}

// Restore plans that an earlier version takes the place of a group's roadmap.
func Restore(old, version *Roadmap) *Plan {
	m := newMatching(old, version)
	s := succession{matching: m, back: newMatching(version, version)}
	for i, spot := range version.spots {
		if j, ok := old.byItem[spot.Item.ID]; ok {
			m.pair(j, i)
		} else {
			s.back.pair(i, i)
		}
	}
	p := &Plan{Old: old, Next: version}
	p.Items, p.Sections = s.changes(version)
	p.Same = maps.Equal(old.Write(), version.Write())
	return p
}

// succession is a plan while it is made.
type succession struct {
	*matching
	back    *matching   // of what the file has with what only earlier versions had
	apart   map[int]int // by new item: the old one that it is like and was said not to be
	guess   map[int]int // by new item: the number of its guess
	earlier []*Roadmap
}

// match pairs what the file has with what the old version has or, where that says
// nothing for sure, with what earlier ones had: by ids, by titles, and only then by
// titles that are similar.
func (s *succession) match() {
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
func (s *succession) ask(apart func(guess int) bool) (guesses int, mark string) {
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
			s.apart[i] = j
		}
	}
	return guesses, lowerBase32.EncodeToString(marks.Sum(nil))[:6]
}

// archived has the items of earlier versions, the last first, that the old one does
// not have, each as it stood last.
func archived(old *Roadmap, earlier []*Roadmap) *Roadmap {
	r := &Roadmap{byItem: map[string]int{}}
	for _, version := range slices.Backward(earlier) {
		for _, spot := range version.spots {
			_, stays := old.byItem[spot.Item.ID]
			_, known := r.byItem[spot.Item.ID]
			if !stays && !known {
				r.byItem[spot.Item.ID] = len(r.spots)
				r.spots = append(r.spots, spot)
			}
		}
	}
	return r
}

// next makes the new version.
func (s *succession) next() *Roadmap {
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
	r, err := New(inherit(s.old.Title, s.new.Title), areas, phases)
	if err != nil {
		panic(fmt.Sprintf("roadmap: the next version: %v", err)) // the file's own was one, and the ids differ
	}
	return r
}

// before returns the item that the i-th one of the file was, or nil.
func (s *succession) before(i int) *Item {
	switch {
	case s.to[i] != none:
		return s.old.spots[s.to[i]].Item
	case s.back.to[i] != none:
		return s.back.old.spots[s.back.to[i]].Item
	}
	return nil
}

// sectionTitle returns the last title of the section with the id, nil for a new one.
func (s *succession) sectionTitle(id string) Text {
	for _, version := range slices.Backward(append(slices.Clip(s.earlier), s.old)) {
		if section := version.sections[id]; section != nil {
			return section.Title
		}
	}
	return nil
}

// itemIDs returns the ids of the file's items, in their order.
func (s *succession) itemIDs() []string {
	ids, used := make([]string, s.new.Len()), map[string]int{}
	for _, version := range append(slices.Clip(s.earlier), s.old) {
		maps.Copy(used, version.byItem)
	}
	for i, spot := range s.new.spots {
		id := spot.Item.ID
		if before := s.before(i); before != nil {
			ids[i] = before.ID
		} else if _, taken := used[id]; s.new.stated[id] && !taken {
			ids[i] = id
		}
	}
	for _, id := range ids {
		used[id] = 0
	}
	for i, spot := range s.new.spots {
		if ids[i] == "" {
			ids[i] = unused(spot.Item.ID, used)
		}
	}
	return ids
}

// unused returns the id, or one derived from it that is not used, and notes that
// it is.
func unused(id string, used map[string]int) string {
	if _, taken := used[id]; taken {
		id = derive(id, used)
	}
	used[id] = 0
	return id
}

// inherit returns a title in all its languages, where it is the same one as before.
func inherit(before, title Text) Text {
	if before != nil && sameText(before, title) {
		return before
	}
	return title
}

// changes tells item by item what becomes of them in the next version, and which
// sections have another title.
func (s *succession) changes(next *Roadmap) (items []Succession, sections []Retitled) {
	stay := s.stay(next)
	for i, spot := range next.spots {
		c := Succession{New: spot, Guess: s.guess[i]}
		switch {
		case s.to[i] != none:
			c.Old, c.Alike = s.old.spots[s.to[i]], s.alike[i]
			c.Fates = fates(c.Old, spot, stay[i])
		case s.back.to[i] != none:
			c.Fates = []Fate{Returned}
		default:
			c.Fates = []Fate{Added}
		}
		if j, apart := s.apart[i]; apart {
			c.Old, c.Alike, c.Apart = s.old.spots[j], s.alike[i], true
		}
		items = append(items, c)
	}
	for j, spot := range s.old.spots {
		if s.from[j] == none {
			items = append(items, Succession{Old: spot, Fates: []Fate{Removed}})
		}
	}
	for section := range next.Sections() {
		if before := s.old.sections[section.ID]; before != nil && !sameText(before.Title, section.Title) {
			sections = append(sections, Retitled{before, section})
		}
	}
	return items, sections
}

// fates tells what becomes of an item that the new version has; inOrder is whether
// it stands among the others of its section as before.
func fates(old, new Spot, inOrder bool) (fates []Fate) {
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
		fates = []Fate{Kept}
	}
	return fates
}
