package discord

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"dojang/sandbox"
)

// How a shard reconnects after a connection has ended.
func TestReconnect(t *testing.T) {
	for range 1000 {
		if pause := backoff(50); pause > time.Minute {
			t.Fatalf("a pause of %v", pause)
		}
	}
	const atOnce = time.Duration(0)
	cut := io.ErrUnexpectedEOF
	for _, test := range []struct {
		name     string
		attempt  attempt
		err      error
		min, max time.Duration // of the pause
		fresh    bool
		failures int
	}{
		{"a good connection was cut", attempt{ready: true, lived: time.Hour, failures: 3}, cut, atOnce, atOnce, false, 0},
		{"a good connection timed out", attempt{ready: true, lived: time.Hour}, &closeError{4009, ""}, atOnce, atOnce, true, 0},
		{"a good connection had a wrong number", attempt{ready: true, lived: time.Hour}, &closeError{4007, ""}, atOnce, atOnce, true, 0},
		{"a good connection is to be resumed", attempt{ready: true, lived: time.Hour}, errResumable, atOnce, atOnce, false, 0},
		{"a young one was cut", attempt{ready: true, lived: time.Second, quick: true, failures: 2}, cut, atOnce, atOnce, false, 2},
		{"a young one timed out", attempt{ready: true, lived: time.Second, quick: true}, &closeError{4009, ""}, atOnce, atOnce, true, 0},
		{"too many young ones", attempt{ready: true, lived: time.Second}, cut, time.Second / 2, 3 * time.Second / 2, false, 1},
		{"too many young ones, again", attempt{ready: true, lived: time.Second, failures: 2}, &closeError{4000, ""}, 2 * time.Second, 6 * time.Second, false, 3},
		{"it did not come about", attempt{}, cut, time.Second / 2, 3 * time.Second / 2, false, 1},
		{"it did not come about for a long time", attempt{failures: 50}, cut, 20 * time.Second, time.Minute, false, 51},
		{"it timed out before it was ready", attempt{}, &closeError{4009, ""}, time.Second / 2, 3 * time.Second / 2, false, 1},
		{"it could not be resumed at its address", attempt{resuming: true}, cut, atOnce, atOnce, false, 0},
		{"a new session is invalid", attempt{}, errInvalidSession, 3 * time.Second / 2, 5 * time.Second / 2, true, 1},
		{"a new session is invalid, again", attempt{failures: 1}, errInvalidSession, 2 * time.Second, 4 * time.Second, true, 2},
		{"a good session is invalid and may not be replaced", attempt{ready: true, lived: time.Hour, quick: true, failures: 9}, errInvalidSession, 3 * time.Second / 2, 5 * time.Second / 2, true, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := test.attempt.next(test.err)
			if got.pause < test.min || got.pause > test.max || got.newSession != test.fresh || got.failures != test.failures {
				t.Errorf("%+v; want a pause from %v to %v, fresh %t, %d failures", got, test.min, test.max, test.fresh, test.failures)
			}
		})
	}
}

// sham is a gateway without a socket, so that a day on it takes no time.
type sham struct {
	mu         sync.Mutex
	identified []time.Time
	resumed    []time.Time
	live       func(s *session) error // what becomes of a connection that is ready
	refuse     bool                   // sessions cannot be resumed
	reject     bool                   // new sessions are invalid at once
}

// note counts the first packet of a connection.
func (f *sham) note(resume bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if resume {
		f.resumed = append(f.resumed, time.Now())
	} else {
		f.identified = append(f.identified, time.Now())
	}
}

// connect plays a connection from beginning to end.
func (f *sham) connect(_ context.Context, s *session, _ string) error {
	s.beginConnection(func(error) {})
	for {
		_, resume, err := s.introduction()
		if err != nil {
			return err
		}
		f.note(resume)
		if resume && f.refuse || !resume && f.reject {
			if s.invalidate() {
				continue
			}
			return errInvalidSession
		}
		if resume {
			s.handleEvent(event("RESUMED", `{}`))
		} else {
			s.handleEvent(event("READY", `{"session_id":"a","resume_gateway_url":"wss://resume.example","application":{"id":"1"}}`))
		}
		if err := f.live(s); err != nil {
			return err
		}
	}
}

