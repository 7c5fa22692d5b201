package view

import (
	"encoding/base64"
	"slices"
	"strings"
)

// Picks holds one bit per guess of a preview: whether it was picked. A custom_id has room
// for the guesses of a whole file.
type Picks []byte

// ParsePicks parses the result of [Picks.String].
func ParsePicks(s string) (Picks, error) {
	p, err := base64.RawURLEncoding.DecodeString(s)
	return p, err
}

// String encodes the picks for a custom_id.
func (p Picks) String() string {
	return base64.RawURLEncoding.EncodeToString([]byte(strings.TrimRight(string(p), "\x00")))
}

// Has reports whether the guess is picked.
func (p Picks) Has(guess int) bool { return guess/8 < len(p) && p[guess/8]&(1<<(guess%8)) != 0 }

// With returns a copy with the guess picked or not.
func (p Picks) With(guess int, picked bool) Picks {
	p = append(slices.Clone(p), make([]byte, max(0, guess/8+1-len(p)))...)
	if p[guess/8] &^= 1 << (guess % 8); picked {
		p[guess/8] |= 1 << (guess % 8)
	}
	return p
}
