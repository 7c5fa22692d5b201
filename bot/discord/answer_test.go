package discord

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"dojang/commands/router"
	"dojang/sandbox"
	"dojang/view"
)

// disturb makes the first n requests of a kind fail with the trouble; n < 0 means all.
func (b *bench) disturb(method, endpoint string, n int64, trouble *sandbox.Trouble) {
	var requests atomic.Int64
	b.Disturb(func(m, e string, _ *http.Request) *sandbox.Trouble {
		if m == method && strings.HasSuffix(e, endpoint) && (n < 0 || requests.Add(1) <= n) {
			return trouble
		}
		return nil
	})
}

// The ends of the endpoints that answers use.
const (
	callbackEndpoint = "/callback"
	followEndpoint   = "/webhooks/{application}/{token}"
	editEndpoint     = "/messages/{message}"
)

// after returns a handler that takes a while.
func after(d time.Duration, reply func() router.Reply) func(context.Context, *router.Interaction) router.Reply {
	return func(context.Context, *router.Interaction) router.Reply {
		time.Sleep(d)
		return reply()
	}
}

// withThen is a reply with a second message.
func withThen() router.Reply { r := public(); r.Then = new(private()); return r }

// A request that got lost may have arrived. Whatever Discord shows the member ends in a
// reply, and nothing is sent twice.
func TestAnAnswerThatMayHaveArrived(t *testing.T) {
	taken := &sandbox.Trouble{Cut: true, Effect: true}
	failed := &sandbox.Trouble{Status: http.StatusInternalServerError, Effect: true}
	hangs := &sandbox.Trouble{After: time.Hour}
	const slow = 2500 * time.Millisecond
	kinds := func(n ...int) map[sandbox.EffectKind]int {
		return map[sandbox.EffectKind]int{sandbox.Thinking: n[0], sandbox.Posted: n[1], sandbox.Edited: n[2], sandbox.Unanswered: n[3]}
	}
	for _, test := range []struct {
		name     string
		takes    time.Duration
		reply    func() router.Reply
		method   string
		endpoint string
		n        int64
		trouble  *sandbox.Trouble
		want     map[sandbox.EffectKind]int // thinking, posted, edited, unanswered
		lost     string
	}{
		{"announced, every answer cut", slow, public, "POST", callbackEndpoint, -1, taken, kinds(1, 1, 0, 0), ""},
		{"announced, every answer 500", slow, public, "POST", callbackEndpoint, -1, failed, kinds(1, 1, 0, 0), ""},
		{"announced, no answer in time", slow, public, "POST", callbackEndpoint, -1, hangs, kinds(1, 1, 0, 0), ""},
		{"not announced", slow, public, "POST", callbackEndpoint, -1, &sandbox.Trouble{Cut: true}, kinds(0, 0, 0, 1), "edit lost"},
		{"answered, every answer cut", 0, withThen, "POST", callbackEndpoint, -1, taken, kinds(0, 2, 1, 0), ""},
		{"answered, no answer in time", 0, withThen, "POST", callbackEndpoint, -1, hangs, kinds(0, 2, 1, 0), ""},
		{"not answered", 0, withThen, "POST", callbackEndpoint, -1, &sandbox.Trouble{Cut: true}, kinds(0, 0, 0, 1), "answer lost"},
		{"further message, answer cut", 0, withThen, "POST", followEndpoint, 1, taken, kinds(0, 2, 0, 0), "follow-up lost"},
		{"further message, answer 500", 0, withThen, "POST", followEndpoint, 1, failed, kinds(0, 2, 0, 0), "follow-up lost"},
		{"further message, rate limit", 0, withThen, "POST", followEndpoint, 3, sandbox.RateLimited(time.Second), kinds(0, 2, 0, 0), ""},
		{"edit, answer cut", slow, public, "PATCH", editEndpoint, 1, taken, kinds(1, 1, 1, 0), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newQuietBench(t)
				b.reply = after(test.takes, test.reply)
				b.disturb(test.method, test.endpoint, test.n, test.trouble)
				b.deliver()
				b.settle(b.ping())
				b.want(test.want)
				if lost := strings.Contains(b.log.String(), "lost"); lost != (test.lost != "") || !strings.Contains(b.log.String(), test.lost) {
					t.Errorf("lost: want %q; the log:\n%s", test.lost, b.log)
				}
			})
		})
	}
}

// refusing is a transport without a connection for the first requests to a path.
type refusing struct {
	next http.RoundTripper
	path string
	left int
}

