package roadmap

import (
	"slices"
	"strings"

	"dojang/normalize"
)

// How well an item fits a query, best first. A query of several words fits as
// the word that fits worst.
const (
	exactTitle = iota
	wholeStart // the title's first words
	wholeWords // of the title, or of Also: gc finds GC before GCP
	titleStart
	wordStart
	inTitle
	inAlso
	halfTyped
	inPlace
	noFit
)

// Complete returns up to limit items for what somebody has typed so far. Each
// word of the query must stand, in any order, in the item's title, its Also
// words, or its section's or area's title, in any language: as it is, half
// typed up to somewhere in its last syllable, or as initial consonants. Better
// fits come first, then what is not done, then roadmap order.
//
// For an empty query it returns what is not done in the order of the stages,
// so that the current one comes first, or everything in roadmap order when all
// is done.
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
	var ranks [2 * noFit][]int // by fit, not done before done: indexes of items
	total, place := 0, -1
	for i := range r.search.items {
		e := &r.search.items[i]
		if e.place != place {
			place = e.place
			q.enter(&r.search.places[place])
		}
		fit := e.fit(&q)
		if fit == noFit {
			continue
		}
		rank := 2 * fit
		if done(r.spots[i].Item.ID) {
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
			found = append(found, r.spots[i])
		}
	}
	return found
}

// undone returns up to limit items that are not done, in the order of the
// stages, or of all items in roadmap order when everything is done.
func (r *Roadmap) undone(done func(item string) bool, limit int) []ItemRef {
	var open []ItemRef
	for _, stage := range r.stages {
		for _, section := range stage.Sections {
			for i := range section.Items {
				if len(open) >= limit {
					return open
				}
				if id := section.Items[i].ID; !done(id) {
					open = append(open, r.spots[r.byItem[id]])
				}
			}
		}
	}
	if len(open) == 0 {
		return slices.Clone(r.spots[:min(len(r.spots), limit)])
	}
	return open
}

// enter notes which words stand in the section's titles, once for all its
// items.
func (q *query) enter(place *form) {
	for i := range q.words {
		w := &q.words[i]
		w.here = place.has(w) || place.leads(w)
	}
}

// fit returns how well the item fits the query.
func (e *entry) fit(q *query) int {
	worst, all := wordStart, true
	for i := range q.words {
		w := &q.words[i]
		switch {
		case e.has(w):
			worst = max(worst, e.where(w.text))
			all = all && e.whole(w)
		case e.leads(w):
			worst, all = max(worst, halfTyped), false
		case w.here:
			worst, all = inPlace, false
		default:
			return noFit
		}
	}
	switch titles := e.text[:e.titles]; {
	case strings.Contains(titles, q.line):
		return exactTitle
	case strings.Contains(titles, q.line[:len(q.line)-1]):
		if all {
			return wholeStart
		}
		return titleStart
	case all:
		return wholeWords
	}
	return worst
}

// whole reports whether the word stands as a whole one in the titles or, where no
// particle could follow it there, in Also.
func (e *entry) whole(w *word) bool {
	within := e.text
	if w.hangul {
		within = e.text[:e.titles]
	}
	return len(w.text) > 1 && stands(within, w.text, true)
}

// where tells where in the item a text stands that does stand in it.
func (e *entry) where(text string) int {
	switch titles := e.text[:e.titles]; {
	case stands(titles, text, false):
		return wordStart
	case strings.Contains(titles, text):
		return inTitle
	}
	return inAlso
}

// has reports whether the word stands in the form as it is.
func (f *form) has(w *word) bool {
	return w.set&^f.set == 0 && strings.Contains(f.text, w.text)
}

// leads reports whether the word, half typed or as initial consonants, leads
// to something in the form.
func (f *form) leads(w *word) bool {
	return w.hangul && w.set&^f.set == 0 &&
		(normalize.BeginsAs(f.letters, w.letters) || w.consonants && strings.Contains(f.initials, w.letters))
}
