package store

import (
	"errors"
	"fmt"
	"testing"

	"dojang/study"
)

// A member with many posts is erased piece by piece. Wherever it stops, the member is on no board and
// what is stored is what the events lead to; erasing again, by the same operation or another, leaves
// nothing of the member.
func TestErasingManyPostsCanBeInterrupted(t *testing.T) {
	const scripts = 6 // too many posts, the member leaves, three pieces, the rest
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		if err := w.s.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		g := w.group("g")
		w.share(g, "22", "https://example.com/other", "", "gil")
		before := w.derived()
		w.s.limits.erased = 2
		first := 0
		if w.s.durable() {
			first = scripts // its log closes when a script cannot run
		}
		for n := first; n <= scripts; n++ {
			for _, again := range []bool{true, false} {
				w.fill(g, "21", 5)
				stopped, op := open(), w.op("21")
				stopped.limits.erased = 2
				stopped.client.AddHook(&failing{left: n, scripts: true})
				if err := stopped.Leave(t.Context(), g, op, true); n < scripts && !errors.Is(err, errGone) || n >= scripts && err != nil {
					t.Fatalf("stopped after %d scripts: %v", n, err)
				}
				if b := w.board(g, "22", study.AllTime, study.Posts); n > 1 && b.Size != 1 {
					t.Errorf("stopped after %d scripts: the member is still on a board: %+v", n, b)
				}
				clean(t, w.s, w.now)
				if !again {
					op = w.op("21")
				}
				if err := w.s.Leave(t.Context(), g, op, true); err != nil && n < scripts {
					t.Fatalf("again after %d scripts: %v", n, err)
				}
				same(t, fmt.Sprintf("after %d scripts and again", n), before, w.derived())
				clean(t, w.s, w.now)
			}
		}
	})
}

// fill makes a user a member who has shared so many posts and checked something.
func (w *world) fill(g *study.Group, user string, posts int) {
	w.t.Helper()
	w.check(g, user, "gil")
	if _, err := w.s.Apply(w.t.Context(), g, w.op(user), links(w, 1, posts)); err != nil {
		w.t.Fatal(err)
	}
}

// Erasing many posts counts as one operation.
func TestErasingManyPostsIsOneOperation(t *testing.T) {
	w := newWorld(t, openEmbedded(t))
	g := w.group("g")
	w.fill(g, "21", 9)
	w.s.limits.erased = 2
	w.s.LimitOperations(1)
	if err := w.s.Leave(t.Context(), g, w.op("21"), true); err != nil {
		t.Fatal(err)
	}
	clean(t, w.s, w.now)
}
