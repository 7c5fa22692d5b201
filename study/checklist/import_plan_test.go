package checklist_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dojang/link"
	"dojang/roadmap"
	"dojang/roadmap/diff"
	"dojang/roadmap/markdown"
	"dojang/study"
	"dojang/study/checklist"
)

// studied is a group in Seoul with the template.
func studied(t testing.TB) *study.Group {
	t.Helper()
	r, _ := markdown.Template("python-backend")
	zone, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		t.Fatal(err)
	}
	return &study.Group{Roadmap: r, Calendar: study.Calendar{{Zone: zone, Start: time.Monday}}}
}

func noGuess(int) bool  { return false }
func anyGuess(int) bool { return true }

// withReading is a roadmap of the template's items with what the file of a group may add:
// notes, links, and titles that stand more than once.
func withReading(t testing.TB, r *roadmap.Roadmap, random *rand.Rand) *roadmap.Roadmap {
	t.Helper()
	areas := slices.Clone(r.Areas)
	n := 0
	for i := range areas {
		areas[i].Sections = slices.Clone(areas[i].Sections)
		for j := range areas[i].Sections {
			section := &areas[i].Sections[j]
			section.Items = slices.Clone(section.Items)
			for k := range section.Items {
				item := &section.Items[k]
				if random.IntN(3) == 0 {
					item.Note = []string{"See https://n.example/a_(b)", "<!-- id: gc --> *so*", "- [x] a - [b](https://c.example)", "| a | b |"}[random.IntN(4)]
				}
				for range random.IntN(4) {
					n++
					item.Reading = append(item.Reading, roadmap.Reading{URL: fmt.Sprintf("https://read.example/2019/03/04/글_(%d)*/?a=%d&b=[c]", n, n),
						Title: []string{"", "제목 *하나*", "a [b](c) d", "[[x]]", "(2026-01-05)", "https://a.b/c"}[random.IntN(6)]})
				}
				if k > 0 && random.IntN(4) == 0 {
					item.Title = section.Items[0].Title
				}
			}
		}
	}
	changed, err := roadmap.New(r.Title, areas, r.Phases)
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

// What is exported comes back the same: into an empty group all of it, into the
// one that it comes from nothing. In place of the roadmap it changes nothing.
func TestAnExportedChecklistComesBack(t *testing.T) {
	g := studied(t)
	template := g.Roadmap
	now := time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)
	for seed := range uint64(30) {
		random := rand.New(rand.NewPCG(seed, 1))
		if g.Roadmap = template; seed%3 > 0 {
			g.Roadmap = withReading(t, template, random)
		}
		record := study.Record{Checks: map[string]study.Check{}}
		var posts []study.Post
		for ref := range g.Roadmap.Items() {
			if random.IntN(3) == 0 {
				day := g.Calendar.Day(now).AddDays(-random.IntN(900))
				record.Checks[ref.Item.ID] = study.Check{Item: ref.Item.ID, At: g.Calendar.Noon(day, now)}
			}
			for random.IntN(4) == 0 {
				post := study.Post{ID: fmt.Sprint(len(posts)), URL: fmt.Sprintf("https://blog.example%s/글_(%d)*/?a=%d&b=[c]", []string{"", "/2026/01/05"}[random.IntN(2)], len(posts), random.IntN(9)),
					Title: []string{"제목 *하나*", "a [b](c) d", "[[x]]", "(2026-01-05) <!-- id: gil -->", "https://a.b/c", "`"}[random.IntN(6)],
					At:    g.Calendar.Noon(g.Calendar.Day(now).AddDays(-random.IntN(900)), now)}
				if random.IntN(5) > 0 {
					post.Items = []string{ref.Item.ID}
				}
				if random.IntN(6) == 0 && ref.Item.ID != "gil" && len(post.Items) > 0 {
					post.Items = append(post.Items, "gil")
				}
				posts = append(posts, post)
			}
		}
		c := markdown.NewChecklist(g, record.Checks, posts)
		for _, lang := range []roadmap.Lang{roadmap.Korean, roadmap.English} {
			exported := c.Markdown(g.Roadmap, lang)
			file, _, err := markdown.Parse(exported, "")
			if err != nil {
				t.Fatalf("seed %d, %s: %v", seed, lang, err)
			}
			if plan := diff.PlanReplacement(g.Roadmap, nil, file, diff.AsProposed); !plan.Same {
				t.Errorf("seed %d, %s: as the roadmap it changes %+v", seed, lang, plan.Reading)
			}
			s := readChecklist(t, exported, "")
			empty := checklist.NewImportPlan(g, s, &study.Record{}, nil, noGuess, now)
			again := checklist.NewImportPlan(g, s, &record, posts, noGuess, now)
			if again.Batch.Checks != nil || again.Batch.Posts != nil || len(s.Skipped) > 0 || empty.Guesses > 0 {
				t.Errorf("seed %d, %s: what is there already gives %+v; skipped %v; %d guesses", seed, lang, again.Batch, s.Skipped, empty.Guesses)
			}
			checks := map[string]study.Check{}
			for _, done := range empty.Batch.Checks {
				checks[done.Item] = study.Check{Item: done.Item, At: done.At}
			}
			for item, check := range record.Checks {
				if g.Calendar.Day(check.At) == g.Calendar.Day(now) {
					checks[item] = check // of today, it counts from now
				}
			}
			if diff := cmp.Diff(record.Checks, checks); diff != "" {
				t.Errorf("seed %d, %s: checks (-exported +imported):\n%s", seed, lang, diff)
			}
			var want, got []string
			for _, p := range posts {
				link, _ := link.Parse(p.URL)
				items := slices.Sorted(slices.Values(p.Items))
				want = append(want, fmt.Sprint(link.Canonical, " ", items, " ", g.Calendar.Day(p.At)))
			}
			for _, p := range empty.Batch.Posts {
				items := slices.Sorted(slices.Values(p.Items))
				got = append(got, fmt.Sprint(p.Link.Canonical, " ", items, " ", g.Calendar.Day(p.At)))
			}
			slices.Sort(want)
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("seed %d, %s: posts (-exported +imported):\n%s", seed, lang, diff)
			}
		}
	}
}

