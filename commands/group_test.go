package commands

import (
	"testing"

	"dojang/study"
	"dojang/view"
)

func TestGroupMembership(t *testing.T) {
	h := newHarness(t)
	h.refuses(h.use("minsu", "/group leave"), "member.absent")
	got := h.use("minsu", "/group join")
	if h.wants(got, "minsu", "study"); got.Private {
		t.Error("joining is private")
	}
	h.wants(h.use("minsu", "/group list"), "**study** <#70> · 1 member", "you are a member")
	h.use("minsu", "/check item:gil")
	ask := h.use("minsu", "/group leave")
	h.refuses(h.click("minsu", ask, view.LeaveID.With(h.only().ID, "somehow")), "button.old")
	h.wants(h.press("minsu", ask, "Leave, keep my record"), "study")
	h.wants(h.use("minsu", "/group join"), "minsu")
	h.wants(h.use("minsu", "/progress"), "**1/168**")
	h.wants(h.press("minsu", h.use("minsu", "/group leave"), "Leave and delete it"), "study")
	h.wants(h.use("minsu", "/progress"), "**0/168**")
}

func TestGroupState(t *testing.T) {
	h := newHarness(t)
	h.refuses(h.use("minsu", "/group pause"), "manager.only")
	h.refuses(h.use("sora", "/group resume"), "group.already.active")
	for _, test := range []struct {
		command string
		want    study.State
	}{{"pause", study.Paused}, {"archive", study.Archived}, {"resume", study.Active}} {
		h.wants(h.use("sora", "/group "+test.command), "study")
		if got := h.only().State; got != test.want {
			t.Errorf("after %s it is %s", test.command, got)
		}
	}
}

func TestGroupMembers(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/check item:gil")
	h.refuses(h.use("minsu", "/group members"), "manager.only")
	list := h.use("sora", "/group members")
	h.wants(list, "minsu · 1 done")
	h.refuses(h.choose("minsu", list, view.HideID, "21:1"), "manager.only")
	h.wants(h.choose("sora", list, view.HideID, "21:1"), "minsu")
	h.wants(h.use("jiwoo", "/leaderboard"), "!1st** minsu")
	h.refuses(h.choose("sora", list, view.HideID, "21"), "button.old")
	h.wants(h.choose("sora", list, view.HideID, "21:0"), "minsu")
	h.wants(h.use("jiwoo", "/leaderboard"), "1st** minsu")
	h.wants(h.click("sora", list, view.MembersID.With(h.only().ID, "back", "-20")), "minsu · 1 done")
}

// Where several groups share a channel, the one that the member is in is meant.
func TestWhichGroupIsMeant(t *testing.T) {
	h := newHarness(t)
	h.use("sora", "/group create name:another")
	h.refuses(h.use("minsu", "/progress"), "group.which")
	h.use("minsu", "/group join group:another")
	h.wants(h.use("minsu", "/progress"), "— another")
	h.wants(h.use("minsu", "/progress group:STUDY"), "— study")
	h.use("minsu", "/group join group:study")
	h.refuses(h.use("minsu", "/progress"), "group.which")
	h.use("sora", "/group archive group:another")
	h.wants(h.use("minsu", "/progress"), "— study")
}
