package diff

import (
	"fmt"
	"maps"
	"slices"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// Plan says what replacing one roadmap by another does.
type Plan struct {
	Old, Next   *roadmap.Roadmap
	Items       []ItemChange    // the items of Next in order, then the removed ones
	Sections    []SectionRename // sections with a new title
	Guesses     int             // number of items matched by similar titles
	Proposed    int             // how many of these are right unless somebody says otherwise
	Reading     ReadingChange   // on the items that stay
	Fingerprint string          // six characters that change when the file is read otherwise or the guesses change
	Same        bool            // nothing changes

	Markdown markdown.Translations // Next as it would be stored; nil for a rollback, which stores none
}

// SectionRename is a section with a new title.
type SectionRename struct{ Old, New *roadmap.Section }

// Compare returns what happens to the items of the old roadmap in the new one. Items are
// matched by the ids that the new file states, then by title within the same section, then
// by title if it is unique and not generic, then by title within a section that was renamed
// or moved, then by a title that is similar enough to be proposed.
func Compare(old, new *roadmap.Roadmap) *Plan { return PlanReplacement(old, nil, new, AsProposed) }

// AsProposed is the answer to all guesses for [PlanReplacement] that takes over what is
// proposed.
func AsProposed(_ int, proposed bool) bool { return proposed }

// PlanReplacement plans the replacement of a group's roadmap by the contents of a file.
// Matched items and sections keep their ids and their titles in other languages. Items and
// sections of earlier versions return under their ids, matched by id or title, too. No id that
// any version had is reused for anything else. same says whether a guess, by number, is the
// same item; it is told what is proposed.
func PlanReplacement(old *roadmap.Roadmap, earlier []*roadmap.Roadmap, file *roadmap.Roadmap, same func(guess int, proposed bool) bool) *Plan {
	p := &Plan{Old: old}
	s := replacement{matching: newMatching(sideOf(old), sideOf(file)), returned: newMatching(formerItems(old, earlier), sideOf(file)),
		guesses: map[int]Guess{}, earlier: earlier}
	s.match()
	p.Guesses, p.Fingerprint = s.numberGuesses(same)
	p.Proposed = len(s.proposed)
	p.Next = s.nextVersion()
	p.Items, p.Sections = s.changes(p.Next)
	p.Markdown = markdown.Translate(p.Next)
	p.compare(p.Markdown)
	return p
}

// compare notes what changes besides titles and places. next is the next version.
func (p *Plan) compare(next markdown.Translations) {
	p.Reading = readingChange(p.Items)
	p.Same = p.Reading == ReadingChange{} && maps.Equal(markdown.Translate(p.Old), next)
}

// PlanRollback plans the replacement of a group's roadmap by an earlier version.
func PlanRollback(old, version *roadmap.Roadmap) *Plan {
	m := newMatching(sideOf(old), sideOf(version))
	s := replacement{matching: m, returned: newMatching(m.new, m.new)}
	for i, ref := range m.new.items {
		if j, ok := m.old.byItem[ref.Item.ID]; ok {
			m.pair(j, i)
		} else {
			s.returned.pair(i, i)
		}
	}
	p := &Plan{Old: old, Next: version}
	p.Items, p.Sections = s.changes(version)
	p.compare(markdown.Translate(version))
	return p
}

// replacement builds a Plan.
type replacement struct {
	*matching
	returned *matching     // pairs the file's items with those that only earlier versions had
	guesses  map[int]Guess // by new item
	earlier  []*roadmap.Roadmap
}

// match pairs the file's items with those of the old version and, if that is not
// conclusive, with those of earlier versions: by ids, by titles in the same section, and by
// titles that are unique. What is left is a guess: titles that are equal or similar.
func (s *replacement) match() {
	s.each((*matching).byID)
	s.each(func(m *matching) {
		m.byPlace()
		m.byUniqueTitle()
	})
	sections := s.matchedSections().ids
	s.each(func(m *matching) { m.bySection(sections) })
	s.bySimilarity(func(old, new roadmap.ItemRef) bool { return sections[new.Section.ID] == old.Section.ID })
	s.returned.exclude(s.matching)
	s.returned.askByTitle()
	for _, m := range []*matching{s.matching, s.returned} {
		for i, j := range m.oldOf {
			m.oldOf[i] = max(j, none)
		}
	}
}

// each pairs items of the file with those of the old version, and then the others with those
// of earlier versions.
func (s *replacement) each(match func(*matching)) {
	match(s.matching)
	s.returned.exclude(s.matching)
	match(s.returned)
	s.exclude(s.returned)
}

// exclude excludes the items that the other matching has paired.
func (m *matching) exclude(other *matching) {
	for i, j := range other.oldOf {
		if j >= 0 {
			m.oldOf[i] = elsewhere
		}
	}
}

// formerItems returns the items that only earlier versions have, each as in its last
// version.
func formerItems(old *roadmap.Roadmap, earlier []*roadmap.Roadmap) *side {
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

// nextVersion builds the new version.
func (s *replacement) nextVersion() *roadmap.Roadmap {
	items, sections := s.itemIDs(), s.sectionIDs()
	n := 0
	areas := slices.Clone(s.new.Areas)
	for a := range areas {
		area := &areas[a]
		for _, before := range slices.Backward(s.old.Areas) { // the first match wins
			area.Title = inheritTitle(before.Title, area.Title)
		}
		area.Sections = slices.Clone(area.Sections)
		for i := range area.Sections {
			section := &area.Sections[i]
			section.ID = sections[section.ID]
			section.Title = inheritTitle(s.sectionTitle(section.ID), section.Title)
			section.Items = slices.Clone(section.Items)
			for j := range section.Items {
				item := &section.Items[j]
				item.ID = items[n]
				if before := s.before(n); before != nil {
					item.Title = inheritTitle(before.Title, item.Title)
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
			phases[i].Title = inheritTitle(before.Title, phases[i].Title)
		}
		phases[i].Sections = slices.Clone(phases[i].Sections)
		for j, id := range phases[i].Sections {
			phases[i].Sections[j] = sections[id]
		}
	}
	r, err := roadmap.New(inheritTitle(s.old.Title, s.new.Title), areas, phases)
	if err != nil {
		panic(fmt.Sprintf("roadmap: the next version: %v", err)) // the file was valid, and only ids were changed
	}
	return r
}

// before returns the earlier state of the file's i-th item, or nil.
func (s *replacement) before(i int) *roadmap.Item {
	switch {
	case s.oldOf[i] != none:
		return s.old.items[s.oldOf[i]].Item
	case s.returned.oldOf[i] != none:
		return s.returned.old.items[s.returned.oldOf[i]].Item
	}
	return nil
}

// sectionTitle returns the last title of the section with the id, or nil if it is new.
func (s *replacement) sectionTitle(id string) roadmap.Text {
	for _, version := range slices.Backward(append(slices.Clip(s.earlier), s.old.Roadmap)) {
		if section := version.Section(id); section != nil {
			return section.Title
		}
	}
	return nil
}

// itemIDs returns the ids of the file's items, in order.
func (s *replacement) itemIDs() []string {
	ids, used := make([]string, len(s.new.items)), map[string]int{}
	for _, version := range append(slices.Clip(s.earlier), s.old.Roadmap) {
		for ref := range version.Items() {
			used[ref.Item.ID] = 0
		}
	}
	for i, ref := range s.new.items {
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
	for i, ref := range s.new.items {
		if ids[i] == "" {
			ids[i] = unusedID(ref.Item.ID, used)
		}
	}
	return ids
}

// unusedID returns the id, or one derived from it if it is used, and marks it as used.
func unusedID(id string, used map[string]int) string {
	if _, taken := used[id]; taken {
		id = roadmap.DeriveID(id, used)
	}
	used[id] = 0
	return id
}

// inheritTitle returns the earlier title, with all its languages, if it equals the new one.
func inheritTitle(before, title roadmap.Text) roadmap.Text {
	if before != nil && sameText(before, title) {
		return before
	}
	return title
}

// changes returns what happens to each item, and the sections with a new title.
func (s *replacement) changes(next *roadmap.Roadmap) (items []ItemChange, sections []SectionRename) {
	refs := slices.Collect(next.Items())
	inOrder := s.inOrder(refs)
	for i, ref := range refs {
		c := ItemChange{New: ref, Guess: s.guesses[i]}
		switch {
		case s.oldOf[i] != none:
			c.Old = s.old.items[s.oldOf[i]]
			c.Kinds = changeKinds(c.Old, ref, inOrder[i])
		case s.returned.oldOf[i] != none:
			c.Kinds = []ChangeKind{Returned}
		default:
			c.Kinds = []ChangeKind{Added}
		}
		items = append(items, c)
	}
	for j, ref := range s.old.items {
		if s.newOf[j] == none {
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

// changeKinds returns what happens to an item that is in both versions. inOrder says
// whether it kept its order within its section.
func changeKinds(old, new roadmap.ItemRef, inOrder bool) (kinds []ChangeKind) {
	if !sameText(old.Item.Title, new.Item.Title) {
		kinds = append(kinds, Renamed)
	}
	switch {
	case old.Section.ID != new.Section.ID:
		kinds = append(kinds, Moved)
	case !inOrder:
		kinds = append(kinds, Reordered)
	}
	if kinds == nil {
		kinds = []ChangeKind{Kept}
	}
	return kinds
}
