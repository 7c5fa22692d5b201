package markdown_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// Boxes that only look like some were no items, in silence.
func TestParseOddBoxes(t *testing.T) {
	for _, tt := range []struct{ name, src, items, told string }{
		{"signs", "- ☐ b\n- ☑️ c\n- ☒ d\n* ☐e", "b, c, d, e", ""},
		{"signs without bullets", "\n☐ b\n☑ c\n\ntext", "b, c", "5 item.mark, 6 item.mark"},
		{"escaped without bullets", "\\[ ] b\n\\[x\\] c", "b, c", "4 item.mark, 5 item.mark"},
		{"in a title's second line", "- [ ] b\n(x) no\n⬜ no\n- (x) no\n⬜ no", "b (x) no ⬜ no", "5 item.box, 6 item.box, 7 item.box, 8 item.box"},
		{"below a box that stands alone", "- []\n⬜ b\n⬜ no\n- ☐\nc\n(x) no\n- [\n]\nd\n(x) no\n        - [ ]\ne\n(x)\u200B no",
			"⬜ b ⬜ no, c (x) no, d (x) no, e (x) no", "6 item.box, 9 item.box, 13 item.box, 14 item.far, 14 item.nested, 16 character, 16 item.box"},
		{"escaped", "- \\[ ] b\n- \\[ \\] c\n- \\[x\\] d\n- [ \\] e", "b, c, d, e", ""},
		{"marked", "- **[ ]** b\n- **[x] c**\n- __[ ]__ d\n- `[ ]` e\n- ~~[x] g~~ h\n- ~~[x]~~ i\n- *[ ]* j\n- **\\[ \\]** k\n- **☐** l", "b, c, d, e, g h, i, j, k, l", ""},
		{"behind a comment", "- <!-- c --> [ ] b\n- <!-- c --><!-- id: x --> ☑ c\n- <!-- c --> **[ ]** d", "b, c, d", ""},
		{"code in HTML, where GitHub shows the marks", "<ul><li>`[x]` no</li></ul>", "", "4 item.box"},
		{"in HTML", "<ul><li>☐ b</li>\n<li>[ ] c</li><li>\\[x\\] d</li></ul>", "b, c, d", ""},
		{"in a heading of a list", "- ## [ ] b\n- # [x] c\n  - [ ] d", "b, c, d", "6 item.nested"},
		{"underlined", "- [ ] b\n  ---\n- [ ] c\n  more\n  ===\n- [ ] d\n---\n- [ ] e\n- [/] f\n  ---\n", "b, c more, d, e, f", ""},
		{"far behind a bullet", "-      [ ] b\n1.\t\t[ ] c\n     - [ ] d\n- \t    [ ] e", "b, c, d, e", "4 item.far, 5 item.far, 6 item.nested, 7 item.far"},
		{"far in with an invisible character", "- [ ] b\n        - [ ]\u200B c", "b, c", "5 character, 5 item.far, 5 item.nested"},
		{"beside links", "- \\[x\\](c)\n- ☐ [b](https://a.example)\n- **[x](c)** d", "b", ""},
		{"other signs", "- ✅ no\n- ✔️ no\n- ⬜ no\n- ❌ no\n- ✅\n- no ✅", "", "4 item.box, 5 item.box, 6 item.box, 7 item.box"},
		{"other brackets", "- ( ) no\n- (x) no\n- () no\n- ［ ］ no\n- (1) no", "", "4 item.box, 5 item.box, 7 item.box"},
		{"numbers done", "- [1/3] no\n- [50%] no\n- **[2/2]** no\n- [1/3](https://a.example)", "", "4 item.box, 5 item.box, 6 item.box"},
		{"code and bold text that begin with brackets", "- `[]byte` and `string` no\n- `[5]int` no\n- `[x] * 3` no\n- `[0]` no\n- *[]* no\n- **[A]** no\n- **[1]** no\n- `[x] no`\n- `[ ]`\n- `[x]` b", "b", "8 item.box, 12 title.empty"},
		{"code in lines that follow", "- [ ] b\n  `[]byte` no\n  `[x] no`\n  `[ ]` no\n\n`[]byte` no.\n\n<div>`[]` no</div>\n\n  `[]pkg.Type` no.", "b []byte no [x] no [ ] no", "7 item.box"},
		{"dashes as bullets", "– [ ] b\n— [x] c\n－☐ d\n  → \\[ ] e\n→ no\n– [x](#no)", "b, c, d, e → no – x", "4 item.mark, 5 item.mark, 6 item.mark, 7 item.mark, 7 item.nested"},
		{"squares", "□ no\n- □ no\n- ■ no\n- ▢ no\n\n▪ no", "", "4 item.box, 5 item.box, 6 item.box, 7 item.box"},
		{"signs as entities", "- &#9744; no\n- &#x2611; no\n- &#9749; no", "", "4 item.box, 5 item.box"},
		{"words in a box", "- [완료] no\n- [done] no\n- [TODO] no\n- **[진행 중]** no\n- [done](no)\n- [API] no", "", "4 item.box, 5 item.box, 6 item.box, 7 item.box"},
		{"HTML below an item", "\n  <p>[ ] no</p>\n\n  <p>text</p>", "", "5 item.box"},
		{"lines of a quotation", "> [ ] no\n> text [ ]\n> ☐ no\n\n> [!NOTE]\n> [x](no)", "", "4 item.quoted, 6 item.quoted"},
		{"code and HTML in a quotation", "> ```\n> - [ ] no\n> no\n> ```\n> <p>[x] no</p>\n> <p><input type=checkbox> no</p>\n> <p>no</p>", "", "5 item.quoted, 8 item.quoted, 9 item.quoted"},
		{"other marks", "- <b>[ ]</b> no\n- ``[ ]`` no\n- ***[ ]*** no\n- [[x] no](https://a.example)\n- [[x]]\n- [[x](https://a.example)]", "", "4 item.box, 5 item.box, 6 item.box, 7 item.box"},
		{"in a table of HTML", "\n<table>\n<tr><td>[ ]</td><td>no</td></tr>\n<tr><td>[x] no</td><td>✅</td></tr></table>", "", "6 item.box, 7 item.box"},
		{"a heading in an entry of HTML", "\n<ul><li>- ## [ ] b</li><li># [x] c</li></ul>", "b, c", ""},
		{"in lines of HTML", "\n<div>\ntext\n⬜ no\n[1/3] no\n- [ ] b\n(x) no\n- ## [ ] c\n</div>", "b, c", "7 item.box, 8 item.box, 9 item.html, 10 item.box, 11 item.html"},
		{"behind a comment in HTML", "<!-- c --> - [ ] b\n<div>\ntext <!-- c --> [ ] no\n- <!-- c --> [ ] c\n<!-- c --> [ ] no\n</div>", "b, c", "4 item.html, 6 item.box, 7 item.html, 8 item.box"},
		{"behind a comment with empty lines in HTML", "\n<?x\n- <!--\n\nc\n \n--> [ ] b\n<p>text<!--\n\n-->\n- [ ] c <!-- ?> -->", "b, c", "6 item.html, 14 item.html"},
		{"in a paragraph", "\ntext\n**[ ]** no\n[1/2] no\n[1] a footnote\n\n✅ no", "", "6 item.box, 7 item.box, 10 item.box"},
		{"in an entry that is underlined", "- (x) no\n  ---\n- [ ] b", "b", "4 item.box, 4 area.empty"},
		{"in a heading's second line", "\ntext\n⬜ no\n---\n- [ ] b", "b", "6 item.box"},
		{"in a heading", "\n### [ ] S\n- [ ] b\n### [C] language\n- [ ] c", "b, c", "5 item.box"},
		{"below an item", "  - ✅ no\n  - (x) no\n\n  (x) a note", "", "4 item.box, 5 item.box"},
		{"in a note's second line", "\n  a note\n⬜ no\n  (x) no\n- [ ] b\n\n  a note\n⬜ no", "b", "6 item.box, 7 item.box, 11 item.box"},
		{"in a quotation", "> - ☐ no\n> - **[ ]** no", "", "4 item.quoted, 5 item.quoted"},
		{"in code", "```\n☐ no\n- ☑ no\n```\n~~~\n<li>-\u00A0[ ] no\n~~~\n~~~\n<li>☐ no\n~~~", "", "4 item.code, 8 item.code, 11 item.code"},
		{"too far in", "\ntext\n        - <!-- c --> [ ] b\n        1. ☐ c\n        - **[ ]** d\n        - ## [ ] e", "b, c, d, e", "6 item.far, 7 item.far, 8 item.far, 9 item.far"},
		{"in a list like code", "## B\n     - ✅ no\n     - no\n## C\n     - no\n## D\n    text\n    - ✅ no", "", "4 area.empty, 5 list.code, 7 area.empty, 9 area.empty, 10 list.code"},
		{"in a study plan", "## Study plan\n- ☐ b\n- ☑ A\n- (x) no", "b", "5 plan.items, 7 item.box"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, warnings := parse(t, "# T\n## A\n- [ ] a\n"+tt.src+"\n")
			want := "a"
			if tt.items != "" {
				want += ", " + tt.items
			}
			got := ""
			for ref := range r.Items() {
				if got != "" {
					got += ", "
				}
				got += ref.Item.Title["ko"]
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.told, told(warnings)); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			sameAgain(t, r, roadmap.Korean)
		})
	}
}

