package study

import (
	"cmp"
	"slices"

	"dojang/civil"
)

// WeekTotals holds a week's numbers as they are now.
type WeekTotals struct {
	Week      civil.Date
	Published                   // Scores is nil if the week's board is gone
	Names     map[string]string // by user: members with a score now or in the digest, unless hidden
}

// Corrections compares posted digests with the weeks' current numbers and returns the weeks
// that differ, oldest first. If a later digest corrected a week already, its numbers count
// instead of the original digest's.
func Corrections(digests []Digest, now []WeekTotals) []Correction {
	published := map[civil.Date]Published{}
	for _, d := range slices.SortedFunc(slices.Values(digests), func(a, b Digest) int { return a.Week.Compare(b.Week) }) {
		if d.State != DigestPosted {
			continue
		}
		published[d.Week] = d.withEvent(d.Revision)
		for week, corrected := range d.Corrected {
			published[week] = corrected.withEvent(d.Revision)
		}
	}
	var found []Correction
	for _, s := range slices.SortedFunc(slices.Values(now), func(a, b WeekTotals) int { return a.Week.Compare(b.Week) }) {
		before, ok := published[s.Week]
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

// changes returns the members whose scores changed, if that explains the whole difference.
// It returns nil otherwise: the checks of members who left or are hidden are on no board.
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

// withEvent sets Event if it is missing: digests of earlier versions did not store one.
func (t Published) withEvent(event int) Published {
	t.Event = cmp.Or(t.Event, event)
	return t
}
