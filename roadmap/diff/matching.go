package diff

import (
	"cmp"
	"maps"
	"slices"

	"dojang/normalize"
	"dojang/roadmap"
)

// ChangeKind says what a new version does to an item.
type ChangeKind string

// The kinds of changes. An item that is renamed or moved stays the same item.
const (
	Kept      ChangeKind = "kept"
	Added     ChangeKind = "added"
	Renamed   ChangeKind = "renamed"
	Moved     ChangeKind = "moved"     // to another section
	Reordered ChangeKind = "reordered" // within its section
	Removed   ChangeKind = "removed"
	Returned  ChangeKind = "returned" // in an earlier version, but not in the old one
)

// ItemChange is an item of the old version and what it is in the new one. Old is zero for
// items that are added or returned, New for those that are removed.
type ItemChange struct {
	Old, New roadmap.ItemRef
	Kinds    []ChangeKind
	Guess
}

// Values of [matching].oldOf and newOf for items without a pair.
const (
	none      = -1 // not paired
	elsewhere = -2 // paired in another matching
)

// side is one of the two roadmaps that are compared, with its items by index and by id. The
// side of items that only earlier versions had has no areas.
type side struct {
	*roadmap.Roadmap
	items  []roadmap.ItemRef
	byItem map[string]int // item id -> index in items
}

func sideOf(r *roadmap.Roadmap) *side {
	s := &side{Roadmap: r, byItem: map[string]int{}}
	for ref := range r.Items() {
		s.add(ref)
	}
	return s
}

func (s *side) add(ref roadmap.ItemRef) {
	s.byItem[ref.Item.ID] = len(s.items)
	s.items = append(s.items, ref)
}

// matching pairs the items of two roadmaps by their indexes.
type matching struct {
	old, new   *side
	oldOf      []int        // by new item: its old item, or none
	newOf      []int        // by old item: its new item, or none
	similarity map[int]int  // by new item: similarity in percent, of those paired by it
	proposed   map[int]bool // by new item: it was paired by similarity and is most likely the same
}

func newMatching(old, new *side) *matching {
	return &matching{old: old, new: new, oldOf: slices.Repeat([]int{none}, len(new.items)),
		newOf: slices.Repeat([]int{none}, len(old.items)), similarity: map[int]int{}, proposed: map[int]bool{}}
}

func (m *matching) pair(old, new int) { m.oldOf[new], m.newOf[old] = old, new }

func (m *matching) unpair(old, new int) { m.oldOf[new], m.newOf[old] = none, none }

// byPlace pairs items with the same title in the same section of the same area, in order.
func (m *matching) byPlace() {
	key := func(s roadmap.ItemRef, title string) string {
		return normalize.Compact(s.Area.Title.In("")) + "\x00" + normalize.Compact(s.Section.Title.In("")) + "\x00" + title
	}
	m.byTitle(key, key)
}

// byUniqueTitle pairs items with the same title anywhere, if no other item of the two
// roadmaps has it and it is about something: a second Introduction is not the first one moved.
func (m *matching) byUniqueTitle() {
	olds, news := titleCounts(m.old), titleCounts(m.new)
	key := func(_ roadmap.ItemRef, title string) string {
		if olds[title] > 1 || news[title] > 1 || isGeneric(title) {
			return ""
		}
		return title
	}
	m.byTitle(key, key)
}

// bySection pairs items with the same title in the same section, in order, wherever that is
// now and whatever it is called. sections has its old id, by its id in the file.
func (m *matching) bySection(sections map[string]string) {
	m.byTitle(
		func(s roadmap.ItemRef, title string) string { return s.Section.ID + "\x00" + title },
		func(s roadmap.ItemRef, title string) string { return sections[s.Section.ID] + "\x00" + title })
}

// askByTitle pairs the remaining items with the same title, and leaves it to somebody to say
// that they are the same.
func (m *matching) askByTitle() {
	key := func(_ roadmap.ItemRef, title string) string { return title }
	for _, i := range m.byTitle(key, key) {
		m.similarity[i] = 100
	}
}

// byID pairs the items whose ids are stated in the new version's file.
func (m *matching) byID() {
	for i, ref := range m.new.items {
		if j, ok := m.old.byItem[ref.Item.ID]; ok && m.new.StatedItems[ref.Item.ID] && m.oldOf[i] == none {
			m.pair(j, i)
		}
	}
}

// titleKey returns a key for an item with a title, or "" for none.
type titleKey func(ref roadmap.ItemRef, title string) string

// byTitle pairs items with the same key in some language, in order. It returns the new ones.
func (m *matching) byTitle(oldKey, newKey titleKey) (paired []int) {
	olds := unpairedByKey(m.old, m.newOf, oldKey)
	for i, ref := range m.new.items {
		for _, title := range slices.Sorted(maps.Values(ref.Item.Title)) {
			if m.oldOf[i] != none {
				break
			}
			k := newKey(ref, normalize.Compact(title))
			left := olds[k]
			for len(left) > 0 && m.newOf[left[0]] != none { // paired by another title
				left = left[1:]
			}
			if len(left) > 0 {
				m.pair(left[0], i)
				olds[k], paired = left[1:], append(paired, i)
			}
		}
	}
	return paired
}

// titleCounts returns how many items have each title in some language.
func titleCounts(s *side) map[string]int {
	counts := map[string]int{}
	for title, items := range unpairedByKey(s, slices.Repeat([]int{none}, len(s.items)), func(_ roadmap.ItemRef, title string) string { return title }) {
		counts[title] = len(items)
	}
	return counts
}

// unpairedByKey returns the unpaired items by their keys in all languages.
func unpairedByKey(s *side, paired []int, key titleKey) map[string][]int {
	by := map[string][]int{}
	for i, ref := range s.items {
		if paired[i] != none {
			continue
		}
		for _, title := range slices.Sorted(maps.Values(ref.Item.Title)) {
			k := key(ref, normalize.Compact(title))
			if known := by[k]; k != "" && (len(known) == 0 || known[len(known)-1] != i) {
				by[k] = append(known, i)
			}
		}
	}
	return by
}

// sameText reports whether two titles are equal in some language. Two empty ones are equal.
func sameText(a, b roadmap.Text) bool {
	if len(a) == 0 || len(b) == 0 {
		return len(a) == len(b)
	}
	for _, one := range a {
		for _, other := range b {
			if one == other {
				return true
			}
		}
	}
	return false
}

// inOrder returns the items of the next version that kept their order within the section:
// the largest such set for each section.
func (m *matching) inOrder(next []roadmap.ItemRef) map[int]bool {
	kept := map[int]bool{}
	var run []int
	for i, ref := range next {
		if j := m.oldOf[i]; j != none && m.old.items[j].Section.ID == ref.Section.ID {
			run = append(run, i)
		}
		if i+1 == len(next) || next[i+1].Section != ref.Section {
			for _, k := range m.increasing(run) {
				kept[k] = true
			}
			run = nil
		}
	}
	return kept
}

// increasing returns the longest subsequence of the new items whose old items are in order.
func (m *matching) increasing(run []int) []int {
	before := make([]int, len(run)) // index in run of the previous element of the subsequence
	var ends []int                  // by length: index in run of the smallest last element
	for i, k := range run {
		n, _ := slices.BinarySearchFunc(ends, m.oldOf[k], func(end, old int) int { return cmp.Compare(m.oldOf[run[end]], old) })
		before[i] = none
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	var part []int
	if len(ends) > 0 {
		for i := ends[len(ends)-1]; i != none; i = before[i] {
			part = append(part, run[i])
		}
	}
	return part
}