func (r *refusing) RoundTrip(req *http.Request) (*http.Response, error) {
	if strings.Contains(req.URL.Path, r.path) && r.left > 0 {
		r.left--
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	}
	return r.next.RoundTrip(req)
}

// A request that was never sent is sent again, even one that must not be sent twice.
func TestAFurtherMessageWithoutAConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newQuietBench(t)
		b.reply = after(0, withThen)
		b.wire("https://discord.example", &refusing{next: b.RoundTripper(), path: "/webhooks/", left: 3})
		b.deliver()
		b.settle(b.ping())
		b.want(map[sandbox.EffectKind]int{sandbox.Posted: 2})
	})
}

// faulty is a handler that panics.
type faulty struct {
	*bench
	plan  func()
	fault func(error)
}

func (f faulty) Route(in *router.Interaction) router.Call {
	f.plan()
	return f.bench.Route(in)
}

func (f faulty) Fault(in *router.Interaction, err error) router.Reply {
	f.fault(err)
	return f.bench.Fault(in, err)
}

func (f faulty) Undelivered(in *router.Interaction, err error) router.Reply {
	f.fault(err)
	return f.bench.Undelivered(in, err)
}

// A panic anywhere costs one reply, not the process, and the member gets an apology.
func TestAPanicIsAnsweredWithAnApology(t *testing.T) {
	nothing := func() {}
	explode := func() { panic("TOO BAD") }
	var told error // to the handler that makes the apology
	note := func(err error) { told = err }
	explodes := func() router.Reply { panic("TOO BAD") }
	for _, test := range []struct {
		name    string
		plan    func()
		fault   func(error)
		takes   time.Duration
		reply   func() router.Reply
		stack   bool
		want    map[sandbox.EffectKind]int
		apology bool
	}{
		{"planning", explode, note, 0, public, true, map[sandbox.EffectKind]int{sandbox.Posted: 1}, true},
		{"handling", nothing, note, 0, explodes, true, map[sandbox.EffectKind]int{sandbox.Posted: 1}, true},
		{"handling what was announced", nothing, note, 2500 * time.Millisecond, explodes, true,
			map[sandbox.EffectKind]int{sandbox.Thinking: 1, sandbox.Deleted: 1, sandbox.Posted: 1}, true},
		{"apologizing, too", nothing, func(error) { explode() }, 0, explodes, true, map[sandbox.EffectKind]int{sandbox.Unanswered: 1}, false},
		{"a second message with nothing in it", nothing, note, 0,
			func() router.Reply { r := public(); r.Then = &router.Reply{}; return r }, false, map[sandbox.EffectKind]int{sandbox.Posted: 2}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newQuietBench(t)
				b.reply = after(test.takes, test.reply)
				b.answers = NewAnswerer(b.client, faulty{b, test.plan, test.fault}, b.answers.log, time.Now)
				b.deliver()
				told = nil
				b.settle(b.ping())
				b.want(test.want)
				all, _ := b.Effects(0)
				if last := all[len(all)-1].String(); strings.Contains(last, "REFERENCE") != test.apology {
					t.Errorf("the last effect is %s", last)
				}
				if test.apology && test.stack && (told == nil || !strings.Contains(told.Error(), "TOO BAD")) {
					t.Errorf("the apology is for %v", told)
				}
				if log := b.log.String(); strings.Contains(log, "TOO BAD") != test.stack || strings.Contains(log, "goroutine") != test.stack {
					t.Errorf("the log: %s", log)
				}
			})
		})
	}
}

// Autocomplete can only be answered with choices.
func TestAPanicOverWhatIsTypedOffersNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newQuietBench(t)
		if _, err := b.client.botRequest(t.Context(), "PUT", "/applications/"+b.Application()+"/commands", []byte(`[{"type":1,"name":"ask","description":"asks",
			"options":[{"type":3,"name":"what","description":"what to ask","autocomplete":true}]}]`), nil, true); err != nil {
			t.Fatal(err)
		}
		b.plan, b.reply = router.Plan{}, func(context.Context, *router.Interaction) router.Reply { panic("TOO BAD") }
		b.deliver()
		i, err := b.Complete(b.actor, []sandbox.Word{{Text: "ask"}}, []sandbox.Input{{Name: sandbox.Word{Text: "what"}, Value: sandbox.Word{Text: "a"}}})
		if err != nil {
			t.Fatal(err)
		}
		b.settle(i)
		b.want(map[sandbox.EffectKind]int{sandbox.Completed: 1})
	})
}

