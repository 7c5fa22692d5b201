package study

import (
	"strings"

	"dojang/link"
	"dojang/normalize"
)

// TextQuery is a search for posts by words that all have to match, or by a link.
type TextQuery struct {
	words []string
	link  string // canonical form of the link, or ""
}

// NewTextQuery splits text that was typed or pasted into normalized words.
func NewTextQuery(typed string) TextQuery {
	q := TextQuery{words: strings.Fields(normalize.Text(link.Unescape(typed)))}
	if found, err := link.Parse(typed); err == nil {
		q.link = found.Canonical
	}
	return q
}

// Matches reports whether every word is in the title or the address, ignoring case, Unicode
// form, percent-encoding and the title's spaces, or whether the address leads to the same
// page as the link.
func (q TextQuery) Matches(title, address string) bool {
	if q.link != "" {
		if found, err := link.Parse(address); err == nil && found.Canonical == q.link {
			return true
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
