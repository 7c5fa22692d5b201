package markdown_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/study/checklist"
)

// outlineOf writes the items of a roadmap, one a line, with where they stand, their notes
// and the number of links to read.
func outlineOf(r *roadmap.Roadmap) string {
	var b strings.Builder
	for ref := range r.Items() {
		b.WriteString(pathOf(ref))
		if ref.Item.Note != "" {
			b.WriteString(" | " + ref.Item.Note)
		}
		b.WriteString(strings.Repeat(" 🔗", len(ref.Item.Reading)) + "\n")
	}
	return b.String()
}

// Roadmaps as people publish them, each standing for a kind: what is read from it, and what
// is told.
func TestParseKinds(t *testing.T) {
	files, err := filepath.Glob("testdata/kinds/*.md")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".md")
		t.Run(name, func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r, warnings, err := markdown.ParseNamed(src, roadmap.Korean, name)
			if err != nil {
				t.Fatal(err)
			}
			got := r.Title["ko"] + "\n" + outlineOf(r) + "---\n"
			for _, w := range warnings {
				got += w.String() + "\n"
			}
			golden := strings.TrimSuffix(file, ".md") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			hasSentences(t, warnings...)
			sameAgain(t, r, roadmap.Korean)
		})
	}
}

// One line that is odd never costs more than itself.
func TestParseOddLines(t *testing.T) {
	long := strings.Repeat("word ", 30) + "ends here. Then " + strings.Repeat("more ", 20) + "follows."
	for _, tt := range []struct{ name, src, want, codes string }{
		{"signs in boxes", "# T\n## A\n- [ ] one\n- [/] two\n- [-] three\n- [v] four\n-[ ] five", "A › A › one\nA › A › two\nA › A › three\nA › A › four\nA › A › five\n", ""},
		{"a link in brackets", "# T\n## A\n- [ ] one\n- [x](https://a.example)\n- [y][z]", "A › A › one\n", ""},
		{"checkboxes in a study plan", "# T\n## Study plan\n### Week 1\n- [ ] Sockets\n## Extras\n- [ ] Reading", "Study plan › Week 1 › Sockets\nExtras › Extras › Reading\n", "plan.items"},
		{"only a study plan", "# T\n## Study plan\n### Week 1\n- [ ] Sockets\n### Week 2\n- [ ] Threads", "Study plan › Week 1 › Sockets\nStudy plan › Week 2 › Threads\n", "plan.items plan.items"},
		{"an open fence", "# T\n## A\n- [ ] one\n\n```sh\nls\n\n## B\n- [ ] two", "A › A › one\nB › B › two\n", "code.open"},
		{"an open fence with nothing behind it", "# T\n## A\n- [ ] one\n\n~~~~\nls\n- [ ] two\n", "A › A › one\n", "code.unread item.code"},
		{"a comment in code", "# T\n## A\n- [ ] one\n```sh\n# a comment\nls\n```\n- [ ] two", "A › A › one\nA › A › two\n", ""},
		{"a long title", "# T\n## A\n- [ ] " + long, "A › A › " + long[:160] + " | " + long[161:] + "\n", "title.long"},
		{"an emoji that is joined", "# T\n## Team 👩\u200D💻\n- [ ] one", "Team 👩\u200D💻 › Team 👩\u200D💻 › one\n", ""},
		{"an invisible space", "# T\n## A\n- [ ] Object-Orien\u200Bted\n-\u00A0[ ]\u00A0two\n\u200B- [ ] three", "A › A › Object-Oriented\nA › A › two\nA › A › three\n", "character character"},
		{"an empty box", "# T\n## A\n- [ ] one\n- [ ]\n- []\n-", "A › A › one\n", "title.empty title.empty title.empty"},
		{"spacers", "# T\n#\n## A\n##\n- [ ] one\n## ![logo](a.png)\n- [ ] two", "A › A › one\nA › A › two\n", "heading.empty heading.empty heading.empty"},
		{"headings in a list", "# T\n## Data\n- ### Arrays\n    - [ ] Vectors\n- ### Lists\n    - [ ] Linked\n- [ ] both", "Data › Arrays › Vectors\nData › Lists › Linked\nData › Data › both\n", ""},
		{"headings of several sizes in a list", "# T\n## A\n- #### B\n  - [ ] b\n- ##### C\n  - [ ] c\n## D\n- ### E\n  - [ ] e", "A › B › b\nA › C › c\nD › E › e\n", ""},
		{"bold entries", "# T\n## A\n- **Basics**\n  - [ ] one\n- **More**:\n  - [ ] two\n- **no**\n- [ ] **three**\n  - [ ] four", "A › Basics › one\nA › More › two\nA › A › three\nA › A › four\n", "item.nested"},
		{"bold entries in a section", "# T\n## A\n### S\n- **Basics**\n  - [ ] one", "A › S › one\n", ""},
		{"bold entries without headings", "- **Basics**\n  - one\n- **More**\n  - two", "name › Basics › one\nname › More › two\n", "title.absent list.plain"},
		{"disclosures", "# T\n## A\n<details>\n<summary>First <b>part</b></summary>\n\n- [ ] one\n\n</details>\n<details><summary>Second</summary>\n\n- [ ] two\n</details>\n\n- [ ] three", "A › First part › one\nA › Second › two\nA › A › three\n", ""},
		{"disclosures without an empty line", "# T\n## A\n<details><summary>First</summary>\n- [ ] one\n- [x] two\n</details>", "A › First › one\nA › First › two\n", "item.html item.html"},
		{"entries that begin with a tag in HTML", "# T\n## A\n<div>\n- <b>[ ]</b> one\n- <a href=\"https://a.example\">[x] two</a>\n-\n- [ ] three\n</div>", "A › A › one\nA › A › three\n", "item.html item.box item.html"},
		{"lists of HTML", "<h1 align=\"center\">\n  <img src=a alt=\"logo\">T\n</h1>\n<h2>A &amp; B</h2>\n<ul>\n<li>[ ] one</li>\n<li><input type=\"checkbox\" checked> <a href=\"https://a.example\">two</a>\n<ul><li>[x] three</ul>\n<li>[ ] four<br>a note\n</ul>", "A & B › A & B › one\nA & B › A & B › two 🔗\nA & B › A & B › three\nA & B › A & B › four | a note\n", "item.nested"},
		{"checkboxes of HTML", "# T\n## A\n<input type=\"checkbox\"> one<br>\n<input type=\"checkbox\" checked> **two**<br>\n\n- <input type=checkbox disabled> three", "A › A › one\nA › A › two\nA › A › three\n", ""},
		{"marks of Logseq", "# T\n## A\n- TODO one\n- DONE two\n- three\n- Todo four", "A › A › one\nA › A › two\n", ""},
		{"one mark only", "# T\n## A\n- TODO one\n- two", "A › A › TODO one\nA › A › two\n", "list.plain"},
		{"marks beside boxes", "# T\n## A\n- TODO one\n- DONE two\n- [ ] three", "A › A › three\n", ""},
		{"other bullets", "# T\n## A\n• one\n• two\n\n[ ] three", "A › A › three\n", "item.mark"},
		{"other bullets only", "# T\n## A\n• one\n• two", "A › A › one\nA › A › two\n", "item.mark list.plain item.mark"},
		{"a description", "# T\n## A\n- [ ] **Closures**  \n  How scope works", "A › A › Closures | How scope works\n", ""},
		{"a table of contents elsewhere", "# T\n## Table of Contents\n- [A](https://github.com/o/r/tree/main/a)\n## A\n- one", "A › A › one\n", "list.index list.plain"},
		{"목차", "# T\n## 📚 목차\n1. [소개](./a.md)\n2. [기초](./b.md)\n   - 문법\n## 기초\n- 문법", "기초 › 기초 › 문법\n", "list.index list.plain"},
		{"a table of contents above all", "# T\n# Contents\n- [A](#a)\n##\n## A\n- one\n## B\n- two", "A › A › one\nB › B › two\n", "heading.empty list.plain"},
		{"contents that are meant", "# T\n## Contents\n- Sockets\n- Threads\n## A\n- [one](https://a.example)", "Contents › Contents › Sockets\nContents › Contents › Threads\nA › A › one 🔗\n", "list.plain"},
		{"checkboxes in the contents", "# T\n## Contents\n- [ ] [one](#one)\n- [ ] two", "Contents › Contents › one\nContents › Contents › two\n", ""},
		{"twins", "# T\n## A\n- [ ] Part 1\n- [ ] Part 1", "A › A › Part 1\nA › A › Part 1\n", "item.twice"},
		{"names of emoji", "# T\n## :bulb: Java :nosuch:\n- [ ] :white_check_mark: `:bulb:` \\:bulb: 10:30:45", "Java :nosuch: › Java :nosuch: › ✅ :bulb: :bulb: 10:30:45\n", ""},
		{"parts", "# T\n# Part 1\n## A\n- [ ] one\n# Part 2\n## B\n- [ ] two", "Part 1 › A › one\nPart 2 › B › two\n", ""},
		{"about the file", "# T\n## A\n- one\n## Contributing\n- Open a pull request\n## License\n- MIT", "A › A › one\n", "list.plain list.about list.about"},
		{"too far in", "# T\n## A\n- [ ] one\n          - [ ] two\n          - not a part of it\n\ntext\n        - [ ] three", "A › A › one\nA › A › two\nA › A › three\n", "item.far item.nested item.far"},
		{"nested very deeply", "# T\n## A\n- [ ] one\n" + nest(20), "A › A › one\nA › A › 0\nA › A › 1\nA › A › 2\nA › A › 3\nA › A › 4\nA › A › 5\nA › A › 6\nA › A › 7\nA › A › 8\nA › A › 9\nA › A › 10\nA › A › 11\nA › A › 12\nA › A › 13\nA › A › 14", "item.nested item.far item.far item.far item.far"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, warnings, err := markdown.ParseNamed([]byte(tt.src), roadmap.Korean, "name")
			if err != nil {
				t.Fatal(err)
			}
			if got := outlineOf(r); !strings.HasPrefix(got, tt.want) {
				t.Errorf("(-want +got):\n%s", cmp.Diff(tt.want, got))
			}
			var codes []string
			for _, w := range warnings {
				codes = append(codes, w.Code)
			}
			if got := strings.Join(codes, " "); got != tt.codes {
				t.Errorf("warnings %v, want %q", warnings, tt.codes)
			}
			hasSentences(t, warnings...)
			sameAgain(t, r, roadmap.Korean)
		})
	}
}