// A mark that stands alone is a box like any other.
func TestParseMarkThatStandsAlone(t *testing.T) {
	r, warnings := parse(t, "# T\n## A\n- TODO one\n- DONE\ntwo\n(x) no\n")
	if got := itemsOf(r) + "; " + told(warnings); got != "A › A › one, A › A › two (x) no; 6 item.box" {
		t.Error(got)
	}
}

// One odd box made a file without boxes lose all other entries in silence.
func TestOddBoxesAmongEntries(t *testing.T) {
	for _, tt := range []struct{ name, src, items, told string }{
		{"code", "- `[]byte` and `string`\n- Maps", "[]byte and string, Maps, Go", ""},
		{"bold brackets", "- **[A]** optional\n- **[1]** Two", "[A] optional, [1] Two, Go", ""},
		{"one struck box", "- ~~[x] old~~\n- Maps", "~~[x] old~~, Maps, Go", ""},
		{"a legend", "- ☐ open\n- ☑ done\n\n## B\n- Maps", "☐ open, ☑ done, Maps, Go", ""},
		{"a sentence", "- Maps\n\n☐ means unread.", "Maps, Go", "5 item.box"},
		{"a bullet of another program", "• ☐ open\n- Maps", "☐ open, Maps, Go", "3 item.mark"},
		{"most are odd boxes", "- ☐ open\n- ☑ done", "open, done", ""},
		{"below odd boxes", "- ☐ open\n  - note\n  - more\n- ☑ done", "open, done", ""},
		{"marks of Logseq", "- TODO open\n- DONE done\n- ☐ b", "open, done, b", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, warnings := parse(t, "# T\n## A\n"+tt.src+"\n- Go\n")
			var got []string
			for ref := range r.Items() {
				got = append(got, ref.Item.Title["ko"])
			}
			if diff := cmp.Diff(tt.items, strings.Join(got, ", ")); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
			if got := told(slices.DeleteFunc(warnings, func(n markdown.Notice) bool { return n.Code == "list.plain" })); got != tt.told {
				t.Errorf("warnings %s, want %s", got, tt.told)
			}
		})
	}
}

