package commands

import "testing"

func TestProgress(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/check item:gil")
	got := h.use("minsu", "/progress")
	if h.wants(got, "minsu’s progress", "**1/168**", "1st this week"); !got.Private {
		t.Error("one's own progress is public")
	}
	if got := h.use("minsu", "/progress show:true"); got.Private {
		t.Error("shown progress is private")
	}
	h.wants(h.use("jiwoo", "/progress member:minsu"), "minsu’s progress", "1st this week")
	h.refuses(h.use("jiwoo", "/progress member:hana"), "member.other")
	h.use("sora", "/group members")
	h.click("sora", reply{}, "1:hide:"+h.only().ID+":0", "21:1")
	h.wants(h.use("jiwoo", "/progress member:minsu"), "minsu’s progress", "!1st this week")
}