// nest returns n checkboxes, each in the one above it.
func nest(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("  ", i) + "- [ ] " + string(rune('0' + i/10))[:min(i/10, 1)] + string(rune('0'+i%10)) + "\n")
	}
	return b.String()
}

// Settings before a page are none of it, in whatever format.
func TestParseFrontMatterFormats(t *testing.T) {
	const body = "## A\n- [ ] one"
	for _, tt := range []struct{ name, front, title, codes string }{
		{"TOML", "+++\ntitle = \"Data\"\n# a comment\ndraft = false\n+++\n", "Data", ""},
		{"TOML with phases", "+++\ntitle = 'Data'\n[[phases]]\ntitle = \"P\"\nsections = [\"A\"]\n+++\n", "Data", ""},
		{"TOML that is none", "+++\ntitle = \"Data\"\n- [ ] x =\n+++\n", "Data", "front.form"},
		{"JSON", "{\n  \"title\": \"Data\",\n  \"tags\": [\"a\"]\n}\n", "Data", ""},
		{"YAML that begins with a comment", "---\n# a comment\n\n제목: x\ntitle: Data\n---\n", "Data", ""},
		{"YAML that ends with dots", "---\n\"odd key\": 1\ntitle: Data\n...\n", "Data", ""},
		{"below empty lines", "\n\n---\ntitle: Data\n---\n", "Data", ""},
		{"a rule", "---\n\n", "name", "title.absent"},
		{"text between rules", "---\nsome text\n---\n", "name", "title.absent area.empty"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, warnings, err := markdown.ParseNamed([]byte(tt.front+body), roadmap.Korean, "name")
			if err != nil {
				t.Fatal(err)
			}
			if got := r.Title["ko"]; got != tt.title {
				t.Errorf("title %q", got)
			}
			var codes []string
			for _, w := range warnings {
				codes = append(codes, w.Code)
			}
			if got := strings.Join(codes, " "); got != tt.codes {
				t.Errorf("warnings %v, want %q", warnings, tt.codes)
			}
			if r.Len() != 1 {
				t.Errorf("items:\n%s", outlineOf(r))
			}
		})
	}
}

