package discord

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"dojang/commands"
	"dojang/sandbox"
)

// disturb lets trouble befall the first n requests of a kind; n < 0 means all.
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

// after is a reply that takes so long.
func after(d time.Duration, reply func() commands.Reply) func(context.Context, *commands.Interaction) commands.Reply {
	return func(context.Context, *commands.Interaction) commands.Reply {
		time.Sleep(d)
		return reply()
	}
}

// withThen is a reply with a second message.
func withThen() commands.Reply { r := public(); r.Then = new(private()); return r }

// What is lost on the way may have arrived: whatever the member was shown comes
// to an end, and nothing is said twice.
func TestAnAnswerWhoseFateIsUnknown(t *testing.T) {
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
		reply    func() commands.Reply
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

// What was never sent is sent again, also where a second one would be one too
// many.
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

func (f faulty) Plan(in *commands.Interaction) commands.Plan {
	f.plan()
	return f.bench.Plan(in)
}

func (f faulty) Fault(in *commands.Interaction, err error) commands.Reply {
	f.fault(err)
	return f.bench.Fault(in, err)
}

// A panic anywhere costs one reply, not the process, and the member is told.
func TestAPanicIsAnsweredWithAnApology(t *testing.T) {
	nothing := func() {}
	explode := func() { panic("TOO BAD") }
	var told error // to the handler that makes the apology
	note := func(err error) { told = err }
	explodes := func() commands.Reply { panic("TOO BAD") }
	for _, test := range []struct {
		name    string
		plan    func()
		fault   func(error)
		takes   time.Duration
		reply   func() commands.Reply
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
			func() commands.Reply { r := public(); r.Then = &commands.Reply{}; return r }, false, map[sandbox.EffectKind]int{sandbox.Posted: 2}, true},
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

// Nothing but choices answers what is being typed.
func TestAPanicOverWhatIsTypedOffersNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newQuietBench(t)
		if _, err := b.client.bot(t.Context(), "PUT", "/applications/"+b.Application()+"/commands", []byte(`[{"type":1,"name":"ask","description":"asks",
			"options":[{"type":3,"name":"what","description":"what to ask","autocomplete":true}]}]`), nil, true); err != nil {
			t.Fatal(err)
		}
		b.plan, b.reply = commands.Plan{}, func(context.Context, *commands.Interaction) commands.Reply { panic("TOO BAD") }
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
		reply    func() commands.Reply
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

// What had to wait for its turn until Discord takes no answer to it any more is
// left alone: the member was told that nothing happened, and may do it again.
func TestAnInteractionWhoseTimeIsOverIsNotHandled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newQuietBench(t)
		b.reply = after(4*time.Second, public)
		b.deliver()
		var all []*sandbox.Interaction
		for range maxHandlers + 1 {
			all = append(all, b.ping())
		}
		b.settle(all...)
		if n := b.taken.Load(); n != maxHandlers {
			t.Errorf("%d interactions were handled, want %d", n, maxHandlers)
		}
		if !strings.Contains(b.log.String(), "too old") {
			t.Errorf("the log does not say so:\n%s", b.log)
		}
	})
}
