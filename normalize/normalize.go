package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text returns s in the form in which texts are compared: in lower case, in one Unicode
// form, without control and format characters, and with single spaces between words.
// Compatibility forms (ＧＩＬ, ﬁ) are resolved one character at a time: applied to a whole
// text, NFKC would turn the stand-alone letters of ㄱㅂㅈ into parts of syllables.
func Text(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case IsSyllable(r) || IsConsonant(r) || IsVowel(r):
			b.WriteRune(r)
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case r < utf8.RuneSelf:
			if !unicode.IsControl(r) {
				b.WriteRune(unicode.ToLower(r))
			}
		case unicode.In(r, unicode.Cc, unicode.Cf):
		default:
			for _, part := range norm.NFKC.String(string(r)) {
				b.WriteRune(unicode.ToLower(unicode.ToUpper(part))) // ς and σ are one Σ
			}
		}
	}
	return strings.Join(strings.Fields(norm.NFC.String(b.String())), " ")
}

// Compact returns a title in the form in which titles are compared and from which ids are
// derived: [Text] without spaces.
func Compact(title string) string { return strings.ReplaceAll(Text(title), " ", "") }

// Line returns s as a single line in NFC, with single spaces between words.
func Line(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), " ")) }
