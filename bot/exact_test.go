package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"dojang/civil"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/sandbox"
	"dojang/sandbox/schema"
	"dojang/store"
	"dojang/store/redistest"
	"dojang/study"
	views "dojang/view" // a type here is called view
)

// a type here is called view

// aheadBy is the environment variable that says by how much the clock for due digests
// is ahead, for a bot in a process of its own.
const aheadBy = "DOJANG_TEST_AHEAD"

// mishaps are what happens to a bot at one of its requests to post a digest, and to the
// request.
var mishaps = []struct {
	name    string
	stopped bool // else killed
	lost    bool // the request does not arrive
	held    bool // it arrives when another bot has done all there was to do
}{
	{name: "killed, the request arrives"},
	{name: "killed, the request is lost", lost: true},
	{name: "killed, the request arrives at the end", held: true},
	{name: "stopped, the request arrives", stopped: true},
	{name: "stopped, the request is lost", stopped: true, lost: true},
	{name: "stopped, the request arrives at the end", stopped: true, held: true},
}

// exact is study groups in a Discord over sockets, a redis-server, and bots in
// processes of their own that post the groups' digests.
type exact struct {
	t         *testing.T
	d         *sandbox.Discord
	clock     *sandbox.Clock
	server    *redistest.Server
	store     *store.Store
	member    string
	groups    []*study.Group
	env       []string
	directory string
	log       journal
	passed    atomic.Int64 // by which the time of nonces is ahead
	under     atomic.Int64 // way: requests
	running   []*exec.Cmd

	mishap func() *sandbox.Trouble // of the request to post that counts down to 0
	left   atomic.Int64
}

func newExact(t *testing.T, start time.Time) *exact {
	t.Helper()
	x := &exact{t: t, clock: sandbox.NewClock(start), server: redistest.Start(t), directory: t.TempDir()}
	guild, home := "", ""
	x.d, guild, home = sandbox.World(sandbox.Options{Clock: x.clock, NoMentions: true,
		Real: func() time.Time { return time.Now().Add(time.Duration(x.passed.Load())) }})
	x.member = x.d.Members(guild)[0].ID
	var err error
	if x.store, err = store.Open(x.server.URL); err != nil {
		t.Fatal(err)
	}
	edition, _ := markdown.Template(markdown.Templates()[0])
	for i := range 6 {
		g := &study.Group{ID: study.GroupID(strconv.Itoa(i)), Guild: strconv.Itoa(1000 + i), Name: "g", Channel: home, Language: roadmap.English,
			Template: markdown.Templates()[0], RoadmapVersion: 1, Roadmap: edition, Calendar: study.Calendar{{Zone: time.UTC, Start: time.Monday}}, State: study.Active,
			Digest: study.Schedule{Day: time.Monday, Hour: 9}, Created: start, Since: start}
		if i > 0 {
			g.Channel = x.d.AddChannel(guild, "c")
		}
		op := study.Operation{ID: "save " + g.ID, Now: start, Actor: "1", Member: "1", Groups: study.AnyGroups}
		if _, err := x.store.SaveGroup(t.Context(), g, op); err != nil {
			t.Fatal(err)
		}
		x.groups = append(x.groups, g)
	}
	x.d.Disturb(func(method, endpoint string, _ *http.Request) *sandbox.Trouble {
		if method != http.MethodPost || endpoint != "/channels/{channel}/messages" || x.left.Add(-1) != 0 {
			return nil
		}
		return x.mishap()
	})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x.under.Add(1)
		defer x.under.Add(-1)
		x.d.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	t.Cleanup(x.d.Gateway().Drop)
	t.Cleanup(func() {
		for _, bot := range x.running {
			x.kill(bot)
		}
		if err := x.store.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("the bots' log:\n%s", &x.log)
		}
	})
	x.env = append(os.Environ(), child+"=ahead", "DOJANG_REDIS_URL="+x.server.URL, "DOJANG_DISCORD_URL="+server.URL, "DOJANG_DISCORD_TOKEN="+x.d.Token())
	return x
}

// start starts a bot for which it is now.
func (x *exact) start(now time.Time) *exec.Cmd {
	x.t.Helper()
	bot := exec.Command(os.Args[0])
	bot.Dir, bot.Stderr, bot.Env = x.directory, &x.log, append(x.env, aheadBy+"="+time.Until(now).String())
	if err := bot.Start(); err != nil {
		x.t.Fatal(err)
	}
	x.running = append(x.running, bot)
	return bot
}

