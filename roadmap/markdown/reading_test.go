package markdown_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/link"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// reads returns reading of titles and addresses, by turns.
func reads(all ...string) (reading []roadmap.Reading) {
	for pair := range slices.Chunk(all, 2) {
		reading = append(reading, roadmap.Reading{Title: pair[0], URL: pair[1]})
	}
	return reading
}

// What a file links on an item is for everybody to read, wherever it stands.
func TestParseReading(t *testing.T) {
	const a, b = "https://a.example/1", "https://b.example/2"
	for _, tt := range []struct {
		name, line, title, note string
		reading                 []roadmap.Reading
	}{
		{"the whole title", "- [ ] [Big O](https://a.example/1)", "Big O", "", reads("Big O", a)},
		{"in the title", "- [ ] The [GIL](https://a.example/1) explained", "The GIL explained", "", reads("GIL", a)},
		{"behind the title", "- [ ] GIL - [slides](https://a.example/1), <https://b.example/2>", "GIL - slides, https://b.example/2", "", reads("slides", a, "", b)},
		{"only an address", "- [ ] GIL (https://a.example/1).", "GIL (https://a.example/1).", "", reads("", a)},
		{"an address in code", "- [ ] GIL `https://a.example/1`", "GIL https://a.example/1", "", nil},
		{"an address with an escape", `- [ ] GIL https\://a.example/1`, "GIL https://a.example/1", "", nil},
		{"with references", "- [ ] [GIL][r]\n\n[r]: https://a.example/1", "GIL", "", reads("GIL", a)},
		{"in bullets below", "- [ ] GIL\n  - see [slides](https://a.example/1)\n    - [more](https://b.example/2)", "GIL", "", reads("slides", a, "more", b)},
		{"in a paragraph below", "- [ ] GIL\n\n  As [slides](https://a.example/1) say.", "GIL", "As slides say.", reads("slides", a)},
		{"nothing but links below", "- [ ] GIL\n\n  [slides](https://a.example/1), [more](https://b.example/2)", "GIL", "", reads("slides", a, "more", b)},
		{"behind a line's end", "- [ ] GIL\\\n  See [slides](https://a.example/1).", "GIL", "See slides.", reads("slides", a)},
		{"behind a tag", "- [ ] GIL<br>See this.<br/>And that.", "GIL", "See this. And that.", nil},
		{"with spaces", "- [ ] [GIL](<https://a.example/the gil (1).md>)", "GIL", "", reads("GIL", "https://a.example/the%20gil%20(1).md")},
		{"the same twice", "- [ ] [GIL](http://a.example/1/)\n  - [again](https://a.example/1#x)", "GIL", "", reads("GIL", "http://a.example/1/")},
		{"a place in the file", "- [ ] [GIL](#gil)", "GIL", "", nil},
		{"a picture", "- [ ] GIL ![x](https://a.example/1.png)", "GIL", "", nil},
		{"posts", "- [x] GIL - [[mine](https://a.example/1)]\n  - [[more](https://b.example/2) (2026-01-05)]", "GIL", "", nil},
		{"reading and posts", "- [x] [GIL](https://a.example/1) - [[mine](https://b.example/2)]", "GIL", "", reads("GIL", a)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, warnings := parse(t, head+tt.line)
			item := r.Areas[0].Sections[0].Items[0]
			got := roadmap.Item{ID: item.ID, Title: roadmap.Text{"ko": tt.title}, Note: tt.note, Reading: tt.reading}
			if diff := cmp.Diff(got, item); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(warnings) > 0 {
				t.Errorf("warnings: %v", warnings)
			}
			sameAgain(t, r, roadmap.Korean)
		})
	}
}

