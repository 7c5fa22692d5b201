package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"dojang/sandbox"
	"dojang/store/redistest"
)

// While Redis is away, members are told so in time; when it is back, the bot
// goes on without a restart.
func TestRedisAway(t *testing.T) {
	server := redistest.Start(t)
	box := openOn(t, "2026-11-23T10:00", server.URL)
	if out := box.play(t, "민수: /check item:GIL"); !strings.Contains(out, "1/168") {
		t.Fatalf("before:\n%s", out)
	}
	server.Stop()
	out := box.play(t, "민수: /check item:gc\nAlex: /leaderboard\nMina: type /check item:g\n")
	if !strings.Contains(out, "지금 저장소에 연결할 수 없습니다") || !strings.Contains(out, "The storage cannot be reached") || strings.Contains(out, "✅") {
		t.Errorf("while it is away:\n%s", out)
	}
	effects, _ := box.discord.Effects(0)
	for _, e := range effects {
		if e.Kind == sandbox.Unanswered || e.Kind == sandbox.Thinking {
			t.Errorf("not answered in time: %v", e)
		}
	}
	server.Start() // empty: the group is gone with it, and that is what the bot says
	if out := box.play(t, "민수: /check item:gc"); !strings.Contains(out, "아직 스터디가 없습니다") {
		t.Errorf("when it is back:\n%s", out)
	}
	if out := box.play(t, founding+"민수: /check item:gc"); !strings.Contains(out, "1/168") {
		t.Errorf("and then:\n%s", out)
	}
}

// A Redis that hangs is no different to members.
func TestRedisHangs(t *testing.T) {
	server := redistest.Start(t)
	box := openOn(t, "2026-11-23T10:00", server.URL)
	server.Freeze()
	out := box.play(t, "민수: /check item:gc\n")
	server.Thaw()
	if !strings.Contains(out, "지금 저장소에 연결할 수 없습니다") {
		t.Errorf("while it hangs:\n%s", out)
	}
	effects, _ := box.discord.Effects(0)
	for _, e := range effects {
		if e.Kind == sandbox.Unanswered {
			t.Errorf("not answered in time: %v", e)
		}
	}
	// What was sent may have been done after all; sent again it is not done
	// twice, and the member is told.
	if out := box.play(t, "민수: /check item:gc\n민수: /leaderboard\n"); !strings.Contains(out, "스터디 전체 **1개**") && !strings.Contains(out, "스터디 전체 1개") {
		t.Errorf("afterwards:\n%s", out)
	}
}

// Two bots on one Redis, each with a gateway connection, get every interaction
// twice between them; the commands are registered once, each interaction is
// answered once, and what it does is done once.
func TestTwoBotsOnOneRedis(t *testing.T) {
	server := redistest.Start(t)
	box := openOn(t, "2026-11-23T10:00", server.URL)
	var registered atomic.Int64
	box.discord.Disturb(func(method, _ string, _ *http.Request) *sandbox.Trouble {
		if method == http.MethodPut {
			registered.Add(1)
		}
		return nil
	})
	ctx, cancel := context.WithCancel(t.Context())
	second, err := newBot(ctx, box.bot.cfg, box.clock.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- second.gateway.Run(ctx) }()
	<-second.ready
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-ended, second.answerer.Wait(context.Background()), second.store.Close()); err != nil {
			t.Error(err)
		}
	})
	out := box.play(t, "민수: /check item:GIL\nAlex: /check item:GIL\n민수: /group settings language:en\nMina: /check item:GIL\nMina: /leaderboard\nclock +1w\n")
	for what, n := range map[string]int{"✅": 3, "3 items by the whole group": 1, "📮": 1} {
		if got := strings.Count(out, what); got != n {
			t.Errorf("%d × %s, want %d:\n%s", got, what, n, out)
		}
	}
	for _, fault := range box.discord.Faults() {
		if !strings.Contains(fault, "40060") { // the slower of the two is told that it was answered
			t.Errorf("fault: %s", fault)
		}
	}
	if n := registered.Load(); n != 0 {
		t.Errorf("the second bot registered the commands %d times more", n)
	}
}
