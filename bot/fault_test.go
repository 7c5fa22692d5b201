package main

import (
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dojang/sandbox"
	"dojang/store/redistest"
)

// trouble is what goes wrong between a bot and its Redis while members use it.
type trouble struct {
	*party
	server *redistest.Server
	proxy  *redistest.Proxy
	torn   int // ends of Redis's log
}

// troubles are what is tried. Each returns how often it was done when it is
// over.
var troubles = []struct {
	name string
	do   func(*trouble) int
}{
	{"replies lost after execution", func(w *trouble) int {
		return w.disturb(often(100, 2000), func(reply bool) redistest.Fault {
			return redistest.Fault{Cut: reply && rand.IntN(3) == 0}
		})
	}},
	{"connections cut", func(w *trouble) int {
		return w.disturb(often(100, 2000), func(bool) redistest.Fault {
			return redistest.Fault{Cut: rand.IntN(5) == 0, Half: rand.IntN(2) == 0}
		})
	}},
	// Only replies are late: a command that is late itself is carried out at a
	// time when its member, who was told that nobody knows, may have looked.
	{"latency beyond the timeout", func(w *trouble) int {
		return w.disturb(often(12, 100), func(reply bool) redistest.Fault {
			if !reply || rand.IntN(12) > 0 {
				return redistest.Fault{}
			}
			return redistest.Fault{Delay: 1600*time.Millisecond + rand.N(400*time.Millisecond)}
		})
	}},
	{"Redis stopped", func(w *trouble) int {
		return w.repeat(often(2, 10), func() {
			w.server.Freeze()
			eventually(w.t, "members are told", w.more(&w.away, len(w.members)))
			w.server.Thaw()
		})
	}},
	{"Redis killed", func(w *trouble) int {
		return w.repeat(often(5, 50), func() {
			w.server.Stop()
			eventually(w.t, "members are told", w.more(&w.away, len(w.members)))
			if w.server.Restart() {
				w.server.Rewrite()
				w.torn++
			}
		})
	}},
}

// often is how often something is done, in a normal run and in a long one.
func often(normal, much int) int {
	if os.Getenv("DOJANG_TEST_LONG") != "" {
		return much
	}
	return normal
}

// disturb lets what passes between the bot and Redis be disturbed, until that
// much was.
func (w *trouble) disturb(enough int, f func(reply bool) redistest.Fault) int {
	w.t.Helper()
	var done atomic.Int64
	w.proxy.Disturb(func(reply bool) redistest.Fault {
		fault := f(reply)
		if fault.Cut || fault.Delay > 0 {
			done.Add(1)
		}
		return fault
	})
	eventually(w.t, "enough goes wrong", w.more(&done, enough))
	w.proxy.Disturb(nil)
	return int(done.Load())
}

// repeat does something again and again, each time when members have gone on.
func (w *trouble) repeat(times int, do func()) int {
	w.t.Helper()
	for range times {
		eventually(w.t, "members go on", w.more(&w.seen, 10*len(w.members)))
		do()
	}
	return times
}

// Whatever goes wrong between the bot and Redis, every member gets an answer, nothing
// that was confirmed is lost or done twice, and the bot recovers by itself. That
// answers come within three seconds is for TestMembersLearnOfAnOutageInTime: here a
// busy machine may miss some.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, test := range troubles {
		t.Run(strings.ReplaceAll(test.name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			server := redistest.Start(t, redistest.Durable...)
			w := &trouble{server: server, proxy: server.Proxy(t)}
			box := openOn(t, "2026-11-23T10:00", w.proxy.URL)
			w.party = newParty(t, box.discord, box.guild, box.home)
			stop := make(chan struct{})
			wait := w.act(stop, nil)
			end := sync.OnceFunc(func() {
				close(stop)
				wait()
			})
			t.Cleanup(end) // before those of the bot, the proxy and the server
			n := test.do(w)
			over := time.Now()
			eventually(t, "the bot goes on", w.more(&w.seen, 1))
			recovered := time.Since(over)
			eventually(t, "all members go on", w.more(&w.seen, 10*len(w.members)))
			end()

			environment := map[string]string{"DOJANG_REDIS_URL": server.URL}
			events, _ := verified(t, environment)
			w.audit(environment)
			w.totals()
			var longest time.Duration
			for _, m := range w.members {
				longest = max(longest, m.longest)
			}
			effects, _ := box.discord.Effects(0)
			announced, late := 0, int64(0)
			for _, e := range effects {
				switch e.Kind {
				case sandbox.Unanswered:
					late++
				case sandbox.Thinking:
					announced++
				}
			}
			for _, fault := range box.discord.Faults() {
				// A machine that is too slow: for a callback's confirmation, or an answer.
				if !strings.Contains(fault, "40060") && !strings.HasPrefix(fault, "the application did not respond to ") {
					t.Errorf("fault: %s", fault)
				}
			}
			t.Logf("%s %d times: %d acts whose outcome was seen, %d of which the member was told that it is unknown, %d events; "+
				"the longest wait for an answer %d ms, %d were announced, %d came too late, %d without any; first seen again %d ms after the end; torn ends of Redis's log: %d; lost: %d, twice: %d",
				test.name, n, w.seen.Load(), w.away.Load(), events, longest.Milliseconds(), announced, late, w.unsure.Load()-w.away.Load(),
				recovered.Milliseconds(), w.torn, w.lost, w.twice)
			if none := w.unsure.Load() - w.away.Load(); none > late {
				t.Errorf("%d got no answer, of which %d came too late", none, late)
			}
			if w.away.Load() == 0 && n < 100 {
				t.Error("nobody has noticed anything: nothing went wrong")
			}
		})
	}
}
