package markdown_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dojang/civil"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/study"
)

// shelf is a library of areas × sections × items, and posts on every third
// item, on two, and on none.
func shelf(t testing.TB, areas, sections, items, posts int) *markdown.Library {
	t.Helper()
	l := &markdown.Library{Title: "파이썬 [백엔드]", Day: func(at time.Time) civil.Date { return civil.DateOf(at.UTC()) }}
	var all []roadmap.Area
	for a := range areas {
		area := roadmap.Area{Title: in(fmt.Sprint("A", a)), Emoji: "🧠"}
		for s := range sections {
			section := roadmap.Section{ID: fmt.Sprintf("s%d-%d", a, s), Title: in(fmt.Sprint("S", s))}
			for i := range items {
				section.Items = append(section.Items, roadmap.Item{ID: fmt.Sprintf("i%d-%d-%d", a, s, i), Title: in(fmt.Sprint("I", i))})
			}
			area.Sections = append(area.Sections, section)
		}
		all = append(all, area)
	}
	r, err := roadmap.New(in("T"), all, nil)
	if err != nil {
		t.Fatal(err)
	}
	l.Roadmap = r
	var ids []string
	for ref := range r.Items() {
		ids = append(ids, ref.Item.ID)
	}
	for i := range posts {
		p := study.Post{ID: fmt.Sprint(i), Name: "민_수", Title: fmt.Sprint("글 ", i), URL: fmt.Sprintf("https://minsu.github.io/%d.html", i),
			At: time.Date(2026, 1, 5, i, 0, 0, 0, time.UTC)}
		if i%4 > 0 {
			p.Items = []string{ids[i*3%len(ids)]}
		}
		if i%4 > 2 {
			p.Items = append(p.Items, ids[(i*3+1)%len(ids)], "gone")
		}
		l.Posts = append(l.Posts, p)
	}
	return l
}

func TestLibrary(t *testing.T) {
	l := shelf(t, 2, 1, 2, 4)
	want := strings.Join([]string{
		`# 파이썬 \[백엔드\]`,
		``,
		`## 🧠 A0`,
		``,
		`### S0`,
		``,
		`- I0`,
		`- I1`,
		`  - [글 3](https://minsu.github.io/3.html) — 민_수, 2026-01-05`,
		``,
		`## 🧠 A1`,
		``,
		`### S0`,
		``,
		`- I0`,
		`  - [글 2](https://minsu.github.io/2.html) — 민_수, 2026-01-05`,
		`  - [글 3](https://minsu.github.io/3.html) — 민_수, 2026-01-05`,
		`- I1`,
		`  - [글 1](https://minsu.github.io/1.html) — 민_수, 2026-01-05`,
		``,
		`## 📝 그 밖의 글`,
		``,
		`- [글 0](https://minsu.github.io/0.html) — 민_수, 2026-01-05`,
		``,
	}, "\n")
	got := l.Markdown(roadmap.Korean, 1<<20)
	if len(got) != 1 {
		t.Fatalf("%d files, want one", len(got))
	}
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(string(got[0]), "\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// An area alone has its own posts only.
func TestLibraryOfAnArea(t *testing.T) {
	l := shelf(t, 3, 2, 2, 40)
	l.Area = &l.Roadmap.Areas[1]
	got := string(bytes.Join(l.Markdown(roadmap.English, 1<<20), nil))
	if strings.Count(got, "\n## ") != 1 || !strings.Contains(got, "\n## 🧠 A1\n") || strings.Contains(got, "Other posts") || !strings.Contains(got, "  - [글 ") {
		t.Errorf("got:\n%s", got)
	}
}

// A newer library has all lines of the older one, in their order: a diff shows
// what is new, and nothing else.
func TestLibraryOnlyGrows(t *testing.T) {
	l := shelf(t, 3, 2, 4, 60)
	all := l.Posts
	var before []string
	for n := range all {
		l.Posts = all[:n]
		now := strings.Split(string(l.Markdown(roadmap.Korean, 1<<20)[0]), "\n")
		rest := now
		for _, line := range before {
			for len(rest) > 0 && rest[0] != line {
				rest = rest[1:]
			}
			if len(rest) == 0 {
				t.Fatalf("with %d posts the line %q is gone or moved", n, line)
			}
			rest = rest[1:]
		}
		before = now
	}
}

// Files over the limit are cut before areas, larger areas within; nothing is
// lost, and each file says where it belongs.
func TestLibraryInSeveralFiles(t *testing.T) {
	l := shelf(t, 6, 2, 4, 120)
	l.Posts = append(l.Posts, l.Posts[1])
	for range 40 { // the item on which the first area is larger than a file
		l.Posts = append(l.Posts, study.Post{Title: "many", URL: "https://example.com/many", Name: "A", Items: []string{"i2-1-3"}})
	}
	whole := l.Markdown(roadmap.Korean, 1<<20)[0]
	for _, limit := range []int{1000, 2000, 5000, len(whole) - 1} {
		files := l.Markdown(roadmap.Korean, limit)
		posts := 0
		for i, file := range files {
			posts += bytes.Count(file, []byte("- ["))
			if len(file) > limit || !bytes.HasPrefix(file, []byte("# 파이썬 \\[백엔드\\]\n")) {
				t.Errorf("limit %d: file %d has %d bytes and begins with %.40q", limit, i, len(file), file)
			}
			if limit >= 2000 && i > 0 && !bytes.Contains(files[i], []byte("many")) && !bytes.HasPrefix(file, []byte("# 파이썬 \\[백엔드\\]\n## ")) {
				t.Errorf("limit %d: file %d begins with %.80q, want an area", limit, i, file)
			}
			if many := bytes.Index(file, []byte("[many]")); many >= 0 {
				for _, above := range []string{"## 🧠 A2\n", "### S1\n", "- I3\n"} {
					if at := bytes.Index(file, []byte(above)); at < 0 || at > many {
						t.Errorf("limit %d: file %d does not say that a post is on %q", limit, i, above)
					}
				}
			}
		}
		if want := bytes.Count(whole, []byte("- [")); posts != want || len(files) < 2 {
			t.Errorf("limit %d: %d files with %d posts, want %d", limit, len(files), posts, want)
		}
	}
}

// 2,000 items and 10,000 posts.
func BenchmarkLibrary(b *testing.B) {
	l := shelf(b, 10, 20, 10, 10_000)
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		size = len(l.Markdown(roadmap.Korean, 10<<20)[0])
	}
	b.ReportMetric(float64(size), "B/file")
}

// 2,000 items, all checked, and 10,000 posts.
func BenchmarkChecklist(b *testing.B) {
	l := shelf(b, 10, 20, 10, 10_000)
	c := markdown.Checklist{Days: map[string]civil.Date{}, Posts: l.Posts, Day: l.Day}
	for ref := range l.Roadmap.Items() {
		c.Days[ref.Item.ID] = civil.Date{Year: 2026, Month: 1, Day: 5}
	}
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		size = len(c.Markdown(l.Roadmap, roadmap.Korean))
	}
	b.ReportMetric(float64(size), "B/file")
}