func TestIntake(t *testing.T) {
	g := studied(t)
	now := time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)
	done := &study.Record{Checks: map[string]study.Check{"gil": {Item: "gil"}}}
	const copied, plain = "https://me.notion.site/a?source=copy_link", "https://me.notion.site/a"
	shared := []study.Post{{URL: "https://a.example/1", Title: "Mine", Items: []string{"gil"}}, {URL: copied, Title: "Copied", Items: []string{"gil"}},
		{URL: "http://localhost:4000/b", Title: "Of old", Items: []string{"gil"}}}
	for _, test := range []struct {
		name, src string
		accepted  func(int) bool
		want      string // checks with their day, posts with their items and day; what becomes of the lines
	}{
		{"ticked", "- [x] gc <!-- id: gc -->", noGuess, "gc 2026-11-25; tick"},
		{"with its day", "- [x] gc (2026-01-05) <!-- id: gc -->", noGuess, "gc 2026-01-05; tick"},
		{"with its post's day", "- [x] gc - [a](https://b.example/2026/01/05/gc) <!-- id: gc -->", noGuess, "gc 2026-01-05 https://b.example/2026/01/05/gc [gc] 2026-01-05; tick"},
		{"in the future", "- [x] gc (2026-11-26) <!-- id: gc -->", noGuess, "gc 2026-11-25; tick not:day"},
		{"long ago", "- [x] gc (2014-12-31) <!-- id: gc -->", noGuess, "gc 2026-11-25; tick not:day"},
		{"the first day that counts", "- [x] gc (2015-01-01) <!-- id: gc -->", noGuess, "gc 2015-01-01; tick"},
		{"done before", "- [x] gil <!-- id: gil -->", noGuess, "; before"},
		{"done before, a new post", "- [x] gil - https://a.example/2 <!-- id: gil -->", noGuess, "https://a.example/2 [gil] 2026-11-25; post"},
		{"a post that is there", "- [x] gil - https://a.example/1 <!-- id: gil -->", noGuess, "; before"},
		{"a post that is there, on another item", "- [x] gc - [new](https://a.example/1) <!-- id: gc -->", noGuess, "gc 2026-11-25 https://a.example/1 [gc] 2026-11-25; tick"},
		{"a post under another form of its link", "- [x] gil - " + plain + " <!-- id: gil -->", noGuess, "; before"},
		{"such a post on another item, as it is stored", "- [x] gc - " + plain + " <!-- id: gc -->", noGuess, "gc 2026-11-25 " + copied + " [gc] 2026-11-25; tick"},
		{"a post that soon nobody can open", "- [x] gil - https://cdn.discordapp.com/attachments/1/2/b.pdf?ex=6a <!-- id: gil -->", noGuess, "; not:link.file before"},
		{"a post that nobody can open", "- [x] gil - http://localhost:4000/b <!-- id: gil -->", noGuess, "; not:link.private before"},
		{"one post on two items", "- [x] a https://c.example <!-- id: gc -->\n- [ ] b https://c.example <!-- id: mypy -->", noGuess,
			"gc 2026-11-25 https://c.example [gc mypy] 2026-11-25; tick post"},
		{"twice", "- [x] gc <!-- id: gc -->\n- [x] gc <!-- id: gc -->", noGuess, "gc 2026-11-25; tick not:item.again"},
		{"a guess", "- [x] garbage collection 메커니즘!", noGuess, "; guess"},
		{"a guess that is right", "- [x] garbage collection 메커니즘! (2026-01-05)", anyGuess, "gc 2026-01-05; guess"},
		{"unknown", "- [x] Cooking", anyGuess, "; not:item.none"},
		{"on no item", "# Other posts\n- [a](https://c.example) (2026-01-05)", noGuess, "https://c.example [] 2026-01-05; post"},
	} {
		in := checklist.NewImportPlan(g, readChecklist(t, []byte(test.src), ""), done, shared, test.accepted, now)
		var got, lines []string
		for _, c := range in.Batch.Checks {
			got = append(got, c.Item, g.Calendar.Day(c.At).String())
		}
		for _, p := range in.Batch.Posts {
			got = append(got, p.Link.URL, fmt.Sprint(p.Items), g.Calendar.Day(p.At).String())
		}
		for _, l := range in.Lines {
			kind := string(l.Kind)
			if l.Kind == checklist.ImportLeftOut {
				kind += ":" + l.Why.Code
			}
			lines = append(lines, kind)
		}
		if got := strings.Join(got, " ") + "; " + strings.Join(lines, " "); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
		if test.name == "a post that is there, on another item" && in.Batch.Posts[0].Title != "Mine" {
			t.Errorf("its title becomes %q", in.Batch.Posts[0].Title)
		}
	}
}

