package markdown_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// parse reads a roadmap that must be without faults.
func parse(t testing.TB, src string) (*roadmap.Roadmap, []markdown.Notice) {
	t.Helper()
	r, warnings, err := markdown.Parse([]byte(src), roadmap.Korean)
	if err != nil {
		t.Fatal(err)
	}
	return r, warnings
}

// contentsOf returns the part of a roadmap from which the rest follows.
func contentsOf(r *roadmap.Roadmap) roadmap.Roadmap {
	return roadmap.Roadmap{Title: r.Title, Areas: r.Areas, Phases: r.Phases}
}

var exported = cmpopts.IgnoreUnexported(roadmap.Roadmap{})

// The checklist has the form in which members keep theirs: ticked items with
// posts behind them, numbers and emoji before headings, and examples at the
// end. The golden file pins the derived ids too: nobody's checks may come off
// their items because of a change in here.
func TestParseChecklist(t *testing.T) {
	src, err := os.ReadFile("testdata/checklist.md")
	if err != nil {
		t.Fatal(err)
	}
	r, warnings := parse(t, string(src))
	wantWarnings := []markdown.Notice{
		{Line: 15, Code: "item.nested", Args: []any{"count", 1}},
		{Line: 20, Code: "item.quoted"},
		{Line: 34, Code: "item.code", Args: []any{"count", 1}},
		{Line: 51, Code: "phase.unknown", Args: []any{"entry", "배포 자동화"}},
		{Line: 52, Code: "phase.again", Args: []any{"title", "문법", "first", 46}},
	}
	if diff := cmp.Diff(wantWarnings, warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
	got := markdown.Write(r, roadmap.Korean)
	const golden = "testdata/checklist.golden.md"
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("canonical form (-want +got):\n%s", diff)
	}
}

func TestParseTitles(t *testing.T) {
	for _, tt := range []struct{ name, line, want string }{
		{"plain", "- [ ] GIL", "GIL"},
		{"ticked", "- [x] GIL", "GIL"},
		{"ticked in capitals", "* [X] GIL", "GIL"},
		{"numbered", "12) [ ] GIL", "GIL"},
		{"a name of C++", "- [ ] std::thread::spawn", "std::thread::spawn"},
		{"markup is flattened", "- [ ] **a** _b_ `c*` [d *e*](https://f.example) ![g](h) <b>i</b>", "a b c* d e i"},
		{"a defined link", "- [ ] see [the *docs*][d]\n\n[d]: https://example.com", "see the docs"},
		{"a bare link", "- [ ] see <https://example.com>", "see https://example.com"},
		{"escapes and entities", `- [ ] \*a\* &amp; \&amp; &#35; C\#`, "*a* & &amp; # C#"},
		{"white space is folded", "- [ ]   a \t b\u00A0\u3000c  ", "a b c"},
		{"more than one line", "- [ ] a\n  b\\\n  c", "a b"},
		{"up to a tag", "- [ ] a <br/> c", "a"},
		{"a line's end before it", "- [ ] <br>a\\\n  c", "a"},
		{"more than one paragraph", "- [ ] a\n\n  b", "a"},
		{"composed", "- [ ] \u1100\u1161 e\u0301", "가 é"},
		{"no heading, no list", "- [ ] # - 1. a", "# - 1. a"},
		{"a number stays", "- [ ] 1. a", "1. a"},
		{"a dash stays", "- [ ] a - b", "a - b"},
		{"a post", "- [x] a - b - [[c](d)]", "a - b"},
		{"a post with markup", "- [x] a - [[**c** `d`](e)] <!-- id: a -->", "a"},
		{"posts", "- [x] a - [[b](c)], [[d](e)] [[f](g)]", "a"},
		{"posts in one pair of brackets", "- [x] a – [[b](c), [d](e)]", "a"},
		{"a link, no post", "- [x] a - [b](https://c.example)", "a - b"},
		{"posts that are not at the end", "- [x] a - [[b](https://c.example)] d", "a - [b] d"},
		{"something else between posts", "- [x] a - [[b](https://c.example)] d [[e](https://f.example)]", "a - [b] d [e]"},
		{"only a post", "- [x] [[b](https://c.example)]", "[b]"},
		{"escaped brackets are no post", `- [x] a - \[b\]`, "a - [b]"},
		{"another comment", "- [ ] a <!-- todo --> b", "a b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, warnings := parse(t, "# T\n## A\n### S\n"+tt.line)
			if len(warnings) > 0 {
				t.Errorf("warnings: %v", warnings)
			}
			for ref := range r.Items() {
				if got := ref.Item.Title.In(roadmap.Korean); got != tt.want {
					t.Errorf("got %q, want %q", got, tt.want)
				}
			}
		})
	}
}

