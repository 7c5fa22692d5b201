package discord

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"dojang/commands/router"
	"dojang/roadmap"
	"dojang/sandbox"
	"dojang/sandbox/openapi"
	"dojang/view"
)

// bench is a bot with scripted replies, connected to a sandbox over sockets.
type bench struct {
	*sandbox.Discord
	t       *testing.T
	actor   sandbox.Actor
	client  *Client
	answers *Answerer
	taken   atomic.Int64 // interactions that the handler has seen
	plan    router.Plan
	reply   func(ctx context.Context, in *router.Interaction) router.Reply
	log     *journal
	sockets bool
	reach   func(ctx context.Context, network, address string) (net.Conn, error) // the gateway; nil for sockets
}

// words is a reply that says something.
func words() view.Message { return view.In(roadmap.English).Notice("cancelled") }

func public() router.Reply  { return router.Reply{Message: new(words())} }
func private() router.Reply { return router.Reply{Message: new(words()), Private: true} }

func (b *bench) Route(in *router.Interaction) router.Call {
	return router.Call{Plan: b.plan, Run: func(ctx context.Context) router.Reply {
		b.taken.Add(1)
		return b.reply(ctx, in)
	}}
}

func (b *bench) Fault(*router.Interaction, error) router.Reply {
	return router.Reply{Message: new(view.In(roadmap.English).Fault("REFERENCE")), Private: true}
}

func (b *bench) Undelivered(*router.Interaction, error) router.Reply {
	return router.Reply{Message: new(view.In(roadmap.English).Undelivered("REFERENCE")), Private: true}
}

func (b *bench) Busy(*router.Interaction) router.Reply {
	return router.Reply{Message: new(view.In(roadmap.English).Busy()), Private: true}
}

