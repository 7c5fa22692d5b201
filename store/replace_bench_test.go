package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dojang/roadmap"
	"dojang/roadmap/diff"
	"dojang/roadmap/markdown"
	"dojang/store/redistest"
	"dojang/study"
)

// BenchmarkReplace measures what replacing the roadmap of a group of 1,000 members
// takes, each of whom has done half of its items: one item is taken out and brought
// back, or every section becomes another one.
func BenchmarkReplace(b *testing.B) {
	const members = 1000
	for name, open := range map[string]func(testing.TB) *Store{
		"redis":    func(t testing.TB) *Store { return openURL(t, redistest.Start(t).URL) },
		"embedded": func(t testing.TB) *Store { return openURL(t, "") },
	} {
		w := newWorld(b, open(b))
		g := w.group("g")
		var batch study.Batch
		for ref := range g.Roadmap.Items() {
			if ref.Order%2 == 0 {
				batch.Checks = append(batch.Checks, study.BatchCheck{Item: ref.Item.ID, At: w.now})
			}
		}
		for i := range members {
			if _, err := w.s.Apply(b.Context(), g, w.op(fmt.Sprint(1000+i)), batch); err != nil {
				b.Fatal(err)
			}
		}
		src := string(markdown.Write(g.Roadmap, roadmap.Korean))
		for what, other := range map[string]string{
			"one item":   strings.Replace(src, line(g, "gil"), "", 1),
			"everything": "# T\n## A\n### S\n" + strings.Join(linesOf(src, "- [ ] "), ""),
		} {
			b.Run(name+"/"+what, func(b *testing.B) {
				var files []*roadmap.Roadmap
				for _, src := range []string{other, src} {
					file, _, err := markdown.Parse([]byte(src), "")
					if err != nil {
						b.Fatal(err)
					}
					files = append(files, file)
				}
				var planning, touched, replacing time.Duration
				n := 0
				for b.Loop() {
					start := time.Now()
					plan := diff.PlanReplacement(g.Roadmap, nil, files[n%2], diff.AsProposed)
					planning += time.Since(start)
					start = time.Now()
					var items []string
					for _, s := range plan.Items {
						if s.Old.Item != nil && s.Kinds[0] != diff.Kept {
							items = append(items, s.Old.Item.ID)
						}
					}
					if _, _, err := w.s.Touched(b.Context(), g, w.op("1"), items); err != nil {
						b.Fatal(err)
					}
					touched += time.Since(start)
					start = time.Now()
					next, err := w.s.Replace(b.Context(), g, w.op("1"), plan, 0)
					if err != nil {
						b.Fatal(err)
					}
					replacing += time.Since(start)
					g = next
					n++
				}
				if n%2 == 1 {
					g = w.goBack(g, g.RoadmapVersion-1)
				}
				for what, took := range map[string]time.Duration{"plan": planning, "touched": touched, "replace": replacing} {
					b.ReportMetric(float64(took.Microseconds())/1000/float64(n), "ms/"+what)
				}
			})
		}
	}
}

// linesOf returns the lines that begin so.
func linesOf(src, begin string) []string {
	var lines []string
	for l := range strings.Lines(src) {
		if strings.HasPrefix(l, begin) {
			lines = append(lines, l)
		}
	}
	return lines
}
