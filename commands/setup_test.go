package commands

import (
	"testing"
	"time"

	"dojang/view"
)

// The wizard makes a group and sets it up, and each step is stored at once.
func TestSetup(t *testing.T) {
	h := newHarness(t)
	h.refuses(h.use("minsu", "/setup"), "manager.only")
	start := h.use("sora", "/setup timezone:Asia/Tokyo")
	h.wants(start, "study = "+h.only().ID)
	form := h.press("sora", start, "Make a new group")
	channel := h.submit("sora", form, start, "value", "evening")
	h.wants(channel, "evening")
	groups, err := h.store.Current(t.Context(), guild)
	if err != nil {
		t.Fatal(err)
	}
	g := groups.Groups[1]
	if g.Name != "evening" || g.Calendar.Latest().Zone.String() != "Asia/Tokyo" {
		t.Errorf("it is %+v", g)
	}
	at := func(step string) reply { return h.click("sora", channel, view.SetupStepID.With(g.ID, step)) }
	h.wants(h.choose("sora", at("digest"), view.SetupSetID, "friday"), "Friday")
	ask := h.click("sora", at("digest"), view.SetupAskID.With(g.ID, "time"))
	h.wants(h.submit("sora", ask, channel, "value", "18:30"), "18:30")
	h.refuses(h.submit("sora", ask, channel, "value", "half past six"), "time.form")
	if now, err := h.store.Current(t.Context(), guild); err != nil || now.Group(g.ID).Digest.Day != time.Friday || now.Group(g.ID).Digest.Hour != 18 {
		t.Errorf("%v, %v", now.Group(g.ID).Digest, err)
	}
	h.wants(h.press("sora", at("test"), "Post a test"))
	if done := at("done"); done.Then == nil || !done.Then.Private {
		t.Error("there is no preview")
	}
	h.refuses(at("somewhere"), "button.old")
	h.refuses(h.click("sora", channel, view.SetupAskID.With(g.ID, "colour")), "button.old")
	h.refuses(h.click("sora", channel, view.SetupSetID.With(g.ID, "channel"), "no channel"), "button.old")
	h.wants(h.choose("sora", start, view.SetupPickID, h.only().ID), "study")
	if zone := h.only().Calendar.Latest().Zone.String(); zone != "Asia/Tokyo" {
		t.Errorf("the zone that was chosen first is lost: %s", zone)
	}
	h.refuses(h.press("minsu", start, "Make a new group"), "manager.only")
}
