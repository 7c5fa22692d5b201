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

// Fit tells how an entry of a checklist was found to mean an item.
type Fit string

// The fits, best first. A close one is to be confirmed by whoever wrote the
// entry.
const (
	FitID      Fit = "id"      // it has the item's id
	FitSection Fit = "section" // it has the title, below the title of the section
	FitTitle   Fit = "title"   // it has the title of this one item
	FitClose   Fit = "close"   // its title is much like this one item's
	NoFit      Fit = ""
)

// Matched is what an entry was found to mean: an item or, with NoFit, none.
type Matched struct {
	Fit     Fit
	Spot    roadmap.ItemRef
	Several int // for NoFit: how many items have the title
}

// How alike two titles have to be, and how much more than any other item's.
const (
	closeEnough = 0.65
	closerBy    = 0.1
)

// maxCompared bounds how many pairs of letters are looked at for close titles,
// whatever roadmap and checklist hold; it is far more than usual ones need.
const maxCompared = 50_000_000

// Match finds the items that the entries mean, in any language of the roadmap,
// each as the first of: the id; the title in the section whose title the entry
// stands below; the title; a close title, unless another entry has the
// item exactly. The same entries give the same result.
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
			taken[found[i].Spot.Order] = true
		}
	}
	var near *likeness
	for i := range entries {
		if found[i].Fit != NoFit || found[i].Several > 0 {
			continue
		}
		if near == nil {
			near = newLikeness(refs)
		}
		if n := near.closest(&entries[i]); n >= 0 && !taken[n] {
			found[i] = Matched{Fit: FitClose, Spot: refs[n]}
		}
	}
	return found
}

// titles are a text in all its languages, each once.
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

// exactMatch finds the item by its id or its title.
func exactMatch(r *roadmap.Roadmap, e *markdown.Entry, refs []roadmap.ItemRef, exact map[string][]int) Matched {
	if ref, ok := r.Item(e.ID); ok {
		return Matched{Fit: FitID, Spot: ref}
	}
	all := exact[e.Title]
	within := slices.DeleteFunc(slices.Clone(all), func(i int) bool { return !isBelow(e, refs[i]) })
	switch {
	case len(within) == 1:
		return Matched{Fit: FitSection, Spot: refs[within[0]]}
	case len(all) == 1:
		return Matched{Fit: FitTitle, Spot: refs[all[0]]}
	}
	return Matched{Several: len(all)}
}

// isBelow reports whether the entry stands below the title of the item's section.
func isBelow(e *markdown.Entry, ref roadmap.ItemRef) bool {
	for _, title := range titles(ref.Section.Title) {
		if slices.ContainsFunc(e.Path, func(above string) bool { return normalize.Compact(above) == normalize.Compact(title) }) {
			return true
		}
	}
	return false
}

var inBrackets = regexp.MustCompile(`\([^()]*\)`)

// bones are the forms in which a title is compared: its letters and digits
// alone, with what stands in brackets and without.
func bones(title string) []string {
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

// likeness finds close titles by the pairs of neighbouring letters in them.
type likeness struct {
	spots []roadmap.ItemRef
	forms []likeForm
	by    map[pair][]int // the forms with the pair
	seen  []int          // how many pairs a form shares; zero between calls
	left  int            // how much is still compared
}

type pair [2]rune

type likeForm struct {
	item  int
	text  string
	pairs int
}

func pairs(s string) []pair {
	runes := []rune(" " + s) // so that a single letter is one, and the beginning counts
	all := make([]pair, 0, len(runes))
	for i := 1; i < len(runes); i++ {
		all = append(all, pair{runes[i-1], runes[i]})
	}
	slices.SortFunc(all, func(a, b pair) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return slices.Compact(all)
}

func newLikeness(refs []roadmap.ItemRef) *likeness {
	l := &likeness{spots: refs, by: map[pair][]int{}, left: maxCompared}
	for i, ref := range refs {
		for _, title := range titles(ref.Item.Title) {
			for _, form := range bones(title) {
				all := pairs(form)
				for _, p := range all {
					l.by[p] = append(l.by[p], len(l.forms))
				}
				l.forms = append(l.forms, likeForm{i, form, len(all)})
			}
		}
	}
	l.seen = make([]int, len(l.forms))
	return l
}

// closest returns the item whose title is most like the entry's, or -1 where
// none is or several are. An item of a section that the entry stands below goes
// before others.
func (l *likeness) closest(e *markdown.Entry) int {
	if len(e.Title) > 4*roadmap.MaxTitle || l.left < 0 {
		return -1
	}
	scores := map[int]float64{}
	for _, form := range bones(e.Title) {
		if form == "" {
			continue
		}
		all := pairs(form)
		var touched []int
		for _, p := range all {
			l.left -= len(l.by[p])
			for _, n := range l.by[p] {
				if l.seen[n] == 0 {
					touched = append(touched, n)
				}
				l.seen[n]++
			}
		}
		for _, n := range touched {
			f := l.forms[n]
			score := 2 * float64(l.seen[n]) / float64(len(all)+f.pairs)
			if f.text != form {
				score *= 0.99 // the same letters in another order are not the same
			}
			if score >= closeEnough-closerBy {
				scores[f.item] = max(scores[f.item], score)
			}
			l.seen[n] = 0
		}
	}
	if n := best(scores); n >= 0 {
		return n
	}
	for n := range scores {
		if !isBelow(e, l.spots[n]) {
			delete(scores, n)
		}
	}
	return best(scores)
}

// best returns the one that is clearly best, or -1.
func best(scores map[int]float64) int {
	first, score, second := -1, 0.0, 0.0
	for n, s := range scores {
		switch {
		case s > score:
			first, score, second = n, s, score
		case s > second:
			second = s
		}
	}
	if score < closeEnough || score-second < closerBy && score < 1 || score == second {
		return -1
	}
	return first
}