func event(event, data string) packet {
	return packet{Event: event, Sequence: 1, Data: json.RawMessage(data)}
}

// invalid lets Discord call the session invalid. It returns nil if the bot is to begin
// a new one on the same connection.
func invalid(s *session) error {
	if s.invalidate() {
		return nil
	}
	return errInvalidSession
}

// run lets a bot with so many shards use the gateway for a time.
func (f *sham) run(t *testing.T, shards int, d time.Duration) {
	t.Helper()
	b := newQuietBench(t)
	b.Disturb(func(_, endpoint string, _ *http.Request) *sandbox.Trouble {
		if endpoint != "/gateway/bot" {
			return nil
		}
		body, err := json.Marshal(map[string]any{"url": "wss://gateway.example", "shards": shards, "session_start_limit": map[string]int{
			"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}})
		if err != nil {
			t.Error(err)
		}
		return &sandbox.Trouble{Status: http.StatusOK, Body: string(body)}
	})
	gateway := NewGateway(b.client, b.answers.Take, func(string) {}, slog.New(slog.DiscardHandler))
	gateway.connect = f.connect
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	if err := gateway.Run(ctx); err != nil {
		t.Errorf("gateway: %v", err)
	}
}

// Discord resets the token of a bot that begins a thousand sessions in a day. Whatever
// goes wrong, the bot keeps trying and stays far below that.
func TestNewSessionsADay(t *testing.T) {
	closing := func(code int) func(*session) error {
		return func(*session) error { return &closeError{code, ""} }
	}
	for name, f := range map[string]*sham{
		"closed with 4009 when ready":                   {live: closing(4009)},
		"closed with 4007 when ready":                   {live: closing(4007)},
		"closed with 4000 when ready and never resumed": {live: closing(4000), refuse: true},
		"cut when ready and never resumed":              {live: func(*session) error { return io.ErrUnexpectedEOF }, refuse: true},
		"invalid when ready":                            {live: invalid},
		"invalid after a second":                        {live: func(s *session) error { time.Sleep(time.Second); return invalid(s) }},
		"timed out after ten seconds":                   {live: func(*session) error { time.Sleep(10 * time.Second); return &closeError{4009, ""} }},
		"timed out after a minute":                      {live: func(*session) error { time.Sleep(time.Minute); return &closeError{4009, ""} }},
		"invalid at once":                               {reject: true},
	} {
		for _, shards := range []int{1, 3} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					f := &sham{live: f.live, refuse: f.refuse, reject: f.reject}
					f.run(t, shards, 24*time.Hour)
					if n := len(f.identified); n > 700 || n < 300 {
						t.Errorf("%d new sessions in a day with %d shards", n, shards)
					}
				})
			})
		}
	}
}

// A gateway connection that is cut, restarted or loses its session now and then, and
// for a while every few seconds, costs nothing: the bot is back at once.
func TestAFewQuickReconnects(t *testing.T) {
	for name, end := range map[string]func(*session) error{
		"cut":             func(*session) error { return io.ErrUnexpectedEOF },
		"reconnect":       func(*session) error { return errReconnect },
		"resumable":       func(*session) error { return errResumable },
		"invalid":         invalid,
		"closed for good": func(*session) error { return &closeError{4009, ""} },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := &sham{live: func(s *session) error { time.Sleep(2500 * time.Millisecond); return end(s) }}
				f.run(t, 1, time.Minute-time.Millisecond)
				begun := slices.Concat(f.identified, f.resumed)
				slices.SortFunc(begun, time.Time.Compare)
				if got, want := begun[min(15, len(begun)-1)].Sub(begun[0]), 15*2500*time.Millisecond; got != want {
					t.Errorf("15 connections of 2.5 s took %v, want %v", got, want)
				}
			})
		})
	}
}

// A session that is invalid is replaced at once. If the next one is invalid, too,
// Discord means that this was too fast.
func TestASessionThatIsInvalidAgain(t *testing.T) {
	for name, f := range map[string]*sham{"when ready": {live: invalid}, "before it is ready": {reject: true}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := &sham{live: f.live, reject: f.reject}
				f.run(t, 1, time.Second)
				if n := len(f.identified); n > 2 {
					t.Errorf("%d new sessions in the first second", n)
				}
			})
		})
	}
}