// journal is a log that several goroutines write and read.
type journal struct {
	mu   sync.Mutex
	text strings.Builder
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// began is the time of the sandbox's clock, which stands still.
var began = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// newBench makes a bot on a sandbox over sockets.
func newBench(t *testing.T, change ...func(*sandbox.Options)) *bench {
	t.Helper()
	b := newQuietBench(t, change...)
	b.sockets = true
	server := httptest.NewServer(b.Discord)
	t.Cleanup(server.Close)
	t.Cleanup(b.Gateway().Drop)
	b.wire(server.URL, nil)
	return b
}

// newQuietBench makes a bot on a sandbox in this process, without sockets, so that it
// can run in a synctest bubble.
func newQuietBench(t *testing.T, change ...func(*sandbox.Options)) *bench {
	t.Helper()
	options := sandbox.Options{Clock: sandbox.NewClock(began), Real: time.Now, NoMentions: true, Records: 16 << 20}
	for _, f := range change {
		f(&options)
	}
	d, guild, home := sandbox.World(options)
	b := &bench{Discord: d, t: t, plan: router.Plan{Defer: true}, log: &journal{}}
	b.reply = func(context.Context, *router.Interaction) router.Reply { return public() }
	t.Cleanup(func() {
		if !b.sockets {
			time.Sleep(attemptTimeout) // a bubble ends when no attempt is left
		}
		taken := slices.DeleteFunc(d.Records("", ""), func(r sandbox.Record) bool { return r.Status == http.StatusBadRequest })
		for _, fault := range openapi.Faults(taken) {
			t.Errorf("not by Discord's description: %s", fault)
		}
	})
	b.actor = sandbox.Actor{User: d.Members(guild)[0].ID, Channel: home}
	b.wire("https://discord.example", d.RoundTripper())
	return b
}

// wire gives the bot a client and registers its command.
func (b *bench) wire(origin string, transport http.RoundTripper) {
	b.t.Helper()
	log := slog.New(slog.NewTextHandler(b.log, nil))
	b.client = NewClient(origin, b.Token(), transport, log, time.Now)
	b.answers = NewAnswerer(b.client, b, log, time.Now)
	if _, err := b.client.botRequest(b.t.Context(), "PUT", "/applications/"+b.Application()+"/commands",
		[]byte(`[{"type":1,"name":"ping","description":"answers"}]`), nil, true); err != nil {
		b.t.Fatal(err)
	}
}

// deliver passes interactions straight to the bot.
func (b *bench) deliver() {
	b.Deliver(func(event string, payload []byte) {
		if event == "INTERACTION_CREATE" {
			b.answers.Take(b.t.Context(), payload)
		}
	})
}

// gateway makes a gateway that is not connected yet.
func (b *bench) gateway(ready func(application string)) *Gateway {
	gateway := NewGateway(b.client, b.answers.Take, ready, b.answers.log)
	if b.reach != nil {
		gateway.dialNetwork = b.reach
	}
	return gateway
}

// connect runs the gateway until the test ends, and waits for it to be ready.
func (b *bench) connect() {
	b.t.Helper()
	ready := make(chan string, 100)
	gateway := b.gateway(func(application string) { ready <- application })
	ctx, cancel := context.WithCancel(context.WithoutCancel(b.t.Context())) // that of the test ends before the cleanup
	ended := make(chan error, 1)
	go func() { ended <- gateway.Run(ctx) }()
	b.t.Cleanup(func() {
		if !b.sockets {
			// Until discordgo has sent its first heartbeat. If that failed, discordgo would
			// close twice at a time; see reconnects.
			time.Sleep(time.Millisecond)
		}
		cancel()
		if err := <-ended; err != nil {
			b.t.Errorf("gateway: %v", err)
		}
	})
	select {
	case application := <-ready:
		if application != b.Application() {
			b.t.Fatalf("application %s, want %s", application, b.Application())
		}
	case <-time.After(time.Minute):
		b.t.Fatalf("the gateway does not become ready:\n%s", b.log)
	}
}

// ping uses the command and returns the interaction.
func (b *bench) ping() *sandbox.Interaction {
	b.t.Helper()
	i, err := b.Slash(b.actor, []sandbox.Word{{Text: "ping"}}, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return i
}

// settle waits until no interaction is waiting for an answer.
func (b *bench) settle(all ...*sandbox.Interaction) {
	b.t.Helper()
	for _, i := range all {
		select {
		case <-i.Done():
		case <-time.After(time.Minute):
			b.t.Fatal("an interaction is neither answered nor given up")
		}
	}
	ctx, cancel := context.WithTimeout(b.t.Context(), time.Minute)
	defer cancel()
	if err := b.answers.Wait(ctx); err != nil {
		b.t.Fatal(err)
	}
}

// seen returns a channel that is closed when the handler has seen this many
// interactions.
func (b *bench) seen(n int64) <-chan struct{} {
	seen := make(chan struct{})
	go func() {
		for b.taken.Load() < n && b.t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		close(seen)
	}()
	return seen
}

// effects counts what happened, by kind.
func (b *bench) effects() map[sandbox.EffectKind]int {
	all, _ := b.Effects(0)
	kinds := map[sandbox.EffectKind]int{}
	for _, e := range all {
		kinds[e.Kind]++
	}
	return kinds
}

// want fails the test unless exactly these effects happened.
func (b *bench) want(kinds map[sandbox.EffectKind]int) {
	b.t.Helper()
	got := b.effects()
	for kind := range got {
		if got[kind] != kinds[kind] {
			b.t.Errorf("%d × %v, want %d; the log:\n%s", got[kind], kind, kinds[kind], b.log)
		}
	}
	for kind, n := range kinds {
		if got[kind] == 0 && n > 0 {
			b.t.Errorf("no %v, want %d", kind, n)
		}
	}
}

// TestNoAnswerIsLost repeats a measurement made on other bots: some of the answers and,
// every so often, the gateway fail.
func TestNoAnswerIsLost(t *testing.T) {
	const interactions = 200
	every := func(n int64, trouble *sandbox.Trouble) func(b *bench, i int) {
		return func(b *bench, i int) {
			if i > 0 {
				return
			}
			var requests atomic.Int64
			b.Disturb(func(_, endpoint string, _ *http.Request) *sandbox.Trouble {
				if strings.Contains(endpoint, "/callback") && requests.Add(1)%n == 0 {
					return trouble
				}
				return nil
			})
		}
	}
	gateway := func(f func(*sandbox.Gateway)) func(b *bench, i int) {
		return func(b *bench, i int) {
			if i%50 == 25 {
				f(b.Gateway())
			}
		}
	}
	for name, trouble := range map[string]func(b *bench, i int){
		"429":                  every(5, sandbox.RateLimited(300*time.Millisecond)),
		"500":                  every(5, &sandbox.Trouble{Status: 500}),
		"500 after the effect": every(5, &sandbox.Trouble{Status: 500, Effect: true}),
		"502":                  every(5, &sandbox.Trouble{Status: 502}),
		"502 after the effect": every(5, &sandbox.Trouble{Status: 502, Effect: true}),
		"cut":                  every(5, &sandbox.Trouble{Cut: true}),
		"cut after the effect": every(5, &sandbox.Trouble{Cut: true, Effect: true}),
		"a proxy's HTML":       every(5, &sandbox.Trouble{Status: 503, Body: "<html>"}),
		"gateway cut":          gateway((*sandbox.Gateway).Drop),
		"reconnect":            gateway((*sandbox.Gateway).Reconnect),
		"reconnect first":      gateway(func(g *sandbox.Gateway) { g.ReconnectFirst(); g.Drop() }),
		"invalid, resumable":   gateway(func(g *sandbox.Gateway) { g.Invalidate(true) }),
		"invalid": func(b *bench, i int) {
			if i == 20 || i == 150 {
				b.Gateway().Invalidate(false)
				for b.Gateway().Connections() == 0 { // how soon is for TestAFewQuickReconnects
					time.Sleep(time.Millisecond)
				}
			}
		},
		"delivered twice":      func(b *bench, i int) { b.Gateway().Duplicate() },
		"packet without sense": gateway(func(g *sandbox.Gateway) { g.Inject([]byte(`null`)); g.Inject([]byte(`[]`)); g.Inject([]byte(`{"op":`)) }),
		"event without sense": gateway(func(g *sandbox.Gateway) {
			g.Inject([]byte(`{"op":0,"t":"INTERACTION_CREATE","s":null,"d":null}`))
			g.Inject([]byte(`{"op":0,"t":"INTERACTION_CREATE","s":1,"d":{"id":{},"type":"x"}}`))
			g.Inject([]byte(`{"op":0,"t":"GUILD_CREATE","s":1,"d":{"members":[null],"channels":[null]}}`))
		}),
		"closed with 4000": gateway(func(g *sandbox.Gateway) { g.Close(4000) }),
		"closed with 1001": gateway(func(g *sandbox.Gateway) { g.Close(1001) }),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check := func(t *testing.T, b *bench) {
				b.connect()
				var all []*sandbox.Interaction
				for i := range interactions {
					all = append(all, b.ping())
					trouble(b, i) // between two interactions: what comes while there is no session is lost for anyone
					time.Sleep(5 * time.Millisecond)
				}
				b.settle(all...)
				b.want(map[sandbox.EffectKind]int{sandbox.Posted: interactions})
				if n := b.taken.Load(); n != interactions {
					t.Errorf("the handler saw %d interactions of %d", n, interactions)
				}
			}
			if reconnects[name] {
				check(t, newBench(t))
				return
			}
			synctest.Test(t, func(t *testing.T) { check(t, newPipedBench(t)) })
		})
	}
}

