package commands

import "testing"

func TestShare(t *testing.T) {
	h := newHarness(t)
	got := h.use("minsu", "/share link:https://example.com/gil title:About the GIL item:gil")
	h.wants(got, "minsu shared a post", "[About the GIL](<https://example.com/gil>)", gil)
	h.refuses(h.press("jiwoo", got, "Tick it off too"), "button.foreign")
	h.wants(h.press("minsu", got, "Tick it off too"), "✅ **"+gil+"** — minsu")
	if got := h.press("minsu", got, "Tick it off too"); !got.Private {
		t.Error("ticking twice tells the channel")
	}
	h.refuses(h.use("jiwoo", "/share link:https://example.com/gil title:Mine"), "post.taken")
	h.wants(h.press("minsu", got, "Undo"), "About the GIL")
	h.wants(h.use("minsu", "/posts"), "!About the GIL")
}

// A button on a post of several items checks all that are open, at once.
func TestShareOnSeveralItems(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/check item:gil")
	got := h.use("minsu", "/share link:https://example.com/x title:Both item:gil; gc; asyncio")
	h.wants(got, "[Tick it off too]")
	h.wants(h.press("minsu", got, "Tick it off too"), "✅ **2 items** — minsu")
	h.wants(h.press("minsu", got, "Undo"))
}
