package study

import (
	"strings"

	"dojang/link"
	"dojang/normalize"
)

// TextQuery is a search for posts by words that all have to match, or by a link.
type TextQuery struct {
	words []string
	mark  string // of the canonical form of the link, or ""
}

// TextQuery returns the search for the query's text or link. ok is false if it has neither.
func (q PostQuery) TextQuery() (search TextQuery, ok bool) {
	if q.Link != "" {
		return TextQuery{mark: q.Link}, true
	}
	return NewTextQuery(q.Text), q.Text != ""
}

// NewTextQuery splits text that was typed or pasted into normalized words.
func NewTextQuery(typed string) TextQuery {
	q := TextQuery{words: strings.Fields(normalize.Text(link.Unescape(typed)))}
	if found, err := link.Parse(typed); err == nil {
		q.mark = link.Mark(found.Canonical)
	}
	return q
}

// Matches reports whether every word is in the title or the address, ignoring case, Unicode
// form, percent-encoding and the title's spaces, or whether the address leads to the same
// page as the link.
func (q TextQuery) Matches(title, address string) bool {
	if q.mark != "" {
		if found, err := link.Parse(address); err == nil && link.Mark(found.Canonical) == q.mark {
			return true
		}
		if len(q.words) == 0 {
			return false
		}
	}
	title = normalize.Compact(title)
	for _, word := range q.words {
		if !strings.Contains(title, word) && !strings.Contains(normalize.Text(link.Unescape(address)), word) {
			return false
		}
	}
	return true
}
