package store

import (
	"fmt"
	"testing"
	"time"

	"dojang/roadmap"
	"dojang/store/redistest"
	"dojang/study"
)

// BenchmarkImport measures what an import of 2,000 items, each with a post, asks
// of the store: the member's record and posts for a preview, and entering all.
func BenchmarkImport(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *Store{
		"redis":    func(t testing.TB) *Store { return openURL(t, redistest.Start(t).URL) },
		"embedded": func(t testing.TB) *Store { return openURL(t, "") },
	} {
		b.Run(name, func(b *testing.B) {
			w := newWorld(b, open(b))
			g := *w.group("g")
			g.Roadmap = large(b)
			var preview, entering time.Duration
			n := 0
			for b.Loop() {
				n++
				batch := largeBatch(w, n)
				op := w.op(fmt.Sprint(1000 + n))
				start := time.Now()
				result, err := w.s.Apply(b.Context(), &g, op, batch)
				if err != nil || result.Checked() != roadmap.MaxItems {
					b.Fatalf("%d ticked, %v", result.Checked(), err)
				}
				entering += time.Since(start)
				start = time.Now()
				o, err := w.s.Overview(b.Context(), &g, op)
				if err != nil {
					b.Fatal(err)
				}
				posts, err := w.s.Posts(b.Context(), &g, op, study.PostQuery{Author: op.Member}, 0, 5000)
				if err != nil || len(o.Record.Checks) != roadmap.MaxItems || len(posts.Posts) != roadmap.MaxItems {
					b.Fatalf("%d checks, %d posts, %v", len(o.Record.Checks), len(posts.Posts), err)
				}
				preview += time.Since(start)
			}
			b.ReportMetric(float64(entering.Milliseconds())/float64(n), "ms/enter")
			b.ReportMetric(float64(preview.Milliseconds())/float64(n), "ms/preview")
		})
	}
}
