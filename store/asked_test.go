package store

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"dojang/study"
)

// between does something once, after posts were read so many times to answer a script's questions.
type between struct {
	after int
	what  func()
}

func (b *between) DialHook(next redis.DialHook) redis.DialHook { return next }

func (b *between) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (b *between) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		err := next(ctx, cmd)
		if cmd.Name() == "hmget" {
			if b.after--; b.after == 0 {
				b.what()
			}
		}
		return err
	}
}

// laterPosts are what the member of an outdated case has shared.
type laterPosts struct {
	first string   // the operation by which the member joined or came back
	two   []string // ids of posts of one later operation
}

// outdated is an act during which an answer becomes outdated.
type outdated struct {
	posts          int  // of the later operation
	back           bool // the member had left before, and has an older post
	after          int
	act, meanwhile func(w *world, g *study.Group, p laterPosts) error
}

// play plays the act, and what happens meanwhile.
func (test outdated) play(t *testing.T, open func() *Store) {
	w, other := newWorld(t, open()), newWorld(t, open())
	other.ops = 1000
	w.s.limits.few = 0
	g := w.group("g")
	var p laterPosts
	if test.back {
		if _, err := w.s.Share(t.Context(), g, w.op("21"), *w.link("https://example.com/old"), ""); err != nil {
			t.Fatal(err)
		}
		if err := w.s.Leave(t.Context(), g, w.op("21"), false); err != nil {
			t.Fatal(err)
		}
	}
	p.first = w.op("21").ID
	w.ops--
	w.check(g, "21", "gil")
	batch := study.Batch{}
	for i := range test.posts {
		batch.Posts = append(batch.Posts, study.PostInput{Link: *w.link(fmt.Sprintf("https://example.com/%d", i)), At: w.now})
	}
	result, err := w.s.Apply(t.Context(), g, w.op("21"), batch)
	if err != nil {
		t.Fatal(err)
	}
	for _, shared := range result.Shared {
		p.two = append(p.two, shared.Post.ID)
	}
	hook := &between{after: test.after, what: func() {
		if err := test.meanwhile(other, g, p); err != nil {
			t.Errorf("meanwhile: %v", err)
		}
	}}
	w.s.client.AddHook(hook)
	if err := test.act(w, g, p); err != nil {
		t.Fatal(err)
	}
	if hook.after > 0 {
		t.Error("the script asked nothing")
	}
	clean(t, other.s, w.now)
}

// What a script has asked may have changed when it runs again. The result is as if the
// change had come first.
func TestAnAnswerThatIsOutdatedIsAskedForAgain(t *testing.T) {
	for name, test := range map[string]outdated{
		"the post that was found goes": {
			posts: 2, after: 1,
			act: func(w *world, g *study.Group, p laterPosts) error {
				_, err := w.s.Remove(w.t.Context(), g, w.op("21"), p.two[0])
				return err
			},
			meanwhile: func(w *world, g *study.Group, p laterPosts) error {
				_, err := w.s.Remove(w.t.Context(), g, w.op("21"), p.two[1])
				return err
			},
		},
		"the next operation goes": {
			posts: 2, after: 1,
			act: func(w *world, g *study.Group, p laterPosts) error {
				_, err := w.s.UndoAll(w.t.Context(), g, w.op("21"), p.first)
				return err
			},
			meanwhile: func(w *world, g *study.Group, p laterPosts) error {
				_, err := w.s.Remove(w.t.Context(), g, w.op("21"), p.two[0])
				return err
			},
		},
		"a post comes": {
			back: true, after: 1,
			act: func(w *world, g *study.Group, p laterPosts) error {
				_, err := w.s.UndoAll(w.t.Context(), g, w.op("21"), p.first)
				return err
			},
			meanwhile: func(w *world, g *study.Group, p laterPosts) error {
				_, err := w.s.Share(w.t.Context(), g, w.op("21"), *w.link("https://example.com/new"), "")
				return err
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, open func() *Store) { test.play(t, open) })
		})
	}
}

// A member with many posts comes back to the same places.
func TestAMemberWithManyPostsComesBack(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		w.s.limits.few = 5
		g := w.group("g")
		w.check(g, "21", "gil")
		batch := study.Batch{}
		for i := range 80 {
			batch.Posts = append(batch.Posts, study.PostInput{Link: *w.link(fmt.Sprintf("https://example.com/%d", i)), At: w.now.AddDate(0, 0, -i)})
		}
		if _, err := w.s.Apply(t.Context(), g, w.op("21"), batch); err != nil {
			t.Fatal(err)
		}
		before := w.derived()
		for what, away := range map[string]func() error{
			"hidden": func() error { return w.s.Hide(t.Context(), g, w.op("21"), true) },
			"left":   func() error { return w.s.Leave(t.Context(), g, w.op("21"), false) },
		} {
			if err := away(); err != nil {
				t.Fatal(err)
			}
			if b := w.board(g, "22", study.ThisMonth, study.Posts); b.Size != 0 {
				t.Errorf("%s: still on the board: %+v", what, b)
			}
			if what == "hidden" {
				if err := w.s.Hide(t.Context(), g, w.op("21"), false); err != nil {
					t.Fatal(err)
				}
			} else if _, err := w.s.Join(t.Context(), g, w.op("21")); err != nil {
				t.Fatal(err)
			}
			same(t, what+" and back", before, w.derived())
		}
		clean(t, w.s, w.now)
	})
}

// The number of posts that stay is told, however many the member has.
func TestUncheckTellsHowManyPostsStay(t *testing.T) {
	for _, few := range []int{0, 1, 2, fewPosts} {
		w := newWorld(t, openEmbedded(t))
		w.s.limits.few = few
		g := w.group("g")
		for i, user := range strings.Fields("21 21 22") {
			if _, err := w.s.Share(t.Context(), g, w.op(user), *w.link(fmt.Sprintf("https://example.com/%d", i)), "", "gil"); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.s.Share(t.Context(), g, w.op("21"), *w.link("https://example.com/other"), "", "gc"); err != nil {
			t.Fatal(err)
		}
		w.check(g, "21", "gil")
		if got, err := w.s.Uncheck(t.Context(), g, w.op("21"), "gil"); err != nil || got.Posts != 2 {
			t.Errorf("with %d posts read by the script: %+v, %v; want 2 posts", few, got, err)
		}
	}
}
