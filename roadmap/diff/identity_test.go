package diff_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dojang/roadmap"
	"dojang/roadmap/diff"
)

// Whoever had done "Introduction" of Python had done that of Go once a file had the one and
// not the other, without a question. An equal title in another section tells that an item was
// moved only if it is about something and no other item has it, or if its section moved.
func TestAnEqualTitleElsewhere(t *testing.T) {
	const (
		python  = "### Python\n- [ ] Introduction\n- [ ] GIL\n- [ ] asyncio\n"
		basics  = "### Basics\n- [ ] Introduction\n- [ ] Exercises\n"
		rust    = "### Rust\n- [ ] Queues\n"
		another = "### Another\n- [ ] Sockets\n"
	)
	for _, tt := range []struct {
		name     string
		versions []string // the earlier ones, the present one, and the file
		want     string   // what becomes of the items that are new to their section
	}{
		{"a title that says nothing", []string{"### Python\n- [ ] Introduction\n", "### Go\n- [ ] Introduction\n"}, "Go/Introduction 100, asked"},
		{"with a number", []string{"### Python\n- [ ] Part 2\n", "### Go\n- [ ] Part 2\n"}, "Go/Part 2 100, asked"},
		{"in Korean", []string{"### 파이썬\n- [ ] 1. 들어가며\n", "### Go\n- [ ] 1. 들어가며\n"}, "Go/1. 들어가며 100, asked"},
		{"a title that several sections had", []string{rust + "### Python\n- [ ] Queues\n", rust + "### Go\n- [ ] Queues\n"}, "Go/Queues 100, asked"},
		{"a title that several sections have", []string{another + "### Python\n- [ ] Queues\n", another + rust + "### Go\n- [ ] Queues\n"}, "Rust/Queues 100, asked; Go/Queues"},
		{"a title that no other item has", []string{python + "- [ ] Queues\n" + another, python + another + "- [ ] Queues\n"}, "Another/Queues moved"},
		{"in a section that was renamed", []string{python, "### Python 3\n- [ ] Introduction\n- [ ] GIL\n- [ ] asyncio\n"}, ""},
		{"in a section that moved", []string{python + another, another + "## B\n" + python}, ""},
		{"in a section of the same name in another area", []string{"## Python\n" + basics, "## Go\n" + basics}, "Basics/Introduction 100, asked; Basics/Exercises 100, asked"},
		{"in an area that was renamed", []string{"## Python\n" + basics + python + "## Go\n" + basics, "## Python 3\n" + basics + python + "## Go\n" + basics}, ""},
		{"an item that comes back elsewhere", []string{"### Python\n- [ ] Introduction\n" + another, another, another + "### Go\n- [ ] Introduction\n"}, "Go/Introduction 100, asked"},
		{"an item that comes back", []string{"### Python\n- [ ] Introduction\n" + another, another, another + "### Python\n- [ ] Introduction\n"}, "Python/Introduction returned"},
		{"an item of its own title that comes back elsewhere", []string{"### Python\n- [ ] GIL\n" + another, another, another + "### Go\n- [ ] GIL\n"}, "Go/GIL returned"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var earlier []*roadmap.Roadmap
			var current *roadmap.Roadmap
			var plan *diff.Plan
			for _, src := range tt.versions {
				if !strings.HasPrefix(src, "## ") {
					src = "## A\n" + src
				}
				file := parse(t, "# T\n"+src)
				if current == nil {
					current = file
					continue
				}
				plan = diff.PlanReplacement(current, earlier, file, diff.AsProposed)
				earlier, current = append(earlier, current), plan.Next
			}
			var got []string
			for _, c := range plan.Items {
				if c.New.Item == nil || slices.Equal(c.Kinds, []diff.ChangeKind{diff.Kept}) {
					continue
				}
				line := c.New.Section.Title.In("") + "/" + c.New.Item.Title.In("")
				switch {
				case c.Number > 0 && c.Proposed:
					line += fmt.Sprintf(" %d, proposed", c.Similarity)
				case c.Number > 0:
					line += fmt.Sprintf(" %d, asked", c.Similarity)
				case c.Kinds[0] != diff.Added:
					line += " " + string(c.Kinds[0])
				}
				got = append(got, line)
			}
			if got := strings.Join(got, "; "); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// An item of an earlier version that may be meant comes back with its id if somebody says so,
// and else is left where it is.
func TestAskedWhetherAnItemComesBack(t *testing.T) {
	first := parse(t, "# T\n## A\n### Python\n- [ ] Introduction <!-- id: intro -->\n### S\n- [ ] Sockets <!-- id: sockets -->\n")
	second := diff.PlanReplacement(first, nil, parse(t, head+"- [ ] Sockets\n"), diff.AsProposed).Next
	file := parse(t, head+"- [ ] Sockets\n### Go\n- [ ] Introduction\n")
	for _, tt := range []struct {
		same func(int, bool) bool
		kind diff.ChangeKind
	}{{acceptAll, diff.Returned}, {rejectAll, diff.Added}} {
		plan := diff.PlanReplacement(second, []*roadmap.Roadmap{first}, file, tt.same)
		c := plan.Items[1]
		if c.Kinds[0] != tt.kind || (c.New.Item.ID == "intro") != (tt.kind == diff.Returned) || c.Old.Item != nil || c.Like.Item.ID != "intro" || plan.Guesses != 1 || plan.Proposed != 0 {
			t.Errorf("%+v with the id %s, of %d guesses; want it %s", c, c.New.Item.ID, plan.Guesses, tt.kind)
		}
	}
}
