package markdown_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// notice is short for what a test expects.
func notice(line int, code string, args ...any) markdown.Notice {
	return markdown.Notice{Line: line, Code: code, Args: args}
}

const head = "# T\n## A\n### S\n" // three lines

func TestParseFaults(t *testing.T) {
	for _, tt := range []struct {
		name, src string
		want      markdown.Faults
	}{
		{"nothing", "", markdown.Faults{notice(1, "title.missing"), notice(1, "item.none")}},
		{"only a title", "\n\n# T\n", markdown.Faults{notice(1, "item.none")}},
		{"no title", "## A\n### S\n- [ ] a\n", markdown.Faults{notice(1, "title.missing")}},
		{"entries only in Progress", head + "## Progress\n- a\n", markdown.Faults{notice(1, "item.none")}},
		{"too many items", head + numbered(2000) + "### S2\n- [ ] b\n- [ ] c\n", markdown.Faults{notice(2005, "item.many", "size", 2001, "limit", 2000)}},
		{"not UTF-8", head + "- [ ] a\n- [ ] \xb0\xa1\n- [ ] \xb3\xaa\n", markdown.Faults{notice(5, "file.encoding")}},
		{"too many bytes", head + strings.Repeat("a\n", 1<<19), markdown.Faults{notice(1<<19-4, "file.bytes", "size", 1<<20+15, "limit", 1<<20)}},
		{"too many lines", head + strings.Repeat("\n", 20_000), markdown.Faults{notice(20_001, "file.lines", "size", 20_004, "limit", 20_000)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, _, err := markdown.Parse([]byte(tt.src), roadmap.Korean)
			if r != nil {
				t.Error("a roadmap in spite of faults")
			}
			faults, _ := errors.AsType[markdown.Faults](err)
			if diff := cmp.Diff(tt.want, faults); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			hasSentences(t, faults...)
		})
	}
}