// Whatever is wrong with a reply, the member gets another one.
func TestAnyRefusalOfAReplyBecomesAnApology(t *testing.T) {
	bad := &sandbox.Trouble{Status: http.StatusBadRequest, Body: `{"code":50006,"message":"Cannot send an empty message"}`}
	for _, test := range []struct {
		name     string
		takes    time.Duration
		reply    func() router.Reply
		method   string
		endpoint string
		want     map[sandbox.EffectKind]int
	}{
		{"answer", 0, public, "POST", callbackEndpoint, map[sandbox.EffectKind]int{sandbox.Posted: 1}},
		{"edit", 2500 * time.Millisecond, public, "PATCH", editEndpoint, map[sandbox.EffectKind]int{sandbox.Thinking: 1, sandbox.Posted: 1}},
		{"further message", 0, withThen, "POST", followEndpoint, map[sandbox.EffectKind]int{sandbox.Posted: 2}},
		{"private after a public announcement", 2500 * time.Millisecond, private, "POST", followEndpoint,
			map[sandbox.EffectKind]int{sandbox.Thinking: 1, sandbox.Deleted: 1, sandbox.Posted: 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newQuietBench(t)
				b.reply = after(test.takes, test.reply)
				b.deliver()
				b.disturb(test.method, test.endpoint, 1, bad)
				b.settle(b.ping())
				b.want(test.want)
				all, _ := b.Effects(0)
				if last := all[len(all)-1].String(); !strings.Contains(last, "REFERENCE") {
					t.Errorf("the last effect is %s", last)
				}
			})
		})
	}
}

// crowd uses the command so often that the last interaction has to wait for a handler.
func (b *bench) crowd() (all []*sandbox.Interaction) {
	for range maxHandlers + 1 {
		all = append(all, b.ping())
	}
	return all
}

// An interaction that waits for a handler is deferred like a slow one.
func TestAnInteractionThatWaitsForItsTurn(t *testing.T) {
	const n = maxHandlers + 1
	for _, test := range []struct {
		name    string
		plan    router.Plan
		cut     bool
		handled int64
		want    map[sandbox.EffectKind]int
	}{
		{"is announced", router.Plan{Defer: true}, false, n, map[sandbox.EffectKind]int{sandbox.Thinking: n, sandbox.Posted: n}},
		{"is not handled when the member was told that nothing happened", router.Plan{Defer: true}, true, maxHandlers,
			map[sandbox.EffectKind]int{sandbox.Unanswered: n}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newQuietBench(t)
				b.plan, b.reply = test.plan, after(4*time.Second, public)
				b.deliver()
				if test.cut {
					b.disturb("POST", callbackEndpoint, -1, sandbox.RateLimited(time.Second))
				}
				b.settle(b.crowd()...)
				b.want(test.want)
				if got := b.taken.Load(); got != test.handled {
					t.Errorf("%d interactions were handled, want %d", got, test.handled)
				}
			})
		})
	}
}

// An interaction that cannot be deferred gets an answer in time even if the bot is busy.
func TestWhatCannotWaitForItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newQuietBench(t)
		b.plan = router.Plan{}
		b.reply = after(time.Hour, public)
		b.deliver()
		for range maxHandlers {
			b.answers.slots <- struct{}{}
		}
		b.settle(b.ping())
		b.want(map[sandbox.EffectKind]int{sandbox.Posted: 1})
		if b.taken.Load() != 0 {
			t.Error("it was handled all the same")
		}
	})
}

// Edits that Discord does not accept block nothing. They delay no other interactions
// and, once there are too many of them, take no more memory.
func TestStuckEdits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newQuietBench(t)
		b.reply = after(2500*time.Millisecond, public)
		b.disturb("PATCH", editEndpoint, -1, &sandbox.Trouble{Status: http.StatusInternalServerError})
		b.deliver()
		b.crowd()
		time.Sleep(30 * time.Second)
		b.want(map[sandbox.EffectKind]int{sandbox.Thinking: maxHandlers + 1})
		if n := len(b.answers.admission.admitted); n > 0 {
			t.Errorf("%d of them still count as waiting for a reply", n)
		}
		b.reply = after(0, public)
		i := b.ping()
		<-i.Done()
		b.want(map[sandbox.EffectKind]int{sandbox.Thinking: maxHandlers + 1, sandbox.Posted: 1})
		waiting, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		if b.answers.Wait(waiting) == nil {
			t.Error("nobody waits for the edits")
		}
		if err := b.answers.Wait(t.Context()); err != nil { // minutes later
			t.Error(err)
		}
	})
}

