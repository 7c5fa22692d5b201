package store

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dojang/refusal"
	"dojang/study"
)

// section has the items of the template's first section.
var section = []string{"memory", "gil", "gc", "weakref-contextvars"}

func TestCheckAnswersWithWhatTheReplyNeeds(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		first := w.check(g, "21", section[0])
		want := study.CheckResult{Check: first.Check, Total: 1, Joined: true, Score: 1, Rank: 1, Post: study.ShareResult{Outcome: study.NotShared}}
		if diff := cmp.Diff(want, first); diff != "" {
			t.Errorf("the first check (-want +got):\n%s", diff)
		}
		for _, item := range section[1:] {
			w.check(g, "21", item)
		}
		second := w.check(g, "22", section[0])
		if second.Others != 1 || second.Rank != 2 || second.Total != 1 {
			t.Errorf("the second member's check = %+v, want 1 other, place 2, total 1", second)
		}
		again := w.check(g, "22", section[0])
		if !again.AlreadyDone || !again.Check.At.Equal(w.now) {
			t.Errorf("the same item again = %+v, want the check of then", again)
		}
	})
}

func TestASectionsLastItemEarnsItsStamp(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		for i, item := range section {
			if got, want := w.check(g, "21", item).Stamped, i == len(section)-1; got != want {
				t.Errorf("item %d: stamped = %t, want %t", i, got, want)
			}
		}
		if b := w.board(g, "21", study.ThisWeek, study.Stamps); b.Total != 1 || len(b.Rows) != 1 {
			t.Errorf("stamps this week = %+v, want one", b)
		}
		w.uncheck(g, "21", section[1])
		if b := w.board(g, "21", study.AllTime, study.Stamps); b.Total != 0 || len(b.Rows) != 0 {
			t.Errorf("stamps after unchecking = %+v, want none", b)
		}
	})
}

// A stamp has the time of the section's latest check, which need not be the
// one that was entered last.
func TestAStampOfABackDatedCheckHasTheLatestTime(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		for _, item := range section[1:] {
			w.check(g, "21", item)
		}
		last, err := w.s.Check(t.Context(), g, w.op("21"), section[0], w.now.AddDate(0, 0, -5), nil, "")
		if err != nil || !last.Stamped {
			t.Fatalf("check = %+v, %v; want the stamp", last, err)
		}
		o, err := w.s.Overview(t.Context(), g, w.op("21"))
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]study.Stamp{"python": {Section: "python", At: w.now}}
		if diff := cmp.Diff(want, o.Record.Stamps, cmpopts.EquateApproxTime(time.Millisecond)); diff != "" {
			t.Errorf("stamps (-want +got):\n%s", diff)
		}
		if b := w.board(g, "21", study.LastWeek, study.Stamps); len(b.Rows) != 0 {
			t.Errorf("the stamp stands on last week's board: %+v", b)
		}
	})
}

func TestTakingBackLeavesNoTrace(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		w.check(g, "22", section[0])
		for _, item := range section[:3] {
			w.check(g, "21", item)
		}
		before := w.derived()

		w.check(g, "21", section[3]) // earns the stamp
		after := w.derived()
		w.uncheck(g, "21", section[3])
		same(t, "after unchecking", before, w.derived())
		w.check(g, "21", section[3])
		same(t, "checked once more", after, w.derived())
	})
}

func TestUndoReversesTheWholeOperation(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		w.check(g, "22", "gil")
		before := w.derived()

		op := w.op("21") // not a member yet: the check enrols
		checked, err := w.s.Check(t.Context(), g, op, "gil", w.now, w.link("https://example.com/gil"), "")
		if err != nil {
			t.Fatal(err)
		}
		undone, err := w.s.Undo(t.Context(), g, w.op("21"), op.ID, "gil", checked.Post.Post.ID)
		if err != nil {
			t.Fatal(err)
		}
		if undone.Checks != 1 || undone.Posts != 1 || undone.Title != "gil" {
			t.Errorf("undone = %+v, want the check and the post", undone)
		}
		same(t, "after Undo", before, w.derived())

		_, err = w.s.Undo(t.Context(), g, w.op("21"), op.ID, "gil", checked.Post.Post.ID)
		wantRefusal(t, err, "undo.gone")
	})
}

