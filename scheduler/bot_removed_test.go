package scheduler_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"dojang/scheduler"
	"dojang/store"
	"dojang/study"
)

// groups returns the guild's groups as stored.
func (w *world) groups() []*study.Group {
	w.t.Helper()
	guild, err := w.store.Current(w.t.Context(), w.group.Guild)
	if err != nil {
		w.t.Fatal(err)
	}
	return guild.Groups
}

// gone reports whether the bot is recorded as removed.
func (w *world) gone() bool {
	w.t.Helper()
	groups := w.groups()
	if len(groups) == 0 {
		w.t.Fatal("the group is gone itself")
	}
	return !groups[0].RemovedAt.IsZero()
}

// removed returns a world whose bot was removed from the server.
func removed(t *testing.T) *world {
	w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
	w.check("21", "gil")
	w.channel.refuse = &scheduler.Problem{Code: "permission", Err: errors.New("missing access")}
	w.channel.botRemoved = true
	return w
}

// The bot notices that it was removed from a server when it cannot post a digest there.
// It posts nothing until it is back, which it checks twice a day. Then it goes on.
func TestARemovedBotWaitsUntilItIsBack(t *testing.T) {
	w := removed(t)
	w.mustRun("2026-11-23 09:00")
	if !w.gone() {
		t.Fatal("it was not noticed")
	}
	posts, looks := w.channel.posts, w.channel.looks
	for _, at := range []string{"2026-11-23 10:00", "2026-11-23 20:59"} {
		w.mustRun(at)
	}
	if w.channel.looks != looks {
		t.Errorf("asked %d times within twelve hours", w.channel.looks-looks)
	}
	for _, at := range []string{"2026-11-23 21:00", "2026-11-24 09:00"} {
		w.mustRun(at)
	}
	if w.channel.looks != looks+2 || w.channel.posts != posts || !w.gone() {
		t.Errorf("asked %d times in a day, posted %d times, gone %t", w.channel.looks-looks, w.channel.posts-posts, w.gone())
	}
	w.channel.refuse, w.channel.botRemoved = nil, false
	w.mustRun("2026-11-24 21:00")
	if w.gone() || len(w.channel.messages) != 1 {
		t.Errorf("back: gone %t, %d digests", w.gone(), len(w.channel.messages))
	}
	w.mustRun("2026-11-30 09:00")
	if len(w.channel.messages) != 2 {
		t.Errorf("%d digests a week later", len(w.channel.messages))
	}
}

// outdated is a store that returns an old version of the guild once.
type outdated struct {
	*store.Store
	before *study.Guild
}

func (o *outdated) Current(ctx context.Context, guild string) (*study.Guild, error) {
	if before := o.before; before != nil {
		o.before = nil
		return before, nil
	}
	return o.Store.Current(ctx, guild)
}

// A bot that has read that it was removed, while another bot has stored that it is
// back, does not drop the group.
func TestTwoBotsFindTheServerBack(t *testing.T) {
	w := removed(t)
	w.mustRun("2026-11-23 09:00")
	before, err := w.store.Current(t.Context(), w.group.Guild)
	if err != nil || !before.IsBotRemoved() {
		t.Fatalf("%+v, %v; want it gone", before, err)
	}
	w.channel.refuse, w.channel.botRemoved = nil, false
	if err := w.scheduler(w.store).BotAdded(t.Context(), w.group.Guild); err != nil {
		t.Fatal(err)
	}
	if err := w.scheduler(&outdated{w.store, before}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.mustRun("2026-11-30 09:00")
	if len(w.channel.messages) != 2 {
		t.Errorf("%d digests, want that of the day and the next week's", len(w.channel.messages))
	}
}

// A member who uses the bot proves that it is there.
func TestWhoUsesTheBotHasItBack(t *testing.T) {
	w := removed(t)
	s := w.scheduler(w.store)
	if err := s.BotRemoved(t.Context(), w.group.Guild); err != nil || !w.gone() {
		t.Fatalf("%v, gone %t", err, w.gone())
	}
	since := w.groups()[0].RemovedAt
	w.now = w.now.Add(time.Hour)
	if err := s.BotRemoved(t.Context(), w.group.Guild); err != nil || !w.groups()[0].RemovedAt.Equal(since) {
		t.Errorf("told again: %v, gone since %v, want %v", err, w.groups()[0].RemovedAt, since)
	}
	if err := s.BotAdded(t.Context(), w.group.Guild); err != nil || w.gone() {
		t.Errorf("%v, gone %t", err, w.gone())
	}
	w.channel.refuse, w.channel.botRemoved = nil, false
	w.mustRun("2026-11-23 09:00")
	if len(w.channel.messages) != 1 {
		t.Errorf("%d digests", len(w.channel.messages))
	}
}

// Data of a server is kept for thirty days, whether its groups post digests or not, and
// is then deleted.
func TestARemovedBotForgetsTheServerAfterThirtyDays(t *testing.T) {
	for _, state := range []study.State{study.Active, study.Paused} {
		w := removed(t)
		w.save(func(g *study.Group) { g.State = state })
		w.now = w.now.Add(time.Hour) // 13:00
		if err := w.scheduler(w.store).BotRemoved(t.Context(), w.group.Guild); err != nil {
			t.Fatal(err)
		}
		w.mustRun("2026-12-18 12:59")
		if !w.gone() {
			t.Errorf("%s: it is not gone any more", state)
		}
		w.channel.dark = errors.New("away")
		w.mustRun("2026-12-18 13:00")
		if !w.gone() {
			t.Errorf("%s: deleted without an answer", state)
		}
		w.channel.dark = nil
		w.mustRun("2026-12-19 01:00")
		if n := len(w.groups()); n != 0 {
			t.Errorf("%s: %d groups are left", state, n)
		}
		if _, due, err := w.store.NextDue(t.Context()); due || err != nil {
			t.Errorf("%s: something is still due, %v", state, err)
		}
	}
}

// Only a certain answer means that the bot was removed.
func TestAnOutageIsNoRemoval(t *testing.T) {
	for name, change := range map[string]func(*world){
		"Discord does not say":     func(w *world) { w.channel.dark = errors.New("503") },
		"the bot is in the server": func(w *world) { w.channel.botRemoved = false },
		"nothing is heard": func(w *world) {
			w.channel.refuse = &scheduler.Problem{Code: "unreachable", Err: errors.New("503")}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := removed(t)
			change(w)
			w.mustRun("2026-11-23 09:00")
			if w.gone() {
				t.Error("taken for removed")
			}
			w.channel.refuse, w.channel.dark = nil, nil
			w.mustRun("2026-11-23 12:00")
			if len(w.channel.messages) != 1 {
				t.Errorf("%d digests", len(w.channel.messages))
			}
		})
	}
}
