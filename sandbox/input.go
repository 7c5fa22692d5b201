package sandbox

import (
	"fmt"
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

// Mistake is why an act was not done: what Discord's client would not let a
// person do. Column says where; 0 is the act as a whole. Code names it, for
// whoever says it in another language: one of those below, or "".
type Mistake struct {
	Column int
	Code   string
	Reason string
}

// The codes of mistakes that people make without knowing, since something has
// happened meanwhile.
const (
	NoModal        = "no-modal"        // it was closed, or is another's
	MessageGone    = "message-gone"    // deleted, dismissed or another's
	BotAbsent      = "bot-absent"      // thrown out of the server
	ClockBackwards = "clock-backwards" // the clock shows a later time
)

// Error gives the reason.
func (m *Mistake) Error() string { return m.Reason }

func mistake(column int, format string, args ...any) error {
	return coded("", column, format, args...)
}

func coded(code string, column int, format string, args ...any) error {
	return &Mistake{column, code, fmt.Sprintf(format, args...)}
}

// SameName reports whether two names are the same, however their letters are
// composed: a Mac may write Hangul as separate vowels and consonants (NFD).
func SameName(a, b string) bool { return norm.NFC.String(a) == norm.NFC.String(b) }

// SameLabel reports whether two labels are the same name in upper or lower
// case.
func SameLabel(a, b string) bool {
	return strings.EqualFold(norm.NFC.String(a), norm.NFC.String(b))
}