// Titles that look like a box stay titles, wherever a roadmap has them.
func TestTitlesThatLookLikeBoxes(t *testing.T) {
	src := "# \\[x\\] T\n## \\[ \\] A\n### &#9744; S <!-- id: s -->\n- [ ] \\[x\\] a\n- [ ] ☐ b\n- [ ] **[ ]** c\n### (x) R\n- [ ] (x) d\n" +
		"## Study plan\n### \\[ \\] P\n- ☐ S\n- (x) R\n"
	r, warnings := parse(t, src)
	if len(warnings) > 0 {
		t.Error(warnings)
	}
	if got, want := itemsOf(r), "[ ] A › ☐ S › [x] a, [ ] A › ☐ S › ☐ b, [ ] A › ☐ S › [ ] c, [ ] A › (x) R › (x) d"; got != want {
		t.Errorf("got %s", got)
	}
	if len(r.Phases) != 1 || len(r.Phases[0].Sections) != 2 {
		t.Errorf("phases %v", r.Phases)
	}
	sameAgain(t, r, roadmap.Korean)
}

// A list that is indented like code was lost where a file has no boxes.
func TestParseListsLikeCode(t *testing.T) {
	r, warnings := parse(t, "# T\n## A\n\n     - no\n     - no\n       more\n## B\n- b\n\n    code\n\n```\n- code\n```\n")
	if got := itemsOf(r) + "; " + told(warnings); got != "B › B › b; 2 area.empty, 4 list.code, 8 list.plain" {
		t.Error(got)
	}
	hasSentences(t, warnings...)
}

