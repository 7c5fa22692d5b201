package commands

import (
	"testing"

	"dojang/view"
)

func TestRoadmapShow(t *testing.T) {
	h := newHarness(t)
	h.use("jiwoo", "/check item:gil")
	areas := h.use("minsu", "/roadmap show")
	h.wants(areas, "Python core competency")
	sections := h.choose("minsu", areas, view.ShowID, "python")
	h.wants(sections, "Advanced Python")
	items := h.click("minsu", sections, view.ShowPageID.With(h.only().ID, view.Items, "python", "0"))
	h.wants(items, gil)
	item := h.choose("minsu", items, view.ShowItemID, "gil")
	h.wants(item, gil, "jiwoo", "[Done]")

	checked := h.press("minsu", item, "Done")
	if h.wants(checked, "✅ **"+gil+"** — minsu"); checked.Then == nil || checked.Then.Private {
		t.Error("the channel is not told")
	}
	again := h.use("minsu", "/roadmap show item:gil")
	unchecked := h.click("minsu", again, view.ShowUncheckID.With(h.only().ID, "gil"))
	if h.wants(unchecked, "no longer ticked"); unchecked.Then == nil || !unchecked.Then.Private {
		t.Error("taking a check back is not told privately")
	}
	h.wants(h.press("minsu", item, "Posts"), "posts")
	form := h.press("minsu", item, "Find an item")
	h.wants(h.submit("minsu", form, item, "item", "garbage collection"), "How garbage collection works")
	h.refuses(h.submit("minsu", form, item, "item", "no such thing"), "item.unknown")
	h.refuses(h.click("minsu", item, view.ShowCheckID.With(h.only().ID, "gone")), "item.gone")
	h.use("sora", "/group archive")
	h.wants(h.use("minsu", "/roadmap show item:gil"), gil)
	h.refuses(h.press("minsu", item, "Done"), "group.archived")
}
