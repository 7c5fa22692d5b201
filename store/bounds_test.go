package store

import (
	"fmt"
	"testing"

	"dojang/refusal"
	"dojang/study"
)

// refusedWith checks that the error is a refusal with the code and the room that is left.
func refusedWith(t *testing.T, what string, err error, code string, free int) {
	t.Helper()
	r, ok := err.(*refusal.Refusal)
	if !ok || r.Code != code || fmt.Sprint(r.Args) != fmt.Sprint([]any{"limit", 3, "free", free}) {
		t.Errorf("%s: %v (%+v); want %s with room for %d", what, err, r, code, free)
	}
}

// links is a batch of posts of pages from number from to number to.
func links(w *world, from, to int) study.Batch {
	var batch study.Batch
	for i := from; i <= to; i++ {
		batch.Posts = append(batch.Posts, study.PostInput{Link: *w.link(fmt.Sprintf("https://example.com/%d", i)), At: w.now})
	}
	return batch
}

// A member at the bound can do everything but add posts, and what would pass it changes nothing.
func TestPostsHaveABound(t *testing.T) {
	for of, lower := range map[string]func(*limits){
		"member": func(l *limits) { l.posts = 3 },
		"group":  func(l *limits) { l.groupPosts = 3 },
	} {
		t.Run(of, func(t *testing.T) {
			each(t, func(t *testing.T, open func() *Store) {
				w := newWorld(t, open())
				lower(&w.s.limits)
				g := w.group("g")
				ctx, code := t.Context(), "posts."+of
				if _, err := w.s.Apply(ctx, g, w.op("21"), links(w, 1, 2)); err != nil {
					t.Fatal(err)
				}
				before := w.derived()
				_, err := w.s.Apply(ctx, g, w.op("21"), links(w, 2, 4))
				refusedWith(t, "an import of two new posts", err, code, 1)
				same(t, "after an import that would pass the bound", before, w.derived())
				again := links(w, 1, 3)
				again.Posts = append(again.Posts, again.Posts[2])
				if _, err := w.s.Apply(ctx, g, w.op("21"), again); err != nil {
					t.Errorf("an import of one new post, given twice: %v", err)
				}
				before = w.derived()
				_, err = w.s.Share(ctx, g, w.op("21"), *w.link("https://example.com/4"), "")
				refusedWith(t, "one more", err, code+".full", 0)
				_, err = w.s.Check(ctx, g, w.op("21"), "gil", w.now, w.link("https://example.com/4"), "")
				refusedWith(t, "a check with one more", err, code+".full", 0)
				same(t, "after posts that would pass the bound", before, w.derived())
				if got, err := w.s.Share(ctx, g, w.op("21"), *w.link("https://example.com/3"), "A title"); err != nil || got.Outcome != study.SharedUpdated {
					t.Errorf("adding to a post: %+v, %v", got, err)
				}
				if got := w.check(g, "21", "gil"); got.AlreadyDone {
					t.Errorf("a check without a post: %+v", got)
				}
				if err := w.s.Hide(ctx, g, w.op("21"), true); err != nil {
					t.Fatal(err)
				}
				_, err = w.s.Share(ctx, g, w.op("21"), *w.link("https://example.com/4"), "")
				refusedWith(t, "one more of a hidden member", err, code+".full", 0)
				w.s.limits = bounds
				if _, err := w.s.Share(ctx, g, w.op("21"), *w.link("https://example.com/4"), ""); err != nil {
					t.Fatal(err)
				}
				lower(&w.s.limits)
				_, err = w.s.Share(ctx, g, w.op("21"), *w.link("https://example.com/5"), "")
				refusedWith(t, "one more of a member who is above the bound", err, code+".full", 0)
				clean(t, w.s, w.now)
			})
		})
	}
}
