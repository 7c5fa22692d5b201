package markdown_test

import (
	"fmt"
	"html"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	markup "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"dojang/civil"
	"dojang/link"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/study"
)

// checkedItems is what a reader sees of a checklist: the day and the posts of each item, by
// id, and the posts on none under "".
type checkedItems map[string]seen

type seen struct {
	Done  bool
	Day   string
	Posts []string // title and address
}

var (
	bullet   = regexp.MustCompile(`(?s)<li>(.*?)(?:</li>|<ul>)|<h2>(.*?)</h2>`)
	boxed    = regexp.MustCompile(`^\[([ x])\] `)
	anchored = regexp.MustCompile(`<a href="([^"]*)">(.*?)</a>(?: \((\d{4}-\d{2}-\d{2})\))?`)
	named    = regexp.MustCompile(`<!-- id: ([a-z0-9-]+) -->`)
	dated    = regexp.MustCompile(`\((\d{4}-\d{2}-\d{2})\)(?: - \[<a |\s*<!-- id)`)
)

// readChecklist reads a checklist as a browser shows it: by the page that it
// makes, which is independent of how Dojang reads Markdown.
func readChecklist(t *testing.T, src []byte) checkedItems {
	t.Helper()
	var page strings.Builder
	options := goldmark.WithRendererOptions(markup.WithUnsafe(), renderer.WithNodeRenderers(util.Prioritized(addresses{}, 1)))
	if err := goldmark.New(options).Convert(src, &page); err != nil {
		t.Fatal(err)
	}
	got, at, items := checkedItems{}, "", true
	for _, m := range bullet.FindAllStringSubmatch(page.String(), -1) {
		if m[2] != "" {
			at, items = "", items && !strings.HasPrefix(m[2], "📊 ")
			continue
		}
		if state := boxed.FindStringSubmatch(m[1]); items && state != nil {
			at = named.FindStringSubmatch(m[1])[1]
			one := seen{Done: state[1] == "x"}
			if day := dated.FindStringSubmatch(m[1]); day != nil && one.Done {
				one.Day = day[1]
			}
			got[at] = one
		}
		for _, a := range anchored.FindAllStringSubmatch(m[1], -1) {
			one, day := got[at], a[3]
			if day == "" {
				day = one.Day
			}
			one.Posts = append(one.Posts, post(t, html.UnescapeString(a[2]), html.UnescapeString(a[1]), day))
			got[at] = one
		}
	}
	return got
}

// addresses writes links with their addresses as they are, where goldmark would
// escape them once more.
type addresses struct{}

func (addresses) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindLink, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			fmt.Fprintf(w, `<a href="%s">`, html.EscapeString(string(util.ResolveNumericReferences(util.ResolveEntityNames(n.(*ast.Link).Destination)))))
		} else {
			_, _ = w.WriteString("</a>")
		}
		return ast.WalkContinue, nil
	})
}

// post writes a post as its title, the address that tells it from others, and
// the day.
func post(t *testing.T, title, url, day string) string {
	t.Helper()
	parsed, err := link.Parse(url)
	if err != nil {
		t.Errorf("the address of %q became %q: %v", title, url, err)
	}
	return title + " " + parsed.Canonical + " " + day
}

// wrote is what a reader has to see of a checklist.
func wrote(t *testing.T, r *roadmap.Roadmap, c *markdown.Checklist) checkedItems {
	t.Helper()
	want := checkedItems{}
	for ref := range r.Items() {
		day, done := c.Days[ref.Item.ID]
		one := seen{Done: done}
		if done {
			one.Day = day.String()
		}
		want[ref.Item.ID] = one
	}
	for _, p := range c.Posts {
		items := p.Items
		if len(items) == 0 {
			items = []string{""}
		}
		for _, item := range items {
			one := want[item]
			one.Posts = append(one.Posts, post(t, p.Title, p.URL, c.Day(p.At).String()))
			want[item] = one
		}
	}
	return want
}

// comesBack fails the test unless the checklist is read as the same roadmap and
// a reader sees in it what it was made of.
func comesBack(t *testing.T, r *roadmap.Roadmap, c *markdown.Checklist) {
	t.Helper()
	c.Day = civil.DateOf
	src := c.Markdown(r, "")
	again, warnings, err := markdown.Parse(src, "")
	if err != nil {
		t.Fatalf("parse %s\n%v", src, err)
	}
	for _, n := range warnings {
		if n.Code != "item.twice" && n.Code != "section.twice" {
			t.Errorf("parse %s\n%v", src, n)
		}
	}
	if diff := cmp.Diff(contentsOf(r), contentsOf(again), exported); diff != "" {
		t.Errorf("parse %s\n(-written +read):\n%s", src, diff)
	}
	if diff := cmp.Diff(wrote(t, r, c), readChecklist(t, src)); diff != "" {
		t.Errorf("%s\n(-written +read):\n%s", src, diff)
	}
}

