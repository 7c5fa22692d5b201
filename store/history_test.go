package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/study"
)

func TestHistoryIsReadPageByPage(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		first := g.Calendar.Week(w.now).Name
		for n := range 5 {
			d := study.Digest{Week: first.AddDays(-7 * n), State: study.DigestPosted, Due: w.now, Message: "5", Published: study.Published{Checks: n}}
			if err := w.s.SaveDigest(t.Context(), g, &d, w.op("0")); err != nil {
				t.Fatal(err)
			}
		}
		for _, test := range []struct {
			offset, length, from int
			checks               []int
		}{{0, 2, 0, []int{0, 1}}, {2, 2, 2, []int{2, 3}}, {4, 2, 4, []int{4}}, {90, 2, 4, []int{4}}, {0, 9, 0, []int{0, 1, 2, 3, 4}}} {
			page, err := w.s.History(t.Context(), g, w.op("21"), test.offset, test.length)
			if err != nil {
				t.Fatal(err)
			}
			var checks []int
			for _, d := range page.Digests {
				checks = append(checks, d.Checks)
			}
			if !cmp.Equal(checks, test.checks) || page.Total != 5 || page.Offset != test.from {
				t.Errorf("from %d on: %v of %d from %d on, want %v", test.offset, checks, page.Total, page.Offset, test.checks)
			}
		}
	})
}

// The board that a digest published stays as it was, without members who may no longer be
// named.
func TestDigestBoardShowsWhatWasPublished(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		for _, user := range []string{"21", "22", "23", "24"} {
			w.check(g, user, "gil")
		}
		week := g.Calendar.Week(w.now).Name
		if d, board, err := w.s.DigestBoard(t.Context(), g, w.op("21"), week); err != nil || d.State != "" || board != nil {
			t.Errorf("without a digest: %+v, %v, %v", d, board, err)
		}
		d := study.Digest{Week: week, State: study.DigestPosted, Due: w.now, Message: "5", Ranks: map[string]int{"21": 3, "22": 1, "23": 2, "24": 3},
			Published: study.Published{Checks: 20, Scores: map[string]int{"21": 3, "22": 9, "23": 5, "24": 3}}}
		if err := w.s.SaveDigest(t.Context(), g, &d, w.op("0")); err != nil {
			t.Fatal(err)
		}
		w.check(g, "21", "gc")
		hide := w.op("1")
		hide.Member = "23"
		if err := w.s.Hide(t.Context(), g, hide, true); err != nil {
			t.Fatal(err)
		}
		_, board, err := w.s.DigestBoard(t.Context(), g, w.op("21"), week)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range board {
			got = append(got, row.User)
		}
		if !cmp.Equal(got, []string{"22", "21", "24"}) || board[0].Score != 9 || board[1].Rank != 3 || board[1].Name == "" {
			t.Errorf("the board is %+v", board)
		}
	})
}