// A roadmap with links on its items was imported as it was, and every link became the
// member's post.
func TestTheRoadmapsLinksAreNobodysPosts(t *testing.T) {
	now := time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)
	g := studied(t)
	item := func(id, title string, urls ...string) roadmap.Item {
		i := roadmap.Item{ID: id, Title: roadmap.Text{"": title}}
		for _, url := range urls {
			i.Reading = append(i.Reading, roadmap.Reading{URL: url})
		}
		return i
	}
	var err error
	g.Roadmap, err = roadmap.New(roadmap.Text{"": "R"}, []roadmap.Area{{Title: roadmap.Text{"": "B"}, Sections: []roadmap.Section{{ID: "b", Title: roadmap.Text{"": "B"},
		Items: []roadmap.Item{item("big-o", "Big O", "https://v.example.org/2015/03/04/o", "https://w.example.org/o"), item("trees", "Trees", "https://v.example.org/t")}}}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, src, want string // checks with their day, posts with their items; what becomes of the lines
		reading         int
	}{
		{"open", "- [ ] [Big O](https://v.example.org/2015/03/04/o) [w](https://w.example.org/o)\n- [ ] [Trees](https://v.example.org/t)", "; ", 3},
		{"done", "- [x] [Big O](https://v.example.org/2015/03/04/o)", "big-o 2026-11-25; tick", 1},
		{"written otherwise", "- [x] [Big O](http://V.example.org/2015/03/04/o/?utm_source=x#y)", "big-o 2026-11-25; tick", 1},
		{"on another item", "- [x] Trees - [[o](https://w.example.org/o)]", "trees 2026-11-25; tick", 1},
		{"below", "- [x] Big O\n  - [w](https://w.example.org/o)\n  - [mine](https://me.example.org/2026/01/05/o)", "big-o 2026-01-05 https://me.example.org/2026/01/05/o [big-o]; tick", 1},
		{"on none", "# Other posts\n- [o](https://w.example.org/o)\n- [mine](https://me.example.org/o)", "https://me.example.org/o []; post", 1},
		{"only alike", "- [ ] [Tree](https://v.example.org/t)", "; ", 1},
	} {
		in := checklist.NewImportPlan(g, readChecklist(t, []byte(test.src), ""), &study.Record{}, nil, noGuess, now)
		var got, lines []string
		for _, c := range in.Batch.Checks {
			got = append(got, c.Item, g.Calendar.Day(c.At).String())
		}
		for _, p := range in.Batch.Posts {
			got = append(got, p.Link.URL, fmt.Sprint(p.Items))
		}
		for _, l := range in.Lines {
			lines = append(lines, string(l.Kind))
		}
		if got := strings.Join(got, " ") + "; " + strings.Join(lines, " "); got != test.want || in.Reading != test.reading || in.Before > 0 {
			t.Errorf("%s: %q, %d links of the roadmap, %d before; want %q and %d", test.name, got, in.Reading, in.Before, test.want, test.reading)
		}
	}
}

func TestParseBlog(t *testing.T) {
	for raw, want := range map[string]string{
		"minsu.github.io": "https://minsu.github.io/", " https://a.b/blog ": "https://a.b/blog/", "http://a.b/?x#y": "http://a.b/",
		"": "", "ftp://a.b": "", "https://me@a.b": "", "a b": "",
	} {
		if got, err := checklist.ParseBlog(raw); got != want || (err == nil) != (want != "") {
			t.Errorf("ParseBlog(%q) = %q, %v, want %q", raw, got, err, want)
		}
	}
}
