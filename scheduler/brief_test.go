package scheduler_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	edge "dojang/bot/discord"
	"dojang/link"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/sandbox"
	"dojang/scheduler"
	"dojang/store"
	"dojang/study"
)

// failingDiscord is a group whose week was busy, with the real poster on a sandbox, in a
// bubble whose time the sandbox's clock follows.
type failingDiscord struct {
	*sandbox.Discord
	t     *testing.T
	clock *sandbox.Clock
	store *store.Store
	group *study.Group
	week  study.Week
	bots  []*scheduler.Scheduler // take turns
}

func newFailingDiscord(t *testing.T) *failingDiscord {
	t.Helper()
	time.Sleep(time.Until(time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC)))
	f := &failingDiscord{t: t, clock: sandbox.NewClock(time.Now())}
	var guild, home string
	f.Discord, guild, home = sandbox.World(sandbox.Options{Clock: f.clock, Real: time.Now, NoMentions: true})
	var err error
	if f.store, err = store.Open(""); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.store.Close() })
	template, _ := markdown.Template(markdown.Templates()[0])
	f.group = &study.Group{ID: "abcdefgh", Guild: guild, Name: "도장", Channel: home, Language: roadmap.Korean, Template: markdown.Templates()[0], RoadmapVersion: 1,
		Roadmap: template, Calendar: study.Calendar{{Zone: time.UTC, Start: time.Monday}}, Digest: study.Schedule{Day: time.Monday, Hour: 9},
		State: study.Active, Created: time.Now(), Since: time.Now()}
	f.week = f.group.Calendar.Week(time.Now())
	act := func(user string) study.Operation {
		return study.Operation{ID: fmt.Sprint("op", user, time.Now()), Now: time.Now(), Actor: user, Member: user, Name: "이름 " + user, Groups: study.AnyGroups}
	}
	if _, err := f.store.SaveGroup(t.Context(), f.group, act("1")); err != nil {
		t.Fatal(err)
	}
	stored, err := f.store.Current(t.Context(), guild)
	if err != nil {
		t.Fatal(err)
	}
	f.group = stored.Group(f.group.ID)
	n := 0
	for ref := range template.Items() {
		if n++; n > 12 {
			break
		}
		shared, err := link.Parse(fmt.Sprintf("https://example.com/%d", n))
		if err != nil {
			t.Fatal(err)
		}
		op := act(f.Members(guild)[n%2].ID)
		op.ID += ref.Item.ID
		if _, err := f.store.Check(t.Context(), f.group, op, ref.Item.ID, time.Now(), &shared, strings.Repeat("글", 40)); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		client := edge.NewClient("https://discord.example", f.Token(), f.RoundTripper(), discard, time.Now)
		f.bots = append(f.bots, scheduler.New(f.store, edge.NewPoster(client), time.Now, discard))
	}
	return f
}

// live lets the bots run once a minute, in turns, until the time after the digest was due.
func (f *failingDiscord) live(until time.Duration) {
	f.t.Helper()
	due := f.group.NextDue(f.week.Start.AddDate(0, 0, 3))
	for minute := 0; ; minute++ {
		at := due.Add(time.Duration(minute) * time.Minute)
		if at.After(due.Add(until)) {
			return
		}
		if wait := time.Until(at); wait > 0 {
			time.Sleep(wait)
		}
		if err := f.clock.Advance(time.Now()); err != nil {
			f.t.Fatal(err)
		}
		_ = f.bots[minute%len(f.bots)].Run(f.t.Context())
	}
}

// digests returns the texts of the digests that are in the channel.
func (f *failingDiscord) digests() (texts []string) {
	effects, _ := f.Effects(0)
	for _, e := range effects {
		if e.Kind != sandbox.Posted || e.Message == nil {
			continue
		}
		text := ""
		for _, c := range e.Message.Components {
			for _, inner := range c.Components {
				text += inner.Content + "\n"
			}
		}
		texts = append(texts, text)
	}
	return texts
}

