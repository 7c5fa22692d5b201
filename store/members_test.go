package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
)

func TestLeavingAndRejoiningRestores(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		for _, item := range section {
			w.check(g, "21", item)
		}
		if _, err := w.s.Share(t.Context(), g, w.act("21"), *w.link("https://example.com/a"), "", "gil"); err != nil {
			t.Fatal(err)
		}
		w.check(g, "22", "gil")
		before := w.derived()

		if err := w.s.Leave(t.Context(), g, w.act("21"), false); err != nil {
			t.Fatal(err)
		}
		week := w.board(g, "21", roadmap.ThisWeek, roadmap.Checks)
		if len(week.Rows) != 1 || week.Rows[0].User != "22" || week.Mine.Place != 0 {
			t.Errorf("the board without the leaver = %+v, want 22 alone", week)
		}
		if week.Total != 5 {
			t.Errorf("the group's total = %d, want 5: it holds all kept checks", week.Total)
		}
		if o, _ := w.s.Overview(t.Context(), g, w.act("22")); o.Counts["gil"] != 1 || o.Active != 1 {
			t.Errorf("counts = %+v of %d, want the active member's only", o.Counts, o.Active)
		}
		if posts := w.posts(g); len(posts) != 1 || posts[0].Name != "name of 21" {
			t.Errorf("posts = %+v, want the leaver's to stay", posts)
		}

		kept, err := w.s.Join(t.Context(), g, w.act("21"))
		if err != nil || kept != 4 {
			t.Errorf("rejoining = %d, %v; want the 4 checks", kept, err)
		}
		same(t, "after rejoining", before, w.derived())
	})
}

func TestErasingLeavesTheOthersNumbersAlone(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		w.check(g, "22", "gil")
		before := w.derived()
		for _, item := range section {
			w.check(g, "21", item)
		}
		if _, err := w.s.Share(t.Context(), g, w.act("21"), *w.link("https://example.com/a"), "", "gil"); err != nil {
			t.Fatal(err)
		}
		if err := w.s.Leave(t.Context(), g, w.act("21"), true); err != nil {
			t.Fatal(err)
		}
		same(t, "after erasing", before, w.derived())
		for _, entry := range w.s.client.XRange(t.Context(), groupKey(g.Guild, g.ID)+eventsKey, "-", "+").Val() {
			if e, err := decodeEvent(entry); err != nil || e.Member == "21" {
				t.Errorf("event %+v, %v is still there", e, err)
			}
		}
		wantRefusal(t, w.s.Leave(t.Context(), g, w.act("21"), true), "member.absent")
	})
}

func TestAKeptRecordCanBeErasedLater(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		w.check(g, "22", "gil")
		before := w.derived()
		w.check(g, "21", "gil")
		for _, erase := range []bool{false, true} {
			if err := w.s.Leave(t.Context(), g, w.act("21"), erase); err != nil {
				t.Fatal(err)
			}
		}
		same(t, "after erasing", before, w.derived())
	})
}

func TestAHiddenMemberIsOnNoBoardAndSeesTheirOwnPlace(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		for _, item := range section {
			w.check(g, "21", item)
		}
		w.check(g, "22", "gil")
		w.check(g, "23", "gil")
		w.check(g, "23", "gc")
		before := w.derived()
		if err := w.s.Hide(t.Context(), g, w.act("23"), true); err != nil {
			t.Fatal(err)
		}
		for _, period := range []roadmap.Period{roadmap.ThisWeek, roadmap.ThisMonth, roadmap.AllTime} {
			b := w.board(g, "23", period, roadmap.Checks)
			want := roadmap.Row{User: "23", Name: "name of 23", Score: 2, Place: 2}
			if diff := cmp.Diff(want, b.Mine); diff != "" || len(b.Rows) != 2 || !b.Hidden {
				t.Errorf("%s: board = %+v, mine (-want +got):\n%s", period, b, diff)
			}
		}
		if err := w.s.Hide(t.Context(), g, w.act("23"), false); err != nil {
			t.Fatal(err)
		}
		same(t, "after showing again", before, w.derived())
	})
}

func TestAReturningMemberIsBackWithTheNextCheck(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		w.check(g, "21", "gil")
		if err := w.s.Leave(t.Context(), g, w.act("21"), false); err != nil {
			t.Fatal(err)
		}
		back := w.check(g, "21", "gc")
		if !back.Joined || back.Total != 2 || back.Score != 2 || back.Place != 1 {
			t.Errorf("check after leaving = %+v, want back with 2", back)
		}
	})
}
