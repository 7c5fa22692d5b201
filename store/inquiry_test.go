package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/study"
)

// moving is a member whose posts are read one by one. While they are, one of them moves in the
// index: the operation that shared it first is undone, and a later one had shared it, too.
type moving struct {
	w, other     *world
	g            *study.Group
	first, later study.Operation
	posts        []study.ShareResult // what the later operation shared
}

// sharedTwice makes the member. The first operation shares the first of the links so long after the
// check by which the member joined, the later one all of them, each at its own time.
func sharedTwice(t *testing.T, open func() *Store, first time.Duration, links []string, later ...time.Duration) *moving {
	m := &moving{w: newWorld(t, open()), other: newWorld(t, open())}
	w := m.w
	m.other.ops = 1000
	w.s.limits.few, w.s.limits.atOnce = 0, 1
	m.g = w.group("g")
	w.check(m.g, "21", "gil")
	start := w.now
	for i := range 2 { // they fill the first page of the index
		w.now = start.Add(time.Duration(i) * time.Second)
		w.share(m.g, "21", fmt.Sprintf("https://example.com/other/%d", i), "")
	}
	w.now = start.Add(first)
	m.first, m.later = w.op("21"), w.op("21")
	if _, err := w.s.Share(t.Context(), m.g, m.first, *w.link(links[0]), ""); err != nil {
		t.Fatal(err)
	}
	batch := study.Batch{}
	for i := range links {
		i = len(links) - 1 - i // the shared one is the last, so that its event is
		batch.Posts = append(batch.Posts, study.PostInput{Link: *w.link(links[i]), At: start.Add(later[i]), Title: fmt.Sprint("Later ", i)})
	}
	w.now = start.Add(24 * time.Hour)
	result, err := w.s.Apply(t.Context(), m.g, m.later, batch)
	if err != nil {
		t.Fatal(err)
	}
	m.posts = result.Shared
	return m
}

// undoAfter undoes the first operation once so many posts were read.
func (m *moving) undoAfter(posts int) *between {
	m.other.now = m.w.now
	hook := &between{after: posts, what: func() {
		if _, err := m.other.s.UndoAll(m.w.t.Context(), m.g, m.other.op("21"), m.first.ID); err != nil {
			m.w.t.Errorf("meanwhile: %v", err)
		}
	}}
	m.w.s.client.AddHook(hook)
	return hook
}

// A post that moves in the index while the index is read piece by piece may be seen twice or not at
// all. The change that needs to know is as if the move had come first.
func TestAPostThatMovesWhileItIsRead(t *testing.T) {
	const shared, own = "https://example.com/shared", "https://example.com/own"
	undo := func(posts int) func(t *testing.T, m *moving) {
		return func(t *testing.T, m *moving) {
			got, err := m.w.s.UndoAll(t.Context(), m.g, m.w.op("21"), m.later.ID)
			if err != nil || got.Posts != posts {
				t.Errorf("undo: %+v, %v; want %d posts", got, err, posts)
			}
			if left := m.w.posts(m.g); len(left) != 2 {
				t.Errorf("after both were undone: %+v; want the two others", left)
			}
		}
	}
	for name, test := range map[string]struct {
		first time.Duration
		links []string
		later []time.Duration
		after int // posts are read
		act   func(t *testing.T, m *moving)
	}{
		"forward, undo":  {-time.Hour, []string{shared, own}, []time.Duration{2 * time.Hour, time.Hour}, 1, undo(2)},
		"backward, undo": {time.Hour, []string{shared}, []time.Duration{-time.Hour}, 1, undo(1)},
		"backward, remove": {time.Hour, []string{shared, own}, []time.Duration{-time.Hour, 2 * time.Hour}, 1, func(t *testing.T, m *moving) {
			if _, err := m.w.s.Remove(t.Context(), m.g, m.w.op("21"), m.posts[0].Post.ID); err != nil {
				t.Error(err)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, open func() *Store) {
				m := sharedTwice(t, open, test.first, test.links, test.later...)
				hook := m.undoAfter(test.after)
				test.act(t, m)
				if hook.after > 0 {
					t.Error("nothing was read")
				}
				clean(t, m.w.s, m.w.now)
			})
		})
	}
}

// counted counts the commands by name.
type counted map[string]int

func (c counted) DialHook(next redis.DialHook) redis.DialHook { return next }

func (c counted) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (c counted) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		c[cmd.Name()]++
		return next(ctx, cmd)
	}
}

// However much a script has to know, the member's posts are read once.
func TestPostsAreReadOnceForAllQuestions(t *testing.T) {
	const parts, posts, atOnce = 31, 40, 10
	w := newWorld(t, openEmbedded(t))
	if err := w.s.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	g := w.group("g")
	ctx, arrival := t.Context(), w.op("21")
	if _, err := w.s.Check(ctx, g, arrival, "gil", w.now, nil, ""); err != nil {
		t.Fatal(err)
	}
	w.check(g, "21", "gc")
	var edited study.ShareResult
	for i := range parts {
		edited = w.share(g, "21", "https://example.com/edited", fmt.Sprint("Title ", i), "gc")
	}
	if _, err := w.s.Apply(ctx, g, w.op("21"), links(w, 2, posts)); err != nil {
		t.Fatal(err)
	}
	w.s.limits.few, w.s.limits.atOnce = 0, atOnce
	for _, test := range []struct {
		name string
		act  func() error
	}{
		{"edit of a post with many parts", func() error {
			_, err := w.s.Edit(ctx, g, w.op("21"), edited.Post.ID, "New", []string{"gc"})
			return err
		}},
		{"uncheck", func() error { _, err := w.s.Uncheck(ctx, g, w.op("21"), "gc"); return err }},
		{"undo of the arrival", func() error { _, err := w.s.UndoAll(ctx, g, w.op("21"), arrival.ID); return err }},
	} {
		count := counted{}
		w.s.client.AddHook(count)
		if err := test.act(); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		if scripts := count["evalsha"] + count["eval"]; scripts != 2 || count["zrangebylex"] != 1 || count["hmget"] != posts/atOnce || count["hget"] != 1 {
			t.Errorf("%s: %v; want the script twice and each post read once", test.name, count)
		}
	}
	clean(t, w.s, w.now)
}
