package markdown_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// hostile are pieces of titles that mean something to one Markdown or another,
// or to this parser.
var hostile = []string{
	"a", "가", "é", "C#", "R&D", "I/O", "*", "**", "_", "`", "[", "]", "[ ]", "[x]", "[](", "](u)", "[a](b)", "[^1]",
	"(", ")", "!", "<", ">", "<b>", "<!--", "-->", "<!-- id: x -->", "<http://a.b>", "https://a.b/c_d*e_", "www.a.b/c*", "a_@b.c", "->", "→",
	"#", "-", "--", "---", "- [ ]", "+", "1.", "2)", "~", "```", "|", "\\", "\\*", "&", "&amp;", "&#35;", "&nbsp",
	"{", "}", "{{", "{%", "%}", "{:", "{#a}", "$", ":", "=", "^", "'", "\"", "...", "- [[a](b)]",
	"🧠", "⚙️", "①", "3️⃣", "Progress", "학습 전략", "id: x",
}

// hostileTitles puts each two pieces together in some ways, as titles that the
// parser gives.
func hostileTitles() []string {
	var titles []string
	for _, a := range hostile {
		for _, b := range hostile {
			titles = append(titles, a+b, a+" "+b, "x"+a+"x"+b)
		}
	}
	return titles
}

// Whatever the titles hold, a roadmap that is written and read again is the
// same.
func TestMarkdownHostileItems(t *testing.T) {
	for titles := range slices.Chunk(hostileTitles(), roadmap.MaxItems) {
		section := roadmap.Section{ID: "s", Title: in("S")}
		for i, title := range titles {
			section.Items = append(section.Items, roadmap.Item{ID: fmt.Sprint(i), Title: in(title), Also: "b - c-"})
		}
		sameAgain(t, build(t, "T", []roadmap.Area{{Title: in("A"), Sections: []roadmap.Section{section}}}, nil), "")
	}
}

func TestMarkdownHostileHeadings(t *testing.T) {
	for titles := range slices.Chunk(hostileTitles(), 1500) { // so many that the file keeps within its limits
		var areas []roadmap.Area
		var phases []roadmap.Phase
		for i, title := range titles {
			id := fmt.Sprint(i)
			area := roadmap.Area{Title: in(title), Sections: []roadmap.Section{{
				ID: id, Title: in(title), Items: []roadmap.Item{{ID: id, Title: in("a")}},
			}}}
			if i%2 == 0 {
				area.Emoji = "🧠"
			}
			areas = append(areas, area)
			phases = append(phases, roadmap.Phase{Title: in(title), Sections: []string{id}})
		}
		sameAgain(t, build(t, titles[0], areas, phases), "")
	}
}

func in(title string) roadmap.Text { return roadmap.Text{"": title} }

func build(t *testing.T, title string, areas []roadmap.Area, phases []roadmap.Phase) *roadmap.Roadmap {
	t.Helper()
	r, err := roadmap.New(in(title), areas, phases)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Jekyll runs what it finds in braces before it reads any Markdown, its
// Markdown makes tables, formulas and dashes of what others leave alone, and
// GitHub strikes out and makes links of addresses.
func TestMarkdownForOthers(t *testing.T) {
	r := build(t, "{{ a }} {% b %} $$c$$ d | e --f", []roadmap.Area{{Title: in("C#"), Emoji: "🧠", Sections: []roadmap.Section{{
		ID: "s", Title: in("line_profiler __init__"), Items: []roadmap.Item{
			{ID: "a", Title: in("R&D &amp; <T>")},
			{ID: "b", Title: in("~~g~~ https://h www.i.j"), Also: "k l"},
		},
	}}}}, []roadmap.Phase{{Title: in("Phase 1: m"), Sections: []string{"s"}}})
	got := string(markdown.Write(r, ""))
	want := strings.Join([]string{
		`# &#123;&#123; a &#125;&#125; &#123;% b %&#125; &#36;&#36;c&#36;&#36; d \| e \-\-f`,
		``,
		`## 🧠 C\#`,
		``,
		`### line_profiler \_\_init\_\_ <!-- id: s -->`,
		``,
		`- [ ] R&D &#38;amp; \<T\> <!-- id: a -->`,
		`- [ ] \~\~g\~\~ https\://h &#119;ww.i.j <!-- id: b --> <!-- also: k l -->`,
		``,
		`## 🎯 Study plan`,
		``,
		`### Phase 1: m`,
		``,
		`- line_profiler \_\_init\_\_ <!-- id: s -->`,
		``,
	}, "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
