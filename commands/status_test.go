package commands

import "testing"

func TestStatus(t *testing.T) {
	h := newHarness(t)
	h.refuses(h.use("minsu", "/status"), "manager.only")
	got := h.use("sora", "/status")
	if h.wants(got, "study: status", "<#70>", "✅ Send Messages", "Monday, 2026-11-30 09:00"); !got.Private || !got.SkipWarnings {
		t.Errorf("it is %+v", got.Reply)
	}
}
