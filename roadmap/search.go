package roadmap

import (
	"slices"
	"strings"

	"dojang/normalize"
)

// How well an item matches a query, best first. A query of several words is as good as its
// worst word.
const (
	exactTitle = iota
	wholeStart // the first words of the title
	wholeWords // in the title or in Also: gc finds GC before GCP
	titleStart
	wordStart
	inTitle
	inAlso
	halfTyped
	inSection
	noFit
)

// Complete returns up to limit items for what somebody has typed so far. Each word of the
// query has to occur, in any order, in the item's title, its Also words, or the title of
// its section or area, in any language. It may be half typed, up to somewhere in its last
// syllable, or be initial consonants. Better matches come first, then items that are not
// done, then roadmap order.
//
// For an empty query it returns the items that are not done, in the order of the stages, so
// that the current stage comes first. If everything is done, it returns all items in
// roadmap order.
func (r *Roadmap) Complete(typed string, done func(item string) bool, limit int) []ItemRef {
	q := newQuery(typed)
	switch {
	case limit <= 0:
		return nil
	case q.text == "":
		return r.undone(done, limit)
	case len(q.words) == 0:
		return nil
	}
	var ranks [2 * noFit][]int // indexes of items, by fit and then whether done
	total, section := 0, -1
	for i := range r.search.entries {
		e := &r.search.entries[i]
		if e.section != section {
			section = e.section
			q.enterSection(&r.search.sectionTitles[section])
		}
		fit := e.fit(&q)
		if fit == noFit {
			continue
		}
		rank := 2 * fit
		if done(r.items[i].Item.ID) {
			rank++
		}
		if len(ranks[rank]) < limit {
			ranks[rank] = append(ranks[rank], i)
			total++
		}
	}
	found := make([]ItemRef, 0, min(total, limit))
	for _, rank := range ranks {
		for _, i := range rank[:min(len(rank), cap(found)-len(found))] {
			found = append(found, r.items[i])
		}
	}
	return found
}

// undone returns up to limit items that are not done, in the order of the stages. If
// everything is done, it returns the first items in roadmap order.
func (r *Roadmap) undone(done func(item string) bool, limit int) []ItemRef {
	var open []ItemRef
	for _, stage := range r.stages {
		for _, section := range stage.Sections {
			for i := range section.Items {
				if len(open) >= limit {
					return open
				}
				if id := section.Items[i].ID; !done(id) {
					open = append(open, r.items[r.byItem[id]])
				}
			}
		}
	}
	if len(open) == 0 {
		return slices.Clone(r.items[:min(len(r.items), limit)])
	}
	return open
}

// enterSection notes which words the section's titles contain, once for all its items.
func (q *query) enterSection(section *searchText) {
	for i := range q.words {
		w := &q.words[i]
		w.inSectionTitle = section.matches(w)
		for j := range w.parts {
			w.parts[j].inSectionTitle = section.matches(&w.parts[j])
		}
	}
}

// fit returns how well the item matches the query.
func (e *searchEntry) fit(q *query) int {
	worst, all := wordStart, true
	for i := range q.words {
		fit := e.wordFit(&q.words[i], &all)
		if fit == noFit {
			worst, all = e.unspacedFit(q), false
			break
		}
		worst = max(worst, fit)
	}
	if worst == noFit {
		return noFit
	}
	switch titles := e.unspaced[:e.joined]; {
	case strings.Contains(titles, q.unspaced):
		return exactTitle
	case strings.Contains(titles, q.unspaced[:len(q.unspaced)-1]):
		if all {
			return wholeStart
		}
		return titleStart
	case all:
		return wholeWords
	}
	return worst
}

// wordFit returns how well the item matches a word. It clears all unless the item has it as
// a whole word.
func (e *searchEntry) wordFit(w *word, all *bool) int {
	if e.contains(w) {
		*all = *all && e.isWholeWord(w)
		return e.textFit(w.text)
	}
	if len(w.parts) == 0 {
		*all = false
	}
	switch {
	case e.containsUnspaced(w):
		*all = false
		if containsUnspaced(e.text[:e.titles], w.text) {
			return wordStart
		}
		return inAlso
	case e.matchesPartly(w):
		*all = false
		return halfTyped
	case w.inSectionTitle:
		*all = false
		return inSection
	case len(w.parts) == 0:
		return noFit
	}
	worst := wordStart
	for i := range w.parts {
		worst = max(worst, e.wordFit(&w.parts[i], all))
	}
	return worst
}

// unspacedFit returns how well the item matches the whole query without its spaces.
func (e *searchEntry) unspacedFit(q *query) int {
	joined := strings.Trim(q.unspaced, "\n")
	switch {
	case len(q.words) == 1 || q.set&^e.set != 0 || !strings.Contains(e.unspaced, joined):
	case containsUnspaced(e.text[:e.titles], joined):
		return inTitle
	case containsUnspaced(e.text, joined):
		return inAlso
	}
	return noFit
}

// isWholeWord reports whether the word occurs as a whole word in the titles or in Also.
// Hangul in Also does not count, because a particle could follow it there.
func (e *searchEntry) isWholeWord(w *word) bool {
	within := e.text
	if w.hangul {
		within = e.text[:e.titles]
	}
	return len(w.text) > 1 && containsWord(within, w.text, true)
}

// textFit returns how well a text that the item contains matches it.
func (e *searchEntry) textFit(text string) int {
	switch titles := e.text[:e.titles]; {
	case containsWord(titles, text, false):
		return wordStart
	case strings.Contains(titles, text):
		return inTitle
	}
	return inAlso
}

// matches reports whether the text contains the word or its parts, whole or half typed.
func (f *searchText) matches(w *word) bool {
	if f.contains(w) || f.containsUnspaced(w) || f.matchesPartly(w) {
		return true
	}
	return len(w.parts) > 0 && !slices.ContainsFunc(w.parts, func(part word) bool { return !f.matches(&part) })
}

// hasTitle reports whether the query is one of the titles in the text, regardless of
// spaces.
func (f *searchText) hasTitle(q *query) bool { return strings.Contains(f.unspaced, q.unspaced) }

// contains reports whether the text contains the word as typed.
func (f *searchText) contains(w *word) bool {
	return w.set&^f.set == 0 && strings.Contains(f.text, w.text)
}

// containsUnspaced reports whether the text, from the beginning of a word on and without
// its spaces, contains the word.
func (f *searchText) containsUnspaced(w *word) bool {
	return !w.single && w.set&^f.set == 0 && strings.Contains(f.unspaced, w.text) && containsUnspaced(f.text, w.text)
}

// matchesPartly reports whether the word, half typed or as initial consonants, leads to
// something in the text.
func (f *searchText) matchesPartly(w *word) bool {
	return w.hangul && w.set&^f.set == 0 &&
		(normalize.BeginsAs(f.letters, w.letters) || w.consonants && strings.Contains(f.initials, w.letters))
}
