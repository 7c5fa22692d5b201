package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dojang/link"
	"dojang/refusal"
	"dojang/store/redistest"
	"dojang/study"
)

// faults are what is done to the way between the store and Redis, or to Redis
// itself. Each returns when enough of it was done and all is well again, and
// how often it was.
var faults = []struct {
	name string
	do   func(*storm) int
}{
	{"replies lost after execution", func(s *storm) int {
		return s.disturb(times(150, 3000), func(reply bool) redistest.Fault {
			return redistest.Fault{Cut: reply && rand.IntN(5) == 0}
		})
	}},
	{"connections cut", func(s *storm) int {
		return s.disturb(times(150, 3000), func(bool) redistest.Fault {
			return redistest.Fault{Cut: rand.IntN(10) == 0, Half: rand.IntN(2) == 0}
		})
	}},
	// Only replies are late. A command that is late itself, overtaken by its own
	// repetition, may be carried out after that was refused: the results of what
	// changes nothing are not kept. Nobody repeats one that is on its way still.
	{"latency beyond the timeout", func(s *storm) int {
		return s.disturb(times(12, 100), func(reply bool) redistest.Fault {
			if !reply || rand.IntN(25) > 0 {
				return redistest.Fault{}
			}
			return redistest.Fault{Delay: timeout + time.Duration(100+rand.IntN(400))*time.Millisecond}
		})
	}},
	{"Redis stopped", func(s *storm) int {
		return s.repeat(times(2, 10), func() {
			s.server.Freeze()
			s.await("members wait in vain", &s.failed, crowd)
			s.server.Thaw()
		})
	}},
	{"Redis killed", func(s *storm) int {
		return s.repeat(times(6, 50), func() {
			s.server.Stop()
			s.await("members are told", &s.failed, crowd)
			if s.server.Restart() {
				s.server.Rewrite()
				s.torn++
			}
		})
	}},
}

// times is how often something is done, in a normal run and in a long one.
func times(normal, much int) int {
	if long() {
		return much
	}
	return normal
}

// crowd is how many members act at a time.
const crowd = 6

// storm is members who act while something goes wrong.
type storm struct {
	t      *testing.T
	server *redistest.Server
	proxy  *redistest.Proxy
	acts   atomic.Int64 // that were acknowledged
	failed atomic.Int64 // attempts that were not
	wrong  atomic.Bool  // something came to what it should not
	torn   int          // ends of Redis's log
}

// disturb lets pieces on their way be disturbed until that many were, and
// returns how many.
func (s *storm) disturb(enough int, f func(reply bool) redistest.Fault) int {
	s.t.Helper()
	var done atomic.Int64
	s.proxy.Disturb(func(reply bool) redistest.Fault {
		fault := f(reply)
		if fault.Cut || fault.Delay > 0 {
			done.Add(1)
		}
		return fault
	})
	s.await("enough goes wrong", &done, int64(enough))
	s.proxy.Disturb(nil)
	return int(done.Load())
}

// repeat does something again and again, each time when members have gone on.
func (s *storm) repeat(often int, do func()) int {
	s.t.Helper()
	for range often {
		s.await("members act", &s.acts, 20*crowd)
		do()
	}
	return often
}

// await waits until a counter is that much higher, or something is wrong.
func (s *storm) await(what string, counter *atomic.Int64, more int64) {
	s.t.Helper()
	for deadline, goal := time.Now().Add(2*time.Minute), counter.Load()+more; counter.Load() < goal && !s.wrong.Load(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatalf("never: %s; %d acts, %d failed attempts", what, s.acts.Load(), s.failed.Load())
		}
	}
}

