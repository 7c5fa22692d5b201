package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dojang/sandbox"
	"dojang/scheduler"
)

// channelEndpoint is where messages are posted and listed.
const channelEndpoint = "/channels/{channel}/messages"

// digest is a message with a button, as the scheduler posts them.
func digest(mark string) []byte {
	return fmt.Appendf(nil, `{"flags":32768,"allowed_mentions":{"parse":[]},"components":[{"type":10,"content":"digest"},
		{"type":1,"components":[{"type":2,"style":2,"label":"Next","custom_id":%q}]}]}`, mark)
}

// post posts a digest to the home channel.
func (b *bench) post(mark, nonce string) string {
	b.t.Helper()
	id, err := NewPoster(b.client).Post(b.t.Context(), b.actor.Channel, digest(mark), nonce)
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

func TestAPostIsMadeOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newQuietBench(t)
		b.disturb("POST", channelEndpoint, 2, &sandbox.Trouble{Status: http.StatusBadGateway, Effect: true})
		first := b.post("next:1", "a")
		if again := b.post("next:1", "a"); again != first || first == "" {
			t.Errorf("posted again it is %q, not %q", again, first)
		}
		if other := b.post("next:1", "b"); other == first {
			t.Error("another nonce gives the same message")
		}
		b.want(map[sandbox.EffectKind]int{sandbox.Posted: 2})
	})
}

// A moderator may delete a message before the bot knows that it was posted. It counts
// as posted and must not come back.
func TestAPostThatWasDeletedMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newQuietBench(t)
		id := b.post("next:1", "a")
		poster := NewPoster(b.client)
		for range 2 { // the second time it no longer exists
			if err := poster.Delete(t.Context(), b.actor.Channel, id); err != nil {
				t.Fatal(err)
			}
		}
		if again := b.post("next:1", "a"); again != "" {
			t.Errorf("it is %q, want no id", again)
		}
		b.want(map[sandbox.EffectKind]int{sandbox.Posted: 1, sandbox.Deleted: 1})
	})
}

func TestDeleteSaysWhatIsWrong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newQuietBench(t)
		if err := b.RemoveChannel(b.actor.Channel); err != nil {
			t.Fatal(err)
		}
		var refused *Error
		if err := NewPoster(b.client).Delete(t.Context(), b.actor.Channel, "1"); !errors.As(err, &refused) || refused.Code != codeUnknownChannel {
			t.Errorf("in a channel that is gone: %v", err)
		}
	})
}

// All attempts at a message end before Discord forgets the nonce, and the time that
// Discord says to wait is passed on.
func TestAPostThatCannotBeMade(t *testing.T) {
	slow := sandbox.RateLimited(15 * time.Second)
	slow.Before = 12 * time.Second
	global := sandbox.RateLimited(10 * time.Minute)
	global.Body = `{"message":"You are being rate limited.","retry_after":600,"global":true}`
	for _, test := range []struct {
		name    string
		trouble *sandbox.Trouble
		most    time.Duration // that it takes
		want    scheduler.Problem
	}{
		{"rate limited for long", sandbox.RateLimited(10 * time.Minute), 0, scheduler.Problem{Code: "unreachable", After: 10 * time.Minute}},
		{"the global limit", global, 0, scheduler.Problem{Code: "unreachable", After: 10 * time.Minute}},
		{"rate limited over and over", slow, 90 * time.Second, scheduler.Problem{Code: "unreachable", Ambiguous: true}},
		{"no answer", &sandbox.Trouble{After: time.Hour}, 90 * time.Second, scheduler.Problem{Code: "unreachable", Ambiguous: true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newQuietBench(t)
				b.disturb("POST", channelEndpoint, -1, test.trouble)
				start := time.Now()
				for range 2 { // the second may be held back by what the first was told
					_, err := NewPoster(b.client).Post(t.Context(), b.actor.Channel, digest("next:1"), "a")
					var problem *scheduler.Problem
					if !errors.As(err, &problem) {
						t.Fatalf("no problem: %v", err)
					}
					problem.Err = nil
					if *problem != test.want {
						t.Errorf("%+v, want %+v", *problem, test.want)
					}
					if took := time.Since(start); took > test.most {
						t.Errorf("took %v, want %v at the most", took, test.most)
					}
					start = time.Now()
				}
			})
		})
	}
}

