package diff

import (
	"cmp"
	"maps"
	"slices"

	"dojang/normalize"
	"dojang/roadmap"
)

// Similarity is the least similarity, in percent, with which an item can be another
// one renamed.
const MinSimilarity = 50

// ChangeKind is what a new version of a roadmap makes of an item.
type ChangeKind string

// What becomes of items. One that was renamed or moved is no other item.
const (
	Kept      ChangeKind = "kept"
	Added     ChangeKind = "added"
	Renamed   ChangeKind = "renamed"
	Moved     ChangeKind = "moved"     // to another section
	Reordered ChangeKind = "reordered" // within its section
	Removed   ChangeKind = "removed"
	Returned  ChangeKind = "returned" // from an earlier version; not in the old one
)

// ItemChange is an item of the old version and the one that it is in the new one.
// Of one that was added or returned there is no old Spot, of one removed no new
// Spot.
type ItemChange struct {
	Old, New   roadmap.ItemRef
	Kinds      []ChangeKind
	Similarity int  // how similar the titles are, in percent, where only that says that it is the same item; else 0
	Guess      int  // the number of such a one, from 1; else 0
	Rejected   bool // it was said not to be the same: New was added, and Old, which it is like, is removed
}

// What an item is not paired with: anything, or anything here.
const (
	none      = -1
	elsewhere = -2
)

// side is one of two roadmaps that are compared, with its items by place and
// by id. The items that only earlier versions had are a side without areas.
type side struct {
	*roadmap.Roadmap
	spots  []roadmap.ItemRef
	byItem map[string]int // item id -> index in spots
}

func sideOf(r *roadmap.Roadmap) *side {
	s := &side{Roadmap: r, byItem: map[string]int{}}
	for ref := range r.Items() {
		s.add(ref)
	}
	return s
}

func (s *side) add(ref roadmap.ItemRef) {
	s.byItem[ref.Item.ID] = len(s.spots)
	s.spots = append(s.spots, ref)
}

// matching pairs the items of two roadmaps by their places.
type matching struct {
	old, new *side
	to       []int       // the old item that each new one is, or none
	from     []int       // the new item that each old one is, or none
	alike    map[int]int // by new item: similarity of those paired by it
}

func newMatching(old, new *side) *matching {
	return &matching{old: old, new: new, to: slices.Repeat([]int{none}, len(new.spots)),
		from: slices.Repeat([]int{none}, len(old.spots)), alike: map[int]int{}}
}

func (m *matching) pair(old, new int) { m.to[new], m.from[old] = old, new }

// byTitles pairs the items with the same title in the same section, and then those
// with the same title, if there is only one.
func (m *matching) byTitles() {
	m.byTitle(func(s roadmap.ItemRef, title string) string {
		return normalize.Compact(s.Area.Title.In("")) + "\x00" + normalize.Compact(s.Section.Title.In("")) + "\x00" + title
	}, false)
	m.byTitle(func(s roadmap.ItemRef, title string) string {
		return normalize.Compact(s.Section.Title.In("")) + "\x00" + title
	}, true)
	m.byTitle(func(_ roadmap.ItemRef, title string) string { return title }, true)
}

// byID pairs the items whose id the new version's file states.
func (m *matching) byID() {
	for i, ref := range m.new.spots {
		if j, ok := m.old.byItem[ref.Item.ID]; ok && m.new.StatedItems[ref.Item.ID] && m.to[i] == none {
			m.pair(j, i)
		}
	}
}

// byTitle pairs the items with the same key, the first with the first; or only
// those whose key no other item has that is left.
func (m *matching) byTitle(key func(roadmap.ItemRef, string) string, only bool) {
	olds, news := left(m.old, m.from, key), left(m.new, m.to, key)
	for i, ref := range m.new.spots {
		for _, title := range slices.Sorted(maps.Values(ref.Item.Title)) {
			k := key(ref, normalize.Compact(title))
			if m.to[i] != none || only && (len(olds[k]) > 1 || len(news[k]) > 1) {
				continue
			}
			for _, j := range olds[k] {
				if m.from[j] == none {
					m.pair(j, i)
					break
				}
			}
		}
	}
}

// left returns the items that are not paired yet, by their key in any language.
func left(s *side, paired []int, key func(roadmap.ItemRef, string) string) map[string][]int {
	by := map[string][]int{}
	for i, ref := range s.spots {
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

// nearest is how many old items each new one is compared with further.
const nearest = 8

// bySimilarity pairs what is left, the most similar first.
func (m *matching) bySimilarity() {
	type candidate struct{ old, new, alike int }
	var all []candidate
	index := map[string][]int{} // old items by pairs of letters
	sizes := make([]int, len(m.old.spots))
	for j, ref := range m.old.spots {
		if m.from[j] == none {
			pairs := bigrams(ref.Item.Title)
			sizes[j] = len(pairs)
			for _, p := range pairs {
				index[p] = append(index[p], j)
			}
		}
	}
	for i, ref := range m.new.spots {
		if m.to[i] != none {
			continue
		}
		pairs := bigrams(ref.Item.Title)
		shared := make([]int, len(m.old.spots))
		for _, p := range pairs {
			for _, j := range index[p] {
				shared[j]++
			}
		}
		var found []candidate
		for j, n := range shared {
			if n > 0 && 200*n/(len(pairs)+sizes[j]) >= MinSimilarity {
				found = append(found, candidate{j, i, 200 * n / (len(pairs) + sizes[j])})
			}
		}
		slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(b.alike, a.alike) })
		all = append(all, found[:min(len(found), nearest)]...)
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.alike, a.alike) })
	for _, c := range all {
		if m.from[c.old] == none && m.to[c.new] == none {
			m.pair(c.old, c.new)
			m.alike[c.new] = c.alike
		}
	}
}

// bigrams returns the different pairs of neighbouring letters of a title.
func bigrams(t roadmap.Text) []string {
	var pairs []string
	for _, title := range t {
		letters := []rune(normalize.Compact(title))
		for i := range letters {
			pairs = append(pairs, string(letters[i:min(i+2, len(letters))]))
		}
	}
	slices.Sort(pairs)
	return slices.Compact(pairs)
}

// sameText reports whether two titles are one in a language that both have.
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

// stay returns which of the next version's items are in the order of the old
// version, as many in each section as there can be.
func (m *matching) stay(next []roadmap.ItemRef) map[int]bool {
	stay := map[int]bool{}
	var run []int
	for i, ref := range next {
		if j := m.to[i]; j != none && m.old.spots[j].Section.ID == ref.Section.ID {
			run = append(run, i)
		}
		if i+1 == len(next) || next[i+1].Section != ref.Section {
			for _, k := range m.increasing(run) {
				stay[k] = true
			}
			run = nil
		}
	}
	return stay
}

// increasing returns the longest part of the new items whose old ones are in
// order.
func (m *matching) increasing(run []int) []int {
	before := make([]int, len(run)) // where the part that ends here comes from
	var ends []int                  // for each length, the place in run of its least end
	for i, k := range run {
		n, _ := slices.BinarySearchFunc(ends, m.to[k], func(end, old int) int { return cmp.Compare(m.to[run[end]], old) })
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
