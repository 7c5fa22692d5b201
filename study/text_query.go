package study

import (
	"strings"

	"dojang/link"
	"dojang/normalize"
)

// TextQuery is a text that is looked for in posts, by words.
type TextQuery []string

// NewTextQuery reads what somebody has typed, or pasted.
func NewTextQuery(typed string) TextQuery {
	return strings.Fields(normalize.Text(link.Unescape(typed)))
}

// Matches reports whether each word stands in the title or the address, whatever the
// case, the Unicode form and the percent-encoding.
func (s TextQuery) Matches(title, address string) bool {
	title = normalize.Text(title)
	for _, word := range s {
		if !strings.Contains(title, word) && !strings.Contains(normalize.Text(link.Unescape(address)), word) {
			return false
		}
	}
	return true
}
