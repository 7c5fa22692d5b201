package markdown_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dojang/normalize"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// soiling is what happens to the lines of a good roadmap on the way: it takes a line, and
// whether it is one of an item, and returns what stands there instead.
type soiling struct {
	name string
	soil func(line string, item bool, r *rand.Rand) string
}

var soilings = []soiling{
	{"invisible characters", func(line string, _ bool, r *rand.Rand) string {
		hidden := []string{"\u200B", "\uFEFF", "\u00AD", "\u202E", "\u2060", "\u3164", "\u0007", "\U000E0041"}
		runes := []rune(line)
		at := r.IntN(len(runes) + 1)
		return string(runes[:at]) + hidden[r.IntN(len(hidden))] + string(runes[at:])
	}},
	{"odd boxes", func(line string, item bool, r *rand.Rand) string {
		boxes := []string{"[x]", "[X]", "[/]", "[-]", "[v]", "[]", "[  ]", "[\u00A0]", "[✓]", "[☑️]", "[>]", "[가]", "[ x ]", "[o]"}
		return strings.Replace(line, "[ ]", boxes[r.IntN(len(boxes))], 1)
	}},
	{"boxes that are only seen", func(line string, item bool, r *rand.Rand) string {
		boxes := []string{"☐ ", "☑️ ", "\\[ ] ", "\\[x\\] ", "**[ ]** ", "`[x]` ", "<!-- c --> [ ] ", "## [ ] ", "     [ ] ", "\t\t[x] "}
		return strings.Replace(line, "[ ] ", boxes[r.IntN(len(boxes))], 1)
	}},
	{"what is no box", func(line string, item bool, r *rand.Rand) string {
		boxes := []string{"- ( ) ", "- (x) ", "- [1/3] ", "- [50%] ", "- ✅ ", "⬜ ", "- <b>[ ]</b> ", "<td>[ ] ", "\\[ ] "}
		return strings.Replace(line, "- [ ] ", boxes[r.IntN(len(boxes))], 1)
	}},
	{"open HTML", func(line string, _ bool, r *rand.Rand) string {
		return line + "\n" + []string{"<!--", "<!-- note", "<pre>", "<style>", "  <script>", "<div>\n<!--", "<p><pre>", "- <!--", "<?x", "text <!--"}[r.IntN(10)]
	}},
	{"closed HTML", func(line string, _ bool, r *rand.Rand) string {
		return line + "\n" + []string{"-->", "<!-- note -->", "</pre>", "<pre>\ncode\n</pre>", "</style>", "<!--\nnote\n-->", "</div>", "<svg></svg>"}[r.IntN(8)]
	}},
	{"a table", func(line string, _ bool, r *rand.Rand) string {
		in := strings.Repeat(" ", r.IntN(5))
		return line + "\n" + in + "| a | b |\n" + in + "|---|---|\n" + in + []string{"| c | d |", "c", "        - d"}[r.IntN(3)]
	}},
	{"a line below", func(line string, _ bool, r *rand.Rand) string {
		return line + "\n" + []string{"  ---", "  ===", "---", "===", "      ---"}[r.IntN(5)]
	}},
	{"no space around the box", func(line string, item bool, r *rand.Rand) string {
		if r.IntN(2) == 0 {
			return strings.Replace(line, "- [ ] ", "-[ ] ", 1)
		}
		return strings.Replace(line, "- [ ] ", "- [ ]", 1)
	}},
	{"another bullet", func(line string, item bool, r *rand.Rand) string {
		bullets := []string{"* [ ] ", "+ [ ] ", "1. [ ] ", "2) [ ] ", "• [ ] ", "[ ] ", "-\u00A0[ ] ", "-\t[ ] ", "   - [ ] "}
		return strings.Replace(line, "- [ ] ", bullets[r.IntN(len(bullets))], 1)
	}},
	{"empty lines", func(line string, _ bool, r *rand.Rand) string {
		return line + []string{"\n", "\n   ", "\n\n\n"}[r.IntN(3)]
	}},
	{"empty things", func(line string, _ bool, r *rand.Rand) string {
		return line + "\n" + []string{"- [ ]", "#", "###", "- []", "<br>", "![](a.png)", "-", "---\n"}[r.IntN(8)]
	}},
	{"a fence", func(line string, _ bool, r *rand.Rand) string {
		return line + "\n" + []string{"```", "~~~~ sh", "```go\nfunc main() {}\n```", "  ```"}[r.IntN(4)]
	}},
	{"a list around a heading", func(line string, _ bool, r *rand.Rand) string {
		if strings.HasPrefix(line, "#") {
			return []string{"- ", "* ", "1. "}[r.IntN(3)] + line
		}
		return line
	}},
	{"nested", func(line string, item bool, r *rand.Rand) string {
		if item {
			return strings.Repeat(" ", r.IntN(14)) + line
		}
		return line
	}},
	{"HTML", func(line string, item bool, r *rand.Rand) string {
		switch {
		case item && r.IntN(2) == 0:
			return "<ul><li>" + strings.TrimPrefix(strings.TrimLeft(line, " "), "- ") + "</li></ul>\n"
		case item:
			return "<details><summary>more</summary>\n" + line + "\n</details>\n"
		}
		return line
	}},
	{"a note", func(line string, item bool, r *rand.Rand) string {
		if item {
			return line + []string{"<br>a note", "\\\n  a note", "  \n  a note", "\n\n  a note", " <!-- id: C# -->", " <!-- id: same -->"}[r.IntN(6)]
		}
		return line
	}},
	{"Windows", func(line string, _ bool, _ *rand.Rand) string { return line + "\r" }},
}

