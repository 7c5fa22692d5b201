package store

import (
	"errors"
	"fmt"
	"testing"

	"dojang/refusal"
	"dojang/study"
)

// waits checks that the error says to wait for at most a minute.
func waits(t *testing.T, what string, err error) {
	t.Helper()
	var r *refusal.Refusal
	if !errors.As(err, &r) || r.Code != "op.wait" || len(r.Args) != 2 || r.Args[1].(int) < 1 || r.Args[1].(int) > 60 {
		t.Errorf("%s: %v (%+v); want to be told to wait", what, err, r)
	}
}

// anHourPasses makes the counts look an hour old.
func (w *world) anHourPasses() {
	w.t.Helper()
	fields, err := w.s.client.HGetAll(w.t.Context(), opsKey(w.guild)).Result()
	if err != nil {
		w.t.Fatal(err)
	}
	for field, value := range fields {
		var since, number int64
		if n, _ := fmt.Sscanf(value, "%d %d", &since, &number); len(field) < len(ratePrefix) || field[:len(ratePrefix)] != ratePrefix || n != 2 {
			continue
		}
		if err := w.s.client.HSet(w.t.Context(), opsKey(w.guild), field, fmt.Sprint(since-3_600_000, " ", number)).Err(); err != nil {
			w.t.Fatal(err)
		}
	}
}

// A member who does too much has to wait, and nobody else has.
func TestAMemberWhoFloodsHasToWait(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		w.s.LimitOperations(4)
		ctx := t.Context()
		w.check(g, "21", "gil")
		last := w.op("21")
		first, err := w.s.Check(ctx, g, last, "gc", w.now, nil, "")
		if err != nil {
			t.Fatal(err)
		}
		w.uncheck(g, "21", "gil")
		w.check(g, "21", "gil")
		before := w.derived()
		for what, act := range map[string]func() error{
			"check":   func() error { _, err := w.s.Check(ctx, g, w.op("21"), "mypy", w.now, nil, ""); return err },
			"uncheck": func() error { _, err := w.s.Uncheck(ctx, g, w.op("21"), "gc"); return err },
			"undo":    func() error { _, err := w.s.UndoAll(ctx, g, w.op("21"), last.ID); return err },
			"share": func() error {
				_, err := w.s.Share(ctx, g, w.op("21"), *w.link("https://example.com/1"), "")
				return err
			},
			"import": func() error { _, err := w.s.Apply(ctx, g, w.op("21"), links(w, 1, 2)); return err },
			"hide":   func() error { return w.s.Hide(ctx, g, w.op("21"), true) },
			"leave":  func() error { return w.s.Leave(ctx, g, w.op("21"), false) },
			"correction of another member's record": func() error {
				op := w.op("22")
				op.Actor = "21"
				_, err := w.s.Check(ctx, g, op, "mypy", w.now, nil, "")
				return err
			},
		} {
			waits(t, what, act())
		}
		same(t, "after what was too much", before, w.derived())
		if again, err := w.s.Check(ctx, g, last, "gc", w.now, nil, ""); err != nil || again.Total != first.Total {
			t.Errorf("a repeated operation: %+v, %v; want the result that it had", again, err)
		}
		if got := w.check(g, "22", "gil"); got.Total != 1 {
			t.Errorf("another member's check: %+v", got)
		}
		w.anHourPasses()
		w.check(g, "21", "mypy")
		clean(t, w.s, w.now)
	})
}

// An operation on many items counts as many, but one that is too large for a minute is not
// refused for ever.
func TestAnOperationOnManyItemsCountsAsMany(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		w.s.LimitOperations(3)
		op := w.op("21")
		for _, test := range []struct {
			posts int
			waits bool
		}{{50, false}, {101, true}, {51, false}, {1, true}} {
			_, err := w.s.Apply(t.Context(), g, op, links(w, 1, test.posts))
			if test.waits {
				waits(t, fmt.Sprint(test.posts, " posts"), err)
			} else if err != nil {
				t.Errorf("%d posts: %v", test.posts, err)
			}
			op = w.op("21")
		}
		w.anHourPasses()
		if _, err := w.s.Apply(t.Context(), g, op, links(w, 1000, 1160)); err != nil {
			t.Errorf("161 posts as the first of a minute: %v", err)
		}
		waits(t, "undo of an import", func() error { _, err := w.s.UndoAll(t.Context(), g, w.op("21"), op.ID); return err }())
	})
}

// Counts do not stay for ever.
func TestTrimDeletesOldCounts(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		w.s.LimitOperations(study.OperationsPerMinute)
		w.check(g, "21", "gil")
		count := func() bool { return w.s.client.HExists(t.Context(), opsKey(w.guild), ratePrefix+"21").Val() }
		if !count() {
			t.Fatal("the check was not counted")
		}
		if err := w.s.Trim(t.Context(), g, w.now.AddDate(100, 0, 0)); err != nil || count() {
			t.Errorf("trim: %v, the count is still there: %t", err, count())
		}
	})
}
