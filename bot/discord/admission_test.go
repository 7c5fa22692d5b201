package discord

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dojang/commands/router"
	"dojang/sandbox"
)

// If the store hangs, a limited number of interactions waits for it. The next ones are
// answered at once: nothing was done. Without a limit they took 560 MB.
func TestWhileTheStoreHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const limit, more = 20, 10
		b := newQuietBench(t)
		b.answers.admission.admitted = make(chan struct{}, limit)
		answers := make(chan struct{}) // of the store
		b.reply = func(context.Context, *router.Interaction) router.Reply {
			<-answers
			return public()
		}
		b.deliver()
		for range limit {
			b.ping()
		}
		synctest.Wait()
		began := time.Now()
		for range more {
			<-b.ping().Done()
		}
		if took := time.Since(began); took > 0 {
			t.Errorf("those beyond the limit waited for %v", took)
		}
		b.want(map[sandbox.EffectKind]int{sandbox.Posted: more})
		all, _ := b.Effects(0)
		for _, e := range all {
			if told := e.String(); !strings.Contains(told, "nothing was saved") {
				t.Errorf("told: %s", told)
			}
		}
		time.Sleep(10 * time.Second)
		b.want(map[sandbox.EffectKind]int{sandbox.Posted: more, sandbox.Thinking: limit})
		close(answers)
		synctest.Wait()
		b.settle(b.ping())
		b.want(map[sandbox.EffectKind]int{sandbox.Posted: more + limit + 1, sandbox.Thinking: limit})
		if n := b.taken.Load(); n != limit+1 {
			t.Errorf("%d interactions were handled, want %d", n, limit+1)
		}
		if log := b.log.String(); strings.Count(log, tooMany) != 1 || !strings.Contains(log, "count=10") {
			t.Errorf("the log:\n%s", log)
		}
	})
}

// Nothing waits beyond the limits, not even those who are turned away.
func TestBeyondTheLimits(t *testing.T) {
	for _, test := range []struct {
		name   string
		kind   int
		turned int // how many are being turned away already
		want   string
	}{
		{"a command", 2, 0, `"type":4`},
		{"what is typed", 4, 0, `{"type":8,"data":{"choices":[]}}`},
		{"too many to be turned away", 2, maxTurnedAway, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				far := &asked{}
				b, take := far.by(t, 0, router.Plan{Defer: true})
				for range maxAdmitted {
					b.answers.admission.enter()
				}
				for range test.turned {
					b.answers.admission.turnAway()
				}
				take(0, test.kind, "")
				b.settle()
				got := strings.Join(far.bodies, "")
				if b.taken.Load() > 0 || !strings.Contains(got, test.want) || (got == "") != (test.want == "") {
					t.Errorf("answered %q", got)
				}
				time.Sleep(2 * time.Second)
				if !strings.Contains(b.log.String(), tooMany) {
					t.Error("it is not logged")
				}
			})
		})
	}
}
