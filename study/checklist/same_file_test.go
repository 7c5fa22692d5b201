package checklist_test

import (
	"strings"
	"testing"
	"time"

	"dojang/roadmap/diff"
	"dojang/roadmap/markdown"
	"dojang/study"
	"dojang/study/checklist"
)

// filesOfLinks are files as people write them, of which every link is the roadmap's.
var filesOfLinks = []string{
	"# R\n## B\n- [ ] [Big O](https://v.example.org/o)\n",
	"# R\n## B\n- [ ] The [GIL](https://a.example/1) explained\n- [ ] GIL - [slides](https://a.example/2), <https://b.example/2>\n- [ ] GIL (https://a.example/3).\n",
	"# R\n## B\n- [ ] Sockets\n  - see [slides](https://a.example/1)\n    - [more](https://b.example/2)\n  - https://c.example/3\n",
	"# R\n## B\n- [ ] Sockets\n\n  As [slides](https://a.example/1) say.\n- [ ] Ports\\\n  See [slides](https://a.example/2).\n- [ ] Types<br>https://a.example/4\n",
	"# R\n## B\n- [ ] Mastering type hints\n  my notes at https://a.example/1\n- [ ] [With][r] a reference\n\n[r]: https://a.example/2\n",
	"# R\n## B\n### S\n- [ ] Part 1: https://a.example/1\n- [ ] Part 1\n- [ ] Part 1\n### U\n- [ ] Part 1\n## C\n### S\n- [ ] Part 1\n",
	"# R\n## B\n- [ ] Arrays\n  - [ ] [Vectors](https://a.example/2015/03/04/v)\n    - [video](https://a.example/2)\n  - [w](https://a.example/3)\n",
	"# R\n## B\n- [ ] `https://a.example/1` in code\n- [ ] one https\\://a.example/2\n- [ ] two [x](<https://a.example/w_(x)>)\n- [ ] three https://a.example/?a=1&amp;b=2\n",
	"# R\n## B\n- [ ] [without a scheme](//a.example/1)\n",
	"# R\n## B\n- [ ] More links than are kept\n" + links(0, 23) + "- [ ] Another\n",
	"# R\n## B\n- [ ] [**Bold** `code`](https://a.example/1 \"title\") - [![picture](https://a.example/p.png)](https://a.example/2)\n",
}

// A file that a group uses as its roadmap is imported by a member: open it shares and checks
// nothing, checked it checks every item and shares nothing. As a new version it changes
// nothing.
func TestAFileTakenBackInChangesNothing(t *testing.T) {
	for _, src := range filesOfLinks {
		if takeBack(t, src, true) != nil {
			t.Errorf("%q is no roadmap", src)
		}
	}
}

func FuzzFileTakenBackIn(f *testing.F) {
	for _, src := range filesOfLinks {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if strings.Contains(src, "[[") || strings.Contains(src, "{") || len(src) > 5000 {
			return // posts as a checklist writes them; addresses that a blog completes; files that take long
		}
		_ = takeBack(t, src, false)
	})
}

// takeBack imports a file into the group whose roadmap it is. If well is set, it has nothing
// but items to check.
func takeBack(t *testing.T, src string, well bool) error {
	t.Helper()
	now := time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)
	g := studied(t)
	file, _, err := markdown.ParseNamed([]byte(src), "", "T")
	if err != nil {
		return err
	}
	g.Roadmap = diff.PlanReplacement(g.Roadmap, nil, file, diff.AsProposed).Next
	if plan := diff.PlanReplacement(g.Roadmap, nil, file, diff.AsProposed); !plan.Same {
		t.Errorf("%q\nas a new version it changes %+v, %+v", src, plan.Items, plan.Reading)
	}
	for _, ticked := range []bool{false, true} {
		if ticked {
			src = strings.ReplaceAll(src, "- [ ] ", "- [x] ")
		}
		input, err := markdown.ReadChecklist([]byte(src), "")
		if err != nil {
			continue
		}
		plan := checklist.NewImportPlan(g, input, &study.Record{}, nil, noGuess, now)
		for _, post := range plan.Batch.Posts {
			t.Errorf("%q\nit shares %s", src, post.Link.URL)
		}
		if !well {
			continue
		}
		for _, check := range plan.Batch.Checks {
			if !check.At.Equal(now) {
				t.Errorf("%q\n%s is checked on %s", src, check.Item, check.At)
			}
		}
		if want := strings.Count(src, "- [x] "); ticked && (len(plan.Batch.Checks) != want || plan.Guesses > 0) {
			t.Errorf("%q\n%d items are checked, want %d; %d guesses; lines %+v", src, len(plan.Batch.Checks), want, plan.Guesses, plan.Lines)
		}
	}
	return nil
}
