package commands

import (
	"fmt"
	"strings"
	"testing"

	"dojang/roadmap"
	"dojang/view"
)

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

// Titles that are only alike: a check moves to another item only if a manager says so.
func TestRoadmapReplaceAsksAboutLikeness(t *testing.T) {
	const cloud = "# Ours\n\n## Work\n\n### Cloud\n\n"
	for _, test := range []struct {
		name, before, after, answer, shown, progress string
	}{
		{"half alike, elsewhere", cloud + "- [ ] GCP services\n", "# Ours\n\n## Work\n\n### CI\n\n- [ ] Restarting services\n", "", "➕ Added: Restarting services", "**0/1**"},
		{"somewhat alike", cloud + "- [ ] Managed services\n", cloud + "- [ ] Managing services\n", "", "or the same as Managed services? 77% alike", "**0/1**"},
		{"somewhat alike, and selected", cloud + "- [ ] Managed services\n", cloud + "- [ ] Managing services\n", "select", "The same? Managed services → Managing services", "**1/1**"},
		{"nearly the same", cloud + "- [ ] Kubernetes deployment\n", cloud + "- [ ] Kubernetes deployments\n", "", "The same? Kubernetes deployment → Kubernetes deployments", "**1/1**"},
		{"nearly the same, and deselected", cloud + "- [ ] Kubernetes deployment\n", cloud + "- [ ] Kubernetes deployments\n", "deselect", "a different item from Kubernetes deployment", "**0/1**"},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHarness(t)
			confirm := func(preview reply) {
				apply := h.find(preview, func(c view.Component) bool { return strings.HasPrefix(c.CustomID, "1:replace-apply:") }, "apply").CustomID
				h.wants(h.click("sora", preview, apply), "version")
			}
			h.files[fileURL] = test.before
			confirm(h.use("sora", "/roadmap replace file:5"))
			title := strings.TrimSpace(test.before[strings.Index(test.before, "[ ]")+4:])
			h.wants(h.use("minsu", "/check item:"+title), "**1/1**")
			h.files[fileURL] = test.after
			preview := h.use("sora", "/roadmap replace file:5")
			switch test.answer {
			case "select":
				preview = h.choose("sora", preview, view.ReplaceGuessID, "1")
			case "deselect":
				preview = h.choose("sora", preview, view.ReplaceGuessID)
			}
			h.wants(preview, test.shown)
			confirm(preview)
			h.wants(h.use("minsu", "/progress"), test.progress)
		})
	}
}

// A preview of a file with hundreds of notes had a page for each dozen of them, at the end.
func TestRoadmapReplaceCountsNotes(t *testing.T) {
	h := newHarness(t)
	src := "# Ours\n\n## Python\n\n### Basics\n\n- [ ] " + gil + "\n"
	for i := range 300 {
		src += fmt.Sprintf("### Empty %d\n", i)
	}
	h.files[fileURL] = src + "> - [ ] quoted\n"
	preview := h.use("sora", "/roadmap replace file:5")
	h.wants(preview, "301 notes on the file", "- 300 × a section without items, left out: lines 8, 9, 10, 11, 12 …\n- a checkbox in a quotation, left out: line 308")
	if kinds, first := strings.Index(preview.text, "300 ×"), strings.Index(preview.text, "Removed:"); kinds > first {
		t.Errorf("the kinds do not come first:\n%s", preview.text)
	}
	if len(preview.Message.Files) != 1 || strings.Count(string(preview.Message.Files[0].Data), "\n") != 301 {
		t.Errorf("the attached files are %+v", preview.Message.Files)
	}
	if body, err := view.In(roadmap.English).Notice("cancelled").JSON(0); err != nil || !strings.Contains(string(body), `"attachments":[]`) {
		t.Errorf("what takes the place of the preview keeps its file: %s, %v", body, err)
	}
	page := h.find(preview, func(c view.Component) bool { return strings.HasPrefix(c.CustomID, "1:replace-page:") && !c.Disabled }, "next").CustomID
	page = page[:strings.LastIndex(page, ":")+1]
	h.wants(h.click("sora", preview, page+"14"), "⚠️ Line 8:", "⚠️ Line 18:")
	end := h.click("sora", preview, page+"99")
	if h.wants(end, "⚠️ 289 more notes are in the attached file."); len(end.Message.Files) != 1 {
		t.Error("the last page has no file")
	}
}

// A file that is too large with the ids of its items was previewed, and refused on Confirm.
func TestRoadmapReplaceTellsWhatIsTooLarge(t *testing.T) {
	h := newHarness(t)
	src := "# Ours\n\n## Python\n\n### Basics\n\n"
	for i := range 250 {
		src += fmt.Sprintf("- [ ] %d<br>%s\n", i, strings.Repeat("$", 1000))
	}
	h.files[fileURL] = src
	preview := h.use("sora", "/roadmap replace file:5")
	h.wants(preview, "With the ids of its items the roadmap has 1231 KiB, and 1024 fit.")
	if apply := h.find(preview, func(c view.Component) bool { return strings.HasPrefix(c.CustomID, "1:replace-apply:") }, "apply"); !apply.Disabled {
		t.Error("it can be confirmed")
	}
}
