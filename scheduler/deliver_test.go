package scheduler_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"dojang/scheduler"
	"dojang/study"
)

// A bot stalls before it posts, for longer than the lease and the nonce, while another
// bot continues, and crashes after it has posted. It cannot delete its own message, and
// the other bot does not know of it.
func TestAStalledBotThatDiesAfterItsSecondDigest(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
	w.now = w.group.NextDue(w.now)
	dead := false
	dying := failing{w.store, func(d *study.Digest) error {
		if dead {
			return errCrash
		}
		return nil
	}}
	w.channel.before = func(_ context.Context, attempt int) {
		if attempt > 1 {
			return
		}
		w.now = w.now.Add(10 * time.Minute)
		w.lapse()
		if err := w.scheduler(w.store).Run(t.Context()); err != nil {
			t.Error(err)
		}
		w.now = w.now.Add(10 * time.Minute)
		dead = true
	}
	if err := w.scheduler(dying).Run(t.Context()); !errors.Is(err, errCrash) {
		t.Fatalf("run: %v, want the crash", err)
	}
	w.wantMessages(2)
	w.mustRun("2026-11-23 10:11")
	if first, second := w.channel.messages[0], w.channel.messages[1]; first.deleted == second.deleted {
		t.Errorf("%+v, want one to remain", w.channel.messages)
	}
	if d := w.state("2026-11-16"); d.State != study.DigestPosted || d.Message != "1" {
		t.Errorf("stored: %+v", d)
	}
	w.mustRun("2026-11-30 09:00")
	w.wantMessages(3)
}

// A bot that continues another bot's digest may have a clock that is behind. By that
// clock the nonce would still be known.
func TestAClockThatIsBehindIsNoSecondDigest(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
	dying := failing{w.store, func(d *study.Digest) error {
		if d.State == study.DigestPosted {
			return errCrash
		}
		return nil
	}}
	w.now = w.group.NextDue(w.now).Add(time.Hour)
	if err := w.scheduler(dying).Run(t.Context()); !errors.Is(err, errCrash) {
		t.Fatalf("run: %v, want the crash", err)
	}
	w.now = w.now.Add(10 * time.Minute)
	behind := scheduler.New(w.store, w.channel, func() time.Time { return w.now.Add(-9 * time.Minute) }, discard)
	if _, _, err := behind.Send(t.Context(), w.group, w.operation("1")); err != nil {
		t.Fatal(err)
	}
	w.wantMessages(1)
}

// However long it stays unknown whether a digest was posted, the next one is tried at
// its time.
func TestTheNextDigestIsNotPutOff(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
	w.channel.refuse = &scheduler.Problem{Code: "permission", Ambiguous: true, Err: errors.New("50013")}
	w.mustRun("2026-11-23 09:00")
	for day := 23; day < 30; day++ {
		for _, hour := range []string{"10:30", "22:50"} {
			w.mustRun("2026-11-" + time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC).Format("02") + " " + hour)
		}
	}
	w.channel.refuse = nil
	w.mustRun("2026-11-30 09:00")
	w.wantMessages(1)
}

// Digests that came due while no bot was running do not wait for the next minute.
func TestDigestsThatAreDueAtTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
		w.now = w.group.NextDue(w.now).Add(time.Hour)
		ctx, cancel := context.WithCancel(t.Context())
		ended, err := w.scheduler(w.store).Start(ctx)
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		w.wantMessages(1)
		cancel()
		<-ended
		if err := w.store.Close(); err != nil {
			t.Fatal(err)
		}
	})
}
