package study

import (
	"cmp"
	"slices"

	"dojang/civil"
)

// WeekTotals is how a week's numbers stand now.
type WeekTotals struct {
	Week      civil.Date
	Published                   // with the scores that the boards still have; nil where there is no board any more
	Names     map[string]string // of those with a score now or in a digest, by user, if they may be named
}

// Corrections compares what posted digests have told with how the weeks stand
// now, oldest week first. What a later digest told of a week, as a correction,
// goes before what an earlier one did.
func Corrections(digests []Digest, now []WeekTotals) []Correction {
	told := map[civil.Date]Published{}
	for _, d := range slices.SortedFunc(slices.Values(digests), func(a, b Digest) int { return a.Week.Compare(b.Week) }) {
		if d.State != DigestPosted {
			continue
		}
		told[d.Week] = d.withEvent(d.Revision)
		for week, corrected := range d.Corrected {
			told[week] = corrected.withEvent(d.Revision)
		}
	}
	var found []Correction
	for _, s := range slices.SortedFunc(slices.Values(now), func(a, b WeekTotals) int { return a.Week.Compare(b.Week) }) {
		before, ok := told[s.Week]
		if !ok {
			continue
		}
		changes := s.changes(before)
		if before.Checks != s.Checks || before.Posts != s.Posts || len(changes) > 0 {
			found = append(found, Correction{Week: s.Week, Before: before, Now: s.Published, Members: changes})
		}
	}
	return found
}

// changes are the members whose checks have changed, if they alone make the
// difference: a member who left or was hidden is on no board either.
func (s *WeekTotals) changes(before Published) []Change {
	if s.Scores == nil {
		return nil
	}
	var changes []Change
	sum := 0
	for user, name := range s.Names {
		if by := s.Scores[user] - before.Scores[user]; by != 0 {
			changes = append(changes, Change{user, name, by})
			sum += by
		}
	}
	if sum != s.Checks-before.Checks {
		return nil
	}
	slices.SortFunc(changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(max(b.By, -b.By), max(a.By, -a.By)), cmp.Compare(a.Name, b.Name))
	})
	return changes
}

// upTo gives the numbers an event where they were stored before one was kept.
func (t Published) withEvent(event int) Published {
	t.Event = cmp.Or(t.Event, event)
	return t
}