func TestParseHeadings(t *testing.T) {
	for _, tt := range []struct{ name, heading, emoji, title string }{
		{"plain", "## Core", "", "Core"},
		{"emoji and number", "## 🧠 1. Core", "🧠", "Core"},
		{"number and emoji", "## 1) 🧠 Core", "🧠", "Core"},
		{"emoji with a variant", "## ⚙️ 4. DevOps", "⚙️", "DevOps"},
		{"joined emoji", "## 👩‍💻 Core", "👩‍💻", "Core"},
		{"more than one emoji", "## 🧠🔥 🔒 Core", "🧠🔥", "Core"},
		{"a number of more than one part", "## 1.2.3. Core", "", "Core"},
		{"a circled number", "## ① Core", "", "Core"},
		{"a number in a key", "## 1️⃣ Core", "", "Core"},
		{"a version", "## 3.12 features", "", "3.12 features"},
		{"a year", "## 2026. 11.", "", "2026. 11."},
		{"only an emoji", "## 🧠", "", "🧠"},
		{"escaped", `## 1\. &#129504; Core`, "", "1. 🧠 Core"},
		{"emoji of a word", "## ㈜도장", "", "㈜도장"},
		{"underlined", "🧠 Core\n-------", "🧠", "Core"},
		{"closed", "## Core ##", "", "Core"},
		{"markup", "## 🧠 **Core** [C](d)", "🧠", "Core C"},
		{"more than Progress", "## Progress in Go", "", "Progress in Go"},
		{"escaped Progress", "## &#80;rogress", "", "Progress"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, _ := parse(t, "# 🚀 1. T\n"+tt.heading+"\n### 1.1. S\n- [ ] a\n")
			got := []string{r.Title["ko"], r.Areas[0].Emoji, r.Areas[0].Title["ko"], r.Areas[0].Sections[0].Title["ko"]}
			if diff := cmp.Diff([]string{"T", tt.emoji, tt.title, "S"}, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A roadmap's own title may be any.
func TestParseTitleOfAnotherRole(t *testing.T) {
	r, _ := parse(t, "# Study plan\n## A\n### S\n- [ ] a\n")
	if got := r.Title["ko"]; got != "Study plan" {
		t.Errorf("got %q", got)
	}
}

// Where items can be, and their order.
func TestParseItems(t *testing.T) {
	for _, tt := range []struct {
		name, src string
		want      []string // section, item
	}{
		{"any bullet", head + "- [ ] a\n\n* [x] b\n\n+ [X] c\n\n1. [ ] d\n2) [ ] e\n", []string{"S a", "S b", "S c", "S d", "S e"}},
		{"nested", head + "- [ ] a\n  - [ ] b\n    1. [ ] c\n  - [ ] d\n- [ ] e\n", []string{"S a", "S b", "S c", "S d", "S e"}},
		{"nested in what is no item", head + "- more\n  - [ ] a\n", []string{"S a"}},
		{"loose", head + "- [ ] a\n\n- [ ] b\n\n  more\n\n  - [ ] c\n", []string{"S a", "S b", "S c"}},
		{"below a deeper heading", head + "#### more\n- [ ] a\n##### more\n- [ ] b\n### S2\n- [ ] c\n", []string{"S a", "S b", "S2 c"}},
		{"after a deeper Progress", head + "#### Progress\n- no\n#### more\n- [ ] a\n", []string{"S a"}},
		{"between prose", head + "before\n- [ ] a\n\nafter\n- [ ] b\n", []string{"S a", "S b"}},
		{"within HTML", head + "<details>\n\n- [ ] a\n\n</details>\n", []string{"S a"}},
		{"not in code", head + "- [ ] a\n\n```\n- [ ] no\n```\n\n    - [ ] no\n", []string{"S a"}},
		{"not in a quotation", head + "- [ ] a\n  > - [ ] no\n\n> - [ ] no\n", []string{"S a"}},
		{"not without a box", head + "- [ ] a\n- b\n- [x](c)\n- [x][]: d\n- d [ ] e\n", []string{"S a"}},
		{"whatever stands in the box", head + "- [/] a\n- [-] b\n- [✓] c\n- [\u00A0] d\n- [가] e\n- [  ] f\n- [ x ] g\n- [☑️] h\n- [1] i\n- [✅️] j", []string{"S a", "S b", "S c", "S d", "S e", "S f", "S g", "S h", "S i", "S j"}},
		{"no space around the box", head + "- [] a\n-[ ] b\n*[x]c\n1.[ ] d\n- [ ]e\n", []string{"S a", "S b", "S c", "S d", "S e"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, warnings := parse(t, tt.src)
			var got []string
			for ref := range r.Items() {
				got = append(got, ref.Section.Title["ko"]+" "+ref.Item.Title["ko"])
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, w := range warnings {
				if w.Code != "item.nested" && w.Code != "heading.deep" && w.Code != "item.quoted" && w.Code != "item.code" {
					t.Errorf("warning: %v", w)
				}
			}
		})
	}
}

// What stands below the headings for progress and the study plan without a
// checkbox is no item, at whatever level these are, up to the next heading of their level.
func TestParseHeadingsWithoutItems(t *testing.T) {
	for _, tt := range []struct{ name, src string }{
		{"Korean", "## 📊 진행 상황\n- no\n### b\n- no\n"},
		{"English", "## 9. PROGRESS 📊\n- no\n"},
		{"plan", "## Study   Plan 2026\n- no\n### b\ntext\n"},
		{"Korean plan", "## 🎯학습전략\n- no\n"},
		{"in an area", "### Progress\n- no\n#### b\n- no\n"},
		{"in a section", "#### Progress\n- no\n##### b\n- no\n"},
		{"what repeats an item", "## Progress\n- [x] a - [[post](https://a.example)]\n- [x] B\n"},
		{"an example", "## 학습 전략\n이렇게 적습니다.\n예시:\n- [x] no\n"},
		{"an example in brackets", "## Study plan\nWrite it so (e.g. in a note):\n\n- [x] no\n  - [x] no\n"},
		{"an example's heading", "## Study plan\n### 예: 첫 주\n- [x] no\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, warnings := parse(t, "# T\n## A\n### S\n- [ ] a\n"+tt.src+"## B\n### S\n- [ ] b\n")
			var got []string
			for ref := range r.Items() {
				got = append(got, ref.Area.Title["ko"]+" "+ref.Item.Title["ko"])
			}
			if diff := cmp.Diff([]string{"A a", "B b"}, got); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
			if len(warnings) > 0 {
				t.Errorf("warnings: %v", warnings)
			}
		})
	}
}

// The lines of notices are right whatever ends them.
func TestParseLineEnds(t *testing.T) {
	const src = "# T\n\n## A\n### S\n\n- [ ] a <!-- id: x -->\n- [ ] b <!-- id: x -->\n"
	want := []markdown.Notice{{Line: 7, Code: "id.twice", Args: []any{"id", "x", "first", 6}}}
	for name, file := range map[string]string{
		"Unix":            src,
		"Windows":         strings.ReplaceAll(src, "\n", "\r\n"),
		"old Macintosh":   strings.ReplaceAll(src, "\n", "\r"),
		"byte order mark": "\uFEFF" + strings.ReplaceAll(src, "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			_, warnings := parse(t, file)
			if diff := cmp.Diff(want, warnings); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseComments(t *testing.T) {
	for _, tt := range []struct {
		name, line string
		want       roadmap.Item
	}{
		{"id", "a <!-- id: x -->", roadmap.Item{ID: "x"}},
		{"id in front", "<!--id:x--> a", roadmap.Item{ID: "x"}},
		{"id and words", "a <!-- id: x --> <!-- also: b c -->", roadmap.Item{ID: "x", Also: "b c"}},
		{"words and id", "a <!-- ALSO: b c --><!-- ID: x -->", roadmap.Item{ID: "x", Also: "b c"}},
		{"words in two", "a <!-- also: b --> <!-- id: x --> <!-- also: c -->", roadmap.Item{ID: "x", Also: "b c"}},
		{"words with signs", "a <!-- id: x --> <!-- also: <b> {{c}} {% d -- e: -->", roadmap.Item{ID: "x", Also: "b c % d -- e:"}},
		{"before a post", "a <!-- id: x --> - [[b](c)]", roadmap.Item{ID: "x"}},
		{"behind a post", "a - [[b](c)] <!-- id: x -->", roadmap.Item{ID: "x"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, _ := parse(t, "# T\n## A\n### S\n- [ ] "+tt.line)
			tt.want.Title = roadmap.Text{"ko": "a"}
			if diff := cmp.Diff([]roadmap.Item{tt.want}, r.Areas[0].Sections[0].Items); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
