package timezone

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Complete returns up to limit ids of zones for what somebody has typed so far: names of
// cities and countries in Korean and English, half typed or as initial consonants,
// abbreviations, or an offset from UTC, which is compared with the zones' offsets at now.
// Better matches come first, then zones with many people, those of the guild's locale before
// all; zones that are no place come last. For nothing typed it returns [Likely].
func Complete(typed, locale string, now time.Time, limit int) []string {
	q := newQuery(typed)
	if q.whole == "" {
		likely := Likely(locale)
		return likely[:min(len(likely), limit)]
	}
	var places, others []match
	t, c := zones(), clocksOf(now)
	for i := range t.offered {
		z := &t.all[i]
		clock, ok := c.zones[z.ID]
		if !ok {
			continue
		}
		switch m := (match{z, z.fit(&q, clock, now)}); {
		case m.fit == noFit:
		case timeless.MatchString(z.ID):
			others = append(others, m)
		default:
			places = append(places, m)
		}
	}
	sortMatches(places, locale)
	sortMatches(others, locale)
	named := 0 // of the others: these are always there
	for named < len(others) && others[named].fit == isNamed {
		named++
	}
	places = places[:min(len(places), max(0, limit-named))]
	var ids []string
	for _, m := range append(places, others...) {
		if len(ids) < limit {
			ids = append(ids, m.zone.ID)
		}
	}
	return ids
}

// match is a zone that matches a query, and how well.
type match struct {
	zone *Zone
	fit  int
}

// sortMatches puts better matches first and then zones with many inhabitants.
func sortMatches(found []match, locale string) {
	likely := append(Likely(locale), alsoLikely...)
	place := func(m match) int {
		if i := slices.Index(likely, m.zone.ID); i >= 0 {
			return i
		}
		return len(likely)
	}
	slices.SortStableFunc(found, func(a, b match) int { return cmp.Or(cmp.Compare(a.fit, b.fit), cmp.Compare(place(a), place(b))) })
}

// Find returns the id of the zone that a text names: an id, also an older one; a city, a
// country whose zones all go alike, an abbreviation or an offset that only one zone has; or
// some of these together, such as "Seoul, Korea". If it names none, or several, id is "" and
// near has the ids of up to four zones that may be meant.
func Find(text, locale string, now time.Time) (id string, near []string) {
	if utf8.RuneCountInString(text) > maxText {
		return "", nil
	}
	t, c := zones(), clocksOf(now)
	text, _, _ = strings.Cut(text, Separator)
	if i, ok := t.byID[plain(strings.TrimSpace(text))]; ok {
		return t.all[i].ID, nil
	}
	q := newQuery(text)
	if q.whole == "" {
		return "", nil
	}
	named := func(is func(*Zone) bool) (found []match) {
		for i := range t.all[:t.offered] {
			if z := &t.all[i]; !timeless.MatchString(z.ID) && is(z) {
				found = append(found, match{zone: z})
			}
		}
		sortMatches(found, locale)
		return found
	}
	for _, is := range []func(*Zone) bool{
		func(z *Zone) bool { return q.offset != nil && z.fit(&q, c.zones[z.ID], now) == isNamed },
		func(z *Zone) bool { return slices.Contains(z.whole, q.whole) },
		func(z *Zone) bool { return z.isCalled(q.whole, c.zones[z.ID]) },
		func(z *Zone) bool { return z.hasWords(q.words) },
	} {
		if found := named(is); len(found) > 0 {
			if !slices.ContainsFunc(found, func(m match) bool { return !alike(m.zone, found[0].zone, c) }) {
				return found[0].zone.ID, nil
			}
			break
		}
	}
	if near = Complete(text, locale, now, maxNear); len(near) == 0 {
		near = misspelt(&q)
	}
	return "", near
}

// maxText limits the text that [Find] compares with every zone, in characters. It has room for what a
// completion shows.
const maxText = 200

// maxNear is how many zones [Find] offers for a text that names none.
const maxNear = 4

// Separator ends the id in the text that a completion shows. A text that was chosen and then
// edited still has it.
const Separator = " · "

// alike reports whether two zones are the same one, or of the same country and have the same
// time all year.
func alike(a, b *Zone, c *clocks) bool {
	return a.ID == b.ID || a.code == b.code && a.code != "" && c.zones[a.ID].offsets == c.zones[b.ID].offsets
}

// hasWords reports whether each of the words is a whole word of the zone's names.
func (s *search) hasWords(words []string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(s.words, " "+word+" ") })
}