func TestParseWarnings(t *testing.T) {
	for _, tt := range []struct {
		name, src string
		want      []markdown.Notice
	}{
		{"none", head + "- [ ] a\n", nil},
		{"second title", head + "- [ ] a\n# T2\n## B\n### S\n- [ ] a\n", []markdown.Notice{notice(5, "title.second")}},
		{"empty section", head + "### S2\n- [ ] a\n### S3 <!-- id: x -->\n- a\n", []markdown.Notice{
			notice(3, "section.empty", "title", "S"),
			notice(6, "section.empty", "title", "S3"),
		}},
		{"empty area", "# T\n## About\ntext\n## A\n### S\n- [ ] a\n## B\n### S2\n", []markdown.Notice{
			notice(2, "area.empty", "title", "About"),
			notice(7, "area.empty", "title", "B"),
			notice(8, "section.empty", "title", "S2"),
		}},
		{"section twice", head + "- [ ] a\n### s <!-- id: s -->\n- [ ] a\n## B\n### S\n- [ ] a\n", []markdown.Notice{
			notice(5, "section.twice", "title", "s", "first", 3),
		}},
		{"item twice", head + "- [ ] a b\n- [ ] c\n- [ ] A  B\n- [ ] AB <!-- id: x -->\n", []markdown.Notice{
			notice(6, "item.twice", "title", "A B", "first", 4),
			notice(7, "item.twice", "title", "AB", "first", 4),
		}},
		{"not quite a box", head + "- [ ] a\n- ( ) b\n- [x](c)\n- [x][]: d\n- ［x］ e\n", []markdown.Notice{notice(5, "item.box"), notice(8, "item.box")}},
		{"items in items", head + "- [ ] a\n  - [ ] b\n    - [ ] c\n- [ ] d\n  - e\n", []markdown.Notice{notice(5, "item.nested", "count", 2)}},
		{"a deep heading without items", head + "- [ ] a\n#### more\ntext\n", nil},
		{"no boxes", head + "text\n- a\n- b\n", []markdown.Notice{notice(5, "list.plain")}},
		{"comments out of place", "# T <!-- id: t -->\n## A <!-- id: a -->\n### S <!-- also: b -->\n#### c <!-- id: c -->\n- [ ] a\n  <!-- id: d -->\n\n<!-- ALSO: e -->\n", []markdown.Notice{
			notice(1, "comment.unused", "comment", "<!-- id: t -->"),
			notice(2, "comment.unused", "comment", "<!-- id: a -->"),
			notice(3, "comment.unused", "comment", "<!-- also: b -->"),
			notice(4, "comment.unused", "comment", "<!-- id: c -->"),
			notice(4, "heading.deep", "title", "c", "section", "S"),
			notice(6, "comment.unused", "comment", "<!-- id: d -->"),
			notice(8, "comment.unused", "comment", "<!-- ALSO: e -->"),
		}},
		{"item id twice", head + "- [ ] a <!-- id: x -->\n### S2\n\n- [ ] b <!-- id: x -->\n- [ ] c <!-- id: x -->\n", []markdown.Notice{
			notice(7, "id.twice", "id", "x", "first", 4),
			notice(8, "id.twice", "id", "x", "first", 4),
		}},
		{"section id twice", "# T\n## A\n### a <!-- id: x -->\n- [ ] a <!-- id: x -->\n## B\n### b <!-- id: x -->\n- [ ] b\n", []markdown.Notice{
			notice(6, "id.twice", "id", "x", "first", 3),
		}},
		{"malformed ids", "# T\n## A\n### a <!-- id: X -->\n- [ ] a <!-- id: -->\n- [ ] b <!-- id: a_b -->\n- [ ] c <!-- id: abcdefghijklmnopqrstuvwxy -->\n- [ ] d <!-- id: 길 -->\n", []markdown.Notice{
			notice(3, "id.form", "id", "X", "limit", 24),
			notice(4, "id.form", "id", "", "limit", 24),
			notice(5, "id.form", "id", "a_b", "limit", 24),
			notice(6, "id.form", "id", "abcdefghijklmnopqrstuvwxy", "limit", 24),
			notice(7, "id.form", "id", "길", "limit", 24),
		}},
		{"two ids", head + "- [ ] a <!-- id: x --> <!-- id: y -->\n", []markdown.Notice{notice(4, "id.several", "count", 2, "id", "x")}},
		{"empty titles", "#\n##\n# T\n### <!-- id: x -->\n- [ ] a\n- [ ]\n- [x] <!-- id: x -->\n- [ ] ![](a)\n-\n## ![b](c)\n", []markdown.Notice{
			notice(1, "heading.empty"), notice(2, "heading.empty"), notice(4, "heading.empty"), notice(4, "comment.unused", "comment", "<!-- id: x -->"),
			notice(6, "title.empty"), notice(7, "title.empty"), notice(8, "title.empty"), notice(9, "title.empty"), notice(10, "heading.empty"),
		}},
		{"long titles", "# " + strings.Repeat("가", 201) + "\n## A\n### S\n- [ ] " + strings.Repeat("가", 200) + "\n- [ ] " + strings.Repeat("a", 300) + "\n", []markdown.Notice{
			notice(1, "title.long", "size", 201, "limit", 200),
			notice(5, "title.long", "size", 300, "limit", 200),
		}},
		{"endless title", head + "- [ ] a - [[b](" + strings.Repeat("c", 8192) + ")]\n", []markdown.Notice{
			notice(4, "title.bytes", "size", 8203, "limit", 8192),
			notice(4, "title.long", "size", 8192, "limit", 200),
			notice(4, "note.long", "limit", 1000),
		}},
		{"invisible characters", "# T\n## A\u200B\n### S\u202E\n- [ ] a\u0007b\n- [ ] c\u00ADd\u00AD <!-- also: e\u2060f -->\n- [ ] g&#8203;h\n\ntext\u200B\n", []markdown.Notice{
			notice(2, "character", "character", "U+200B"),
			notice(3, "character", "character", "U+202E"),
			notice(4, "character", "character", "U+0007"),
			notice(5, "character", "character", "U+00AD, U+2060"),
			notice(6, "character", "character", "U+200B"),
		}},
		{"twice on a line", head + "- [ ] a [b](a.md), [c](d.md) and [d](a.md)\n", []markdown.Notice{
			notice(4, "reading.link", "link", "a.md"), notice(4, "reading.link", "link", "d.md")}},
		{"too deep", head + "- [ ] a\n\n" + strings.Repeat("> ", 40) + "b\n" + strings.Repeat("- ", 20) + "c\n", []markdown.Notice{
			notice(6, "list.depth", "limit", 16), notice(7, "list.depth", "limit", 16)}},
		{"in the order of the lines", "\n# T\n## A\u200B\n- [ ] a\n### S\n- [ ] b <!-- id: B -->\n- [ ]\n", []markdown.Notice{
			notice(3, "character", "character", "U+200B"),
			notice(6, "id.form", "id", "B", "limit", 24),
			notice(7, "title.empty"),
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, warnings := parse(t, tt.src)
			sameAgain(t, r, roadmap.Korean)
			if diff := cmp.Diff(tt.want, warnings); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			hasSentences(t, warnings...)
		})
	}
}

