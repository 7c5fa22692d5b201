package roadmap

import (
	"strings"
	"unicode/utf8"
)

// beginsUnspaced reports whether text without its spaces begins with wanted, which has none.
func beginsUnspaced(text, wanted string) bool {
	for i, j := 0, 0; j < len(wanted); i++ {
		switch {
		case i == len(text):
			return false
		case text[i] == wanted[j]:
			j++
		case text[i] != ' ':
			return false
		}
	}
	return true
}

// containsUnspaced reports whether wanted, which has no spaces, occurs in text from the
// beginning of a word on if the spaces of text do not count. So tcp와 is in "tcp 와 udp", but
// gc not in "debugging c". A line break is no space: nothing goes beyond a title.
func containsUnspaced(text, wanted string) bool {
	_, size := utf8.DecodeRuneInString(wanted)
	for from := 0; ; from += size {
		i := strings.Index(text[from:], wanted[:size])
		if i < 0 {
			return false
		}
		from += i
		if beginsUnspaced(text[from:], wanted) && isWordBoundary(text, from) {
			return true
		}
	}
}