// Discord may fail at a digest for a reason that lies in the message. After some time a
// brief one takes its place; and whatever Discord says, there is one digest.
func TestABriefDigestTakesThePlaceOfOneAtWhichDiscordFails(t *testing.T) {
	const short = 4500 // bytes of a request that Discord takes
	tests := []struct {
		name  string
		fails func(since time.Duration, size int64) *sandbox.Trouble
		until time.Duration
		brief bool
	}{
		{"at anything long", func(_ time.Duration, size int64) *sandbox.Trouble {
			if size > short {
				return &sandbox.Trouble{Status: http.StatusInternalServerError}
			}
			return nil
		}, 20 * time.Minute, true},
		{"for twenty minutes, at anything", func(since time.Duration, _ int64) *sandbox.Trouble {
			if since < 20*time.Minute {
				return &sandbox.Trouble{Status: http.StatusInternalServerError}
			}
			return nil
		}, time.Hour, true},
		{"for five minutes", func(since time.Duration, _ int64) *sandbox.Trouble {
			if since < 5*time.Minute {
				return &sandbox.Trouble{Status: http.StatusInternalServerError}
			}
			return nil
		}, 20 * time.Minute, false},
		{"in a way that is no failure of its own", func(since time.Duration, _ int64) *sandbox.Trouble {
			if since < 15*time.Minute {
				return &sandbox.Trouble{Status: http.StatusBadGateway}
			}
			return nil
		}, time.Hour, false},
		{"but has posted it the fourth time", func(since time.Duration, size int64) *sandbox.Trouble {
			if size > short {
				return &sandbox.Trouble{Status: http.StatusInternalServerError, Effect: since > 5*time.Minute}
			}
			return nil
		}, time.Hour, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFailingDiscord(t)
				due := f.group.NextDue(time.Now())
				f.Disturb(func(method, endpoint string, r *http.Request) *sandbox.Trouble {
					if method != http.MethodPost || !strings.HasSuffix(endpoint, "/messages") {
						return nil
					}
					return test.fails(time.Since(due), r.ContentLength)
				})
				f.live(test.until)
				d, err := f.store.Digest(t.Context(), f.group, f.week.Name)
				if err != nil {
					t.Fatal(err)
				}
				posted := f.digests()
				if len(posted) != 1 || d.State != study.DigestPosted || d.Brief != test.brief || d.Checks != 12 {
					t.Fatalf("%d digests; stored: %+v", len(posted), d)
				}
				if brief := strings.Contains(posted[0], "짧게 줄여"); brief != test.brief || !strings.Contains(posted[0], "도장") || !strings.Contains(posted[0], "**12개**") {
					t.Errorf("the digest in the channel: %s", posted[0])
				}
				f.live(3 * time.Hour) // the second look, too
				if n := len(f.digests()); n != 1 {
					t.Errorf("%d digests later on", n)
				}
			})
		})
	}
}

// A brief digest is rendered once: what is stored stays the same in all further attempts.
func TestABriefDigestStaysTheSame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFailingDiscord(t)
		var bodies []string
		f.Disturb(func(method, endpoint string, r *http.Request) *sandbox.Trouble {
			if method != http.MethodPost || !strings.HasSuffix(endpoint, "/messages") {
				return nil
			}
			body, err := r.GetBody()
			if err != nil {
				t.Error(err)
				return nil
			}
			sent, _ := io.ReadAll(body)
			if n := len(bodies); n == 0 || bodies[n-1] != string(sent) {
				bodies = append(bodies, string(sent))
			}
			return &sandbox.Trouble{Status: http.StatusInternalServerError}
		})
		f.live(6 * time.Hour)
		if len(bodies) != 2 || len(bodies[1]) > len(bodies[0])/2 {
			t.Errorf("%d different messages were tried, expected the whole digest and a brief one", len(bodies))
		}
	})
}
