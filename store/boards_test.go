package store

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/study"
)

func TestTiesShareAPlace(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		for user, n := range map[string]int{"21": 4, "22": 2, "23": 2, "24": 1} {
			for _, item := range section[:n] {
				w.check(g, user, item)
			}
		}
		var got []int
		for _, row := range w.board(g, "24", study.ThisWeek, study.Checks).Rows {
			got = append(got, row.Rank)
		}
		if diff := cmp.Diff([]int{1, 2, 2, 4}, got); diff != "" {
			t.Errorf("places (-want +got):\n%s", diff)
		}
		if mine := w.board(g, "24", study.ThisWeek, study.Checks).Mine; mine.Rank != 4 {
			t.Errorf("the last one's own place = %d, want 4", mine.Rank)
		}
	})
}

func TestBoardPages(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		for i := range 25 {
			w.check(g, fmt.Sprint(100+i), "gil")
		}
		w.check(g, "100", "gc")
		page := func(offset int) study.Board {
			b, err := w.s.Board(t.Context(), g, w.op("100"), study.AllTime, study.Checks, offset, 10)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		if b := page(0); b.Offset != 0 || len(b.Rows) != 10 || b.Rows[0].User != "100" || b.Rows[9].Rank != 2 {
			t.Errorf("the first page = %+v", b)
		}
		if b := page(20); b.Offset != 20 || len(b.Rows) != 5 || b.Rows[0].Rank != 2 {
			t.Errorf("the last page = %+v, want 5 lines that share place 2", b)
		}
		if b := page(400); b.Offset != 20 || len(b.Rows) != 5 {
			t.Errorf("a page behind the end = %+v, want the last one", b)
		}
		b, err := w.s.Board(t.Context(), g, w.op("113"), study.AllTime, study.Checks, MyPage, 10)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(b.Rows, func(r study.Row) bool { return r.User == "113" }) {
			t.Errorf("my page = %+v, want 113 on it", b)
		}
	})
}

func TestABackDatedCheckCountsInItsWeek(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		if _, err := w.s.Check(t.Context(), g, w.op("21"), "gil", w.now.AddDate(0, 0, -3), nil, ""); err != nil {
			t.Fatal(err)
		}
		w.check(g, "21", "gc")
		for period, want := range map[study.Period]int{study.ThisWeek: 1, study.LastWeek: 1, study.ThisMonth: 2, study.AllTime: 2} {
			if b := w.board(g, "21", period, study.Checks); b.Total != want || b.Mine.Score != want {
				t.Errorf("%s: total %d, own %d; want %d", period, b.Total, b.Mine.Score, want)
			}
		}
	})
}