// Whatever goes wrong on the way to Redis or with it: a change that is sent
// until it is acknowledged, always under the same operation id, has happened
// once, and its reply is that of the first time. How soon an attempt ends is for
// TestAnOutageIsNoticedInTime, whose time is not that of a busy machine.
func TestFaults(t *testing.T) {
	for _, fault := range faults {
		t.Run(strings.ReplaceAll(fault.name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			server := redistest.Start(t, redistest.Durable...)
			s := &storm{t: t, server: server, proxy: server.Proxy(t)}
			w := newWorld(t, openURL(t, s.proxy.URL))
			g := w.group("g")
			before := clean(t, w.s, w.now).Events
			var members []*stubborn
			for i := range crowd {
				user := fmt.Sprint(21 + i)
				members = append(members, &stubborn{storm: s, s: w.s, g: g, user: user, now: w.now,
					m: newModel(g), chance: rand.New(rand.NewPCG(rand.Uint64(), 1))})
			}
			stop := make(chan struct{})
			var acting sync.WaitGroup
			end := sync.OnceFunc(func() {
				close(stop)
				acting.Wait()
			})
			t.Cleanup(end) // before those of the server and the proxy
			for _, m := range members {
				acting.Go(func() { m.live(stop) })
			}
			n := fault.do(s)
			s.await("the store serves again", &s.acts, 10*crowd)
			end()

			var longest time.Duration
			var all result
			for _, m := range members {
				for _, p := range m.problems {
					t.Error(p)
				}
				all = all.and(m.compare(w))
				longest = max(longest, m.longest)
			}
			sum := clean(t, w.s, w.now)
			if got := sum.Events - before; got != all.changes {
				t.Errorf("there are %d events of %d acknowledged changes", got, all.changes)
			}
			if s.failed.Load() == 0 && all.late == 0 {
				t.Error("nobody has noticed anything: nothing went wrong")
			}
			t.Logf("%s %d times: %d acts acknowledged, %d of them changes; %d attempts failed, %d acts took more than one, the longest attempt %d ms; "+
				"torn ends of Redis's log: %d; lost: %d, twice: %d, differences: %d", fault.name, n, s.acts.Load(), all.changes, s.failed.Load(), all.late, longest.Milliseconds(),
				s.torn, all.lost, all.twice, sum.Differences)
		})
	}
}

// result is what the members' acts came to.
type result struct {
	changes     int // acknowledged
	late        int // of these by a later attempt than the first
	lost, twice int
}

func (r result) and(o result) result {
	return result{r.changes + o.changes, r.late + o.late, r.lost + o.lost, r.twice + o.twice}
}

// stubborn is a member who repeats each operation until it is acknowledged. It knows the
// resulting state, because nobody else changes the member's record.
type stubborn struct {
	*storm
	s        *Store
	g        *study.Group
	user     string
	now      time.Time
	m        *model
	chance   *rand.Rand
	ops      int
	done     []doing // that can be undone
	longest  time.Duration
	counts   result
	problems []string
}

// fault records a problem, which ends the storm.
func (m *stubborn) fault(format string, args ...any) {
	m.wrong.Store(true)
	m.problems = append(m.problems, fmt.Sprintf("%s, act %d: %s", m.user, m.ops, fmt.Sprintf(format, args...)))
}

// live acts until it is time to stop, or something is wrong.
func (m *stubborn) live(stop <-chan struct{}) {
	for !m.wrong.Load() {
		select {
		case <-stop:
			return
		default:
			m.act()
		}
	}
}

// act does something at random, and compares the reply with the model.
func (m *stubborn) act() {
	m.ops++
	op := study.Operation{ID: fmt.Sprintf("%s-%d", m.user, m.ops), Now: m.now, Actor: m.user, Member: m.user, Name: "name of " + m.user, Groups: study.AnyGroups}
	item := few[m.chance.IntN(len(few))]
	url := fmt.Sprintf("https://example.com/%s/%d", m.user, m.ops/100*4+m.chance.IntN(4)) // few acts each: a post remembers only so many
	parsed, err := link.Parse(url)
	if err != nil {
		m.fault("%s: %v", url, err)
		return
	}
	link := &parsed
	me := m.m.members[m.user]
	has := me != nil && has(me.checks, item)
	switch n := m.chance.IntN(100); {
	case n < 45:
		if m.chance.IntN(3) > 0 {
			link = nil
		}
		m.check(op, item, link, has)
	case n < 65:
		var got study.UncheckResult
		changed, ok := m.insist("uncheck", func(ctx context.Context) (err error) {
			got, err = m.s.Uncheck(ctx, m.g, op, item)
			return err
		})
		if ok && changed != has {
			m.fault("uncheck of %s = %t, want %t", item, changed, has)
		}
		if changed {
			m.m.do(deed{kind: "uncheck", user: m.user, op: op.ID, item: item})
			m.total("uncheck", got.Total)
		}
	case n < 80 && len(m.done) > 0:
		of := m.done[m.chance.IntN(len(m.done))]
		changed, ok := m.insist("undo", func(ctx context.Context) error {
			_, err := m.s.Undo(ctx, m.g, op, of.op, of.item, of.post)
			return err
		})
		if want := m.m.undo(of.op); ok && changed != want {
			m.fault("undo of %s = %t, want %t", of.op, changed, want)
		}
	default:
		if m.chance.IntN(2) == 0 {
			item = ""
		}
		title := fmt.Sprint("title ", m.chance.IntN(3))
		want := m.m.outcome(m.user, link, title, item)
		var got study.ShareResult
		_, ok := m.insist("share", func(ctx context.Context) (err error) {
			got, err = m.s.Share(ctx, m.g, op, *link, title, named(item)...)
			return err
		})
		if ok && got.Outcome != want {
			m.fault("share of %s = %s, want %s", url, got.Outcome, want)
		}
		if want == study.SharedSame {
			m.counts.changes--
			return
		}
		m.m.do(deed{kind: "share", user: m.user, op: op.ID, item: item, link: link, title: title, on: m.now})
		m.done = append(m.done, doing{op.ID, m.user, item, got.Post.ID})
	}
}

