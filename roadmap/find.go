package roadmap

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dojang/normalize"
)

// maxNearest is how many items [Roadmap.Find] offers if the text is ambiguous.
const maxNearest = 5

// Find returns the item that a typed text names. It tries, in this order: the item with
// that id; the only one with that title, in any language and regardless of spaces; the only one whose titles or Also
// words contain the text as whole words, unless it is the title of a section or an area;
// the only one that [Roadmap.Complete] finds. If none of these gives exactly one item, the
// ItemRef is zero and a few candidates are returned: what Complete finds or, if nothing,
// items that differ by typing errors only.
func (r *Roadmap) Find(text string) (ItemRef, []ItemRef) {
	if ref, ok := r.Item(strings.TrimSpace(text)); ok {
		return ref, nil
	}
	q := newQuery(text)
	if len(q.words) == 0 {
		return ItemRef{}, nil
	}
	if i, ok := r.search.unique(func(e searchEntry) bool { return strings.Contains(e.text[:e.titles], q.line) }); ok {
		return r.items[i], nil
	}
	if i, ok := r.search.unique(func(e searchEntry) bool { return strings.Contains(e.unspaced[:e.joined], q.unspaced) }); ok {
		return r.items[i], nil
	}
	if !slices.ContainsFunc(r.search.sectionTitles, func(f searchText) bool { return f.hasTitle(&q) }) {
		if i, ok := r.search.unique(func(e searchEntry) bool { return containsWord(e.text, q.text, true) }); ok {
			return r.items[i], nil
		}
	}
	nearest := r.Complete(text, func(string) bool { return false }, maxNearest)
	switch len(nearest) {
	case 0:
		return ItemRef{}, r.similar(&q)
	case 1:
		return nearest[0], nil
	}
	return ItemRef{}, nearest
}

// unique returns the index of the entry for which matches holds, if there is exactly one.
func (s *searchIndex) unique(matches func(searchEntry) bool) (int, bool) {
	i := slices.IndexFunc(s.entries, matches)
	return i, i >= 0 && !slices.ContainsFunc(s.entries[i+1:], matches)
}

// similar returns the few items whose words are nearest to those of the query. Each word of
// the query has to be a word of the item with at most about one in three letters wrong,
// missing, added or swapped.
func (r *Roadmap) similar(q *query) []ItemRef {
	type candidate struct{ index, errors int }
	var found []candidate
	for i := range r.search.entries {
		words := strings.FieldsFunc(r.search.entries[i].text, func(c rune) bool { return !isLetter(c) })
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
	for _, c := range found[:min(len(found), maxNearest)] {
		refs = append(refs, r.items[c.index])
	}
	return refs
}

// typos returns the number of typing errors between two words: letters wrong, missing,
// added, or two of them swapped. It gives up at limit. This is the restricted
// Damerau–Levenshtein distance.
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

// containsWord reports whether part occurs in text at the beginning of a word and, if whole
// is set, up to the end of one.
func containsWord(text, part string, whole bool) bool {
	for from := 0; ; from++ {
		i := strings.Index(text[from:], part)
		if i < 0 {
			return false
		}
		from += i
		if isWordBoundary(text, from) && (!whole || isWordBoundary(text, from+len(part))) {
			return true
		}
	}
}

// isWordBoundary reports whether a word ends or begins at byte i of text. There is a
// boundary between Hangul and other letters even without a space, because Korean appends
// particles to foreign words: GIL의 contains the word GIL.
func isWordBoundary(text string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i:])
	return !isLetter(before) || !isLetter(after) || normalize.IsHangul(before) != normalize.IsHangul(after)
}

// isLetter reports whether words are made of such characters: letters, marks and digits.
func isLetter(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.N) }
