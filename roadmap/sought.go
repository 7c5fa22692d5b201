package roadmap

import "strings"

// Sought is a text that is looked for in posts, by words.
type Sought []string

// NewSought reads what somebody has typed, or pasted.
func NewSought(typed string) Sought { return strings.Fields(fold(unescaped(typed))) }

// In reports whether each word stands in the title or the address, whatever the
// case, the Unicode form and the percent-encoding.
func (s Sought) In(title, address string) bool {
	title = fold(title)
	for _, word := range s {
		if !strings.Contains(title, word) && !strings.Contains(fold(unescaped(address)), word) {
			return false
		}
	}
	return true
}
