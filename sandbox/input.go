package sandbox

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Actor is a member who acts in a channel.
type Actor struct{ User, Channel string }

// Word is a piece of a person's input and the column where it begins, counted
// in characters from 1. Column is 0 for input that was not typed. If a file was
// attached instead, File is set and Text is ignored.
type Word struct {
	Text   string
	Column int
	File   *Upload
}

// Input is a value for the option or field called Name. A Value with neither
// text nor file leaves a field of a modal empty.
type Input struct{ Name, Value Word }

// SameName reports whether two names are equal after Unicode normalization
// (NFC). A Mac may write Hangul decomposed (NFD).
func SameName(a, b string) bool { return norm.NFC.String(a) == norm.NFC.String(b) }

// SameLabel reports whether two labels are equal after Unicode normalization,
// ignoring case.
func SameLabel(a, b string) bool {
	return strings.EqualFold(norm.NFC.String(a), norm.NFC.String(b))
}
