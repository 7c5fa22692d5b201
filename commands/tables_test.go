package commands

import (
	"strings"
	"testing"

	"dojang/view"
)

// A file with its topics in a table was refused, or they were left out.
func TestRoadmapReplaceTakesTables(t *testing.T) {
	const table = "| Day | Topics |\n|---|---|\n| 1 | [Sockets](https://a.example/1) |\n| 2 | Ports |\n"
	for _, test := range []struct{ name, src, before, after, items string }{
		{"only a table", "# Days\n\n" + table, "cannot be a roadmap yet", "168 → 2 items", "**0/2**"},
		{"beside items", "# Days\n\n## A\n\n- [ ] Links\n\n" + table, "168 → 1 item", "168 → 3 items", "**0/3**"},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHarness(t)
			h.files[fileURL] = test.src
			preview := h.use("sora", "/roadmap replace file:5")
			h.wants(preview, test.before, "a table of 2 rows: take its column **Topics** as items?")
			taken := h.press("sora", preview, "Take 2 rows as items")
			h.wants(taken, test.after, "2 rows of the file’s tables are items")
			if test.name == "beside items" {
				h.wants(h.press("sora", taken, "Leave the tables out"), test.before)
			}
			is := func(name string) func(view.Component) bool {
				return func(c view.Component) bool { return strings.HasPrefix(c.CustomID, "1:"+name+":") && !c.Disabled }
			}
			next := h.click("sora", taken, h.find(taken, is("replace-page"), "next").CustomID)
			h.wants(next, test.after)
			h.wants(h.click("sora", next, h.find(next, is("replace-apply"), "apply").CustomID), "version")
			h.wants(h.use("minsu", "/progress"), test.items)
			h.wants(h.use("minsu", "/roadmap show item:sockets"), "https://a.example/1")
			h.wants(h.use("sora", "/roadmap replace file:5"), "nothing changes", "2 rows of the file’s tables are items")
		})
	}
}