// reconnects are faults after which the gateway reconnects. They need sockets:
// discordgo sleeps with a lock held when it closes, and time in a bubble stands still
// while anything waits for a lock.
var reconnects = map[string]bool{"gateway cut": true, "reconnect": true, "reconnect first": true, "invalid, resumable": true, "invalid": true,
	"closed with 4000": true, "closed with 1001": true}

// The first connection goes silent, and the bot notices by the missing acknowledgement;
// TestAGatewayThatFallsSilent checks how soon. It resumes its session on another
// connection.
func TestAHalfDeadGatewayIsNoticed(t *testing.T) {
	b := newBench(t, func(o *sandbox.Options) { o.Heartbeat = 300 * time.Millisecond })
	b.reach = func(ctx context.Context, network, address string) (net.Conn, error) {
		b.Gateway().Silence(false) // only the first connection is half dead
		return dialer.DialContext(ctx, network, address)
	}
	b.connect()
	b.settle(b.ping())
	b.Gateway().Silence(true)
	lost := b.ping()
	select {
	case <-b.seen(2):
	case <-time.After(time.Minute):
		t.Fatalf("what was lost is not replayed; the log:\n%s", b.log)
	}
	b.settle(lost)
	// A machine that stalls for three seconds leaves no time for the answer.
	if got := b.effects(); got[sandbox.Posted]+got[sandbox.Unanswered] != 2 {
		t.Errorf("effects: %v; the log:\n%s", got, b.log)
	}
}

func TestALongReplyIsDeferred(t *testing.T) {
	slow := func(reply func() router.Reply) func(context.Context, *router.Interaction) router.Reply {
		return func(context.Context, *router.Interaction) router.Reply {
			time.Sleep(2500 * time.Millisecond)
			return reply()
		}
	}
	for _, test := range []struct {
		name  string
		plan  router.Plan
		reply func() router.Reply
		want  map[sandbox.EffectKind]int
	}{
		{"public", router.Plan{Defer: true}, public, map[sandbox.EffectKind]int{sandbox.Thinking: 1, sandbox.Posted: 1}},
		{"private", router.Plan{Defer: true, Private: true}, private, map[sandbox.EffectKind]int{sandbox.Thinking: 1, sandbox.Posted: 1}},
		{"private to a public announcement", router.Plan{Defer: true}, private,
			map[sandbox.EffectKind]int{sandbox.Thinking: 1, sandbox.Deleted: 1, sandbox.Posted: 1}},
		{"with a second message", router.Plan{Defer: true}, func() router.Reply { r := public(); r.Then = new(private()); return r },
			map[sandbox.EffectKind]int{sandbox.Thinking: 1, sandbox.Posted: 2}},
		{"nothing", router.Plan{Defer: true, Private: true}, func() router.Reply { return router.Reply{} },
			map[sandbox.EffectKind]int{sandbox.Thinking: 1, sandbox.Posted: 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newQuietBench(t)
				b.plan, b.reply = test.plan, slow(test.reply)
				b.deliver()
				b.settle(b.ping())
				b.want(test.want)
				if faults := b.Faults(); len(faults) > 0 {
					t.Errorf("faults: %q", faults)
				}
			})
		})
	}
}

