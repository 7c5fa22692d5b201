package commands

import (
	"strings"
	"testing"
)

func TestRoadmapExport(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/check item:gil link:https://example.com/gil title:About the GIL")
	export := h.use("minsu", "/roadmap export")
	if h.wants(export, "**1/168**"); !export.Private || len(export.Message.Files) != 1 || !strings.Contains(string(export.Message.Files[0].Data), "[x]") {
		t.Errorf("the checklist is %+v", export.Message.Files)
	}
}
