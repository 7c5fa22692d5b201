package commands

import (
	"slices"
	"testing"
)

func TestCorrect(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/check item:gil")
	h.use("minsu", "/share link:https://example.com/gil title:About the GIL")
	h.refuses(h.use("jiwoo", "/correct tick member:minsu item:gc why:because"), "manager.only")
	got := h.use("sora", "/correct tick member:minsu item:gc why:told me so date:2026-11-24")
	if h.wants(got, "How garbage collection works", "sora", "minsu", "2026-11-24", "told me so"); got.Private {
		t.Error("a correction is private")
	}
	h.refuses(h.use("sora", "/correct tick member:minsu item:gc why:again"), "correct.already")
	h.wants(h.use("sora", "/correct untick member:minsu item:gc why:by mistake"), "by mistake")
	h.wants(h.use("sora", "/correct remove member:minsu post:About the GIL why:spam"), "About the GIL", "spam")
	h.refuses(h.use("sora", "/correct remove member:minsu post:About the GIL why:spam"), "post.unknown")
	h.wants(h.use("minsu", "/progress"), "**1/168**", "0 posts")
}

// What is offered is the other member's, not the manager's own.
func TestCorrectCompletes(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/check item:gil")
	h.use("sora", "/check item:gc")
	h.use("minsu", "/share link:https://example.com/gil title:About the GIL")
	if got := h.complete("sora", "/correct untick member:minsu why:x item:"); !slices.Equal(got, []string{"gil"}) {
		t.Errorf("checked: %q", got)
	}
	if got := h.complete("sora", "/correct tick member:minsu why:x item:"); slices.Contains(got, "gil") || len(got) == 0 {
		t.Errorf("not checked: %q", got)
	}
	if got := h.complete("sora", "/correct remove member:minsu why:x post:gil"); len(got) != 1 {
		t.Errorf("posts: %q", got)
	}
	if got := h.complete("sora", "/correct untick item:"); len(got) != 0 {
		t.Errorf("without a member: %q", got)
	}
}
