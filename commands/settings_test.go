package commands

import (
	"testing"
	"time"

	"dojang/roadmap"
)

func TestGroupCreate(t *testing.T) {
	h := newHarness(t)
	h.refuses(h.use("minsu", "/group create name:mine"), "manager.only")
	h.refuses(h.use("sora", "/group create name:STUDY"), "group.taken")
	h.refuses(h.use("sora", "/group create name:x timezone:Asia/Soul"), "zone.near")
	h.refuses(h.use("sora", "/group create name:x time:noon"), "time.form")
	h.refuses(h.use("sora", "/group create name:x roadmap:none"), "roadmap.unknown")
	h.wants(h.use("sora", "/group create name:second day:friday time:18:30"), "second", "Friday", "18:30")
	h.locale = "ko"
	h.use("sora", "/group create name:third")
	groups, err := h.store.Current(t.Context(), guild)
	if err != nil {
		t.Fatal(err)
	}
	if g := groups.Groups[2]; g.Language != roadmap.Korean || g.Calendar.Latest().Zone.String() != "Asia/Seoul" || g.Channel != home {
		t.Errorf("a Korean server's group is %+v", g)
	}
}

func TestGroupSettings(t *testing.T) {
	h := newHarness(t)
	h.wants(h.use("sora", "/group settings"), "### study (active)", "Monday at 09:00", "!⚠️")
	h.wants(h.use("sora", "/group settings day:friday time:18:30 name:evening"), "evening", "Friday at 18:30")
	if g := h.only(); g.Digest.Day != time.Friday || g.Digest.Hour != 18 || g.Digest.Minute != 30 || g.Name != "evening" {
		t.Errorf("it is %+v", g)
	}
	// Nothing was recorded yet, so that a new rule for weeks holds at once.
	h.use("sora", "/group settings week_start:sunday day_start:4")
	if c := h.only().Calendar; len(c) != 1 || c[0].Start != time.Sunday || c[0].Hour != 4 {
		t.Errorf("the calendar is %+v", c)
	}
	h.use("minsu", "/check item:gil")
	h.use("sora", "/group settings week_start:monday")
	if c := h.only().Calendar; len(c) != 2 || c[1].Start != time.Monday {
		t.Errorf("with a check, the calendar is %+v", c)
	}
	h.use("sora", "/group archive")
	h.refuses(h.use("sora", "/group settings name:x"), "group.closed")
}
