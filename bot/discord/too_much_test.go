package discord

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dojang/commands/router"
	"dojang/roadmap"
	"dojang/sandbox"
	"dojang/view"
)

// tooMuch is a reply within 4,000 characters that Discord fails at for its bytes.
func tooMuch() router.Reply {
	m := view.In(roadmap.Korean).Notice("cancelled")
	m.Components[0].Components[0].Content = strings.Repeat("가", 3900)
	return router.Reply{Message: &m}
}

// A member whose reply Discord fails at reads at least that something went wrong.
func TestAReplyWithTooMuchTextBecomesAnApology(t *testing.T) {
	tests := []struct {
		name  string
		takes time.Duration
		want  map[sandbox.EffectKind]int
	}{
		{"answer", 0, map[sandbox.EffectKind]int{sandbox.Posted: 1}},
		{"edit", 2500 * time.Millisecond, map[sandbox.EffectKind]int{sandbox.Thinking: 1, sandbox.Posted: 1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newQuietBench(t)
				b.reply = after(test.takes, tooMuch)
				b.deliver()
				since := time.Now()
				b.settle(b.ping())
				b.want(test.want)
				all, _ := b.Effects(0)
				if last := all[len(all)-1].String(); !strings.Contains(last, "It may have been saved") {
					t.Errorf("the last effect is %s", last)
				}
				if took := time.Since(since); took > 10*time.Second {
					t.Errorf("the member waits for %v", took)
				}
			})
		})
	}
}

// An interaction that Discord really does not know gets one more answer, and none when its
// time is over.
func TestAnUnknownInteractionIsTriedTwice(t *testing.T) {
	tests := []struct {
		name        string
		takes, trip time.Duration // of the handler, and of the first answer
		attempts    int
	}{
		{"within three seconds", 0, 0, 2},
		{"later", 1900 * time.Millisecond, 1150 * time.Millisecond, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newQuietBench(t)
				unknown := &sandbox.Trouble{Before: test.trip, Status: http.StatusNotFound, Body: `{"code":10062,"message":"Unknown interaction"}`}
				attempts := 0
				b.Disturb(func(_, endpoint string, _ *http.Request) *sandbox.Trouble {
					if strings.HasSuffix(endpoint, callbackEndpoint) {
						attempts++
						return unknown
					}
					return nil
				})
				b.plan, b.reply = router.Plan{}, after(test.takes, public)
				b.deliver()
				b.ping()
				if err := b.answers.Wait(t.Context()); err != nil {
					t.Fatal(err)
				}
				if attempts != test.attempts {
					t.Errorf("%d attempts, want %d; the log:\n%s", attempts, test.attempts, b.log)
				}
			})
		})
	}
}

// An outage of some seconds costs nobody their reply, whatever Discord answers meanwhile.
func TestAnOutageIsNoReasonForAnApology(t *testing.T) {
	tests := []struct {
		name  string
		fails []int // the status of each edit, until they work
	}{
		{"failures", slices.Repeat([]int{500}, 2*editFailures)},
		{"failures, then a proxy's errors", append(slices.Repeat([]int{500}, editFailures), 502, 502)},
		{"failures, then an overload", append(slices.Repeat([]int{500}, editFailures), 503, 503)},
		{"failures, then a rate limit", append(slices.Repeat([]int{500}, editFailures), 429)},
		{"failures between other errors", []int{500, 500, 500, 502, 500, 500}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newQuietBench(t)
				b.reply = after(2500*time.Millisecond, public)
				var mu sync.Mutex
				left := test.fails
				b.Disturb(func(method, endpoint string, _ *http.Request) *sandbox.Trouble {
					mu.Lock()
					defer mu.Unlock()
					if method != http.MethodPatch || !strings.HasSuffix(endpoint, editEndpoint) || len(left) == 0 {
						return nil
					}
					status := left[0]
					left = left[1:]
					return &sandbox.Trouble{Status: status}
				})
				b.deliver()
				b.settle(b.ping())
				b.want(map[sandbox.EffectKind]int{sandbox.Thinking: 1, sandbox.Posted: 1})
				if len(left) > 0 {
					t.Errorf("%d edits were not tried", len(left))
				}
				all, _ := b.Effects(0)
				if last := all[len(all)-1].String(); strings.Contains(last, "REFERENCE") {
					t.Errorf("the last effect is %s", last)
				}
			})
		})
	}
}
