package main

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"
)

// trips counts round trips to Redis: commands, and pipelines.
type trips struct{ n atomic.Int64 }

func (h *trips) DialHook(next redis.DialHook) redis.DialHook { return next }

func (h *trips) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		h.n.Add(1)
		return next(ctx, cmd)
	}
}

func (h *trips) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		h.n.Add(1)
		return next(ctx, cmds)
	}
}

func TestRoundTripsToRedis(t *testing.T) {
	box := open(t, "2026-11-23T10:00")
	// Scripts are loaded when a bot starts; what the sandbox has not used yet
	// must not count as a second trip.
	if err := box.bot.store.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	box.play(t, "Alex: /group list") // pipelines have connections of their own, with a handshake
	counter := &trips{}
	box.bot.store.AddHook(counter)
	for _, test := range []struct {
		line string
		most int64
	}{
		{"민수: /check item:GIL", 1},
		{"민수: /check item:GIL", 2}, // done already; a manager's private reply asks how the digests fare, too
		{"Alex: /check item:mypy", 1},
		{"Alex: /check item:mypy", 1},
		{"Alex: /uncheck item:mypy", 1},
		{"Alex: /check item:nothing-like-it", 1},
		{"민수: /check item:gc link:https://example.com/gc", 1},
		{"Alex: /check item:GIL date:2026-11-20", 1},
		{"민수: /uncheck item:gc", 2},
		{"민수: /check item:nothing-like-it", 2},
		{"민수: press 되돌리기", 2},
		{"Alex: press \"Add link\"", 1},
		{"Alex: submit link:https://example.com/mine", 2},
		{"Alex: /share link:https://example.com/b item:mypy", 2},
		{"Alex: press \"Tick it off too\"", 2},
		{"Alex: /progress", 2},
		{"Alex: /progress member:민수", 2},
		{"Alex: /leaderboard", 2},
		{"Mina: press \"My place\"", 2},
		{"Mina: choose \"All time\"", 2},
		{"Alex: /leaderboard period:last", 2},
		{"Alex: /next", 2},
		{"Alex: press Done", 2},
		{"Alex: /posts", 2},
		{"Alex: /posts item:GIL member:Alex", 2},
		{"Alex: /posts", 1},
		{"Alex: choose mine", 1},
		{"Alex: press Edit", 1},
		{"Alex: submit title:Mine", 1},
		{"Alex: /share link:https://example.com/several item:\"mypy; pytest\"", 1},
		{"Alex: press \"Tick it off too\"", 2},
		{"Alex: /check item:\"memory; gc\"", 1},
		{"Alex: press Undo", 2},
		{"Alex: /check", 1},
		{"Alex: choose \"🧠 Python core competency\"", 1},
		{"Alex: choose \"Advanced Python\"", 1},
		{"Alex: choose \"Using weakref and contextvars\"", 2},
		{"Alex: /roadmap show", 1},
		{"Alex: choose \"🧠 Python core competency\"", 1},
		{"Alex: choose \"Advanced Python\"", 2},
		{"Alex: choose \"How garbage collection works\"", 2},
		{"Alex: press Done", 2},
		{"Alex: /library", 2},
		{"민수: /library area:언어", 2},
		{"Alex: type /library area:lang", 1},
		{"Alex: /roadmap export", 2},
		{"민수: /roadmap export language:en", 2},
		{"Alex: /help", 2},
		{"Jun: /group join", 2},
		{"Jun: /group list", 2},
		{"Jun: /group leave", 2},
		{"Jun: press \"Leave, keep my record\"", 2},
		{"민수: /group settings", 2},
		{"민수: /group settings time:10:00", 3},
		{"민수: /group members", 2},
		{"민수: /group pause", 2},
		{"민수: /group resume", 2},
		{"민수: /group archive", 2},
		{"민수: /group resume", 2},
		{"민수: /group create name:two", 2},
		{"민수: /digest preview", 3},
		{"민수: /status group:two", 2},
		{"민수: /setup", 2},
		{"민수: choose two", 1},
		{"민수: press \"다음 ▶\"", 1},
		{"Alex: type /check item:", 1},
		{"Alex: type /check item:ㄱㅂㅈ", 1},
		{"Alex: type /uncheck item:", 1},
		{"Alex: type /check item:GIL date:", 1},
		{"Alex: type /group join group:", 1},
		{"민수: type /group settings timezone:seoul", 1},
		{"민수: type /group create name:x roadmap:", 1},
	} {
		before := counter.n.Load()
		out := box.play(t, test.line)
		if got := counter.n.Load() - before; got > test.most {
			t.Errorf("%s: %d round trips, allowed are %d:\n%s", test.line, got, test.most, out)
		}
	}
}

// A bot that knows nothing yet of a guild answers a completion in one round
// trip, and a command in two.
func TestRoundTripsOfABotThatHasJustStarted(t *testing.T) {
	box := open(t, "2026-11-23T10:00")
	if err := box.bot.store.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	counter := &trips{}
	box.bot.store.AddHook(counter)
	for _, test := range []struct {
		line string
		most int64
	}{
		{"Mina: type /check item:gil", 1},
		{"Mina: /check item:gil", 2},
	} {
		box.bot.store.Forget(box.guild)
		before := counter.n.Load()
		out := box.play(t, test.line)
		if got := counter.n.Load() - before; got > test.most || !strings.Contains(out, "GIL") {
			t.Errorf("%s: %d round trips, allowed are %d:\n%s", test.line, got, test.most, out)
		}
	}
}
