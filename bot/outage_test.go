package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/bot/discord"
	"dojang/commands"
	"dojang/sandbox"
	"dojang/scheduler"
	"dojang/store"
	"dojang/store/redistest"
)

// While Redis is down, members learn of it in time. When it is back, the bot goes on
// without a restart.
func TestRedisIsDown(t *testing.T) {
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
	if out := box.play(t, groupSetup+"민수: /check item:gc"); !strings.Contains(out, "1/168") {
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
	// A command that was sent may have been executed after all. Sent again it is not
	// executed twice, and the member is told.
	if out := box.play(t, "민수: /check item:gc\n민수: /leaderboard\n"); !strings.Contains(out, "스터디 전체 **1개**") && !strings.Contains(out, "스터디 전체 1개") {
		t.Errorf("afterwards:\n%s", out)
	}
}

// outage is a hook that, once switched on, makes every command fail as late as an
// unreachable store can.
type outage struct{ on atomic.Bool }

func (o *outage) DialHook(next redis.DialHook) redis.DialHook { return next }

func (o *outage) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if !o.on.Load() {
			return next(ctx, cmd)
		}
		time.Sleep(1500 * time.Millisecond)
		return context.DeadlineExceeded
	}
}

func (o *outage) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		if !o.on.Load() {
			return next(ctx, cmds)
		}
		time.Sleep(1500 * time.Millisecond)
		return context.DeadlineExceeded
	}
}

// Members learn of an outage within Discord's three seconds. The test runs in a bubble,
// so a busy machine does not matter.
func TestMembersLearnOfAnOutageInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)))
		d, guild, home := sandbox.World(sandbox.Options{Clock: sandbox.NewClock(time.Now()), Real: time.Now, NoMentions: true})
		s, err := store.Open("")
		if err != nil {
			t.Fatal(err)
		}
		away := &outage{}
		s.AddHook(away)
		log := slog.New(slog.DiscardHandler)
		client := discord.NewClient("https://discord.example", d.Token(), d.RoundTripper(), log, time.Now)
		digests := scheduler.New(s, discord.NewPoster(client), time.Now, log)
		router, err := commands.NewRouter(commands.Settings{Store: s, Digests: digests, Log: log, Now: time.Now, Mentions: func() map[string]string { return nil }})
		if err != nil {
			t.Fatal(err)
		}
		discord.NewCommands(client, s, router.Definitions(), log).Keep(t.Context(), d.Application())
		answerer := discord.NewAnswerer(client, router, log, time.Now)
		d.Deliver(func(event string, payload []byte) {
			if event == "INTERACTION_CREATE" {
				answerer.Take(t.Context(), payload)
			}
		})
		actor := sandbox.Actor{User: d.Members(guild)[0].ID, Channel: home}
		use := func(inputs []sandbox.Input, words ...string) string {
			t.Helper()
			var path []sandbox.Word
			for _, word := range words {
				path = append(path, sandbox.Word{Text: word})
			}
			i, err := d.Slash(actor, path, inputs)
			if err != nil {
				t.Fatal(err)
			}
			<-i.Done()
			if err := answerer.Wait(t.Context()); err != nil {
				t.Error(err)
			}
			all, _ := d.Effects(0)
			return all[len(all)-1].String()
		}
		use([]sandbox.Input{input("name", "g"), input("timezone", "Asia/Seoul")}, "group", "create")
		if got := use([]sandbox.Input{input("item", "pytest")}, "check"); !strings.Contains(got, "1/168") {
			t.Fatalf("before: %s", got)
		}
		away.on.Store(true)
		for _, command := range []string{"check", "uncheck", "progress", "leaderboard", "next", "posts"} {
			var inputs []sandbox.Input
			if strings.HasSuffix(command, "check") {
				inputs = append(inputs, input("item", "gil"))
			}
			if got := use(inputs, command); !strings.Contains(got, "지금 저장소에 연결할 수 없습니다") {
				t.Errorf("/%s: %s", command, got)
			}
		}
		all, _ := d.Effects(0)
		for _, e := range all {
			if e.Kind == sandbox.Unanswered || e.Kind == sandbox.Thinking {
				t.Errorf("not answered in time: %v", e)
			}
		}
		for _, fault := range d.Faults() {
			t.Errorf("fault: %s", fault)
		}
		away.on.Store(false)
		time.Sleep(time.Minute) // no attempt is left
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

// Two bots on one Redis, each with a gateway connection, receive every interaction
// twice between them. The commands are registered once, and each interaction is
// answered and executed once.
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
		if !strings.Contains(fault, "40060") { // Discord refuses the slower of two answers
			t.Errorf("fault: %s", fault)
		}
	}
	if n := registered.Load(); n != 0 {
		t.Errorf("the second bot registered the commands %d times more", n)
	}
}
