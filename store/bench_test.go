package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/store/ledger"
	"dojang/store/redistest"
	"dojang/study"
)

// BenchmarkBoard measures the page with the caller's own place on a board of
// 100,000 members, names and all, and beside it the bare ZREVRANGE and ZCOUNT
// in one pipeline, on a real redis-server.
func BenchmarkBoard(b *testing.B) {
	const members = 100_000
	server := redistest.Start(b)
	w := newWorld(b, openURL(b, server.URL))
	g := w.group("g")
	w.check(g, "1", "gil")
	own := ledger.GroupKey(g.Guild, g.ID)
	board := own + ledger.BoardKey + "c.all"
	pipe := w.s.client.Pipeline()
	for i := range members {
		user := fmt.Sprint(1_000_000 + i)
		pipe.ZAdd(b.Context(), board, redis.Z{Score: float64(i * 37 % 168), Member: user})
		pipe.HSet(b.Context(), own+ledger.RosterKey, user, "active\t0\t1764000000000\top\tname "+user)
		if i%1000 == 999 {
			if _, err := pipe.Exec(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	}
	op := w.op("1050000")
	var whole, bare time.Duration
	n := 0
	for b.Loop() {
		n++
		start := time.Now()
		page, err := w.s.Board(b.Context(), g, op, study.AllTime, study.Checks, MyPage, 10)
		if err != nil || page.Order < 0 || len(page.Rows) != 10 {
			b.Fatalf("%+v, %v", page, err)
		}
		whole += time.Since(start)
		start = time.Now()
		two := w.s.client.Pipeline()
		two.ZRevRangeWithScores(b.Context(), board, int64(page.Offset), int64(page.Offset+9))
		two.ZCount(b.Context(), board, fmt.Sprintf("(%d", page.Mine.Score), "+inf")
		if _, err := two.Exec(b.Context()); err != nil {
			b.Fatal(err)
		}
		bare += time.Since(start)
	}
	b.ReportMetric(float64(whole.Nanoseconds())/float64(n), "ns/board")
	b.ReportMetric(float64(bare.Nanoseconds())/float64(n), "ns/bare")
	b.ReportMetric(float64(whole)/float64(bare), "ratio")
}