// The items of a list within an item have their own reading.
func TestParseReadingOfNestedItems(t *testing.T) {
	r, _ := parse(t, head+"- [ ] a\n  - b\n    - [ ] c\n      - [d](https://a.example/1)\n  - [e](https://b.example/2)\n")
	var got []string
	for ref := range r.Items() {
		got = append(got, fmt.Sprint(ref.Item.Title["ko"], ref.Item.Reading))
	}
	if diff := cmp.Diff([]string{"a[{e https://b.example/2}]", "c[{d https://a.example/1}]"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseReadingWarnings(t *testing.T) {
	var many strings.Builder
	for i := range 23 {
		fmt.Fprintf(&many, "  - [%d](https://a.example/%d)\n", i, i)
	}
	for _, tt := range []struct {
		name, lines string
		want        []markdown.Notice
	}{
		{"beside the file", "- [ ] a\n  - [b](./b.md)\n  - [c](c.html)", []markdown.Notice{
			notice(5, "reading.link", "link", "./b.md"), notice(6, "reading.link", "link", "c.html")}},
		{"mail", "- [ ] [a](mailto:a@b.example)", []markdown.Notice{notice(4, "reading.link", "link", "mailto:a@b.example")}},
		{"not for everybody", "- [ ] a\n\n  [b](https://minsu.tistory.com/manage/posts)", []markdown.Notice{
			notice(6, "reading.link", "link", "https://minsu.tistory.com/manage/posts")}},
		{"too many", "- [ ] a\n" + many.String(), []markdown.Notice{notice(4, "reading.many", "count", 3)}},
		{"too long a note", "- [ ] a\\\n  " + strings.Repeat("b", 600) + "\n\n  " + strings.Repeat("c", 600), []markdown.Notice{
			notice(7, "note.long", "limit", roadmap.MaxNote)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, warnings := parse(t, head+tt.lines)
			if diff := cmp.Diff(tt.want, warnings); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			hasSentences(t, warnings...)
			sameAgain(t, r, roadmap.Korean)
		})
	}
}

// hostileAddresses are addresses that mean something to Markdown.
func hostileAddresses(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, piece := range []string{"", "(", ")", "()", "(a)b", "<", ">", "|", "\\", "\\)", "*", "_", "`", "\"", "'", "&", "&amp;", "&#35;", "&amp;#35;",
		"&copy", "%20", "%ea", "{", "}}", "{{a}}", "^", "$", "~", "[", "]", "[a](b)", "!", "#", "#/a", "?a=b&lt;c", "가", "e\u0301", "a.", "a_b_", "<!-- id: x -->", "//", ":bulb:", ")(:bulb:", "**a**"} {
		if to, err := link.Parse("https://a.example/" + piece); err == nil {
			all = append(all, to.URL)
		}
		if to, err := link.Parse("https://a.example/b" + piece + "c?d=" + piece); err == nil {
			all = append(all, to.URL)
		}
	}
	if len(all) < 60 {
		t.Fatalf("only %d addresses", len(all))
	}
	return all
}

// Whatever notes and links hold, a roadmap that is written and read again is the same.
func TestMarkdownHostileReading(t *testing.T) {
	urls := hostileAddresses(t)
	for titles := range slices.Chunk(hostileTitles(), 500) {
		section := roadmap.Section{ID: "s", Title: in("S")}
		for i, title := range titles {
			item := roadmap.Item{ID: fmt.Sprint(i), Title: in(title), Note: titles[len(titles)-1-i]}
			for j := range 3 {
				item.Reading = append(item.Reading, roadmap.Reading{URL: urls[(i+j)%len(urls)]})
			}
			item.Reading[0].Title, item.Reading[2].Title = title, "📖 "+title
			seen := map[string]bool{}
			item.Reading = slices.DeleteFunc(item.Reading, func(r roadmap.Reading) bool {
				to, err := link.Parse(r.URL)
				if err != nil || seen[to.Canonical] {
					return true
				}
				seen[to.Canonical] = true
				return false
			})
			section.Items = append(section.Items, item)
		}
		sameAgain(t, build(t, "T", []roadmap.Area{{Title: in("A"), Sections: []roadmap.Section{section}}}, nil), "")
	}
}

// A member's posts and the roadmap's reading are told apart where both are written.
func TestMarkdownReading(t *testing.T) {
	r := build(t, "T", []roadmap.Area{{Title: in("A"), Sections: []roadmap.Section{{ID: "s", Title: in("S"), Items: []roadmap.Item{
		{ID: "a", Title: in("Big O"), Note: "See <T> at https://h.", Reading: reads("Big [O]", "https://a.example/w_(x)?a&lt;|", "", "https://b.example/")},
		{ID: "b", Title: in("b")},
	}}}}}, nil)
	want := strings.Join([]string{
		`# T`,
		``,
		`## A`,
		``,
		`### S <!-- id: s -->`,
		``,
		`- [ ] Big O <!-- id: a --><br>See \<T\> at https\://h.`,
		`  - 🔗 [Big \[O\]](https://a.example/w_&#40;x&#41;?a&amp;lt;&#124;)`,
		`  - 🔗 <https://b.example/>`,
		`- [ ] b <!-- id: b -->`,
		``,
	}, "\n")
	if diff := cmp.Diff(want, string(markdown.Write(r, ""))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
