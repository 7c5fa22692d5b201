package markdown_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/civil"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/study/checklist"
)

// readInput reads a checklist that has no fault.
func readInput(t testing.TB, src []byte, blog string) *markdown.ChecklistInput {
	t.Helper()
	s, err := markdown.ReadChecklist(src, blog)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// entriesOf writes the entries of a checklist with their items, one per line.
func entriesOf(t testing.TB, r *roadmap.Roadmap, s *markdown.ChecklistInput) string {
	t.Helper()
	var b strings.Builder
	posts := func(all []markdown.LinkedPost) {
		for _, w := range all {
			fmt.Fprintf(&b, "    %q %s", w.Title, w.Link.URL)
			if w.Day != (civil.Date{}) {
				fmt.Fprintf(&b, " %s", w.Day)
			}
			b.WriteByte('\n')
		}
	}
	for i, m := range checklist.Match(r, s.Entries) {
		e := s.Entries[i]
		if !e.SaysSomething() {
			continue
		}
		what := "—"
		if m.Fit != checklist.NoFit {
			what = m.Ref.Item.ID + " " + string(m.Fit)
		}
		fmt.Fprintf(&b, "%d %t %q → %s", e.Line, e.Done, e.Title, what)
		if day := e.DoneOn(e.Posts); day != (civil.Date{}) {
			fmt.Fprintf(&b, " on %s", day)
		}
		b.WriteByte('\n')
		posts(e.Posts)
	}
	if len(s.Loose) > 0 {
		b.WriteString("others\n")
		posts(s.Loose)
	}
	for _, n := range s.Skipped {
		fmt.Fprintf(&b, "%d skipped: %s %v\n", n.Line, n.Code, n.Args)
	}
	return b.String()
}

// Checklists as people keep them in blogs, in repositories and in their notes.
func TestSheetsFromAnywhere(t *testing.T) {
	r, _ := markdown.Template("python-backend")
	for _, name := range strings.Fields("jekyll contents notion obsidian flat") {
		t.Run(name, func(t *testing.T) {
			src, err := os.ReadFile("testdata/sheets/" + name + ".md")
			if err != nil {
				t.Fatal(err)
			}
			got := entriesOf(t, r, readInput(t, src, "https://minsu.github.io"))
			want, err := os.ReadFile("testdata/sheets/" + name + ".golden")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// The 750 items of a list in a repository, in topics that are list items too.
func TestSheetOfALongReadme(t *testing.T) {
	src, err := os.ReadFile("testdata/sheets/readme.md")
	if err != nil {
		t.Fatal(err)
	}
	s := readInput(t, src, "")
	done, posts, dated := 0, 0, 0
	for _, e := range s.Entries {
		if e.Done {
			done++
		}
		if e.DoneOn(e.Posts) != (civil.Date{}) {
			dated++
		}
		posts += len(e.Posts)
		if len(e.Path) != 3 || !strings.HasPrefix(e.Path[1], "Area ") || !strings.HasSuffix(e.Title, strings.TrimPrefix(e.Path[2], "Topic ")) {
			t.Errorf("line %d: %q stands below %q", e.Line, e.Title, e.Path)
		}
	}
	if done != 250 || posts != 40 || dated != 25 || len(s.Skipped) != 0 {
		t.Errorf("%d done, %d posts, %d with a day, skipped %v", done, posts, dated, s.Skipped)
	}
}

// Parts of a checklist that are neither checks nor usable links.
func TestSheetTellsWhatItLeavesOut(t *testing.T) {
	for _, test := range []struct{ name, line, blog, want string }{
		{"relative link without a blog", "- [x] a - [[b](/c.html)]", "", "link.relative"},
		{"the same with one", "- [x] a - [[b](/c.html)]", "https://minsu.github.io/blog/", ""},
		{"editor's page", "- [x] a - [b](https://minsu.tistory.com/manage/posts)", "", "link.admin"},
		{"page on the member's own machine", "- [x] a - [b](http://localhost:4000/gil)", "", "link.private"},
		{"file of a message in Discord", "- [x] a - [b](https://cdn.discordapp.com/attachments/1/2/b.pdf?ex=6a)", "", "link.file"},
		{"scheme twice", "- [x] a - [b](https://https://velog.io/@m/gil)", "", "link.unusable"},
		{"mail", "- [x] a - [b](mailto:a@b.c)", "", "link.unusable"},
		{"script", "- [x] a - [b](javascript:alert)", "", "link.unusable"},
		{"place on the page", "- [x] a - [b](#c)", "", ""},
		{"file beside it", "- [x] a - [b](c.md)", "https://minsu.github.io", "link.note"},
		{"badly written box", `- (x) a`, "", "item.box"},
		{"code", "    - [x] a", "", "item.code"},
		{"half done", "- [/] a", "", ""},
		{"quoted", "> - [x] a\n> - [ ] b", "", "item.quoted"},
		{"table", "| a | b |\n|---|---|\n| [x] | c |", "", "table"},
		{"line too long", "- [x] " + strings.Repeat("a", 9000), "", "line.long"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := readInput(t, []byte("# T\n\n"+test.line), test.blog)
			got := ""
			for _, n := range s.Skipped {
				got += n.Code
				if n.Line != 3 {
					t.Errorf("it is told of line %d", n.Line)
				}
			}
			if got != test.want || (s.Relative > 0) != (test.want == "link.relative") {
				t.Errorf("skipped %q, want %q", got, test.want)
			}
		})
	}
}

// The title is the text without the links.
func TestSheetTakesLinksInEveryForm(t *testing.T) {
	const one, two = "https://a.example/1", "https://b.example/2"
	for _, test := range []struct{ line, title, posts string }{
		{"GIL - [[글](https://a.example/1)]", "GIL", one},
		{"GIL - [[글](https://a.example/1)], [[글](https://b.example/2)]", "GIL", one + " " + two},
		{"GIL (2026-01-05) - [[글](https://a.example/1)] [[글](https://b.example/2)] <!-- id: gil -->", "GIL", one + " " + two},
		{"GIL – [글](https://a.example/1) and [more](https://b.example/2)", "GIL", one + " " + two},
		{"GIL: https://a.example/1", "GIL", one},
		{"GIL (https://a.example/1)", "GIL", one},
		{"GIL <https://a.example/1>, https://b.example/2.", "GIL", one + " " + two},
		{"GIL: https://a.example/1。 「https://b.example/2」", "GIL", one + " " + two},
		{"GIL: https://a.example/1！ https://b.example/2…", "GIL", one + " " + two},
		{"[GIL](https://a.example/1)", "GIL", one},
		{"The [GIL](https://a.example/1) explained", "The GIL explained", one},
		{"**GIL** `gc` [글](https://a.example/1)", "GIL gc", one},
		{"GIL https://a.example/1 https://a.example/1#part", "GIL", one},
		{"GIL - https://a.example/글_(하나)", "GIL", "https://a.example/글_(하나)"},
	} {
		s := readInput(t, []byte("- [x] "+test.line), "")
		var posts []string
		for _, w := range s.Entries[0].Posts {
			posts = append(posts, w.Link.URL)
		}
		if got := strings.Join(posts, " "); got != test.posts || s.Entries[0].Title != test.title || len(s.Skipped) > 0 {
			t.Errorf("%s: title %q, posts %s, skipped %v", test.line, s.Entries[0].Title, got, s.Skipped)
		}
	}
}

// large makes a checklist of n items, each as the roadmap has it but for what
// change makes of the title.
func large(t testing.TB, n int, change func(string) string) (*roadmap.Roadmap, []byte) {
	t.Helper()
	words := strings.Fields("asyncio 이벤트 루프 메모리 구조 캐시 설계 Redis 클러스터 운영 pytest 픽스처 쿼리 최적화 트랜잭션 격리 수준 이해")
	var src, ticked strings.Builder
	src.WriteString("# T\n## A\n")
	for i := range n {
		if i%20 == 0 {
			fmt.Fprintf(&src, "### S%d\n", i/20)
			fmt.Fprintf(&ticked, "### S%d\n", i/20)
		}
		title := fmt.Sprintf("%s %s %s %d", words[i%len(words)], words[i/7%len(words)], words[i/53%len(words)], i)
		fmt.Fprintf(&src, "- [ ] %s\n", title)
		fmt.Fprintf(&ticked, "- [x] %s - [[글 %d](https://minsu.github.io/2026/01/%02d/p%d.html)]\n", change(title), i, 1+i%28, i)
	}
	r, _, err := markdown.Parse([]byte(src.String()), roadmap.Korean)
	if err != nil {
		t.Fatal(err)
	}
	return r, []byte(ticked.String())
}

func same(s string) string { return s }

func BenchmarkSheetOf2000Items(b *testing.B) {
	for _, bench := range []struct {
		name   string
		change func(string) string
	}{{"exact", same}, {"close", func(s string) string { return strings.ReplaceAll(s, " ", "-") + "!" }}} {
		b.Run(bench.name, func(b *testing.B) {
			r, src := large(b, roadmap.MaxItems, bench.change)
			for b.Loop() {
				s := readInput(b, src, "")
				if m := checklist.Match(r, s.Entries); len(m) != roadmap.MaxItems || m[0].Fit == checklist.NoFit {
					b.Fatalf("%d entries, the first %v", len(m), m[0].Fit)
				}
			}
		})
	}
}

// An entry never means an item because of a title that another one has exactly,
// nor one of two that are as much alike.
func TestMatch(t *testing.T) {
	r, _, err := markdown.Parse([]byte("# T\n## A\n### 하나\n- [ ] Redis 캐시\n- [ ] Redis 캐시 설계 패턴\n- [ ] 테스트\n- [ ] C++\n- [ ] C#\n"+
		"### 둘\n- [ ] 테스트\n- [ ] 쿼리 최적화 (EXPLAIN) <!-- id: query -->\n- [ ] 인덱스 1단계\n- [ ] 인덱스 2단계\n"), roadmap.Korean)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, src, want string }{
		{"id before title", "- [x] Redis 캐시 <!-- id: query -->", "쿼리 최적화 (EXPLAIN) id"},
		{"section", "## ✅ 2. 둘\n- [x] 테스트", "테스트 section"},
		{"a list item as section", "- 둘\n  - [x] 테스트", "테스트 section"},
		{"in two sections", "- [x] 테스트", " 2"},
		{"anywhere", "# 셋\n- [x] C#", "C# title"},
		{"other case and signs", "- [x] redis-캐시", "Redis 캐시 close"},
		{"without brackets", "- [x] 쿼리 최적화", "쿼리 최적화 (EXPLAIN) close"},
		{"composed otherwise", "- [x] \u110f\u116f\u1105\u1175 \u110e\u116c\u110c\u1165\u11a8\u1112\u116a (EXPLAIN)", "쿼리 최적화 (EXPLAIN) title"},
		{"between two", "- [x] 인덱스 3단계", " 0"},
		{"far from all", "- [x] 아침 운동", " 0"},
		{"only signs", "- [x] !!!", " 0"},
	} {
		m := checklist.Match(r, readInput(t, []byte(test.src), "").Entries)[0]
		got := fmt.Sprint(" ", m.Several)
		if m.Fit != checklist.NoFit {
			got = m.Ref.Item.Title.In(roadmap.Korean) + " " + string(m.Fit)
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	both := checklist.Match(r, readInput(t, []byte("- [x] Redis 캐시\n- [x] redis 캐시!\n"), "").Entries)
	if both[0].Fit != checklist.FitTitle || both[1].Fit != checklist.NoFit {
		t.Errorf("one exact, one close: %v, %v", both[0].Fit, both[1].Fit)
	}
}

// Items with the same title in a section are matched in their order.
func TestMatchOfTwins(t *testing.T) {
	const twins = "# T\n## A\n### S <!-- id: s -->\n- [ ] Part 1 <!-- id: first -->\n- [ ] Other <!-- id: other -->\n- [ ] Part 1 <!-- id: second -->\n" +
		"## B\n### S <!-- id: s2 -->\n- [ ] Part 1 <!-- id: third -->\n"
	r, _, err := markdown.Parse([]byte(twins), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, src, want string }{
		{"both there, the second done", "## A\n### S\n- [ ] Part 1\n- [x] Part 1", "second"},
		{"both done", "## A\n### S\n- [x] Part 1\n- [x] Part 1", "first second"},
		{"in the other area", "## A\n### S\n- [ ] Part 1\n- [ ] Part 1\n## B\n### S\n- [x] Part 1", "third"},
		{"only one of two", "## A\n### S\n- [x] Part 1", "2 or 3"},
		{"one too many", "## A\n### S\n- [x] Part 1\n- [ ] Part 1\n- [ ] Part 1", "2 or 3"},
		{"in which area is not said", "### S\n- [x] Part 1", "2 or 3"},
	} {
		s := readInput(t, []byte(test.src), "")
		var got []string
		for i, m := range checklist.Match(r, s.Entries) {
			switch {
			case !s.Entries[i].Done:
			case m.Fit == checklist.NoFit && m.Several > 1:
				got = append(got, "2 or 3")
			default:
				got = append(got, m.Ref.Item.ID)
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func FuzzReadChecklist(f *testing.F) {
	for _, name := range strings.Fields("jekyll contents notion obsidian flat") {
		src, err := os.ReadFile("testdata/sheets/" + name + ".md")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src, "https://minsu.github.io")
	}
	f.Add([]byte("- [x] [[[[[[](((((<https://a\n"), "://")
	f.Add([]byte("- [x] a - [b]({% post_url 2026-01-05-c %}) {{ site.url }}\n"), "")
	r, _ := markdown.Template("python-backend")
	f.Fuzz(func(t *testing.T, src []byte, blog string) {
		s, err := markdown.ReadChecklist(src, blog)
		if err != nil {
			return
		}
		last := strings.Count(string(src), "\n") + strings.Count(string(src), "\r") + 1
		for i, m := range checklist.Match(r, s.Entries) {
			e := s.Entries[i]
			if e.Line < 1 || e.Line > last || m.Fit != checklist.NoFit && m.Ref.Item == nil {
				t.Errorf("entry %+v, %+v", e, m)
			}
		}
		for _, n := range s.Skipped {
			if n.Line < 1 || n.Line > last {
				t.Errorf("skipped %v of %d lines", n, last)
			}
		}
	})
}

// A checklist made to take long: a mebibyte of what Markdown has trouble with,
// and titles that are like every item's.
func BenchmarkSheetMadeToTakeLong(b *testing.B) {
	const size = roadmap.MaxBytes - 100
	alike := strings.Repeat("가나다라마바사아자차카타파하", 14)
	r, _ := large(b, roadmap.MaxItems, func(string) string { return "" })
	for _, bench := range []struct{ name, src string }{
		{"brackets", "- [x] " + strings.Repeat("[", size)},
		{"brackets in items", strings.Repeat("- [x] "+strings.Repeat("[", 8000)+"\n", size/8007)},
		{"nesting", strings.Repeat("- ", size/2)},
		{"links", strings.Repeat("- [x] a [b](http://c.d)\n", 19_000)},
		{"titles", strings.Repeat("- [x] "+alike+"\n", 1700)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			for b.Loop() {
				if s, err := markdown.ReadChecklist([]byte(bench.src), ""); err == nil {
					checklist.Match(r, s.Entries)
				}
			}
		})
	}
}
