package roadmap

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dojang/normalize"
)

// near is how many items [Roadmap.Find] offers when none is meant for certain.
const near = 5

// Find returns the item that a text names which was typed without choosing:
// the item with that id; else the only one with that title, in any language;
// else, unless it is the title of a section or an area, the only one in whose
// titles or Also words the text stands as whole words; else the only one that
// [Roadmap.Complete] finds. Where none of these is one item, the Spot is the zero Spot, and the few nearest come with it:
// what Complete finds or, if that is nothing, the items that the text names but
// for typing errors.
func (r *Roadmap) Find(text string) (ItemRef, []ItemRef) {
	if ref, ok := r.Item(strings.TrimSpace(text)); ok {
		return ref, nil
	}
	q := newQuery(text)
	if len(q.words) == 0 {
		return ItemRef{}, nil
	}
	if i, ok := r.search.only(func(e entry) bool { return strings.Contains(e.text[:e.titles], q.line) }); ok {
		return r.spots[i], nil
	}
	if !slices.ContainsFunc(r.search.places, func(f form) bool { return strings.Contains(f.text, q.line) }) {
		if i, ok := r.search.only(func(e entry) bool { return stands(e.text, q.text, true) }); ok {
			return r.spots[i], nil
		}
	}
	nearest := r.Complete(text, func(string) bool { return false }, near)
	switch len(nearest) {
	case 0:
		return ItemRef{}, r.similar(&q)
	case 1:
		return nearest[0], nil
	}
	return ItemRef{}, nearest
}

// only returns the place of the item that is named, if it is one and no more.
func (s *searchIndex) only(names func(entry) bool) (int, bool) {
	i := slices.IndexFunc(s.items, names)
	return i, i >= 0 && !slices.ContainsFunc(s.items[i+1:], names)
}

// similar returns the few items whose words are nearest to those of the query:
// each of the query's words has to be one of theirs but for a few letters that
// are wrong, missing, too many or the wrong way round, about one in three.
func (r *Roadmap) similar(q *query) []ItemRef {
	type candidate struct{ spot, errors int }
	var found []candidate
	for i := range r.search.items {
		words := strings.FieldsFunc(r.search.items[i].text, func(c rune) bool { return !unicode.In(c, unicode.L, unicode.M, unicode.N) })
		errors := 0
		for j := range q.words {
			wanted := []rune(q.words[j].letters)
			allowed := (len(wanted) + 1) / 3
			best := allowed + 1
			for _, word := range words {
				best = min(best, typos(wanted, []rune(normalize.Letters(word)), best))
			}
			if errors += best; best > allowed {
				errors = -1
				break
			}
		}
		if errors >= 0 {
			found = append(found, candidate{i, errors})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.errors, b.errors) })
	var refs []ItemRef
	for _, c := range found[:min(len(found), near)] {
		refs = append(refs, r.spots[c.spot])
	}
	return refs
}

// typos counts the typing errors that lie between two words: letters wrong,
// missing, too many, or two of them the wrong way round. It gives up at limit.
// This is the distance of Damerau and Levenshtein, each letter touched once.
func typos(a, b []rune, limit int) int {
	if d := len(a) - len(b); d >= limit || -d >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		if slices.Min(row) >= limit {
			return limit
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit)
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
	return !inWord(before) || !inWord(after) || normalize.IsHangul(before) != normalize.IsHangul(after)
}
