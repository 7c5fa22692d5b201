package roadmap

import (
	"cmp"
	"slices"
)

// Standing is how a week's numbers stand now.
type Standing struct {
	Week  Date
	Told                    // with the scores that the boards still have; nil where there is no board any more
	Names map[string]string // of those with a score now or in a digest, by user, if they may be named
}

// Corrections compares what posted digests have told with how the weeks stand
// now, oldest week first. What a later digest told of a week, as a correction,
// goes before what an earlier one did.
func Corrections(digests []Digest, now []Standing) []Correction {
	told := map[Date]Told{}
	for _, d := range slices.SortedFunc(slices.Values(digests), func(a, b Digest) int { return a.Week.Compare(b.Week) }) {
		if d.State != DigestPosted {
			continue
		}
		told[d.Week] = d.upTo(d.Revision)
		for week, corrected := range d.Corrected {
			told[week] = corrected.upTo(d.Revision)
		}
	}
	var found []Correction
	for _, s := range slices.SortedFunc(slices.Values(now), func(a, b Standing) int { return a.Week.Compare(b.Week) }) {
		before, ok := told[s.Week]
		if !ok {
			continue
		}
		changes := s.changes(before)
		if before.Checks != s.Checks || before.Posts != s.Posts || len(changes) > 0 {
			found = append(found, Correction{Week: s.Week, Before: before, Now: s.Told, Members: changes})
		}
	}
	return found
}

// changes are the members whose checks have changed, if they alone make the
// difference: a member who left or was hidden is on no board either.
func (s *Standing) changes(before Told) []Change {
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
func (t Told) upTo(event int) Told {
	t.Event = cmp.Or(t.Event, event)
	return t
}
