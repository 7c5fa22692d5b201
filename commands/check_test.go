package commands

import (
	"slices"
	"testing"
)

const gil = "How the GIL (Global Interpreter Lock) works"

// Checking is public, joins the group, and can be undone by the member or by a
// manager.
func TestCheck(t *testing.T) {
	h := newHarness(t)
	got := h.use("minsu", "/check item:gil link:https://example.com/gil title:About the GIL")
	h.wants(got, "✅ **"+gil+"** — minsu", "**1/168**", "[About the GIL](<https://example.com/gil>)", "Welcome", "[Undo]")
	if got.Private {
		t.Error("a check is private")
	}
	h.refuses(h.press("jiwoo", got, "Undo"), "button.foreign")
	undone := h.press("minsu", got, "Undo")
	if h.wants(undone, "~~"+gil+"~~ — minsu", "!manager"); !undone.Update {
		t.Error("undoing leaves the message as it was")
	}
	again := h.use("minsu", "/check item:gil")
	h.wants(h.press("sora", again, "Undo"), "~~"+gil+"~~ — sora", "minsu")

	h.wants(h.use("minsu", "/check item:gil; asyncio"), "✅ **2 items** — minsu", "**2/168**")
	already := h.use("minsu", "/check item:gil link:https://example.com/again title:Again")
	if h.wants(already, "https://example.com/again"); !already.Private {
		t.Error("a second check of the same item is public")
	}
	h.wants(h.press("minsu", already, "Add this link"), "Again")
	h.wants(h.use("minsu", "/progress"), "**2/168**", "1 post")
}

func TestCheckOfAnEarlierDay(t *testing.T) {
	h := newHarness(t)
	h.wants(h.use("minsu", "/check item:gil date:2026-11-20"), "2026-11-20")
	h.refuses(h.use("minsu", "/check item:gc date:2026-11-27"), "date.future")
	h.refuses(h.use("minsu", "/check item:gc date:2020-01-01"), "date.old")
	h.refuses(h.use("minsu", "/check item:gc date:yesterday"), "date.form")
	h.wants(h.use("minsu", "/uncheck item:gil"), "2026-11-20")
}

func TestCheckRefuses(t *testing.T) {
	h := newHarness(t)
	h.refuses(h.use("minsu", "/check item:no such thing"), "item.unknown")
	h.refuses(h.use("minsu", "/check link:https://example.com/x"), "check.item")
	h.refuses(h.use("minsu", "/check item:gil title:without a link"), "post.linkless")
	h.refuses(h.use("minsu", "/check item:gil group:other"), "group.unknown")
	checked := h.use("minsu", "/check item:gil")
	h.use("sora", "/group archive")
	h.refuses(h.use("minsu", "/check item:gc"), "group.archived")
	h.refuses(h.press("minsu", checked, "Undo"), "group.archived")
}

// The form adds a link to a check.
func TestLinkOnACheck(t *testing.T) {
	h := newHarness(t)
	checked := h.use("minsu", "/check item:gil")
	h.refuses(h.press("jiwoo", checked, "Add link"), "button.foreign")
	form := h.press("minsu", checked, "Add link")
	h.refuses(h.submit("jiwoo", form, checked, "link", "https://example.com/gil"), "button.foreign")
	h.wants(h.submit("minsu", form, checked, "link", "https://example.com/gil", "title", " About \n the GIL "), "[About the GIL](<https://example.com/gil>)")
	h.refuses(h.submit("minsu", form, checked, "link", ""), "link.empty")
}

func TestCheckCompletes(t *testing.T) {
	h := newHarness(t)
	if got := h.complete("minsu", "/check item:gil"); !slices.Contains(got, "gil") {
		t.Errorf("for gil: %q", got)
	}
	if got := h.complete("minsu", "/check item:gil; asyncio"); !slices.Contains(got, "gil; asyncio") {
		t.Errorf("for a second item: %q", got)
	}
	if got := h.complete("minsu", "/check item:gil date:"); len(got) == 0 || got[0] != "2026-11-25" {
		t.Errorf("days: %q", got)
	}
	if got := h.complete("minsu", "/check item:gil group:stu"); len(got) != 1 || got[0] != h.only().ID {
		t.Errorf("groups: %q", got)
	}
	h.use("sora", "/group create name:another")
	if got := h.complete("minsu", "/check item:gil group:"); len(got) != 2 {
		t.Errorf("of two groups in a channel: %q", got)
	}
}
