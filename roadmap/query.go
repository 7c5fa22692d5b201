package roadmap

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// query is what somebody has typed, folded, as a whole and by words.
type query struct {
	text  string
	line  string // text between line breaks, as a whole title stands in an entry
	words []word
}

type word struct {
	text, letters string
	set           uint64
	hangul        bool // has Hangul in it
	consonants    bool // has no vowel in its Hangul: initial consonants, perhaps
	here          bool // stands in the titles of the section that is being searched
}

// newQuery folds what was typed. What is longer than any title is no query for
// one, and is left without words.
func newQuery(typed string) query {
	q := query{text: fold(typed)}
	q.line = "\n" + q.text + "\n"
	if utf8.RuneCountInString(q.text) > MaxTitle {
		return q
	}
	q.words = make([]word, 0, 1+strings.Count(q.text, " "))
	for text := range strings.FieldsSeq(q.text) {
		w := word{text: text, letters: text, hangul: strings.ContainsFunc(text, hangul)}
		if w.hangul {
			w.letters = letters(text)
			w.consonants = !strings.ContainsFunc(w.letters, vowel)
		}
		w.set = letterSet(w.letters)
		q.words = append(q.words, w)
	}
	return q
}

// fold writes s in the form in which texts are compared: lower case, in one
// Unicode form, without control and format characters, words a space apart.
// Compatibility forms (ＧＩＬ, ﬁ) are resolved character by character: over a
// whole Korean text that would turn the letters of ㄱㅂㅈ, which people type as
// they are, into pieces of syllables.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case syllable(r) || consonant(r) || vowel(r):
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
