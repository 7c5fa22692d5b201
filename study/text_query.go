package study

import (
	"strings"

	"dojang/link"
	"dojang/normalize"
)

// TextQuery is a search for posts: the words that all have to match.
type TextQuery []string

// NewTextQuery splits text that was typed or pasted into normalized words.
func NewTextQuery(typed string) TextQuery {
	return strings.Fields(normalize.Text(link.Unescape(typed)))
}

// Matches reports whether every word is in the title or the address, ignoring case, Unicode
// form, percent-encoding and the title's spaces.
func (s TextQuery) Matches(title, address string) bool {
	title = normalize.Compact(title)
	for _, word := range s {
		if !strings.Contains(title, word) && !strings.Contains(normalize.Text(link.Unescape(address)), word) {
			return false
		}
	}
	return true
}