func TestTooManyStuckEdits(t *testing.T) {
	for name, free := range map[string]bool{"few": true, "many": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newQuietBench(t)
				b.reply = after(2500*time.Millisecond, public)
				b.disturb("PATCH", editEndpoint, -1, &sandbox.Trouble{Status: http.StatusInternalServerError})
				b.deliver()
				for range maxFollowUps {
					if !free {
						b.answers.followUps <- struct{}{}
					}
				}
				since := time.Now()
				b.ping()
				if err := b.answers.Wait(t.Context()); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(since); (took > time.Minute) != free || took < 10*time.Second {
					t.Errorf("tried for %v", took)
				}
			})
		})
	}
}

// Slow callbacks are waited for. Another attempt starts beside them, and the first
// result counts.
func TestSlowCallbacks(t *testing.T) {
	for _, test := range []struct {
		name     string
		trouble  sandbox.Trouble
		slow     int64 // requests, from the first one
		requests int64
	}{
		{"each before its effect", sandbox.Trouble{Before: 1300 * time.Millisecond}, 100, 2},
		{"each after its effect", sandbox.Trouble{After: 1300 * time.Millisecond}, 100, 2},
		{"one long after its effect", sandbox.Trouble{After: time.Hour}, 1, 2},
		{"one never", sandbox.Trouble{Before: time.Hour}, 1, 2},
		{"two never", sandbox.Trouble{Before: time.Hour}, 2, 3},
		{"quick enough", sandbox.Trouble{Before: time.Second}, 100, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newQuietBench(t)
				b.reply = after(0, withThen)
				var requests atomic.Int64
				b.Disturb(func(_, endpoint string, _ *http.Request) *sandbox.Trouble {
					if strings.HasSuffix(endpoint, callbackEndpoint) && requests.Add(1) <= test.slow {
						return &test.trouble
					}
					return nil
				})
				b.deliver()
				b.settle(b.ping())
				b.want(map[sandbox.EffectKind]int{sandbox.Posted: 2})
				if n := requests.Load(); n != test.requests {
					t.Errorf("%d requests, want %d", n, test.requests)
				}
				if log := b.log.String(); strings.Contains(log, "lost") {
					t.Error(log)
				}
			})
		})
	}
}

// asked is a transport that records the paths of requests, and refuses them on demand.
type asked struct {
	mu      sync.Mutex
	paths   []string
	bodies  []string
	refusal *Error
	slow    time.Duration
}

func (a *asked) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
	}
	a.mu.Lock()
	a.paths, a.bodies = append(a.paths, req.URL.EscapedPath()), append(a.bodies, string(body))
	a.mu.Unlock()
	if !sleep(req.Context(), a.slow) {
		return nil, req.Context().Err()
	}
	res := &http.Response{StatusCode: http.StatusNoContent, Header: http.Header{}, Body: http.NoBody, Request: req}
	if a.refusal != nil {
		res.StatusCode = a.refusal.Status
		res.Body = io.NopCloser(strings.NewReader(fmt.Sprintf(`{"code":%d,"message":"no"}`, a.refusal.Code)))
	}
	return res, nil
}

// by makes a bot on the transport whose clock is ahead of Discord's. It returns a
// function that delivers an interaction of an age.
func (a *asked) by(t *testing.T, ahead time.Duration, plan router.Plan) (*bench, func(age time.Duration, kind int, more string)) {
	t.Helper()
	time.Sleep(27 * 365 * 24 * time.Hour) // a bubble begins before Discord did
	b := &bench{t: t, plan: plan, log: &journal{}}
	b.reply = after(0, public)
	log := slog.New(slog.NewTextHandler(b.log, nil))
	b.answers = NewAnswerer(NewClient("https://discord.example", "token", a, log, time.Now), b, log, time.Now)
	n := 0
	return b, func(age time.Duration, kind int, more string) {
		n++
		id, err := strconv.Atoi(snowflake(time.Now().Add(-ahead - age)))
		if err != nil {
			t.Fatal(err)
		}
		b.answers.Take(t.Context(), fmt.Appendf(nil, `{"id":"%d","application_id":"5","token":"TOKEN","type":%d,"guild_id":"7","member":{"user":{"id":"8"}}%s}`, id+n, kind, more))
	}
}

func (a *asked) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.paths)
}

