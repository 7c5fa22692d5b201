package normalize

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Clean returns s as a single line of valid text in NFC, with single spaces between words and
// only what is [Visible]. Characters for private use go, too, because each reader's font
// shows something else. It is "" if nothing would be seen of s.
func Clean(s string) string {
	s, _ = Visible(norm.NFC.String(strings.ToValidUTF8(s, "")))
	s = Line(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Co, r) {
			return -1
		}
		return r
	}, s))
	if strings.Trim(s, blanks+" ") == "" {
		return ""
	}
	return s
}

// blanks are the symbols that are drawn as nothing: Braille's pattern without a dot and music's
// note without a head. Unicode counts neither among the spaces, nor among what can be ignored.
const blanks = "\u2800\U0001D159"

// Name returns the key by which names are compared: [Compact] without anything that cannot be
// seen. Two names that look the same have the same key. It is "" for a name
// that shows nothing.
func Name(name string) string {
	return Compact(strings.Map(func(r rune) rune {
		if isInvisible(r) || strings.ContainsRune(blanks, r) {
			return -1
		}
		return r
	}, norm.NFC.String(name)))
}