// hostileURLs are addresses that mean something to Markdown.
var hostileURLs = []string{
	"https://example.com/a", "https://a.github.io/2026/01/05/python-gil.html", "https://ko.wikipedia.org/wiki/GIL_(파이썬)", "https://example.com/a)b(c",
	"https://example.com/((", "https://example.com/?a=1&lt;b=2&copy=3", "https://example.com/a*b_c_*d*", "https://example.com/<b>", "https://example.com/a\\)b",
	"https://example.com/{{x}}?{%y%}", "https://example.com/a|b`c`", "https://example.com/[a](b)", "https://example.com/%28%29%20", "https://example.com/\"q\"'s'",
	"https://example.com/가-힣/#frag(ment)", "http://example.com:8080/~a/$$b$$", "https://example.com/" + strings.Repeat("길", 1900),
}

// Whatever the titles and addresses hold, what was done and written comes back
// from a checklist, and so does the roadmap.
func TestChecklistComesBack(t *testing.T) {
	titles := hostileTitles()
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			dice := rand.New(rand.NewPCG(seed, 6))
			title := func() roadmap.Text { return in(titles[dice.IntN(len(titles))]) }
			var areas []roadmap.Area
			var phases []roadmap.Phase
			items := []string{}
			c := markdown.Checklist{Days: map[string]civil.Date{}}
			for a := range 1 + dice.IntN(3) {
				area := roadmap.Area{Title: title()}
				if dice.IntN(2) == 0 {
					area.Emoji = "🧠"
				}
				for s := range 1 + dice.IntN(3) {
					section := roadmap.Section{ID: fmt.Sprintf("s%d-%d", a, s), Title: title()}
					for range 1 + dice.IntN(4) {
						id := fmt.Sprint("i", len(items))
						items = append(items, id)
						section.Items = append(section.Items, roadmap.Item{ID: id, Title: title(), Also: []string{"", "b c"}[dice.IntN(2)]})
						if dice.IntN(2) == 0 {
							c.Days[id] = civil.Date{Year: 2026, Month: 1, Day: 5}.AddDays(dice.IntN(40))
						}
					}
					area.Sections = append(area.Sections, section)
					if dice.IntN(2) == 0 {
						phases = append(phases, roadmap.Phase{Title: title(), Sections: []string{section.ID}})
					}
				}
				areas = append(areas, area)
			}
			for range dice.IntN(20) {
				p := study.Post{Title: titles[dice.IntN(len(titles))], URL: hostileURLs[dice.IntN(len(hostileURLs))],
					At: time.Date(2026, 1, 5+dice.IntN(40), 0, 0, 0, 0, time.UTC)}
				for _, i := range dice.Perm(len(items))[:dice.IntN(min(3, len(items)+1))] {
					p.Items = append(p.Items, items[i])
				}
				c.Posts = append(c.Posts, p)
			}
			comesBack(t, build(t, titles[dice.IntN(len(titles))], areas, phases), &c)
		})
	}
}

// An item may have more posts than its line may be long.
func TestChecklistWithManyPostsOnAnItem(t *testing.T) {
	r := build(t, "T", []roadmap.Area{{Title: in("A"), Sections: []roadmap.Section{{ID: "s", Title: in("S"), Items: []roadmap.Item{
		{ID: "a", Title: in("a")}, {ID: "b", Title: in("b")},
	}}}}}, nil)
	c := markdown.Checklist{Days: map[string]civil.Date{"a": {Year: 2026, Month: 1, Day: 5}}}
	for i := range 300 {
		url := fmt.Sprint("https://example.com/", i, "/", strings.Repeat("길", i*5))
		c.Posts = append(c.Posts, study.Post{Title: "긴 글", URL: url, Items: []string{"a"}})
	}
	comesBack(t, r, &c)
}

