package scheduler_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"dojang/refusal"
	"dojang/scheduler"
	"dojang/study"
)

// away is what the poster reports while Discord does not answer.
func away(ambiguous bool) *scheduler.Problem {
	return &scheduler.Problem{Code: "unreachable", Ambiguous: ambiguous, Err: errors.New("500")}
}

// resumed is a group that was resumed on Tuesday, so its schedule has nothing due before
// next Monday.
func resumed(t *testing.T) *world {
	w := newWorld(t, "Asia/Seoul", "2026-11-10 12:00")
	w.now = w.now.AddDate(0, 0, 7)
	w.save(func(g *study.Group) { g.Since = w.now })
	w.mustRun("2026-11-17 12:01")
	w.wantMessages(0)
	return w
}

// A manager who sends a digest while Discord does not answer was told that it would be
// tried again, and it was not. Whatever became of the attempt, the digest is posted once.
func TestADigestThatWasSentInVainIsTriedAgain(t *testing.T) {
	for _, test := range []struct {
		name   string
		first  func(*world) // makes the first attempt fail
		mended func(*world)
		tries  []string // when passes look for it; the last one posts
	}{
		{"not posted", func(w *world) { w.channel.refuse = away(false) }, func(w *world) { w.channel.refuse = nil }, []string{"2026-11-17 12:02"}},
		{"perhaps posted, and not", func(w *world) { w.channel.refuse = away(true) }, func(w *world) { w.channel.refuse = nil }, []string{"2026-11-17 12:02"}},
		{"perhaps posted, and so it was", func(w *world) {
			w.channel.after = func(attempt int) error {
				if attempt == 1 {
					return away(true)
				}
				return nil
			}
		}, func(*world) {}, []string{"2026-11-17 12:02"}},
		{"away for longer", func(w *world) { w.channel.refuse = away(true) }, func(*world) {},
			[]string{"2026-11-17 12:02", "2026-11-17 12:04", "2026-11-17 12:08"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := resumed(t)
			test.first(w)
			_, _, err := w.scheduler(w.store).Send(t.Context(), w.group, w.operation("1"))
			if refused, ok := errors.AsType[*refusal.Refusal](err); !ok || refused.Code != "digest.later" {
				t.Fatalf("sent: %v, want to be told that it is tried again", err)
			}
			test.mended(w)
			for i, at := range test.tries {
				if i == len(test.tries)-1 {
					w.channel.refuse = nil
				}
				w.mustRun(at)
			}
			if d := w.state("2026-11-09"); d.State != study.DigestPosted || d.Message != "1" {
				t.Errorf("stored: %+v", d)
			}
			w.mustRun("2026-11-17 14:00")
			w.mustRun("2026-11-23 08:59")
			w.wantMessages(1)
			w.mustRun("2026-11-23 09:00")
			w.wantMessages(2)
		})
	}
}

// A bot that dies while it sends leaves the digest to others, when its lease has ended.
func TestABotThatDiesWhileItSends(t *testing.T) {
	for name, stored := range map[string]study.DigestState{"before it posts": study.DigestPosting, "after it has posted": study.DigestPosted} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := resumed(t)
				w.channel.before = func(context.Context, int) {
					if stored == study.DigestPosting {
						panic(errCrash)
					}
				}
				dying := failing{w.store, func(d *study.Digest) error {
					if d.State == study.DigestPosted {
						return errCrash
					}
					return nil
				}}
				func() {
					defer func() { _ = recover() }()
					if _, _, err := w.scheduler(dying).Send(t.Context(), w.group, w.operation("1")); !errors.Is(err, errCrash) {
						t.Errorf("sent: %v, want the crash", err)
					}
				}()
				w.channel.before = nil
				if d := w.state("2026-11-09"); d.State != study.DigestPosting {
					t.Fatalf("stored: %+v", d)
				}
				w.mustRun("2026-11-17 12:02")
				if d := w.state("2026-11-09"); d.State != study.DigestPosting {
					t.Errorf("somebody goes on while the lease holds: %+v", d)
				}
				time.Sleep(5 * time.Minute) // the lease ends
				w.mustRun("2026-11-17 12:07")
				w.wantMessages(1)
				if d := w.state("2026-11-09"); d.State != study.DigestPosted {
					t.Errorf("stored: %+v", d)
				}
				_ = w.store.Close()
			})
		})
	}
}

// What is due by its schedule is not put off by a digest that is sent, and the other way
// round: last week's digest fails when the next week has ended, and a manager sends that
// one's, in vain, too.
func TestTwoDigestsOfAGroupAtATime(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-10 12:00")
	w.save(func(g *study.Group) { g.Digest = study.Schedule{Day: time.Sunday, Hour: 23, Minute: 50} })
	w.channel.refuse = away(true)
	w.mustRun("2026-11-22 23:50") // reports the week from the 9th
	w.now = w.now.Add(11 * time.Minute)
	if _, _, err := w.scheduler(w.store).Send(t.Context(), w.group, w.operation("1")); err == nil {
		t.Fatal("it is sent")
	}
	w.channel.refuse = nil
	w.mustRun("2026-11-23 00:30")
	w.wantMessages(2)
	for _, week := range []string{"2026-11-09", "2026-11-16"} {
		if d := w.state(week); d.State != study.DigestPosted {
			t.Errorf("week of %s: %+v", week, d)
		}
	}
	w.mustRun("2026-11-23 03:00")
	w.mustRun("2026-11-29 23:50")
	w.wantMessages(2)
}

// A problem that a person has to mend is said to be one, and tried again as rarely as
// that of any other digest.
func TestADigestThatMayNotBeSent(t *testing.T) {
	w := resumed(t)
	w.channel.refuse = &scheduler.Problem{Code: "permission", Err: errors.New("50013")}
	_, _, err := w.scheduler(w.store).Send(t.Context(), w.group, w.operation("1"))
	if refused, ok := errors.AsType[*refusal.Refusal](err); !ok || refused.Code != "digest.problem" {
		t.Fatalf("sent: %v", err)
	}
	w.channel.refuse = nil
	w.mustRun("2026-11-17 12:30")
	w.wantMessages(0)
	w.mustRun("2026-11-17 13:02")
	w.wantMessages(1)
}
