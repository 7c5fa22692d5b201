package commands

import (
	"slices"
	"strings"
	"testing"

	"dojang/roadmap"
	"dojang/view"
)

// The links of a roadmap are shown with their items and are nobody's posts.
func TestReading(t *testing.T) {
	h := newHarness(t)
	replace := func(file string) reply {
		h.files[fileURL] = file
		preview := h.use("sora", "/roadmap replace file:5")
		apply := h.find(preview, func(c view.Component) bool { return strings.HasPrefix(c.CustomID, "1:replace-apply:") }, "apply")
		if !apply.Disabled {
			h.wants(h.click("sora", preview, apply.CustomID), "version")
		}
		return preview
	}
	const file = "# Ours\n\n## Basics\n\n### Sums\n\n- [ ] [Big O](https://v.example.org/o)<br>What grows how fast.\n  - [Sheet](https://v.example.org/s)\n  - https://v.example.org/lecture-notes\n- [ ] Part 1\n- [ ] Part 1\n"
	replace(file)
	h.wants(h.use("minsu", "/next"), "🔗 [Big O](<https://v.example.org/o>)", "🔗 [Sheet](<https://v.example.org/s>) (+1)", "!lecture")
	h.wants(h.use("minsu", "/roadmap show item:big o"), "What grows how fast.", "🔗 [lecture notes](<https://v.example.org/lecture-notes>)")
	h.wants(h.use("minsu", "/roadmap import file:5"), "Nothing in it is new", "3 links belong to the roadmap")
	h.use("minsu", "/share link:https://me.example.org/o title:Mine item:big o")
	h.use("minsu", "/check item:Part 1 (2/2)")

	for _, name := range []string{"/library", "/roadmap export"} {
		got := h.use("minsu", name)
		if text := string(got.Message.Files[0].Data); strings.Count(text, "🔗") != 3 || !strings.Contains(text, "[Mine](https://me.example.org/o)") {
			t.Errorf("%s:\n%s", name, text)
		}
	}
	h.wants(replace(string(h.use("minsu", "/roadmap export").Message.Files[0].Data)), "nothing changes")
	h.files[fileURL] = string(h.use("jiwoo", "/roadmap export").Message.Files[0].Data)
	h.wants(h.use("jiwoo", "/roadmap import file:5"), "Nothing in it is new", "3 links belong to the roadmap")
	h.files[fileURL] = file
	h.wants(h.use("minsu", "/roadmap import file:5"), "Nothing in it is new", "3 links belong to the roadmap")
	h.wants(replace(strings.Replace(file, "- https", "- https://w.example.org/new https", 1)), "the items stay as they are", "1 item with other links or notes (links added: 1, removed: 0)")
	h.wants(h.use("minsu", "/roadmap show item:big o"), "w.example.org/new")
	h.wants(h.use("minsu", "/progress"), "**1/3**", "1 post")
}

// Items with the same title are shown with a number or their section.
func TestTwins(t *testing.T) {
	h := newHarness(t)
	h.files[fileURL] = "# Ours\n\n## A\n\n### S\n\n- [ ] Part 1\n- [ ] Part 1\n\n### U\n\n- [ ] Part 1\n\n## B\n\n### S\n\n- [ ] Part 1\n"
	preview := h.use("sora", "/roadmap replace file:5")
	h.click("sora", preview, h.find(preview, func(c view.Component) bool { return strings.HasPrefix(c.CustomID, "1:replace-apply:") }, "apply").CustomID)
	asked := h.use("minsu", "/check item:part 1")
	if h.refuses(asked, "item.nearest"); !containsAll(asked.text, "Part 1 (1/2) (A › S)", "Part 1 (2/2) (A › S)", "Part 1 (U)", "Part 1 (B › S)") {
		t.Errorf("what is asked:\n%s", asked.text)
	}
	names := map[string]bool{}
	for ref := range h.only().Roadmap.Items() {
		names[view.In(roadmap.English).ItemChoice(ref, false).Name] = true
	}
	if len(names) != 4 {
		t.Errorf("the completion has %v", names)
	}
	for name := range names {
		h.wants(h.use("minsu", "/check item:"+name), "Part 1")
	}
	h.wants(h.use("minsu", "/progress"), "**4/4**")
}

func containsAll(text string, parts ...string) bool {
	return !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(text, part) })
}
