package timezone

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"dojang/normalize"
)

// search has a zone's names in the forms in which they are searched.
type search struct {
	whole    []string // each name without spaces
	words    string   // the words of all names, each between spaces
	letters  string   // words as letters of Hangul
	initials string   // words as initial consonants
}

func newSearch(names []string) search {
	var s search
	s.words = " "
	for _, name := range names {
		words := fold(name)
		if whole := strings.ReplaceAll(words, " ", ""); whole != "" && !slices.Contains(s.whole, whole) {
			s.whole = append(s.whole, whole)
			s.words += words + " "
		}
	}
	s.letters, s.initials = normalize.Letters(s.words), normalize.Initials(s.words)
	return s
}

// fold returns a name as words: in lower case, without accents and points, and with single
// spaces for all other punctuation.
func fold(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(normalize.Text(name)) {
		switch {
		case unicode.Is(unicode.Mn, r) || strings.ContainsRune(".'’", r):
		case unicode.In(r, unicode.L, unicode.N):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(norm.NFC.String(b.String())), " ")
}

// query is what somebody has typed so far.
type query struct {
	typed  string // with single spaces
	whole  string // without spaces
	words  []string
	offset *int // in seconds, if an offset was typed
}

func newQuery(typed string) query {
	q := query{typed: normalize.Clean(typed), words: strings.Fields(fold(typed)), offset: parseOffset(typed)}
	q.whole = strings.Join(q.words, "")
	return q
}

// offsetPattern matches an offset from UTC. A sign may be missing only after UTC: 9 alone is
// no offset.
var offsetPattern = regexp.MustCompile(`^(?:(?:utc|gmt) ?([+-]?)|([+-]))(\d{1,2})(?::?([0-5]\d))?$`)

// parseOffset returns the offset that a text names: utc+9, GMT-3:30, +0900. Unlike in the
// ids of the database, + is east of Greenwich.
func parseOffset(typed string) *int {
	m := offsetPattern.FindStringSubmatch(strings.NewReplacer("−", "-", "–", "-").Replace(normalize.Text(typed)))
	if m == nil {
		return nil
	}
	hours, _ := strconv.Atoi(m[3]) // the pattern has only digits
	minutes, _ := strconv.Atoi(m[4])
	seconds := hours*3600 + minutes*60
	if m[1] == "-" || m[2] == "-" {
		seconds = -seconds
	}
	return &seconds
}

// How well a zone matches a query, best first.
const (
	isNamed = iota
	nameStart
	wordStart
	halfTyped
	within
	noFit
)

// fit returns how well the zone matches. c is the zone's clock of the year.
func (z *Zone) fit(q *query, c clock, now time.Time) int {
	if q.offset != nil {
		if slices.Contains(c.offsets[:], *q.offset) {
			if offset, ok := offsetAt(z.ID, now); ok && offset == *q.offset {
				return isNamed
			}
		}
		return noFit
	}
	if timeless.MatchString(z.ID) { // a sign matters, and nobody looks for a part of it
		switch typed := plain(q.typed); {
		case typed == plain(z.ID):
			return isNamed
		case strings.HasPrefix(plain(z.ID), typed):
			return nameStart
		}
		return noFit
	}
	switch {
	case z.isCalled(q.whole, c):
		return isNamed
	case slices.ContainsFunc(z.whole, func(name string) bool { return strings.HasPrefix(name, q.whole) }):
		return nameStart
	}
	worst := wordStart
	for _, word := range q.words {
		worst = max(worst, z.wordFit(word))
	}
	return worst
}

// isCalled reports whether one of the zone's names or abbreviations is the given one,
// without spaces.
func (z *Zone) isCalled(whole string, c clock) bool {
	return slices.Contains(z.whole, whole) ||
		slices.ContainsFunc(c.abbreviations, func(name string) bool { return strings.EqualFold(name, whole) })
}

// wordFit returns how well the zone matches one word.
func (s *search) wordFit(word string) int {
	letters := normalize.Letters(word)
	hangul := letters != word
	switch {
	case strings.Contains(s.words, " "+word):
		return wordStart
	case hangul && normalize.BeginsAs(s.letters, letters):
		return halfTyped
	case strings.ContainsFunc(word, normalize.IsHangul) && !strings.ContainsFunc(letters, normalize.IsVowel) && strings.Contains(s.initials, " "+letters):
		return halfTyped
	case utf8.RuneCountInString(word) > 3 && strings.Contains(s.words, word):
		return within
	}
	return noFit
}