// The embedded roadmap comes back in both languages, with its phases.
func TestChecklistOfAnEdition(t *testing.T) {
	r, _ := markdown.Template("python-backend")
	c := markdown.Checklist{Days: map[string]civil.Date{"gil": {Year: 2026, Month: 1, Day: 5}, "gc": {Year: 2026, Month: 2, Day: 1}},
		Posts: []study.Post{{Title: "Python GIL 완벽 가이드", URL: "https://minsu.github.io/2026/01/05/python-gil.html", Items: []string{"gil"},
			At: time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)}}, Day: civil.DateOf}
	for lang, want := range map[roadmap.Lang][]string{
		roadmap.Korean: {"- [x] GIL (Global Interpreter Lock) 동작 원리 (2026-01-05) - [[Python GIL 완벽 가이드](https://minsu.github.io/2026/01/05/python-gil.html)] <!-- id: gil -->",
			"## 📊 진행 상황\n\n- 현재 완료한 항목: 2개\n- 전체 항목: 168개\n- 진행률: 1%\n", "- 🧠 언어 및 코어 역량 (Python Core Competency): 2/21 (9%)\n", "### Phase 1: 기초 다지기 (0-2년차)"},
		roadmap.English: {"- [x] How the GIL (Global Interpreter Lock) works (2026-01-05) - [[", "- Items done: 2\n- All items: 168\n- Progress: 1%\n", "### Phase 1: Foundations (years 0-2)"},
	} {
		src := c.Markdown(r, lang)
		again, _, err := markdown.Parse(src, lang)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(contentsOf(templateIn(t, "python-backend", lang)).Phases, contentsOf(again).Phases); diff != "" || again.Len() != r.Len() {
			t.Errorf("%s: %d items, phases (-want +got):\n%s", lang, again.Len(), diff)
		}
		for _, part := range want {
			if !strings.Contains(string(src), part) {
				t.Errorf("%s: %q is not in\n%s", lang, part, src)
			}
		}
	}
}

// The day at the end is not part of the title of a checked item, but of any other.
func TestADayBehindATitle(t *testing.T) {
	r, _ := parse(t, head+"- [x] a (2026-01-05)\n- [ ] b (2026-01-05)\n- [X] c (2026-01-05) (2026-02-01) - [[d](e)] <!-- id: c -->\n- [x] (2026-01-05)\n- [x] e (2026-1-5)\n- [ ] f - [[g](h) (2026-01-06)] [[i](j)], [[k](l) (2026-01-07)]\n")
	var got []string
	for ref := range r.Items() {
		got = append(got, ref.Item.Title.In(roadmap.Korean))
	}
	if diff := cmp.Diff([]string{"a", "b (2026-01-05)", "c (2026-01-05)", "(2026-01-05)", "e (2026-1-5)", "f"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Checks of items that the roadmap has not any more are in no checklist.
func TestChecklistCountsWhatTheRoadmapHas(t *testing.T) {
	r := build(t, "T", []roadmap.Area{{Title: in("A"), Sections: []roadmap.Section{{ID: "s", Title: in("S"), Items: []roadmap.Item{{ID: "a", Title: in("a")}}}}}}, nil)
	zone := time.FixedZone("KST", 9*60*60)
	g := &study.Group{Roadmap: r, Calendar: study.Calendar{{Zone: zone, Hour: 5}}}
	at := time.Date(2026, 1, 6, 4, 0, 0, 0, zone) // the study day before
	c := markdown.NewChecklist(g, map[string]study.Check{"a": {At: at}, "gone": {At: at}}, []study.Post{{Title: "t", URL: "https://example.com/", Items: []string{"gone"}, At: at}})
	src := string(c.Markdown(r, roadmap.English))
	for _, part := range []string{"- [x] a (2026-01-05) <!-- id: a -->\n", "- Items done: 1\n- All items: 1\n- Progress: 100%\n", "## 📝 Other posts\n\n- [t](https://example.com/) (2026-01-05)\n"} {
		if !strings.Contains(src, part) {
			t.Errorf("%q is not in\n%s", part, src)
		}
	}
}

// FuzzChecklist looks for a title or an address that does not come back.
func FuzzChecklist(f *testing.F) {
	f.Add("a](b)", "https://example.com/a)b", "item", true)
	f.Add("^1", "https://example.com/&amp;", "Progress", false)
	f.Fuzz(func(t *testing.T, title, url, item string, done bool) {
		parsed, err := link.Parse(url)
		title, item = strings.Join(strings.Fields(title), " "), strings.Join(strings.Fields(item), " ")
		hidden := func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf) || r == unicode.ReplacementChar }
		if err != nil || title == "" || strings.ContainsFunc(title+item, hidden) || len(title) > link.MaxPostTitle {
			t.Skip()
		}
		r, _, err := markdown.Parse([]byte(head+"- [ ] "+item+"\n"), "")
		if err != nil {
			t.Skip()
		}
		id := r.Areas[0].Sections[0].Items[0].ID
		c := markdown.Checklist{Posts: []study.Post{{Title: title, URL: parsed.URL, Items: []string{id}}, {Title: title, URL: parsed.URL}}}
		if done {
			c.Days = map[string]civil.Date{id: {Year: 2026, Month: 1, Day: 5}}
		}
		comesBack(t, r, &c)
	})
}
