package commands

import (
	"strings"
	"testing"

	"dojang/view"
)

// fileURL is where Discord has what a member attached.
const fileURL = "https://cdn.discordapp.com/ephemeral-attachments/1/2/file.md"

func TestRoadmapImport(t *testing.T) {
	h := newHarness(t)
	h.files[fileURL] = "- [x] " + gil + "\n- [x] [How garbage collection works](/posts/gc)\n"
	preview := h.use("minsu", "/roadmap import file:5")
	if h.wants(preview, gil); !preview.Private {
		t.Error("the preview is public")
	}
	form := h.click("minsu", preview, h.find(preview, func(c view.Component) bool { return strings.HasPrefix(c.CustomID, "1:import-blog:") }, "blog").CustomID)
	preview = h.submit("minsu", form, preview, "blog", "https://blog.example.com")
	apply := h.find(preview, func(c view.Component) bool { return strings.HasPrefix(c.CustomID, "1:import-apply:") }, "apply").CustomID
	h.wants(h.click("minsu", preview, apply))
	h.wants(h.use("minsu", "/progress"), "**2/168**", "1 post")
	h.refuses(h.click("minsu", preview, apply), "import.nothing")
	h.files[fileURL] = "nothing is ticked here"
	h.refuses(h.use("minsu", "/roadmap import file:5"), "import.empty")
	delete(h.files, fileURL)
	h.refuses(h.click("minsu", preview, apply), "file.away")
}
