package sandbox

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Actor is a member who acts in a channel.
type Actor struct{ User, Channel string }

// Word is a piece of what a person typed and the column where it begins,
// counted in characters from 1. Column is 0 for what was not typed. File is
// what a person attached instead of typing, or nil; Text does not matter then.
type Word struct {
	Text   string
	Column int
	File   *Upload
}

// Input is a value that a person gave for something by name. An empty value,
// neither text nor file, is nothing: a field of a modal is left without any.
type Input struct{ Name, Value Word }

// SameName reports whether two names are the same, however their letters are
// composed: a Mac may write Hangul as separate vowels and consonants (NFD).
func SameName(a, b string) bool { return norm.NFC.String(a) == norm.NFC.String(b) }

// SameLabel reports whether two labels are the same name in upper or lower
// case.
func SameLabel(a, b string) bool {
	return strings.EqualFold(norm.NFC.String(a), norm.NFC.String(b))
}