// If the gateway cuts every connection, the bot slows down after a while.
func TestAStormOfCutConnectionsIsLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &sham{live: func(*session) error { return io.ErrUnexpectedEOF }}
		f.run(t, 1, time.Hour)
		if n := len(f.resumed); n < 20 || n > 1400 {
			t.Errorf("%d connections in an hour", n)
		}
	})
}

// Shards that share a concurrency bucket start five seconds apart, in order.
func TestShardsStartOneAfterTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &sham{live: func(*session) error { time.Sleep(24 * time.Hour); return errors.New("over") }}
		f.run(t, 4, time.Hour)
		if len(f.identified) != 4 {
			t.Fatalf("%d new sessions of 4 shards", len(f.identified))
		}
		for i := 1; i < 4; i++ {
			if pause := f.identified[i].Sub(f.identified[i-1]); pause < 5*time.Second || pause > 6*time.Second {
				t.Errorf("shard %d begins %v after the one before", i, pause)
			}
		}
	})
}

// The same storm over a real connection: each READY is followed by a close.
func TestAServerThatClosesEverySession(t *testing.T) {
	for _, code := range []int{4007, 4009} {
		b := newBench(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		var begun atomic.Int64
		gateway := b.gateway(func(string) {
			begun.Add(1)
			b.Gateway().Close(code)
		})
		ended := make(chan error, 1)
		go func() { ended <- gateway.Run(ctx) }()
		for !strings.Contains(b.log.String(), "the next has to wait") && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if n := begun.Load(); n < 10 || n > identifyBurst+1 {
			t.Errorf("closed with %d: %d new sessions before the bot waits", code, n)
		}
	}
}

// At the start, Discord may be down for longer than a request is retried.
func TestTheApplicationIsAskedForUntilDiscordAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newQuietBench(t)
		var asked atomic.Int64
		b.Disturb(func(_, endpoint string, _ *http.Request) *sandbox.Trouble {
			if endpoint == "/applications/@me" && asked.Add(1) <= 3*botAttempts {
				return &sandbox.Trouble{Status: http.StatusBadGateway}
			}
			return nil
		})
		if application, err := b.client.Identify(t.Context()); err != nil || application != b.Application() {
			t.Errorf("%q, %v; want %s", application, err, b.Application())
		}
		b.client.token = "wrong"
		var f *Fatal
		if _, err := b.client.Identify(t.Context()); !errors.As(err, &f) {
			t.Errorf("with a wrong token: %v", err)
		}
	})
}

// A server that replaces Discord may know only the general endpoint for the gateway.
func TestTheGatewayOfAServerThatKnowsNoBots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newPipedBench(t)
		b.disturb("GET", "/gateway/bot", -1, &sandbox.Trouble{Status: http.StatusNotFound})
		b.connect()
		b.settle(b.ping())
		b.want(map[sandbox.EffectKind]int{sandbox.Posted: 1})
	})
}

// The gateway is asked for in the version of the API that requests use.
func TestTheGatewaySpeaksTheVersionOfRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		far := &asked{}
		client := NewClient("https://discord.example", "token", far, slog.New(slog.DiscardHandler), time.Now)
		g := NewGateway(client, nil, nil, client.log)
		here, there := net.Pipe()
		g.dialNetwork = func(context.Context, string, string) (net.Conn, error) { return here, nil }
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- g.dial(ctx, &session{}, "ws://gateway.example/gateway") }()
		line, err := bufio.NewReader(there).ReadString('\n')
		if err != nil || line != "GET /gateway/?v=10&encoding=json HTTP/1.1\r\n" {
			t.Errorf("the gateway is asked for by %q, %v", line, err)
		}
		_ = there.Close()
		cancel()
		<-ended
		if _, err := client.Application(t.Context()); err == nil || !strings.HasPrefix(far.paths[0], "/api/v10/") {
			t.Errorf("requests go to %q", far.paths)
		}
	})
}
