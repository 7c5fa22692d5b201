package markdown_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// Checklists as they are written elsewhere.
func TestParseShapes(t *testing.T) {
	for _, tt := range []struct {
		name, src string
		want      []string // area › section › item
		codes     string   // of the warnings
	}{
		{"Jekyll with kramdown", "---\nlayout: post\ntitle: 'T'\n---\n\n* TOC\n{:toc}\n\n## Core {#core}\n{: .no_toc}\n\n### 문법 {:.big #grammar}\n\n- [ ] GIL {: .hard}\n- [x] GC\n{: .list}\n",
			[]string{"Core › 문법 › GIL", "Core › 문법 › GC"}, ""},
		{"links before the list", "# T\n- [Core](#core)\n  - [Grammar](#grammar)\n\n## Core\n### Grammar\n* GIL\n* [GC](https://example.com)\n",
			[]string{"Core › Grammar › GIL", "Core › Grammar › GC"}, "list.plain"},
		{"Notion", "# T\n\nStatus: Doing\nDue: 2026-01-05\n\n# 🧠 Core\n\n- [ ]  GIL\n    - [x]  GC\n\n# DB\n\n- [ ]  Index\n",
			[]string{"Core › Core › GIL", "Core › Core › GC", "DB › DB › Index"}, "item.nested"},
		{"Obsidian", "---\ntags: [study]\n---\n# T\n## [[Core]]\n- [ ] [[GIL]]\n- [x] see [[gc|the collector]] and [[refs]]\n",
			[]string{"Core › Core › GIL", "Core › Core › see the collector and refs"}, ""},
		{"flat, no headings", "1. GIL\n2. GC\n", []string{"name › name › GIL", "name › name › GC"}, "list.plain title.absent"},
		{"flat below the title", "# T\n- [ ] GIL\n+ [ ] GC\n", []string{"T › T › GIL", "T › T › GC"}, ""},
		{"items before the title", "- [ ] GIL\n# T\n- [ ] GC\n", []string{"T › T › GIL", "T › T › GC"}, ""},
		{"levels left out", "# T\n### Core\n##### Grammar\n- [ ] GIL\n", []string{"Core › Grammar › GIL"}, ""},
		{"a section before any area", "# T\n### Grammar\n- [ ] GIL\n## DB\n### SQL\n- [ ] Index\n", []string{"T › Grammar › GIL", "DB › SQL › Index"}, ""},
		{"items of an area and of its sections", "# T\n## Core\n- [ ] GIL\n### Grammar\n- [ ] GC\n", []string{"Core › Core › GIL", "Core › Grammar › GC"}, ""},
		{"the same title in two sections", "# T\n## A\n### S\n- [ ] a\n### S2\n- [ ] a\n", []string{"A › S › a", "A › S2 › a"}, ""},
		{"what is almost a checkbox makes the rest no item", head + "- note\n- [ ] a\n- []b\n", []string{"A › S › a", "A › S › b"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, warnings, err := markdown.ParseNamed([]byte(strings.ReplaceAll(tt.src, "\n", "\r\n")), roadmap.Korean, "name")
			if err != nil {
				t.Fatal(err)
			}
			var got, codes []string
			for ref := range r.Items() {
				got = append(got, pathOf(ref))
			}
			for _, w := range warnings {
				codes = append(codes, w.Code)
			}
			hasSentences(t, warnings...)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.codes, strings.Join(codes, " ")); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			sameAgain(t, r, roadmap.Korean)
		})
	}
}

// pathOf writes the area, section and title of an item.
func pathOf(s roadmap.ItemRef) string {
	in := func(t roadmap.Text) string { return t.In(roadmap.Korean) }
	return in(s.Area.Title) + " › " + in(s.Section.Title) + " › " + in(s.Item.Title)
}

// A README of 750 items with bullets in bullets keeps them all.
func TestParseManyNestedItems(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Everything\n")
	for i := range 15 {
		fmt.Fprintf(&b, "## Topic %d\n", i)
		for j := range 10 {
			fmt.Fprintf(&b, "- [ ] [Subject %d](https://example.com)\n", j)
			for k := range 4 {
				fmt.Fprintf(&b, "  - [ ] `Detail` %d of %d\n    - a note\n", k, j)
			}
		}
	}
	r, warnings := parse(t, b.String())
	if r.Len() != 750 {
		t.Errorf("%d items", r.Len())
	}
	if diff := cmp.Diff([]markdown.Notice{notice(4, "item.nested", "count", 600)}, warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}
