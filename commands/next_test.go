package commands

import (
	"testing"

	"dojang/view"
)

func TestNext(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/share link:https://example.com/gil title:About the GIL item:gil")
	got := h.use("jiwoo", "/next")
	if h.wants(got, "What to do next", gil, "About the GIL", "[Done]"); !got.Private {
		t.Error("suggestions are public")
	}
	done := h.click("jiwoo", got, view.NextCheckID.With(h.only().ID, "gil"))
	h.wants(done, "What to do next", "✅ **"+gil+"** — jiwoo")
	if done.Then == nil || done.Then.Private {
		t.Error("the channel is not told")
	}
	h.refuses(h.click("jiwoo", got, view.NextCheckID.With(h.only().ID, "no such item")), "button.old")
	h.wants(h.click("jiwoo", got, view.NextID.With(h.only().ID, "2026-11-23")), "What to do next")
}