// An update by a button is deferred without the member being shown that.
func TestALongUpdateIsDeferred(t *testing.T) {
	for _, test := range []struct {
		name  string
		reply router.Reply
		want  map[sandbox.EffectKind]int
	}{
		{"the message", router.Reply{Message: new(words()), Update: true}, map[sandbox.EffectKind]int{sandbox.Posted: 1, sandbox.Edited: 1}},
		{"a further message instead", private(), map[sandbox.EffectKind]int{sandbox.Posted: 2}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newQuietBench(t)
				b.plan, b.reply = router.Plan{Defer: true, Update: true}, after(2500*time.Millisecond, func() router.Reply { return test.reply })
				b.deliver()
				pressed, err := b.Press(b.actor, b.post("next:1", "a"), "next:1")
				if err != nil {
					t.Fatal(err)
				}
				b.settle(pressed)
				b.want(test.want)
			})
		})
	}
}

func TestAnEditIsRepeatedUntilItArrives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newQuietBench(t)
		b.reply = func(context.Context, *router.Interaction) router.Reply {
			time.Sleep(2200 * time.Millisecond)
			return public()
		}
		var edits atomic.Int64
		b.Disturb(func(method, _ string, _ *http.Request) *sandbox.Trouble {
			if method == "PATCH" && edits.Add(1) < 3 {
				return &sandbox.Trouble{Status: 500}
			}
			return nil
		})
		b.deliver()
		b.settle(b.ping())
		b.want(map[sandbox.EffectKind]int{sandbox.Thinking: 1, sandbox.Posted: 1})
	})
}

func TestAReplyThatDiscordRefusesBecomesAnApology(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newPipedBench(t)
		b.reply = func(context.Context, *router.Interaction) router.Reply {
			long := view.In(roadmap.English).Notice("fault", "reference", strings.Repeat("x", 5000))
			return router.Reply{Message: &long}
		}
		b.connect()
		b.settle(b.ping())
		all, _ := b.Effects(0)
		if len(all) != 1 || !strings.Contains(all[0].String(), "REFERENCE") {
			t.Errorf("effects: %v, want the apology", all)
		}
	})
}

func TestCloseCodesThatAreFinalEndTheGateway(t *testing.T) {
	b := newBench(t)
	b.client.token = "wrong"
	gateway := b.gateway(func(string) {})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := gateway.Run(ctx); err == nil || !strings.Contains(err.Error(), "token") {
		t.Errorf("with a wrong token: %v, want that said", err)
	}
	for _, code := range []int{4004, 4010, 4011, 4012, 4013, 4014} {
		b := newBench(t)
		gateway := b.gateway(func(string) { b.Gateway().Close(code) })
		if err := gateway.Run(ctx); err == nil || !strings.Contains(err.Error(), "("+strconv.Itoa(code)+")") {
			t.Errorf("closed with %d: %v", code, err)
		}
	}
}

func TestNoTokenInTheLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newPipedBench(t)
		var mu sync.Mutex
		var tokens []string
		b.Disturb(func(_, endpoint string, r *http.Request) *sandbox.Trouble {
			if strings.Contains(endpoint, "/callback") {
				mu.Lock()
				defer mu.Unlock()
				tokens = append(tokens, strings.Split(r.URL.Path, "/")[5])
				return &sandbox.Trouble{Cut: true}
			}
			return nil
		})
		b.connect()
		b.settle(b.ping())
		mu.Lock()
		defer mu.Unlock()
		if len(tokens) == 0 || !strings.Contains(b.log.String(), "answer lost") {
			t.Fatalf("no answer was lost; the log:\n%s", b.log)
		}
		for _, secret := range append(tokens, b.Token()) {
			if strings.Contains(b.log.String(), secret) {
				t.Errorf("the log has a token in it:\n%s", b.log)
			}
		}
	})
}