// A file without boxes has entries that begin with a square.
func TestSquaresAreBullets(t *testing.T) {
	r, warnings := parse(t, "# T\n## A\n□ a\n- □ b\n- [done] c\n")
	if got := itemsOf(r) + "; " + told(warnings); got != "A › A › a, A › A › □ b, A › A › [done] c; 3 item.mark, 3 list.plain" {
		t.Error(got)
	}
}

// An import tells of the ticked boxes in a quotation.
func TestSheetTellsOfQuotedBoxes(t *testing.T) {
	s := readInput(t, []byte("> [x] a\n> [ ] b\n\n> ☑ c\n\n> <input type=checkbox checked> d\n"), "")
	if got := told(s.Skipped); got != "1 item.quoted, 4 item.quoted, 6 item.quoted" {
		t.Error(got)
	}
}

// An import takes the boxes that a reader sees, too.
func TestSheetTakesOddBoxes(t *testing.T) {
	s := readInput(t, []byte("- ☑ a\n- ☐ b\n- \\[x\\] c - [d](https://a.example/d)\n- **[x]** d (2026-01-05)\n- ~~[x] e~~\n- (x) no\n"), "")
	got := ""
	for _, e := range s.Entries {
		if got += e.Title; e.Done {
			got += "✓"
		}
		if len(e.Posts) > 0 {
			got += "+"
		}
		got += " "
	}
	if got != "a✓ b c✓+ d✓ e✓ " || told(s.Skipped) != "6 item.box" || s.Entries[3].Day.Day != 5 {
		t.Errorf("%s; %v; %v", got, s.Skipped, s.Entries)
	}
}

// A link alone behind an odd box is a member's own post, not an entry without a title.
func TestSheetTakesPostsBehindOddBoxes(t *testing.T) {
	for _, line := range []string{"- `[]byte` note https://me.example/b", "- `[x]` https://me.example/b", "- **[1]** https://me.example/b",
		"- ☑ https://me.example/b", "- ☑ [[b](https://me.example/b)]", "- `[x] Maps` [p](https://me.example/b)"} {
		s := readInput(t, []byte("- [x] GIL\n  "+line+"\n"), "")
		if len(s.Entries) != 1 || len(s.Entries[0].Posts) != 1 || len(s.Skipped) > 1 {
			t.Errorf("%s: %+v %v", line, s.Entries, s.Skipped)
		}
	}
	if s := readInput(t, []byte("- [x] GIL\n  - ☑ Go https://me.example/b\n"), ""); len(s.Entries) != 2 || s.Entries[1].Title != "Go" {
		t.Errorf("%+v", s.Entries)
	}
	if s := readInput(t, []byte("- GIL\n- ☑ Go\n- Maps\n"), ""); len(s.Entries) != 1 || !s.Entries[0].Done {
		t.Errorf("%+v", s.Entries)
	}
}
