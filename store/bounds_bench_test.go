package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dojang/roadmap"
	"dojang/store/ledger"
	"dojang/store/redistest"
	"dojang/study"
)

// BenchmarkBounds measures each change of a member at the bounds: 5,000 posts and all of
// 2,000 items done, in a group of 100,000 posts. On a redis-server it reports how long the
// server was held by the longest command, else how long the change took: the best of all
// rounds.
func BenchmarkBounds(b *testing.B) {
	for _, kind := range []string{"redis", "embedded"} {
		url := ""
		if kind == "redis" {
			url = redistest.Start(b).URL
		}
		f := newFullGroup(b, openURL(b, url))
		for _, act := range fullGroupActs {
			b.Run(kind+"/"+act.name, func(b *testing.B) { f.measure(b, kind == "redis", act.prepare) })
		}
	}
}

// fullGroup is a group at its bounds, and the member in it who is at the bounds.
type fullGroup struct {
	*world
	g    *study.Group
	n    int    // posts made for measuring
	last string // the post that came with the last check; "" for none
}

const full = "21" // the user who is at the bounds

// newFullGroup makes the group.
func newFullGroup(b *testing.B, s *Store) *fullGroup {
	w := newWorld(b, s)
	g := *w.group("g")
	g.Roadmap = large(b)
	f := &fullGroup{world: w, g: &g}
	f.fill()
	f.others(95_000)
	return f
}

// fill makes a member who has done everything and shared 5,000 posts, by three imports after the
// check that makes the user a member.
func (f *fullGroup) fill() {
	f.t.Helper()
	f.check(f.g, full, "i0")
	for n, posts := range []int{roadmap.MaxItems, roadmap.MaxItems, 999} {
		batch := largeBatch(f.world, n)
		batch.Checks, batch.Posts = batch.Checks[:roadmap.MaxItems-1], batch.Posts[:posts]
		if _, err := f.s.Apply(f.t.Context(), f.g, f.op(full), batch); err != nil {
			f.t.Fatal(err)
		}
	}
	f.check(f.g, full, "i1999")
}

