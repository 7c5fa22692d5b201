package sandbox

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// sameName reports whether two names are the same, however their letters are
// composed: a Mac may write Hangul as separate vowels and consonants (NFD).
func sameName(a, b string) bool { return norm.NFC.String(a) == norm.NFC.String(b) }

// sameLabel reports whether two labels are the same name in upper or lower
// case.
func sameLabel(a, b string) bool {
	return strings.EqualFold(norm.NFC.String(a), norm.NFC.String(b))
}
