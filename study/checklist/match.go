package checklist

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dojang/normalize"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// Fit says how an entry was matched to an item.
type Fit string

// The fits, best first. The member has to confirm a close one.
const (
	FitID      Fit = "id"      // by id
	FitSection Fit = "section" // by title, below the section's title
	FitTitle   Fit = "title"   // by a title that only this item has
	FitClose   Fit = "close"   // by a similar title
	NoFit      Fit = ""
)

// Matched is the item that an entry means, or none with NoFit.
type Matched struct {
	Fit     Fit
	Ref     roadmap.ItemRef
	Several int // for NoFit: number of items with the title
}

// How similar two titles have to be, and by how much the best has to lead the second.
const (
	minSimilarity = 0.65
	minLead       = 0.1
)

// maxCompared bounds the work of comparing letter pairs, for any roadmap and checklist. It
// is far more than usual ones need.
const maxCompared = 50_000_000

// Match finds the items that the entries mean, in any language of the roadmap. It matches
// by id, then by title within the section that the entry is below, then by title, then by a
// similar title, unless another entry matches that item exactly. The result is
// deterministic.
func Match(r *roadmap.Roadmap, entries []markdown.Entry) []Matched {
	found := make([]Matched, len(entries))
	exact := map[string][]int{}
	refs := slices.Collect(r.Items())
	for i, ref := range refs {
		for _, title := range titles(ref.Item.Title) {
			exact[title] = append(exact[title], i)
		}
	}
	taken := map[int]bool{}
	for i := range entries {
		found[i] = exactMatch(r, &entries[i], refs, exact)
		if found[i].Fit != NoFit {
			taken[found[i].Ref.Order] = true
		}
	}
	var index *titleIndex
	for i := range entries {
		if found[i].Fit != NoFit || found[i].Several > 0 {
			continue
		}
		if index == nil {
			index = newTitleIndex(refs)
		}
		if n := index.closest(&entries[i]); n >= 0 && !taken[n] {
			found[i] = Matched{Fit: FitClose, Ref: refs[n]}
		}
	}
	return found
}

// titles returns the text in all its languages, sorted and without duplicates.
func titles(t roadmap.Text) []string {
	var all []string
	for _, title := range t {
		if title = normalize.Line(title); !slices.Contains(all, title) {
			all = append(all, title)
		}
	}
	slices.Sort(all)
	return all
}

// exactMatch matches an entry by id or title. If no item has the title, it may end with the
// line already, and what follows are the member's notes.
func exactMatch(r *roadmap.Roadmap, e *markdown.Entry, refs []roadmap.ItemRef, exact map[string][]int) Matched {
	if ref, ok := r.Item(e.ID); ok {
		return Matched{Fit: FitID, Ref: ref}
	}
	if e.Short != "" && len(exact[e.Title]) == 0 {
		short := *e
		short.Title, short.Short = e.Short, ""
		return exactMatch(r, &short, refs, exact)
	}
	all := exact[e.Title]
	within := slices.DeleteFunc(slices.Clone(all), func(i int) bool { return !isBelow(e, refs[i]) })
	switch {
	case len(within) == 1:
		return Matched{Fit: FitSection, Ref: refs[within[0]]}
	case len(all) == 1:
		return Matched{Fit: FitTitle, Ref: refs[all[0]]}
	}
	return Matched{Several: len(all)}
}

// isBelow reports whether the entry is below the title of the item's section.
func isBelow(e *markdown.Entry, ref roadmap.ItemRef) bool {
	for _, title := range titles(ref.Section.Title) {
		if slices.ContainsFunc(e.Path, func(above string) bool { return normalize.Compact(above) == normalize.Compact(title) }) {
			return true
		}
	}
	return false
}

var inBrackets = regexp.MustCompile(`\([^()]*\)`)

// titleForms returns the forms in which a title is compared: its letters and digits, with
// and without the text in brackets.
func titleForms(title string) []string {
	strip := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || r == '+' || r == '#' {
				return r
			}
			return -1
		}, normalize.Text(s))
	}
	all, short := strip(title), strip(inBrackets.ReplaceAllString(title, " "))
	if short == "" || short == all {
		return []string{all}
	}
	return []string{all, short}
}

// titleIndex finds similar titles by the pairs of neighbouring letters that they share.
type titleIndex struct {
	items  []roadmap.ItemRef
	forms  []titleForm
	byPair map[pair][]int // indexes of the forms that contain the pair
	shared []int          // number of shared pairs per form; zero between calls
	budget int            // remaining comparisons
}

type pair [2]rune

type titleForm struct {
	item  int
	text  string
	pairs int
}

func pairs(s string) []pair {
	runes := []rune(" " + s) // a single letter gives a pair, too, and the beginning counts
	all := make([]pair, 0, len(runes))
	for i := 1; i < len(runes); i++ {
		all = append(all, pair{runes[i-1], runes[i]})
	}
	slices.SortFunc(all, func(a, b pair) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return slices.Compact(all)
}

func newTitleIndex(refs []roadmap.ItemRef) *titleIndex {
	l := &titleIndex{items: refs, byPair: map[pair][]int{}, budget: maxCompared}
	for i, ref := range refs {
		for _, title := range titles(ref.Item.Title) {
			for _, form := range titleForms(title) {
				all := pairs(form)
				for _, p := range all {
					l.byPair[p] = append(l.byPair[p], len(l.forms))
				}
				l.forms = append(l.forms, titleForm{i, form, len(all)})
			}
		}
	}
	l.shared = make([]int, len(l.forms))
	return l
}

// closest returns the item whose title is clearly the most similar to the entry's, or -1.
// If several are, it looks again among the items of the section that the entry is below.
func (l *titleIndex) closest(e *markdown.Entry) int {
	if len(e.Title) > 4*roadmap.MaxTitle || l.budget < 0 {
		return -1
	}
	scores := map[int]float64{}
	for _, form := range titleForms(e.Title) {
		if form == "" {
			continue
		}
		all := pairs(form)
		var touched []int
		for _, p := range all {
			l.budget -= len(l.byPair[p])
			for _, n := range l.byPair[p] {
				if l.shared[n] == 0 {
					touched = append(touched, n)
				}
				l.shared[n]++
			}
		}
		for _, n := range touched {
			f := l.forms[n]
			score := 2 * float64(l.shared[n]) / float64(len(all)+f.pairs)
			if f.text != form {
				score *= 0.99 // the same pairs in another order are not the same title
			}
			if score >= minSimilarity-minLead {
				scores[f.item] = max(scores[f.item], score)
			}
			l.shared[n] = 0
		}
	}
	if n := clearBest(scores); n >= 0 {
		return n
	}
	for n := range scores {
		if !isBelow(e, l.items[n]) {
			delete(scores, n)
		}
	}
	return clearBest(scores)
}

// clearBest returns the key with the clearly highest score, or -1.
func clearBest(scores map[int]float64) int {
	first, score, second := -1, 0.0, 0.0
	for n, s := range scores {
		switch {
		case s > score:
			first, score, second = n, s, score
		case s > second:
			second = s
		}
	}
	if score < minSimilarity || score-second < minLead && score < 1 || score == second {
		return -1
	}
	return first
}