// others writes posts of other members.
func (f *fullGroup) others(n int) {
	f.t.Helper()
	prefix := ledger.GroupKey(f.g.Guild, f.g.ID)
	pipe := f.s.client.Pipeline()
	for i := range n {
		user, id, at := fmt.Sprint(1000+i/50), fmt.Sprintf("other%05d", i), fmt.Sprint(f.now.UnixMilli()-int64(i)*1000)
		seq := fmt.Sprint(100_000 + i)
		line := strings.Join([]string{user, at, "20261123", "202611", "https://blog.example/other/" + id, id, "Other " + id, "i7",
			"Other " + id, "op" + seq, seq, at, "20261123", "202611", "i7", ""}, "\t")
		pipe.HSet(f.t.Context(), prefix+ledger.PostsKey, id, line)
		for _, entry := range []string{"t:", "m:" + user + ":", "i:i7:"} {
			pipe.Do(f.t.Context(), "ZADD", prefix+ledger.IndexKey, 0, entry+at+":"+fmt.Sprintf("%012s", seq)+":"+id)
		}
		if i%1000 == 999 {
			if _, err := pipe.Exec(f.t.Context()); err != nil {
				f.t.Fatal(err)
			}
		}
	}
	if _, err := pipe.Exec(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
}

// measure measures what prepare returns, each time after preparing it again.
func (f *fullGroup) measure(b *testing.B, real bool, prepare func(f *fullGroup) func() error) {
	var longest []time.Duration
	for b.Loop() {
		act := prepare(f)
		if real {
			f.resetSlowLog()
		}
		start := time.Now()
		if err := act(); err != nil {
			b.Fatal(err)
		}
		took := time.Since(start)
		if real {
			took = f.longestScript()
		}
		longest = append(longest, took)
	}
	b.ReportMetric(float64(slices.Min(longest).Microseconds())/1000, "ms/held")
}

func (f *fullGroup) resetSlowLog() {
	f.t.Helper()
	f.s.client.ConfigSet(f.t.Context(), "slowlog-log-slower-than", "0")
	if err := f.s.client.Do(f.t.Context(), "SLOWLOG", "RESET").Err(); err != nil {
		f.t.Fatal(err)
	}
}

// longestScript returns how long the longest command took since resetSlowLog.
func (f *fullGroup) longestScript() time.Duration {
	f.t.Helper()
	entries, err := f.s.client.SlowLogGet(f.t.Context(), -1).Result()
	if err != nil {
		f.t.Fatal(err)
	}
	longest := time.Duration(0)
	for _, entry := range entries {
		longest = max(longest, entry.Duration)
	}
	return longest
}

// arrivedBy makes the operation the one by which the member arrived, not yet final.
func (f *fullGroup) arrivedBy(op string) {
	f.t.Helper()
	line := strings.Join([]string{"active", "0", fmt.Sprint(f.now.UnixMilli()), "2:" + op, "name of " + full}, "\t")
	if err := f.s.client.HSet(f.t.Context(), ledger.GroupKey(f.g.Guild, f.g.ID)+ledger.RosterKey, full, line).Err(); err != nil {
		f.t.Fatal(err)
	}
}

// fresh checks i1999 anew and returns the operation.
func (f *fullGroup) fresh() study.Operation {
	f.t.Helper()
	if _, err := f.s.Uncheck(f.t.Context(), f.g, f.op(full), "i1999"); err != nil && !strings.Contains(err.Error(), "undone") {
		f.t.Fatal(err)
	}
	op := f.op(full)
	if _, err := f.s.Check(f.t.Context(), f.g, op, "i1999", f.now, nil, ""); err != nil {
		f.t.Fatal(err)
	}
	return op
}

// post shares one more post and returns its id.
func (f *fullGroup) post() string {
	f.t.Helper()
	f.n++
	shared, err := f.s.Share(f.t.Context(), f.g, f.op(full), *f.link(fmt.Sprintf("https://blog.example/new/%d", f.n)), "", "i3")
	if err != nil {
		f.t.Fatal(err)
	}
	return shared.Post.ID
}

// fullGroupActs are the changes to measure. prepare makes the state and returns the change.
var fullGroupActs = []struct {
	name    string
	prepare func(f *fullGroup) func() error
}{
	{"uncheck", func(f *fullGroup) func() error {
		f.fresh()
		f.arrivedBy("other")
		return func() error { _, err := f.s.Uncheck(f.t.Context(), f.g, f.op(full), "i1999"); return err }
	}},
	{"undo", func(f *fullGroup) func() error {
		of := f.fresh()
		f.arrivedBy("other")
		return func() error { _, err := f.s.Undo(f.t.Context(), f.g, f.op(full), of.ID, "i1999", ""); return err }
	}},
	{"undo of the arrival", func(f *fullGroup) func() error {
		of := f.fresh()
		f.arrivedBy(of.ID)
		return func() error { _, err := f.s.UndoAll(f.t.Context(), f.g, f.op(full), of.ID); return err }
	}},
	{"remove", func(f *fullGroup) func() error {
		post := f.post()
		f.arrivedBy("other")
		return func() error { _, err := f.s.Remove(f.t.Context(), f.g, f.op(full), post); return err }
	}},
	{"edit", func(f *fullGroup) func() error {
		post := f.post()
		f.arrivedBy("other")
		return func() error {
			_, err := f.s.Edit(f.t.Context(), f.g, f.op(full), post, "new", []string{"i4"})
			if err == nil {
				_, err = f.s.Remove(f.t.Context(), f.g, f.op(full), post)
			}
			return err
		}
	}},
	{"hide", func(f *fullGroup) func() error {
		return func() error { return f.s.Hide(f.t.Context(), f.g, f.op(full), true) }
	}},
	{"show", func(f *fullGroup) func() error {
		_ = f.s.Hide(f.t.Context(), f.g, f.op(full), true)
		return func() error { return f.s.Hide(f.t.Context(), f.g, f.op(full), false) }
	}},
	{"leave", func(f *fullGroup) func() error {
		_, _ = f.s.Join(f.t.Context(), f.g, f.op(full))
		return func() error { return f.s.Leave(f.t.Context(), f.g, f.op(full), false) }
	}},
	{"come back", func(f *fullGroup) func() error {
		_ = f.s.Leave(f.t.Context(), f.g, f.op(full), false)
		return func() error { _, err := f.s.Join(f.t.Context(), f.g, f.op(full)); return err }
	}},
	{"check with a post", func(f *fullGroup) func() error {
		_, _ = f.s.Uncheck(f.t.Context(), f.g, f.op(full), "i1999")
		if f.last != "" {
			_, _ = f.s.Remove(f.t.Context(), f.g, f.op(full), f.last) // or there is no room for another
		}
		f.n++
		return func() error {
			done, err := f.s.Check(f.t.Context(), f.g, f.op(full), "i1999", f.now, f.link(fmt.Sprintf("https://blog.example/new/%d", f.n)), "")
			f.last = done.Post.Post.ID
			return err
		}
	}},
	{"leave for good", func(f *fullGroup) func() error {
		if err := f.s.Leave(f.t.Context(), f.g, f.op(full), true); err != nil && !strings.Contains(err.Error(), "absent") {
			f.t.Fatal(err)
		}
		f.fill()
		return func() error { return f.s.Leave(f.t.Context(), f.g, f.op(full), true) }
	}},
}
