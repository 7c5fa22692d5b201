package commands

import (
	"strings"
	"testing"

	"dojang/view"
)

// fileURL is where Discord has what a member attached.
const fileURL = "https://cdn.discordapp.com/ephemeral-attachments/1/2/file.md"

func TestRoadmapExportAndLibrary(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/check item:gil link:https://example.com/gil title:About the GIL")
	export := h.use("minsu", "/roadmap export")
	if h.wants(export, "**1/168**"); !export.Private || len(export.Message.Files) != 1 || !strings.Contains(string(export.Message.Files[0].Data), "[x]") {
		t.Errorf("the checklist is %+v", export.Message.Files)
	}
	library := h.use("jiwoo", "/library area:python show:true")
	if library.Private || len(library.Message.Files) != 1 || !strings.Contains(string(library.Message.Files[0].Data), "About the GIL") {
		t.Errorf("the library is %+v", library.Message.Files)
	}
	h.refuses(h.use("jiwoo", "/library area:cooking"), "area.unknown")
	if got := h.complete("jiwoo", "/library area:python"); len(got) == 0 || got[0] != "python" {
		t.Errorf("areas: %q", got)
	}
}

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

// A manager replaces the roadmap and goes back to the first version.
func TestRoadmapReplaceAndRollback(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/check item:gil")
	h.files[fileURL] = "# Ours\n\n## Python\n\n### Basics\n\n- [ ] " + gil + "\n- [ ] Something of our own\n"
	h.refuses(h.use("minsu", "/roadmap replace file:5"), "manager.only")
	preview := h.use("sora", "/roadmap replace file:5")
	apply := h.find(preview, func(c view.Component) bool { return strings.HasPrefix(c.CustomID, "1:replace-apply:") }, "apply").CustomID
	page := strings.Replace(apply, "replace-apply", "replace-page", 1) + ":14"
	h.wants(h.click("sora", preview, page), "Something of our own")
	h.refuses(h.click("minsu", preview, apply), "manager.only")
	replaced := h.click("sora", preview, apply)
	if h.wants(replaced, "Something of our own"); replaced.Then == nil || replaced.Then.Private {
		t.Error("the channel is not told")
	}
	h.refuses(h.click("sora", preview, apply), "replace.changed")
	h.wants(h.use("minsu", "/progress"), "**1/2**")

	versions := h.use("sora", "/roadmap versions")
	h.wants(versions, "168 items", "2 items")
	if got := h.complete("sora", "/roadmap rollback version:"); len(got) != 1 || got[0] != "1" {
		t.Errorf("versions: %q", got)
	}
	h.refuses(h.use("sora", "/roadmap rollback version:2"), "version.current")
	h.refuses(h.use("sora", "/roadmap rollback version:9"), "version.unknown")
	back := h.choose("sora", versions, view.RollbackID, "1")
	h.wants(h.click("sora", back, view.RollbackApplyID.With(h.only().ID, "2", "1")))
	h.refuses(h.click("sora", back, view.RollbackPageID.With(h.only().ID, "2", "1", "0")), "replace.changed")
	h.wants(h.use("minsu", "/progress"), "**1/168**")
}
