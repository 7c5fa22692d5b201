package roadmap

import (
	"strings"
	"unicode/utf8"

	"dojang/normalize"
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
