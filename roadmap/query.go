package roadmap

import (
	"strings"
	"unicode/utf8"

	"dojang/normalize"
)

// query is a normalized search text, as a whole and split into words.
type query struct {
	text     string
	line     string // text enclosed in line breaks, like a title in a searchEntry
	unspaced string // line without spaces
	set      uint64 // letters of text
	words    []word
}

type word struct {
	text, letters  string
	set            uint64
	hangul         bool // contains Hangul
	consonants     bool // its Hangul has no vowels, so it may be initial consonants
	single         bool // one character
	inSectionTitle bool // found in the titles of the section that is being searched

	// parts are the word split between Hangul and other letters, if it has both: with or
	// without a space, gil동작 and gil 동작 are the same.
	parts []word
}

// newQuery normalizes and splits what was typed. A text longer than any title cannot match,
// and gets no words.
func newQuery(typed string) query {
	q := query{text: normalize.Text(typed)}
	q.line = "\n" + q.text + "\n"
	if utf8.RuneCountInString(q.text) > MaxTitle {
		return q
	}
	q.unspaced = strings.ReplaceAll(q.line, " ", "")
	q.words = make([]word, 0, 1+strings.Count(q.text, " "))
	for text := range strings.FieldsSeq(q.text) {
		w := newWord(text)
		if parts := splitScripts(text); len(parts) > 1 {
			for _, part := range parts {
				w.parts = append(w.parts, newWord(part))
			}
		}
		q.words = append(q.words, w)
		q.set |= w.set
	}
	return q
}

func newWord(text string) word {
	w := word{text: text, letters: text, hangul: strings.ContainsFunc(text, normalize.IsHangul)}
	if w.hangul {
		w.letters = normalize.Letters(text)
		w.consonants = !strings.ContainsFunc(w.letters, normalize.IsVowel)
	}
	w.set = letterSet(w.letters)
	_, size := utf8.DecodeRuneInString(text)
	w.single = size == len(text)
	return w
}

// splitScripts splits a word where Hangul and other letters or digits meet.
func splitScripts(text string) []string {
	var parts []string
	start := 0
	before := utf8.RuneError
	for i, r := range text {
		if i > 0 && isLetter(before) && isLetter(r) && normalize.IsHangul(before) != normalize.IsHangul(r) {
			parts = append(parts, text[start:i])
			start = i
		}
		before = r
	}
	return append(parts, text[start:])
}
