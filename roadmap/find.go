package roadmap

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// near is how many items [Roadmap.Find] offers when none is meant for certain.
const near = 5

// Find returns the item that a text names which was typed without choosing:
// the item with that id; else the only one with that title, in any language;
// else the only one in whose titles or Also words the text stands as whole
// words; else the only one that [Roadmap.Complete] finds. Where none of these
// is one item, the Spot is the zero Spot, and the few nearest come with it:
// what Complete finds or, if that is nothing, the items that have most of the
// text's pairs of neighbouring letters, at least two thirds of them.
func (r *Roadmap) Find(text string) (Spot, []Spot) {
	if spot, ok := r.Spot(strings.TrimSpace(text)); ok {
		return spot, nil
	}
	q := newQuery(text)
	if len(q.words) == 0 {
		return Spot{}, nil
	}
	for _, names := range []func(entry) bool{
		func(e entry) bool { return strings.Contains(e.text[:e.titles], q.line) },
		func(e entry) bool { return stands(e.text, q.text, true) },
	} {
		if i, ok := r.search.only(names); ok {
			return r.spots[i], nil
		}
	}
	nearest := r.Complete(text, func(string) bool { return false }, near)
	switch len(nearest) {
	case 0:
		return Spot{}, r.similar(&q)
	case 1:
		return nearest[0], nil
	}
	return Spot{}, nearest
}

// only returns the place of the item that is named, if it is one and no more.
func (s *searchIndex) only(names func(entry) bool) (int, bool) {
	i := slices.IndexFunc(s.items, names)
	return i, i >= 0 && !slices.ContainsFunc(s.items[i+1:], names)
}

// similar returns the items that have at least two thirds of the query's pairs
// of neighbouring letters, most first, a few of them.
func (r *Roadmap) similar(q *query) []Spot {
	pairs := q.pairs()
	shared := make([]int, len(r.spots))
	var found []Spot
	for i := range r.search.items {
		for _, pair := range pairs {
			if e := &r.search.items[i]; pair.set&^e.set == 0 && strings.Contains(e.letters, pair.letters) {
				shared[i]++
			}
		}
		if shared[i] > 0 && 3*shared[i] >= 2*len(pairs) {
			found = append(found, r.spots[i])
		}
	}
	slices.SortStableFunc(found, func(a, b Spot) int { return cmp.Compare(shared[b.Order], shared[a.Order]) })
	return found[:min(len(found), near)]
}

// pairs returns the different pairs of letters that stand side by side in the
// query's words.
func (q *query) pairs() []word {
	var pairs []word
	for i := range q.words {
		for text := q.words[i].letters; text != ""; {
			_, first := utf8.DecodeRuneInString(text)
			_, second := utf8.DecodeRuneInString(text[first:])
			pair := text[:first+second]
			if second > 0 && !slices.ContainsFunc(pairs, func(w word) bool { return w.letters == pair }) {
				pairs = append(pairs, word{letters: pair, set: letterSet(pair)})
			}
			text = text[first:]
		}
	}
	return pairs
}

// stands reports whether part stands in text at the beginning of a word and,
// if whole is set, up to the end of one.
func stands(text, part string, whole bool) bool {
	for from := 0; ; from++ {
		i := strings.Index(text[from:], part)
		if i < 0 {
			return false
		}
		from += i
		if apart(text, from) && (!whole || apart(text, from+len(part))) {
			return true
		}
	}
}

// apart reports whether one word ends and another begins at the byte i of
// text. Hangul and other letters are apart even without a space, since Korean
// puts its particles right after foreign words: GIL의 has the word GIL.
func apart(text string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i:])
	inWord := func(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.N) }
	return !inWord(before) || !inWord(after) || hangul(before) != hangul(after)
}