// Warnings are returned with faults, so that everything can be fixed at once, but not those
// that are only caused by a fault.
func TestParseWarningsWithFaults(t *testing.T) {
	for _, tt := range []struct {
		name, src string
		want      []markdown.Notice
	}{
		{"twins without roadmap's title", "## A\n### S\n- [ ] a\n- [ ] a\n", []markdown.Notice{notice(4, "item.twice", "title", "a", "first", 3)}},
		{"items without titles", head + "- [ ]\n- [ ]\n", []markdown.Notice{
			notice(2, "area.empty", "title", "A"), notice(3, "section.empty", "title", "S"), notice(4, "title.empty"), notice(5, "title.empty")}},
		{"sections over the limit", head + numbered(2000) + "### S2\n- [ ] a\n", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, warnings, err := markdown.Parse([]byte(tt.src), roadmap.Korean)
			if err == nil {
				t.Error("no fault")
			}
			if diff := cmp.Diff(tt.want, warnings); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// numbered returns n items with different titles.
func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "- [ ] %d\n", i)
	}
	return b.String()
}

// hasSentences fails the test if a notice has no sentence, or one with a blank.
func hasSentences(t *testing.T, notices ...markdown.Notice) {
	t.Helper()
	for _, n := range notices {
		if s := n.String(); strings.Contains(s, "{") || strings.HasSuffix(s, ": "+n.Code) {
			t.Errorf("%#v is told as %q", n, s)
		}
	}
}

func TestFaultsError(t *testing.T) {
	_, _, err := markdown.Parse([]byte("## A\n"), roadmap.Korean)
	want := []string{
		`line 1: the roadmap has no title: begin the file with "# Title"`,
		`line 1: the roadmap has no items: write them as "- [ ] Title"`,
	}
	if diff := cmp.Diff(want, slices.Collect(strings.SplitSeq(err.Error(), "\n"))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A file with more markup than can be read in a moment lost its ids without a word.
func TestTooMuchMarkup(t *testing.T) {
	hostile := "- [ ] " + strings.Repeat("[](", 2700) + "\n"
	src := "# T\n## A\n### S <!-- id: s -->\n- [ ] a <!-- id: a -->\n" + strings.Repeat(hostile, 10) + "- [ ] b <!-- id: b -->\n"
	r, warnings := parse(t, src)
	var found []int
	for _, w := range warnings {
		if w.Code == "file.effort" {
			found = append(found, w.Line)
		}
	}
	if len(found) != 1 || found[0] <= 5 || found[0] > 15 {
		t.Errorf("told of on lines %v", found)
	}
	items := r.Areas[0].Sections[0].Items
	if items[0].ID != "a" || items[len(items)-1].Title["ko"] != "b <!-- id: b -->" {
		t.Errorf("first %v, last %v", items[0], items[len(items)-1])
	}
	if _, fine := parse(t, strings.ReplaceAll(src, hostile, "")); len(fine) > 0 {
		t.Error(fine)
	}
	s := readInput(t, []byte(src), "")
	if n := slices.IndexFunc(s.Skipped, func(n markdown.Notice) bool { return n.Code == "file.effort" }); n < 0 {
		t.Errorf("an import tells %v", s.Skipped)
	}
}
