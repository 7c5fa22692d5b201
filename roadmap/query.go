package roadmap

import (
	"strings"
	"unicode/utf8"

	"dojang/normalize"
)

// query is a normalized search text, as a whole and split into words.
type query struct {
	text  string
	line  string // text enclosed in line breaks, like a title in a searchEntry
	words []word
}

type word struct {
	text, letters  string
	set            uint64
	hangul         bool // contains Hangul
	consonants     bool // its Hangul has no vowels, so it may be initial consonants
	inSectionTitle bool // found in the titles of the section that is being searched
}

// newQuery normalizes and splits what was typed. A text longer than any title cannot match,
// and gets no words.
func newQuery(typed string) query {
	q := query{text: normalize.Text(typed)}
	q.line = "\n" + q.text + "\n"
	if utf8.RuneCountInString(q.text) > MaxTitle {
		return q
	}
	q.words = make([]word, 0, 1+strings.Count(q.text, " "))
	for text := range strings.FieldsSeq(q.text) {
		w := word{text: text, letters: text, hangul: strings.ContainsFunc(text, normalize.IsHangul)}
		if w.hangul {
			w.letters = normalize.Letters(text)
			w.consonants = !strings.ContainsFunc(w.letters, normalize.IsVowel)
		}
		w.set = letterSet(w.letters)
		q.words = append(q.words, w)
	}
	return q
}
