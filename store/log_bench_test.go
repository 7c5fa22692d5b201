package store

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"dojang/store/eventlog"
	"dojang/store/ledger"
	"dojang/study"
)

var benchEvents = flag.Int("events", 100_000, "events in the log of BenchmarkLogStart")

// BenchmarkLogCheck checks items, by many members at once and one by one. Each check is on
// disk before it is answered.
func BenchmarkLogCheck(b *testing.B) {
	for _, members := range []int{1, 64} {
		b.Run(fmt.Sprintf("%d at once", members), func(b *testing.B) {
			w := newWorld(b, openLog(b, b.TempDir()))
			g := w.group("g")
			var items []string
			for ref := range g.Roadmap.Items() {
				items = append(items, ref.Item.ID)
			}
			var op atomic.Int64
			b.SetParallelism(members)
			if members == 1 {
				b.SetParallelism(0)
			}
			b.ResetTimer()
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					n := op.Add(1)
					user := decimal(1000 + n/int64(len(items)))
					act := study.Operation{ID: decimal(n), Now: w.now, Actor: user, Member: user, Name: "name", Groups: study.AnyGroups}
					if _, err := w.s.Check(b.Context(), g, act, items[n%int64(len(items))], w.now, nil, ""); err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "checks/s")
		})
	}
}

// BenchmarkLogStart opens a directory with many events in its log.
func BenchmarkLogStart(b *testing.B) {
	dir := b.TempDir()
	size := longLog(b, dir, *benchEvents)
	for b.Loop() {
		s, err := OpenDir(dir, time.Now, slog.New(slog.DiscardHandler))
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(*benchEvents), "events")
	b.ReportMetric(float64(size)/float64(1<<20), "MB")
}

// longLog writes a log of that many checks, by 30 members a group.
func longLog(b *testing.B, dir string, events int) (size int64) {
	var backup bytes.Buffer
	w := eventlog.NewBackup(&backup)
	template := newWorld(b, openEmbedded(b))
	g := template.group("g")
	settings, err := ledger.EncodeGroup(g)
	if err != nil {
		b.Fatal(err)
	}
	var items []string
	for ref := range g.Roadmap.Items() {
		items = append(items, ref.Item.ID)
	}
	put := func(group string, seq int64, e ledger.Event) {
		body, err := json.Marshal(e)
		if err != nil {
			b.Fatal(err)
		}
		w.Put(&eventlog.Record{Guild: "1000", Group: group, Seq: seq, Event: body})
	}
	for n, group, seq := 0, "", int64(0); n < events; n++ {
		member, item := n/len(items), n%len(items)
		if item == 0 && member%30 == 0 {
			group, seq = fmt.Sprintf("g%07d", member/30), 1
			e := ledger.NewEvent(ledger.EventGroup, group, template.op("1"))
			e.Member, e.Name = "", ""
			e.Settings = []byte(string(settings))
			put(group, seq, e)
		}
		seq++
		user := decimal(int64(100000000000000000 + member))
		e := ledger.NewEvent(ledger.EventCheck, group, study.Operation{ID: decimal(int64(1574579554222080000 + n)), Now: template.now.Add(time.Duration(n) * time.Second),
			Actor: user, Member: user, Name: "somebody"})
		e.Item = items[item]
		put(group, seq, e)
	}
	if _, err := w.End(); err != nil {
		b.Fatal(err)
	}
	if _, err := RestoreDir(dir, bytes.NewReader(backup.Bytes()), true, func(int) {}); err != nil {
		b.Fatal(err)
	}
	log, err := os.Stat(filepath.Join(dir, eventlog.FileName))
	if err != nil {
		b.Fatal(err)
	}
	return log.Size()
}