// kill kills a bot, if it runs.
func (x *exact) kill(bot *exec.Cmd) {
	_ = bot.Process.Kill()
	_ = bot.Wait() // how it ended is known
}

// lapse ends all leases.
func (x *exact) lapse() {
	x.t.Helper()
	client := x.server.Client()
	defer func() { _ = client.Close() }()
	for shard := range 16 {
		if err := client.Del(context.Background(), fmt.Sprintf("dojang:{due%02d}:lease", shard)).Err(); err != nil {
			x.t.Fatal(err)
		}
	}
}

// final reports whether all digests of the week have come to their end.
func (x *exact) final(week civil.Date) bool {
	for _, g := range x.groups {
		if d, err := x.store.Digest(context.Background(), g, week); err != nil || d.State != study.DigestPosted {
			return false
		}
	}
	return true
}

// remaining counts the digests of a week that are in the group's channel.
func (x *exact) remaining(g *study.Group, week civil.Date) (n int) {
	messages, _ := x.d.History(sandbox.Actor{User: x.member, Channel: g.Channel}, "", "", 1000)
	for _, m := range messages {
		marked := false
		walk(m.Components, func(c schema.Component) {
			marked = marked || strings.HasPrefix(c.CustomID, views.NextID.With(g.ID, week.String()))
		})
		if marked {
			n++
		}
	}
	return n
}

// round posts the digests that are due. It returns how many were there twice
// for a while.
func (x *exact) round(n int, due time.Time) (twice int) {
	x.t.Helper()
	now := due.Add(time.Minute)
	week := x.groups[0].Calendar.Ended(due).Name
	if err := x.clock.Advance(now); err != nil {
		x.t.Fatal(err)
	}
	mishap := mishaps[n%len(mishaps)]
	stopped, released := make(chan struct{}), make(chan struct{})
	signal := syscall.SIGKILL
	if mishap.stopped {
		signal = syscall.SIGSTOP
	}
	first := make(chan *exec.Cmd, 1)
	x.mishap = func() *sandbox.Trouble {
		_ = (<-first).Process.Signal(signal)
		close(stopped)
		if mishap.held {
			<-released
		}
		return &sandbox.Trouble{Cut: mishap.lost}
	}
	x.left.Store(int64(1 + rand.IntN(len(x.groups))))
	bot := x.start(now)
	first <- bot
	<-stopped
	// The stall is longer than the lease, and some are longer than the nonce.
	x.lapse()
	forget := func() {
		if rand.IntN(4) > 0 {
			x.passed.Add(int64(10 * time.Minute))
		}
	}
	forget()
	second := x.start(now)
	eventually(x.t, "another bot posts the digests", func() bool { return x.final(week) })
	forget()
	close(released)
	if mishap.stopped {
		_ = bot.Process.Signal(syscall.SIGCONT)
		<-time.After(rand.N(20 * time.Millisecond)) // anywhere in what it does then
	}
	x.kill(bot)
	x.kill(second)
	x.d.Gateway().Drop()
	eventually(x.t, "no request is under way", func() bool { return x.under.Load() == 0 })
	for _, g := range x.groups {
		twice += x.remaining(g, week) - 1
	}

	// Two hours later.
	x.lapse()
	third := x.start(now.Add(2 * time.Hour))
	eventually(x.t, "the next digests are those of the next week", func() bool {
		next, ok, err := x.store.NextDue(context.Background())
		return err == nil && ok && next.After(due.AddDate(0, 0, 1))
	})
	x.kill(third)
	x.d.Gateway().Drop()
	for _, g := range x.groups {
		if remain := x.remaining(g, week); remain != 1 {
			x.t.Errorf("round %d, %s: %d digests of %s in the channel of group %s", n, mishap.name, remain, week, g.ID)
		}
	}
	return twice
}

// Bots in processes of their own are killed, or stopped for longer than a lease, while
// they post digests. Their requests get lost, or arrive after another bot has posted.
// One digest for each group and week remains.
func TestDigestsOfBotsThatDieAndStall(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC)
	x := newExact(t, start)
	rounds, twice := often(len(mishaps), 30), 0
	due := x.groups[0].NextDue(start)
	for n := range rounds {
		twice += x.round(n, due)
		if t.Failed() {
			t.FailNow()
		}
		due = x.groups[0].NextDue(due)
	}
	t.Logf("%d rounds, %d digests; there twice for a while: %d, in the end: 0", rounds, rounds*len(x.groups), twice)
}
