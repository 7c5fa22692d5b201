package store

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/store/ledger"
	"dojang/study"
)

func TestLeavingAndRejoiningRestores(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		for _, item := range section {
			w.check(g, "21", item)
		}
		if _, err := w.s.Share(t.Context(), g, w.op("21"), *w.link("https://example.com/a"), "", "gil"); err != nil {
			t.Fatal(err)
		}
		w.check(g, "22", "gil")
		before := w.derived()

		if err := w.s.Leave(t.Context(), g, w.op("21"), false); err != nil {
			t.Fatal(err)
		}
		week := w.board(g, "21", study.ThisWeek, study.Checks)
		if len(week.Rows) != 1 || week.Rows[0].User != "22" || week.Mine.Rank != 0 {
			t.Errorf("the board without the leaver = %+v, want 22 alone", week)
		}
		if week.Total != 5 {
			t.Errorf("the group's total = %d, want 5: it holds all kept checks", week.Total)
		}
		if o, _ := w.s.Overview(t.Context(), g, w.op("22")); o.Counts["gil"] != 1 || o.Active != 1 {
			t.Errorf("counts = %+v of %d, want the active member's only", o.Counts, o.Active)
		}
		if posts := w.posts(g); len(posts) != 1 || posts[0].Name != "name of 21" {
			t.Errorf("posts = %+v, want the leaver's to stay", posts)
		}

		kept, err := w.s.Join(t.Context(), g, w.op("21"))
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
		if _, err := w.s.Share(t.Context(), g, w.op("21"), *w.link("https://example.com/a"), "", "gil"); err != nil {
			t.Fatal(err)
		}
		if err := w.s.Leave(t.Context(), g, w.op("21"), true); err != nil {
			t.Fatal(err)
		}
		same(t, "after erasing", before, w.derived())
		for _, entry := range w.s.client.XRange(t.Context(), ledger.GroupKey(g.Guild, g.ID)+ledger.EventsKey, "-", "+").Val() {
			if e, err := decodeEvent(entry); err != nil || e.Member == "21" {
				t.Errorf("event %+v, %v is still there", e, err)
			}
		}
		wantRefusal(t, w.s.Leave(t.Context(), g, w.op("21"), true), "member.absent")
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
			if err := w.s.Leave(t.Context(), g, w.op("21"), erase); err != nil {
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
		if err := w.s.Hide(t.Context(), g, w.op("23"), true); err != nil {
			t.Fatal(err)
		}
		for _, period := range []study.Period{study.ThisWeek, study.ThisMonth, study.AllTime} {
			b := w.board(g, "23", period, study.Checks)
			want := study.Row{User: "23", Name: "name of 23", Score: 2, Rank: 2}
			if diff := cmp.Diff(want, b.Mine); diff != "" || len(b.Rows) != 2 || !b.Hidden {
				t.Errorf("%s: board = %+v, mine (-want +got):\n%s", period, b, diff)
			}
		}
		if err := w.s.Hide(t.Context(), g, w.op("23"), false); err != nil {
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
		if err := w.s.Leave(t.Context(), g, w.op("21"), false); err != nil {
			t.Fatal(err)
		}
		back := w.check(g, "21", "gc")
		if !back.Joined || back.Total != 2 || back.Score != 2 || back.Rank != 1 {
			t.Errorf("check after leaving = %+v, want back with 2", back)
		}
	})
}

// Nothing stored names a member whose record is erased: no key, no field, no
// value, no event. What others see of the past stays as it was.
func TestErasingLeavesNoTrace(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		const gone = "777000111"
		for _, item := range section {
			w.check(g, gone, item)
		}
		w.check(g, "22", "gil")
		if _, err := w.s.Share(t.Context(), g, w.op(gone), *w.link("https://example.com/a"), "", "gil"); err != nil {
			t.Fatal(err)
		}
		d := study.Digest{Week: g.Calendar.Week(w.now).Name, State: study.DigestPosted, Due: w.now, Started: w.now, Message: "5",
			Published: study.Published{Checks: 5, Scores: map[string]int{gone: 4, "22": 1}}, Ranks: map[string]int{gone: 1, "22": 2}}
		if err := w.s.SaveDigest(t.Context(), g, &d, w.op("0")); err != nil {
			t.Fatal(err)
		}
		if err := w.s.Leave(t.Context(), g, w.op(gone), true); err != nil {
			t.Fatal(err)
		}
		got, err := w.s.Digest(t.Context(), g, d.Week)
		if err != nil || got.Checks != 5 || got.Message != "5" || len(got.Ranks) != 1 || got.Ranks["22"] != 2 || len(got.Scores) != 1 {
			t.Errorf("the digest = %+v, %v; want it without the place", got, err)
		}
		clean(t, w.s, w.now)
		w.now = w.now.AddDate(0, 0, 2)
		if err := w.s.Trim(t.Context(), g, w.now); err != nil { // the day's results of operations go
			t.Fatal(err)
		}
		var backup bytes.Buffer
		if w.s.durable() {
			if err := w.s.embedded.log.CompactNow(w.now.AddDate(-1, 0, 0)); err != nil {
				t.Fatal(err)
			}
			_, err = BackupDir(w.s.embedded.log.Dir(), &backup, func(int) {})
		} else {
			_, err = w.s.Backup(t.Context(), &backup, func(int) {})
		}
		if err != nil || strings.Contains(backup.String(), gone) {
			t.Errorf("the events still name the member, %v:\n%s", err, backup.String())
		}
		if dump := fmt.Sprint(w.derived()); strings.Contains(dump, gone) {
			t.Errorf("what is stored still names the member:\n%s", dump)
		}
	})
}
