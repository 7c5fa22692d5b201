package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/study"
)

// Someone with a score in last week's digest is named in the correction, although
// no longer on that week's board; a hidden member is not.
func TestWeekSummaryNamesMembersOffTheBoard(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		week := g.Calendar.Week(w.now)
		last := g.Calendar.Before(week)
		for _, user := range []string{"21", "22"} {
			if _, err := w.s.Check(t.Context(), g, w.op(user), "gil", last.Start, nil, ""); err != nil {
				t.Fatal(err)
			}
		}
		d := study.Digest{Week: last.Name, State: study.DigestPosted, Published: study.Published{Checks: 2, Scores: map[string]int{"21": 1, "22": 1}}}
		if err := w.s.SaveDigest(t.Context(), g, &d, w.op("0")); err != nil {
			t.Fatal(err)
		}
		members := func() []study.Change {
			t.Helper()
			summary, err := w.s.WeekSummary(t.Context(), g, w.op("0"), week, 10, 10)
			if err != nil || len(summary.Corrections) != 1 {
				t.Fatalf("%+v, %v, want one correction", summary, err)
			}
			return summary.Corrections[0].Members
		}
		w.uncheck(g, "22", "gil")
		if diff := cmp.Diff([]study.Change{{User: "22", Name: "name of 22", By: -1}}, members()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if err := w.s.Hide(t.Context(), g, w.op("22"), true); err != nil {
			t.Fatal(err)
		}
		if got := members(); got != nil {
			t.Errorf("%+v, want nobody named", got)
		}
	})
}
