package commands

import "testing"

func TestHelp(t *testing.T) {
	h := newHarness(t)
	h.wants(h.use("minsu", "/help"), "/check", "**study**", "!/correct")
	h.wants(h.use("sora", "/help"), "/check", "/correct")
	h.here = "71"
	h.wants(h.use("minsu", "/help"), "**study**") // it is the only one
}