// However wrong the clock is, interactions are answered and choices are offered.
func TestAClockThatIsOff(t *testing.T) {
	for _, ahead := range []time.Duration{0, 1500, 2200, 2800, 2950, 10_000, -2000, -60_000} {
		synctest.Test(t, func(t *testing.T) {
			far := &asked{slow: 120 * time.Millisecond}
			b, take := far.by(t, ahead*time.Millisecond, router.Plan{})
			b.reply = func(ctx context.Context, _ *router.Interaction) router.Reply {
				if sleep(ctx, time.Second); ctx.Err() != nil {
					return router.Reply{Choices: []view.Choice{}}
				}
				return router.Reply{Choices: []view.Choice{{Name: "CHOSEN", Value: "x"}}}
			}
			for range 20 {
				take(20*time.Millisecond, 4, "")
				time.Sleep(500 * time.Millisecond)
			}
			b.settle()
			if n := far.count(); n != 20 || strings.Count(strings.Join(far.bodies, " "), "CHOSEN") != n {
				t.Errorf("ahead by %d ms: %d answers, %q…", ahead, n, far.bodies[0])
			}
			if log := b.log.String(); strings.Contains(log, "ERROR") {
				t.Errorf("ahead by %d ms:\n%s", ahead, log)
			}
		})
	}
}

// Interactions that Discord replays after an outage are handled if they can still be
// answered. Otherwise they are neither handled nor logged as errors.
func TestReplayedInteractions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		far := &asked{}
		b, take := far.by(t, 2800*time.Millisecond, router.Plan{Defer: true})
		for range 10 {
			take(0, 2, "")
			time.Sleep(time.Second)
		}
		time.Sleep(20 * time.Second)
		for age := 20 * time.Second; age > 0; age -= 100 * time.Millisecond {
			take(age, 2, "")
		}
		b.settle()
		time.Sleep(2 * time.Second)
		if n := b.taken.Load(); n != 10+29 {
			t.Errorf("%d interactions were handled, want 39", n)
		}
		if log := b.log.String(); strings.Count(log, "\n") != 1 || !strings.Contains(log, "level=INFO") || !strings.Contains(log, "count=171") {
			t.Errorf("the log:\n%s", log)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		far := &asked{}
		b, take := far.by(t, 0, router.Plan{Defer: true})
		take(0, 2, "")
		b.settle()
		time.Sleep(10 * time.Second)
		far.refusal = &Error{Status: 404, Code: codeUnknownInteraction}
		take(1500*time.Millisecond, 2, "")
		b.settle()
		if log := b.log.String(); strings.Contains(log, "ERROR") || !strings.Contains(log, "too late") {
			t.Errorf("one that was replayed: the log:\n%s", log)
		}
		take(0, 2, "")
		b.settle()
		if log := b.log.String(); !strings.Contains(log, "ERROR") {
			t.Errorf("one that came in time: the log:\n%s", log)
		}
	})
}

// Autocomplete is answered even if it was replayed after a lost connection.
func TestReplayedTyping(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		far := &asked{}
		b, take := far.by(t, 0, router.Plan{})
		take(0, 4, "")
		b.settle()
		b.reply = func(ctx context.Context, _ *router.Interaction) router.Reply {
			if !sleep(ctx, 100*time.Millisecond) {
				t.Error("there was no time")
			}
			return router.Reply{Choices: []view.Choice{}}
		}
		time.Sleep(10 * time.Second)
		take(2500*time.Millisecond, 4, "")
		b.settle()
		if n := far.count(); n != 2 {
			t.Errorf("%d answers, want 2", n)
		}
	})
}

// A malformed interaction is answered but not handled.
func TestAMalformedInteraction(t *testing.T) {
	for name, more := range map[string]string{"locale": `,"locale":7`, "user": `,"member":{"user":{"id":""}}`, "message": `,"message":{"components":"x"}`} {
		synctest.Test(t, func(t *testing.T) {
			far := &asked{}
			b, take := far.by(t, 0, router.Plan{Defer: true})
			take(0, 2, more)
			b.settle()
			if far.count() != 1 || !strings.Contains(far.bodies[0], "REFERENCE") || !strings.Contains(far.bodies[0], `"flags":32832`) || b.taken.Load() != 0 {
				t.Errorf("%s: %q", name, far.bodies)
			}
		})
	}
}

// Whatever ids and tokens contain, a request goes to its own route.
func TestPathsAreEscaped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		far := &asked{}
		b, take := far.by(t, 0, router.Plan{Defer: true})
		b.reply = after(0, withThen)
		take(0, 2, `,"token":"../../users/@me?x=#"`)
		b.settle()
		const token = "..%2F..%2Fusers%2F@me%3Fx=%23"
		if far.count() != 2 || !strings.HasSuffix(far.paths[0], "/"+token+"/callback") || far.paths[1] != "/api/v10/webhooks/5/"+token {
			t.Errorf("%q", far.paths)
		}
	})
	if got, want := route("a/b", "..", ".", "x y?"), "/a%2Fb/%2E%2E/%2E/x%20y%3F"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
