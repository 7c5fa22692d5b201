package commands

import (
	"testing"

	"dojang/view"
)

// Without an item, members pick from menus.
func TestPicker(t *testing.T) {
	h := newHarness(t)
	areas := h.use("minsu", "/check date:2026-11-24")
	if !areas.Private {
		t.Error("the picker is public")
	}
	sections := h.choose("minsu", areas, view.PickID, "python")
	h.wants(sections, "Advanced Python")
	items := h.click("minsu", sections, view.PickPageID.With(h.only().ID, "2026-11-24", view.Items, "python", "0"))
	h.wants(items, gil+" = gil")
	picked := h.choose("minsu", items, view.PickedID, "gil", "gc")
	h.wants(picked, "✅ **2 items** — minsu", "2026-11-24")
	if picked.Then == nil || picked.Then.Private {
		t.Error("the channel is not told")
	}
	h.refuses(h.choose("minsu", items, view.PickedID, "gil", "no such item"), "button.old")
	h.refuses(h.choose("minsu", items, view.PickedID), "button.old")
	h.refuses(h.choose("minsu", areas, view.PickID, "no such area"), "button.old")
}
