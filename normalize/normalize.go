package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold writes s in the form in which texts are compared: lower case, in one
// Unicode form, without control and format characters, words a space apart.
// Compatibility forms (ＧＩＬ, ﬁ) are resolved character by character: over a
// whole Korean text that would turn the letters of ㄱㅂㅈ, which people type as
// they are, into pieces of syllables.
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

// squeeze writes a title in the form in which titles are compared and from
// which ids are derived: without case, spaces and differences of Unicode form.
func Compact(title string) string { return strings.ReplaceAll(Text(title), " ", "") }

// line makes one line of a text, in one Unicode form.
func Line(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), " ")) }