func TestFind(t *testing.T) {
	const mark = "next:g1:2026-11-16"
	other := func(b *bench, n int) {
		for i := range n {
			b.post("next:g2:2026-11-16", "other "+strconv.Itoa(i))
		}
	}
	history := func(b *bench, p sandbox.Permissions) {
		if err := b.Permit(b.actor.Channel, p); err != nil {
			b.t.Fatal(err)
		}
	}
	for _, test := range []struct {
		name    string
		since   time.Duration // after everything that was posted
		prepare func(b *bench) (want string)
		problem *scheduler.Problem
	}{
		{"nothing was ever posted", 0, func(*bench) string { return "" }, nil},
		{"nothing else was posted", 0, func(b *bench) string { return b.post(mark, "a") }, nil},
		{"between others", 0, func(b *bench) string { other(b, 3); id := b.post(mark, "a"); other(b, 8); return id }, nil},
		{"only others were posted", 0, func(b *bench) string { other(b, 3); return "" }, nil},
		{"after a hundred others", 0, func(b *bench) string { other(b, 250); return b.post(mark, "a") }, nil},
		{"the first of many", 0, func(b *bench) string { id := b.post(mark, "a"); other(b, 250); return id }, nil},
		{"by our clock, which is ahead, posted before", 2 * time.Minute, func(b *bench) string { return b.post(mark, "a") }, nil},
		{"twice", 0, func(b *bench) string {
			first := b.post(mark, "a")
			other(b, 120)
			return first + " " + b.post(mark, "b")
		}, nil},
		{"posted long before", time.Hour, func(b *bench) string { b.post(mark, "a"); return "" }, nil},
		{"by somebody else", 0, func(b *bench) string {
			b.post(mark, "a")
			b.disturb("GET", "/users/@me", -1, &sandbox.Trouble{Status: http.StatusOK, Body: `{"id":"1"}`})
			return ""
		}, nil},
		{"the history may not be read", 0, func(b *bench) string {
			b.post(mark, "a")
			history(b, sandbox.Everyone&^sandbox.ReadMessageHistory)
			return ""
		}, &scheduler.Problem{Code: "history", Ambiguous: true}},
		{"the history may not be read, and there is none", 0, func(b *bench) string {
			history(b, sandbox.Everyone&^sandbox.ReadMessageHistory)
			return ""
		}, nil},
		{"the history may not be read, and is old", time.Hour, func(b *bench) string {
			other(b, 1)
			history(b, sandbox.Everyone&^sandbox.ReadMessageHistory)
			return ""
		}, nil},
		{"the channel may not be seen", 0, func(b *bench) string {
			b.post(mark, "a")
			history(b, 0)
			return ""
		}, &scheduler.Problem{Code: "permission", Ambiguous: true}},
		{"the channel is gone", 0, func(b *bench) string {
			b.post(mark, "a")
			if err := b.RemoveChannel(b.actor.Channel); err != nil {
				b.t.Fatal(err)
			}
			return ""
		}, &scheduler.Problem{Code: "channel"}},
		{"discord is away", 0, func(b *bench) string {
			b.disturb("GET", channelEndpoint, -1, &sandbox.Trouble{Status: http.StatusBadGateway})
			return ""
		}, &scheduler.Problem{Code: "unreachable", Ambiguous: true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newQuietBench(t)
				want := test.prepare(b)
				got, err := NewPoster(b.client).Find(context.Background(), b.actor.Channel, mark, began.Add(test.since))
				if got := strings.Join(got, " "); got != want {
					t.Errorf("found %q, want %q", got, want)
				}
				var problem *scheduler.Problem
				switch {
				case test.problem == nil && err != nil, test.problem != nil && !errors.As(err, &problem):
					t.Errorf("error: %v", err)
				case problem != nil && (problem.Code != test.problem.Code || problem.Ambiguous != test.problem.Ambiguous):
					t.Errorf("problem %+v, want %+v", *problem, *test.problem)
				}
			})
		})
	}
}