// A checklist made from a roadmap is matched exactly, however its titles had to be mended,
// and whatever notes the member added.
func TestChecklistsOfOddRoadmaps(t *testing.T) {
	for _, tt := range []struct{ name, roadmap, checklist string }{
		{"notes in the next line", "- [ ] Mastering type hints", "- [x] Mastering type hints\n  my notes"},
		{"notes behind a line's end", "- [ ] Mastering type hints", "- [x] Mastering type hints\\\n  my notes"},
		{"notes in a paragraph", "- [ ] Mastering type hints", "- [x] Mastering type hints\n\n  my notes"},
		{"a description on both", "- [ ] **Closures**  \n  How scope works", "- [x] **Closures**  \n  How scope works"},
		{"a title over two lines", "- [ ] one\n  two", "- [x] one\n  two"},
		{"a long title", "- [ ] " + strings.Repeat("가나다 ", 80), "- [x] " + strings.Repeat("가나다 ", 80)},
		{"an invisible space", "- [ ] Object-Orien\u200Bted", "- [v] Object-\u200BOriented"},
		{"an emoji's name", "- [ ] :bulb: Java", "- [✓] 💡 Java"},
		{"a box without spaces", "- [ ] one", "-[x]one"},
		{"in HTML", "- [ ] one", "<ul><li><input type=checkbox checked> one</li></ul>"},
		{"a mark of Logseq", "- [ ] one\n- [ ] two", "- DONE one\n- DONE two"},
		{"below a study plan", "- [ ] one", "## Study plan\n- [x] one"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, _, err := markdown.ParseNamed([]byte("# T\n## A\n"+tt.roadmap+"\n- [ ] other"), roadmap.Korean, "")
			if err != nil {
				t.Fatal(err)
			}
			s := readInput(t, []byte(tt.checklist), "")
			for i, m := range checklist.Match(r, s.Entries) {
				if m.Fit != checklist.FitTitle || !s.Entries[i].Done {
					t.Errorf("%q: done %t, fit %q", s.Entries[i].Title, s.Entries[i].Done, m.Fit)
				}
			}
			if len(s.Entries) == 0 && tt.checklist != "" {
				t.Error("nothing is read")
			}
		})
	}
}
