package commands

import (
	"slices"
	"testing"
)

func TestUncheck(t *testing.T) {
	h := newHarness(t)
	h.refuses(h.use("minsu", "/uncheck item:gil"), "item.undone")
	h.use("minsu", "/check item:gil")
	h.use("minsu", "/check item:gc")
	if got := h.complete("minsu", "/uncheck item:"); !slices.Equal(got, []string{"gc", "gil"}) {
		t.Errorf("offered %q, want the newest check first", got)
	}
	got := h.use("minsu", "/uncheck item:gil")
	if h.wants(got, gil, "**1/168**"); !got.Private {
		t.Error("taking a check back is public")
	}
}
