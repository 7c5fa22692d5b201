package scheduler_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/link"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/scheduler"
	"dojang/store"
	"dojang/store/redistest"
	"dojang/study"
	"dojang/view"
)

// trips counts round trips to Redis, by commands and by pipelines.
type trips struct{ n atomic.Int64 }

func (h *trips) DialHook(next redis.DialHook) redis.DialHook { return next }

func (h *trips) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		h.n.Add(1)
		return next(ctx, cmd)
	}
}

func (h *trips) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		h.n.Add(1)
		return next(ctx, cmds)
	}
}

// crowd makes a group with this many members. In the week each of them has done an item
// and shared a post about it.
func crowd(b testing.TB, url string, members int) (*store.Store, *study.Group, time.Time) {
	b.Helper()
	s, err := store.Open(url)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	now := time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC)
	edition, _ := markdown.Template(markdown.Templates()[0])
	g := &study.Group{ID: "abcdefgh", Guild: "1", Name: "g", Channel: "7", Language: roadmap.Korean, Template: markdown.Templates()[0], RoadmapVersion: 1, Roadmap: edition,
		Calendar: study.Calendar{{Zone: time.UTC, Start: time.Monday}}, State: study.Active, Created: now, Since: now}
	act := func(n int) study.Operation {
		user := fmt.Sprint(100 + n)
		return study.Operation{ID: fmt.Sprint("op", n), Now: now, Actor: user, Member: user, Name: "user " + user, Groups: study.AnyGroups}
	}
	if _, err := s.SaveGroup(b.Context(), g, act(-1)); err != nil {
		b.Fatal(err)
	}
	guild, err := s.Current(b.Context(), g.Guild)
	if err != nil {
		b.Fatal(err)
	}
	g = guild.Groups[0]
	var items []string
	for ref := range g.Roadmap.Items() {
		items = append(items, ref.Item.ID)
	}
	for n := range members {
		link, err := link.Parse(fmt.Sprint("https://example.com/", n))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Check(b.Context(), g, act(n), items[n*n%len(items)], now, &link, "a post"); err != nil {
			b.Fatal(err)
		}
	}
	return s, g, now
}

// render renders the week's digest from stored data.
func render(b testing.TB, s *store.Store, g *study.Group, now time.Time) []byte {
	b.Helper()
	bot := scheduler.New(s, nil, func() time.Time { return now }, discard)
	guild, err := s.Current(b.Context(), g.Guild)
	if err != nil {
		b.Fatal(err)
	}
	d, err := bot.Preview(b.Context(), guild.Groups[0], study.Operation{Now: now, Actor: "0", Member: "0", Groups: study.AnyGroups})
	if err != nil {
		b.Fatal(err)
	}
	body, err := view.In(g.Language).Digest(d).JSON(0)
	if err != nil {
		b.Fatal(err)
	}
	return body
}

func TestADigestIsRenderedInFourRoundTrips(t *testing.T) {
	for _, members := range []int{2, 200} {
		s, g, now := crowd(t, "", members)
		if err := s.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		counter := &trips{}
		s.AddHook(counter)
		render(t, s, g, now)
		if n := counter.n.Load(); n > 4 {
			t.Errorf("%d members: %d round trips", members, n)
		}
	}
}

func BenchmarkDigest(b *testing.B) {
	for _, members := range []int{20, 1000, 10_000} {
		b.Run(fmt.Sprint(members, "-members"), func(b *testing.B) {
			s, g, now := crowd(b, redistest.Start(b).URL, members)
			if err := s.Load(b.Context()); err != nil {
				b.Fatal(err)
			}
			counter := &trips{}
			s.AddHook(counter)
			size := 0
			for b.Loop() {
				size = len(render(b, s, g, now))
			}
			b.ReportMetric(float64(counter.n.Load())/float64(b.N), "trips/op")
			b.ReportMetric(float64(size), "bytes")
		})
	}
}
