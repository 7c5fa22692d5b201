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
	Old, New   roadmap.ItemRef
	Kinds      []ChangeKind
	Similarity int  // similarity of the titles in percent, if the items were matched by it; else 0
	Guess      int  // number of a match by similarity, from 1; else 0
	Proposed   bool // the guess is right unless somebody says otherwise
	Rejected   bool // the guess is taken to be wrong: New is added, and Old is removed
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

// byTitles pairs items with the same title in the same section, then those with the same
// title if it is unique.
func (m *matching) byTitles() {
	m.byTitle(func(s roadmap.ItemRef, title string) string {
		return normalize.Compact(s.Area.Title.In("")) + "\x00" + normalize.Compact(s.Section.Title.In("")) + "\x00" + title
	}, false)
	m.byTitle(func(s roadmap.ItemRef, title string) string {
		return normalize.Compact(s.Section.Title.In("")) + "\x00" + title
	}, true)
	m.byTitle(func(_ roadmap.ItemRef, title string) string { return title }, true)
}

// byID pairs the items whose ids are stated in the new version's file.
func (m *matching) byID() {
	for i, ref := range m.new.items {
		if j, ok := m.old.byItem[ref.Item.ID]; ok && m.new.StatedItems[ref.Item.ID] && m.oldOf[i] == none {
			m.pair(j, i)
		}
	}
}

// byTitle pairs items with the same key, in order. If only is set, it pairs only those
// whose key is unique among the unpaired items.
func (m *matching) byTitle(key func(roadmap.ItemRef, string) string, only bool) {
	olds, news := unpairedByKey(m.old, m.newOf, key), unpairedByKey(m.new, m.oldOf, key)
	for i, ref := range m.new.items {
		for _, title := range slices.Sorted(maps.Values(ref.Item.Title)) {
			k := key(ref, normalize.Compact(title))
			if m.oldOf[i] != none || only && (len(olds[k]) > 1 || len(news[k]) > 1) {
				continue
			}
			for _, j := range olds[k] {
				if m.newOf[j] == none {
					m.pair(j, i)
					break
				}
			}
		}
	}
}

// unpairedByKey returns the unpaired items by their keys in all languages.
func unpairedByKey(s *side, paired []int, key func(roadmap.ItemRef, string) string) map[string][]int {
	by := map[string][]int{}
	for i, ref := range s.items {
		if paired[i] != none {
			continue
		}
		for _, title := range slices.Sorted(maps.Values(ref.Item.Title)) {
			k := key(ref, normalize.Compact(title))
			if !slices.Contains(by[k], i) {
				by[k] = append(by[k], i)
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
