package diff_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
	"dojang/roadmap/diff"
	"dojang/roadmap/markdown"
)

func acceptAll(int, bool) bool { return true }
func rejectAll(int, bool) bool { return false }

// kindsOf writes what a plan does to each item, by id.
func kindsOf(p *diff.Plan) string {
	var list []string
	for _, s := range p.Items {
		ref := s.New
		if ref.Item == nil {
			ref = s.Old
		}
		list = append(list, fmt.Sprint(ref.Section.ID, "/", ref.Item.ID, " ", s.Kinds[0]))
	}
	return strings.Join(list, ", ")
}

func TestSucceed(t *testing.T) {
	const first = "# T\n## A\n### S <!-- id: s -->\n- [ ] one <!-- id: i1 -->\n- [ ] two <!-- id: i2 -->\n### S2 <!-- id: s2 -->\n- [ ] three <!-- id: i3 -->\n- [ ] four <!-- id: i4 -->\n"
	const without = "# T\n## A\n### S\n- [ ] one\n### S2\n- [ ] three\n- [ ] four\n"
	for _, tt := range []struct {
		name  string
		files []string // after the first version
		same  func(int, bool) bool
		want  string
	}{
		{"titles alone keep ids", []string{without}, acceptAll, "s/i1 kept, s2/i3 kept, s2/i4 kept, s/i2 removed"},
		{"what was removed comes back by its title", []string{without, without + "### S\n- [ ] two\n"}, acceptAll,
			"s/i1 kept, s2/i3 kept, s2/i4 kept, +/i2 returned"},
		{"and by its id", []string{without, without + "- [ ] number 2 <!-- id: i2 -->\n"}, acceptAll,
			"s/i1 kept, s2/i3 kept, s2/i4 kept, s2/i2 returned"},
		{"a removed section comes back", []string{"# T\n## A\n### S\n- [ ] one\n- [ ] two\n", first}, acceptAll,
			"s/i1 kept, s/i2 kept, s2/i3 returned, s2/i4 returned"},
		{"a renamed section is the one that has its items", []string{"# T\n## A\n### Another\n- [ ] one\n- [ ] two\n### S2\n- [ ] three\n- [ ] four\n"}, acceptAll,
			"s/i1 kept, s/i2 kept, s2/i3 kept, s2/i4 kept"},
		{"a section that half of another one went to is new", []string{"# T\n## A\n### S\n- [ ] one\n### New\n- [ ] two\n- [ ] five\n### S2\n- [ ] three\n- [ ] four\n"}, acceptAll,
			"s/i1 kept, +/i2 moved, +/+ added, s2/i3 kept, s2/i4 kept"},
		{"alike", []string{strings.Replace(without, "four", "fourth", 1)}, diff.AsProposed,
			"s/i1 kept, s2/i3 kept, s2/+ added, s/i2 removed, s2/i4 removed"},
		{"alike, and said to be the same", []string{strings.Replace(without, "four", "fourth", 1)}, acceptAll, "s/i1 kept, s2/i3 kept, s2/i4 renamed, s/i2 removed"},
		{"alike, and said to be another", []string{strings.Replace(without, "four", "fourth", 1)}, rejectAll,
			"s/i1 kept, s2/i3 kept, s2/+ added, s/i2 removed, s2/i4 removed"},
		{"what was removed goes before what is similar", []string{without + "- [ ] two and two\n", without + "- [ ] two\n"}, rejectAll,
			"s/i1 kept, s2/i3 kept, s2/i4 kept, s2/i2 returned, s2/+ removed"},
		{"and its id before a title", []string{without + "- [ ] three and three\n", without + "- [ ] three and three <!-- id: i2 -->\n"}, acceptAll,
			"s/i1 kept, s2/i3 kept, s2/i4 kept, s2/i2 returned, s2/+ removed"},
		{"an id that another item had is not given again", []string{without, without + "- [ ] two and a half <!-- id: i2 -->\n"}, acceptAll,
			"s/i1 kept, s2/i3 kept, s2/i4 kept, s2/i2 returned"}, // stated, so it is that item under another title
	} {
		t.Run(tt.name, func(t *testing.T) {
			current := parse(t, first)
			var earlier []*roadmap.Roadmap
			var plan *diff.Plan
			for _, src := range tt.files {
				file, _, err := markdown.Parse([]byte(src), "")
				if err != nil {
					t.Fatal(err)
				}
				plan = diff.PlanReplacement(current, earlier, file, tt.same)
				earlier, current = append(earlier, current), plan.Next
			}
			got := kindsOf(plan)
			for section := range current.Sections() {
				if len(section.ID) > 3 {
					got = strings.ReplaceAll(got, section.ID+"/", "+/")
				}
			}
			for _, s := range plan.Items {
				for _, ref := range []roadmap.ItemRef{s.Old, s.New} {
					if ref.Item != nil && len(ref.Item.ID) > 3 {
						got = strings.ReplaceAll(got, "/"+ref.Item.ID, "/+")
					}
				}
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestSucceedKeepsLanguages(t *testing.T) {
	current, _ := markdown.Template("python-backend")
	src := strings.Replace(string(markdown.Write(current, roadmap.Korean)), "- [ ] 메모리 구조 (`sys.getsizeof`, `tracemalloc`) ", "- [ ] 새 제목 ", 1)
	src = src[:strings.Index(src, "\n## 🎯")]
	file, _, err := markdown.Parse([]byte(src), "")
	if err != nil {
		t.Fatal(err)
	}
	plan := diff.PlanReplacement(current, nil, file, acceptAll)
	for ref := range plan.Next.Items() {
		before, _ := current.Item(ref.Item.ID)
		if before.Item == nil {
			t.Fatalf("%s is new", ref.Item.ID)
		}
		if diff := cmp.Diff(before.Item.Title, ref.Item.Title); diff != "" && ref.Item.Title.In(roadmap.English) != "새 제목" {
			t.Errorf("%s: %s", ref.Item.ID, diff)
		}
		if before.Section.ID != ref.Section.ID || before.Item.Also != ref.Item.Also || before.Area.Title.In("en") != ref.Area.Title.In("en") {
			t.Errorf("%s stands elsewhere, or lost something", ref.Item.ID)
		}
	}
	if len(plan.Next.Phases) != 0 {
		t.Errorf("phases %v; want none, as in the file", plan.Next.Phases)
	}
}

func TestWriteAndRead(t *testing.T) {
	template, _ := markdown.Template("python-backend")
	own, _, err := markdown.Parse(markdown.Write(template, roadmap.Korean), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []*roadmap.Roadmap{template, own} {
		again, err := markdown.Translate(r).Read()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(contentsOf(r), contentsOf(again), exported); diff != "" {
			t.Errorf("(-written +read):\n%s", diff)
		}
	}
}

// Random edits of a file without ids, many versions long: what stays the same by
// its title keeps its id, no id is ever another item's, and going back gives the
// ids back.
func TestSucceedForYears(t *testing.T) {
	seed := rand.Uint64()
	chance := rand.New(rand.NewPCG(seed, 0))
	words := strings.Fields("memory threads sockets indexes transactions caches queues proxies tokens graphs")
	title := func() string {
		return words[chance.IntN(len(words))] + " " + words[chance.IntN(len(words))] + fmt.Sprint(chance.IntN(4))
	}
	type entry struct{ section, title string }
	var file []entry
	for range 12 {
		file = append(file, entry{fmt.Sprint("S", chance.IntN(3)), title()})
	}
	src := func() string {
		b := "# T\n## A\n"
		for n := range 3 {
			b += fmt.Sprintf("### S%d\n", n)
			seen := map[string]bool{}
			for _, e := range file {
				if e.section == fmt.Sprint("S", n) && !seen[e.title] {
					seen[e.title] = true
					b += "- [ ] " + e.title + "\n"
				}
			}
		}
		return b
	}
	current := parse(t, src())
	var earlier []*roadmap.Roadmap
	titles := map[string]string{} // of each id, in the version that had it last
	for version := range 60 {
		for range 1 + chance.IntN(3) {
			i := chance.IntN(len(file))
			switch chance.IntN(4) {
			case 0:
				file = append(file, entry{fmt.Sprint("S", chance.IntN(3)), title()})
			case 1:
				if len(file) > 2 {
					file = slices.Delete(file, i, i+1)
				}
			case 2:
				file[i].section = fmt.Sprint("S", chance.IntN(3))
			case 3:
				file[i].title = title()
			}
		}
		for ref := range current.Items() {
			titles[ref.Item.ID] = ref.Item.Title.In("")
		}
		next, _, err := markdown.Parse([]byte(src()), "")
		if err != nil {
			t.Fatal(err)
		}
		plan := diff.PlanReplacement(current, earlier, next, func(guess int, _ bool) bool { return guess%2 == 1 })
		for _, s := range plan.Items {
			switch id := s.New.Item; {
			case id == nil:
			case slices.Contains(s.Kinds, diff.Added) && titles[id.ID] != "":
				t.Errorf("seed %d, version %d: %q was added under the id of %q", seed, version, id.Title, titles[id.ID])
			case slices.Contains(s.Kinds, diff.Returned) && titles[id.ID] != id.Title.In(""):
				t.Errorf("seed %d, version %d: %q came back under the id of %q", seed, version, id.Title, titles[id.ID])
			case slices.Contains(s.Kinds, diff.Kept) && s.Old.Item.ID != id.ID:
				t.Errorf("seed %d, version %d: %q has another id", seed, version, id.Title)
			}
		}
		back := diff.PlanRollback(plan.Next, current)
		if diff := cmp.Diff(contentsOf(current), contentsOf(back.Next), exported); diff != "" {
			t.Errorf("seed %d: going back: %s", seed, diff)
		}
		earlier, current = append(earlier, current), plan.Next
	}
}

// Addresses without a title were written twice, so that a file of 900 kB could be previewed
// and not be confirmed. The plan knows what is stored.
func TestPlanKnowsWhatIsStored(t *testing.T) {
	links := func(items, perItem, length int) string {
		var b strings.Builder
		b.WriteString(head)
		for i := range items {
			fmt.Fprintf(&b, "- [ ] Topic %d\n", i)
			for j := range perItem {
				fmt.Fprintf(&b, "  - https://a.example/%0*d\n", length-18, i*perItem+j)
			}
		}
		return b.String()
	}
	var areas strings.Builder
	areas.WriteString("# T\n")
	for i := range roadmap.MaxItems {
		fmt.Fprintf(&areas, "## A%d\n- [ ] a [1](https://a.example/1) [2](https://a.example/2) [3](https://a.example/3) [4](https://a.example/4)\n", i)
	}
	for _, tt := range []struct{ name, src, refused string }{
		{"addresses", links(400, 20, 105), ""},
		{"what has to be escaped", head + strings.ReplaceAll(numbered(250), "\n", "<br>"+strings.Repeat("$", 1000)+"\n"), `refused: roadmap.large size="1231" limit="1024"`},
		{"many lines", areas.String(), `refused: roadmap.lines size="20002" limit="20000"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			plan := diff.Compare(parse(t, "# T\n- [ ] a\n"), parse(t, tt.src))
			got := ""
			if refused := plan.Markdown.TooLarge(); refused != nil {
				got = refused.Error()
			}
			if got != tt.refused {
				t.Errorf("%q, want %q", got, tt.refused)
			}
			if again, err := plan.Markdown.Read(); (err != nil) != (got != "") {
				t.Errorf("what is stored is read as %v, %v", again, err)
			}
		})
	}
}
