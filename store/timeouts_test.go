package store

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/roadmap"
	"dojang/study"
)

// An outage is noticed within the time of a member's command; an import of a whole
// roadmap, and replacing that of a large group, may take longer.
func TestLargeScriptsMayTakeLonger(t *testing.T) {
	s := &Store{}
	command, whole := s.limit(235), s.limit(35+16*roadmap.MaxItems)
	if command != timeout || whole < 4*timeout || whole > embeddedTimeout {
		t.Errorf("a command has %v and an import %v, want %v and some seconds", command, whole, timeout)
	}
}

// A machine that stalls for some seconds makes the embedded store slow, and no
// call fails for that.
func TestTheEmbeddedStoreOutlastsAStall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, openURL(t, ""))
		w.s.AddHook(&hook{each: func(redis.Cmder) { time.Sleep(timeout + time.Second) }})
		g := w.group("g")
		w.check(g, "21", "gil")
		w.board(g, "21", study.ThisWeek, study.Checks)
		op, ctx := w.op("22"), t.Context()
		if err := w.s.Hide(ctx, g, w.op("21"), true); err != nil {
			t.Error("hide:", err)
		}
		for name, call := range map[string]func() error{
			"ping":       func() error { return w.s.Ping(ctx) },
			"activity":   func() error { _, _, err := w.s.Activity(ctx, w.load(), "21"); return err },
			"deliveries": func() error { _, err := w.s.Deliveries(ctx, w.load(), w.load().Groups, w.now); return err },
			"board":      func() error { _, _, err := w.s.DigestBoard(ctx, g, op, g.Calendar.Ended(w.now).Name); return err },
			"doers":      func() error { _, err := w.s.Completions(ctx, g, op, "gil", 10); return err },
			"due":        func() error { _, err := w.s.ClaimDue(ctx, w.now, "t", time.Minute, 1, study.Spread{}); return err },
			"everyone":   func() error { _, err := w.s.recordedUsers(ctx, g); return err },
			"members":    func() error { _, _, err := w.s.Members(ctx, g, op); return err },
			"overview":   func() error { _, err := w.s.Overview(ctx, g, op); return err },
			"touched":    func() error { _, _, err := w.s.Touched(ctx, g, op, []string{"gil"}); return err },
			"versions":   func() error { _, err := w.s.Versions(ctx, g, true); return err },
		} {
			if err := call(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
