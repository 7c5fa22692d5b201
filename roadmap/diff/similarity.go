package diff

import (
	"cmp"
	"regexp"
	"slices"

	"dojang/normalize"
	"dojang/roadmap"
)

// Similarity of titles, in percent. From minSimilarity on, somebody is asked whether two
// items are the same. From minProposed on, the answer is yes unless they say otherwise, if
// the items also are in the same section and have the same numbers in their titles: a check
// of "Week 3" says nothing about "Week 4".
const (
	minSimilarity = 60
	minProposed   = 80
)

// maxCandidates is how many of the most similar old items are considered for each new one.
const maxCandidates = 8

// candidate is a pair of items with similar titles.
type candidate struct {
	old, new   int // indexes of the items
	similarity int
	proposed   bool
}

// better orders candidates, the best first.
func better(a, b candidate) int {
	switch {
	case a.proposed != b.proposed && a.proposed:
		return -1
	case a.proposed != b.proposed:
		return 1
	}
	return cmp.Compare(b.similarity, a.similarity)
}

// bySimilarity pairs the remaining items by similar titles, the best candidates first.
// sameSection says whether a new item is in the section of an old one.
func (m *matching) bySimilarity(sameSection func(old, new roadmap.ItemRef) bool) {
	index := newTitleIndex(m.old, m.newOf)
	var all []candidate
	for i, ref := range m.new.items {
		if m.oldOf[i] != none {
			continue
		}
		var found []candidate
		for j, similarity := range index.similar(ref.Item.Title) {
			old := m.old.items[j]
			found = append(found, candidate{j, i, similarity, similarity >= minProposed &&
				sameSection(old, ref) && sameNumbers(old.Item.Title, ref.Item.Title)})
		}
		slices.SortFunc(found, func(a, b candidate) int { return cmp.Or(better(a, b), cmp.Compare(a.old, b.old)) })
		all = append(all, found[:min(len(found), maxCandidates)]...)
	}
	slices.SortStableFunc(all, better)
	for _, c := range all {
		if m.newOf[c.old] == none && m.oldOf[c.new] == none {
			m.pair(c.old, c.new)
			if m.similarity[c.new] = c.similarity; c.proposed {
				m.proposed[c.new] = true
			}
		}
	}
}

// titleIndex finds the titles of old items, in each language, by their pairs of letters.
type titleIndex struct {
	titles []indexedTitle
	byPair map[string][]int // indexes of the titles with the pair
	shared []int            // pairs that a title has in common with the wanted one; zero between calls
}

type indexedTitle struct{ item, pairs int }

// newTitleIndex returns an index of the items that are not paired.
func newTitleIndex(s *side, paired []int) *titleIndex {
	x := &titleIndex{byPair: map[string][]int{}}
	for i, ref := range s.items {
		if paired[i] != none {
			continue
		}
		for _, title := range ref.Item.Title {
			pairs := bigrams(title)
			for _, p := range pairs {
				x.byPair[p] = append(x.byPair[p], len(x.titles))
			}
			x.titles = append(x.titles, indexedTitle{i, len(pairs)})
		}
	}
	x.shared = make([]int, len(x.titles))
	return x
}

// similar returns the items that have a title similar to the wanted one in some language,
// and how similar it is, in percent.
func (x *titleIndex) similar(wanted roadmap.Text) map[int]int {
	found := map[int]int{}
	for _, title := range wanted {
		pairs := bigrams(title)
		var touched []int
		for _, p := range pairs {
			for _, n := range x.byPair[p] {
				if x.shared[n] == 0 {
					touched = append(touched, n)
				}
				x.shared[n]++
			}
		}
		for _, n := range touched {
			t := x.titles[n]
			if similarity := 200 * x.shared[n] / (len(pairs) + t.pairs); similarity >= minSimilarity {
				found[t.item] = max(found[t.item], similarity)
			}
			x.shared[n] = 0
		}
	}
	return found
}

// bigrams returns the distinct pairs of neighbouring letters of a title.
func bigrams(title string) []string {
	letters := []rune(normalize.Compact(title))
	pairs := make([]string, len(letters))
	for i := range letters {
		pairs[i] = string(letters[i:min(i+2, len(letters))])
	}
	slices.Sort(pairs)
	return slices.Compact(pairs)
}

var digits = regexp.MustCompile(`[0-9]+`)

// sameNumbers reports whether two titles have the same numbers in some language.
func sameNumbers(a, b roadmap.Text) bool {
	for _, one := range a {
		for _, other := range b {
			if slices.Equal(digits.FindAllString(one, -1), digits.FindAllString(other, -1)) {
				return true
			}
		}
	}
	return false
}