// soils reports whether one of the ways in which a roadmap was soiled has one of the names.
func soils(how uint32, names ...string) bool {
	for i, s := range soilings {
		if how>>i&1 == 1 && slices.Contains(names, s.name) {
			return true
		}
	}
	return false
}

// soiled returns a good roadmap of n items, soiled in the ways that the bits of how name, and
// the line of each item.
func soiled(n int, how uint32, seed uint64) (src string, lines []int) {
	r := rand.New(rand.NewPCG(seed, 1))
	var b strings.Builder
	add := func(line string, item bool) int {
		for i, s := range soilings {
			if how>>i&1 == 1 && r.IntN(4) == 0 {
				line = s.soil(line, item, r)
			}
		}
		at := strings.Count(b.String(), "\n") + 1
		b.WriteString(line + "\n")
		visible, _ := normalize.Visible(line)
		before, _, _ := strings.Cut(visible, "item")
		return at + strings.Count(before, "\n")
	}
	b.WriteString("# Roadmap\n")
	for i := range n {
		if i%6 == 0 {
			add(fmt.Sprintf("## Area %d", i), false)
		}
		if i%3 == 0 {
			add(fmt.Sprintf("### Section %d", i), false)
		}
		lines = append(lines, add(fmt.Sprintf("- [ ] item%02d of all", i), true))
	}
	return b.String(), lines
}

// FuzzSoiledRoadmap soils a good roadmap. Each item that is lost has a warning, either of its
// own line, or of the block that it is in, with the number of items in the block.
func FuzzSoiledRoadmap(f *testing.F) {
	for i := range soilings {
		f.Add(uint8(12), uint32(1)<<i, uint64(i))
	}
	f.Add(uint8(30), ^uint32(0), uint64(1))
	f.Fuzz(func(t *testing.T, n uint8, how uint32, seed uint64) {
		src, lines := soiled(1+int(n)%40, how, seed)
		r, warnings, err := markdown.Parse([]byte(src), roadmap.Korean)
		if err != nil {
			for _, fault := range err.(markdown.Faults) {
				if fault.Code != "item.none" {
					t.Fatalf("%s\n%v", src, err)
				}
			}
		}
		found := map[string]bool{}
		if r != nil {
			for ref := range r.Items() {
				for i := range lines {
					// A line below a sign such as ⬜ makes a heading of it, and what is no box stays in a
					// title where the file has none.
					if name := fmt.Sprintf("item%02d", i); strings.Contains("\n"+ref.Area.Title["ko"]+"\n"+ref.Section.Title["ko"]+"\n"+strings.TrimLeft(ref.Item.Title["ko"], "[(x1/350%)] ✅⬜"), "\n"+name+" of all") {
						found[name] = true
					}
				}
			}
			sameAgain(t, r, roadmap.Korean)
		}
		blocks := map[int]int{} // by line, how many boxes are in a block of code or a comment
		tables := map[int]bool{}
		for _, w := range warnings {
			switch w.Code {
			case "item.code", "item.comment":
				blocks[w.Line] += w.Args[1].(int)
			case "table", "table.rows":
				tables[w.Line] = true
			}
		}
		text := strings.Split(src, "\n")
		for i, line := range lines {
			name := fmt.Sprintf("item%02d", i)
			if found[name] || slices.ContainsFunc(warnings, func(w markdown.Notice) bool { return w.Line == line }) {
				continue
			}
			row := line // a row of the table above it
			for row > 0 && !tables[row] && strings.TrimSpace(text[row-1]) != "" {
				row--
			}
			if tables[row] {
				continue
			}
			block := line
			for block > 0 && blocks[block] == 0 {
				block--
			}
			if soils(how, "what is no box") && soils(how, "a fence", "open HTML", "closed HTML", "nested") {
				continue // code that has nothing else is not named
			}
			if blocks[block]--; block == 0 {
				t.Errorf("%s, on line %d, is lost without a word in\n%s\n%v", name, line, src, warnings)
			}
		}
	})
}
