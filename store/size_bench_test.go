package store

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"dojang/store/redistest"
	"dojang/study"
)

// BenchmarkSize measures how many bytes of a redis-server a group, a member, a
// check and a post take, events included, in groups of 15.
func BenchmarkSize(b *testing.B) {
	const groups, members, checks, posts = 60, 15, 30, 5
	for b.Loop() {
		server := redistest.Start(b)
		s := openURL(b, server.URL)
		w := newWorld(b, s)
		var all []*study.Group
		var items []string
		used := func() int {
			_, after, _ := strings.Cut(s.client.Info(b.Context(), "memory").Val(), "used_memory:")
			n, err := strconv.Atoi(strings.TrimSpace(after[:strings.IndexByte(after, '\n')]))
			if err != nil {
				b.Fatal(err)
			}
			return n
		}
		if err := s.Load(b.Context()); err != nil {
			b.Fatal(err)
		}
		measure := func(what string, n int, fill func()) {
			// The results of the day's operations do not count: they go.
			before := used() - ops(b, s, all)
			fill()
			b.ReportMetric(float64(used()-ops(b, s, all)-before)/float64(n), "B/"+what)
		}
		measure("group", groups, func() {
			for i := range groups {
				w.guild = strconv.Itoa(100000000000000000 + i)
				all = append(all, w.group("study group"))
			}
		})
		for ref := range all[0].Roadmap.Items() {
			items = append(items, ref.Item.ID)
		}
		each := func(act func(g *study.Group, user string, m int)) {
			for i, g := range all {
				for m := range members {
					act(g, strconv.Itoa(200000000000000000+100*i+m), m)
				}
			}
		}
		measure("member", groups*members, func() {
			each(func(g *study.Group, user string, _ int) {
				if _, err := s.Join(b.Context(), g, w.op(user)); err != nil {
					b.Fatal(err)
				}
			})
		})
		measure("check", groups*members*checks, func() {
			each(func(g *study.Group, user string, m int) {
				for c := range checks {
					w.check(g, user, items[(m+c)%len(items)])
				}
			})
		})
		measure("post", groups*members*posts, func() {
			each(func(g *study.Group, user string, m int) {
				for p := range posts {
					link := w.link(fmt.Sprintf("https://somebody.github.io/2026/11/24/what-i-have-learned-%s-%d/", user, p))
					if _, err := s.Share(b.Context(), g, w.op(user), *link, "", items[(m+p)%len(items)]); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
		server.Stop()
	}
}

// ops is how many bytes the results of operations take.
func ops(b *testing.B, s *Store, groups []*study.Group) int {
	sum := 0
	for _, g := range groups {
		for _, key := range []string{opsKey(g.Guild), queueKey(g.Guild)} {
			n, err := s.client.MemoryUsage(b.Context(), key, 0).Result()
			if err != nil && !isMissing(err) {
				b.Fatal(err)
			}
			sum += int(n)
		}
	}
	return sum
}