// A check with a post is taken back, and then the operation is undone, which
// takes the post: nothing is left of it on which an earlier arrival could rest.
func TestUndoingAllSinceAnArrivalUndoesTheArrival(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		w.check(g, "22", "gil")
		before := w.derived()

		came, wrote := w.op("21"), w.op("21")
		if _, err := w.s.Check(t.Context(), g, came, "gil", w.now, nil, ""); err != nil {
			t.Fatal(err)
		}
		checked, err := w.s.Check(t.Context(), g, wrote, "gc", w.now, w.link("https://example.com/gc"), "")
		if err != nil {
			t.Fatal(err)
		}
		w.uncheck(g, "21", "gc")
		if _, err := w.s.Undo(t.Context(), g, w.op("21"), wrote.ID, "gc", checked.Post.Post.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := w.s.Undo(t.Context(), g, w.op("21"), came.ID, "gil", ""); err != nil {
			t.Fatal(err)
		}
		same(t, "after undoing both", before, w.derived())
	})
}

func TestUndoOfAnUpdateRestoresThePost(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		link := w.link("https://example.com/gil")
		if _, err := w.s.Share(t.Context(), g, w.op("21"), *link, "First title", "gil"); err != nil {
			t.Fatal(err)
		}
		before := w.posts(g)
		op := w.op("21")
		checked, err := w.s.Check(t.Context(), g, op, "gc", w.now, link, "Second title")
		if err != nil || checked.Post.Outcome != study.SharedUpdated {
			t.Fatalf("check = %+v, %v; want the post updated", checked, err)
		}
		if got := w.posts(g); len(got) != 1 || got[0].Title != "Second title" || len(got[0].Items) != 2 {
			t.Errorf("posts = %+v, want one with the second title on two items", got)
		}
		if _, err := w.s.Undo(t.Context(), g, w.op("21"), op.ID, "gc", checked.Post.Post.ID); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, w.posts(g)); diff != "" {
			t.Errorf("posts after Undo (-want +got):\n%s", diff)
		}
	})
}

func TestTheSameOperationHappensOnce(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		op := w.op("21")
		link := w.link("https://example.com/gil")
		first, err := w.s.Check(t.Context(), g, op, "gil", w.now, link, "")
		if err != nil {
			t.Fatal(err)
		}
		before := w.derived()
		second, err := w.s.Check(t.Context(), g, op, "gil", w.now, link, "")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, second); diff != "" {
			t.Errorf("the second answer differs (-first +second):\n%s", diff)
		}
		same(t, "after the second time", before, w.derived())
	})
}

func TestUncheckingWhatIsNotDoneIsRefused(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		w.check(g, "21", "gc")
		before := w.derived()
		_, err := w.s.Uncheck(t.Context(), g, w.op("21"), "gil")
		wantRefusal(t, err, "item.undone")
		_, err = w.s.Uncheck(t.Context(), g, w.op("99"), "gil")
		wantRefusal(t, err, "item.undone")
		_, err = w.s.Check(t.Context(), g, w.op("21"), "no-such-item", w.now, nil, "")
		wantRefusal(t, err, "item.unknown")
		same(t, "after refusals", before, w.derived())
	})
}

// wantRefusal fails the test unless err is the refusal.
func wantRefusal(t *testing.T, err error, code string) {
	t.Helper()
	r, ok := errors.AsType[*refusal.Refusal](err)
	if !ok || r.Code != code {
		t.Errorf("error = %v, want the refusal %s", err, code)
	}
}

// posts returns all posts of the group.
func (w *world) posts(g *study.Group) []study.Post {
	w.t.Helper()
	page, err := w.s.Posts(w.t.Context(), g, w.op("1"), study.PostQuery{}, 0, 100)
	if err != nil {
		w.t.Fatal(err)
	}
	if page.Total != len(page.Posts) {
		w.t.Errorf("%d posts of %d", len(page.Posts), page.Total)
	}
	return page.Posts
}
