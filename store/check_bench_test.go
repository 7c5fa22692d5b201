package store

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"dojang/store/redistest"
)

// BenchmarkCheck measures checks by 200 members, one after another: on a
// redis-server also how long the script takes there, and how many commands it
// calls.
func BenchmarkCheck(b *testing.B) {
	for _, kind := range []string{"redis", "embedded"} {
		b.Run(kind, func(b *testing.B) {
			url := ""
			if kind == "redis" {
				url = redistest.Start(b).URL
			}
			w := newWorld(b, openURL(b, url))
			w.s.LimitOperations(math.MaxInt32) // counted, and never too much
			g := w.group("g")
			var items []string
			for ref := range g.Roadmap.Items() {
				items = append(items, ref.Item.ID)
			}
			n, server := 0, newServerStats(b, w.s, kind == "redis")
			for b.Loop() {
				round, user := n/200, 1000+n%200+n/(200*len(items))*200
				w.check(g, fmt.Sprint(user), items[round%len(items)])
				n++
			}
			server.report(b, n)
		})
	}
}

// serverStats is what a redis-server has done when the measurement began.
type serverStats struct {
	s             *Store
	micros, calls int
}

func newServerStats(b *testing.B, s *Store, real bool) *serverStats {
	if !real {
		return nil
	}
	stats := &serverStats{s: s}
	stats.micros, stats.calls = stats.read(b)
	return stats
}

// read returns how long scripts took, and how many other commands were called.
func (r *serverStats) read(b *testing.B) (micros, calls int) {
	info, err := r.s.client.Info(b.Context(), "commandstats").Result()
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(info) {
		name, values, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			continue
		}
		fields := map[string]int{}
		for _, field := range strings.Split(values, ",") {
			key, value, _ := strings.Cut(field, "=")
			fields[key], _ = strconv.Atoi(value)
		}
		switch name {
		case "cmdstat_evalsha", "cmdstat_eval":
			micros += fields["usec"]
		default:
			calls += fields["calls"]
		}
	}
	return micros, calls
}

func (r *serverStats) report(b *testing.B, n int) {
	if r == nil {
		return
	}
	micros, calls := r.read(b)
	b.ReportMetric(float64(micros-r.micros)/float64(n), "µs/script")
	b.ReportMetric(float64(calls-r.calls)/float64(n), "calls/script")
}