// check checks an item; already says whether it is done.
func (m *stubborn) check(op study.Operation, item string, link *link.Link, already bool) {
	var got study.CheckResult
	_, ok := m.insist("check", func(ctx context.Context) (err error) {
		got, err = m.s.Check(ctx, m.g, op, item, m.now, link, "")
		return err
	})
	if !ok {
		return
	}
	if got.AlreadyDone != already {
		m.fault("check of %s: already %t, want %t", item, got.AlreadyDone, already)
	}
	if already {
		m.counts.changes--
		return
	}
	m.m.do(deed{kind: "check", user: m.user, op: op.ID, item: item, link: link, at: m.now, on: m.now})
	m.total("check", got.Total)
	m.done = append(m.done, doing{op.ID, m.user, item, got.Post.Post.ID})
}

// total compares the number of checks that a reply tells.
func (m *stubborn) total(what string, got int) {
	want := 0
	if p := m.m.members[m.user]; p != nil {
		want = len(p.checks)
	}
	if got != want {
		m.fault("after a %s there are %d checks, want %d", what, got, want)
	}
}

// insist repeats an operation until Redis has answered. changed is false if it was
// refused, which may mean that there was nothing to do.
func (m *stubborn) insist(what string, do func(context.Context) error) (changed, ok bool) {
	for attempt := 1; ; attempt++ {
		start := time.Now()
		err := do(m.t.Context())
		m.longest = max(m.longest, time.Since(start))
		switch {
		case err == nil:
			m.acts.Add(1)
			m.counts.changes++
			if attempt > 1 {
				m.counts.late++
			}
			return true, true
		case errors.As(err, new(*refusal.Refusal)):
			m.acts.Add(1)
			return false, true
		case !errors.Is(err, study.ErrUnavailable), attempt == 1000:
			m.fault("%s, attempt %d: %v", what, attempt, err)
			return false, false
		}
		m.failed.Add(1)
		<-time.After(time.Duration(attempt) * time.Millisecond)
	}
}

// compare compares what is stored of the member with the model.
func (m *stubborn) compare(w *world) result {
	m.t.Helper()
	want := m.m.members[m.user]
	if want == nil {
		want = &person{}
	}
	o, err := w.s.Overview(w.t.Context(), m.g, w.op(m.user))
	if err != nil {
		m.t.Fatal(err)
	}
	for item := range want.checks {
		if _, there := o.Record.Checks[item]; !there {
			m.counts.lost++
			m.t.Errorf("the check of %s by %s is lost", item, m.user)
		}
	}
	for item := range o.Record.Checks {
		if !has(want.checks, item) {
			m.counts.twice++
			m.t.Errorf("the check of %s by %s is there, and should not be", item, m.user)
		}
	}
	page, err := w.s.Posts(w.t.Context(), m.g, w.op(m.user), study.PostQuery{Author: m.user}, 0, 10000)
	if err != nil {
		m.t.Fatal(err)
	}
	seen := map[string]int{}
	for _, post := range page.Posts {
		link, err := link.Parse(post.URL)
		if err != nil {
			m.t.Fatal(err)
		}
		seen[link.Canonical]++
		a := m.m.posts[link.Canonical]
		if a == nil || a.title != post.Title || !slices.Equal(a.items, post.Items) || seen[link.Canonical] > 1 {
			m.counts.twice++
			m.t.Errorf("the post %+v of %s is there, want %+v", post, m.user, a)
		}
	}
	for link := range m.m.posts {
		if seen[link] == 0 {
			m.counts.lost++
			m.t.Errorf("the post %s of %s is lost", link, m.user)
		}
	}
	return m.counts
}
