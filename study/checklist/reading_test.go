package checklist_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/study"
	"dojang/study/checklist"
)

// imported returns what importing a checklist shares, in order, and how many of its links are
// the roadmap's or most likely are.
func imported(t *testing.T, r *roadmap.Roadmap, src string) string {
	t.Helper()
	g := studied(t)
	g.Roadmap = r
	plan := checklist.NewImportPlan(g, readChecklist(t, []byte(src), ""), &study.Record{}, nil, noGuess, time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC))
	var shared []string
	for _, post := range plan.Batch.Posts {
		shared = append(shared, strings.TrimPrefix(post.Link.URL, "https://"))
	}
	return fmt.Sprintf("%s; %d known, %d likely", strings.Join(shared, " "), plan.Reading, plan.Likely)
}

// roadmapOf reads a roadmap.
func roadmapOf(t *testing.T, src string) *roadmap.Roadmap {
	t.Helper()
	r, _, err := markdown.ParseNamed([]byte(src), "", "T")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// links are n bullets with a link, from number first on.
func links(first, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  - [r](https://r.example/%d)\n", first+i)
	}
	return b.String()
}

// Of many links on an item the first are kept, and the others became posts of whoever imported
// the same file.
func TestLinksBeyondTheLimitAreNobodysPosts(t *testing.T) {
	r := roadmapOf(t, "- [ ] Many\n"+links(0, 23)+"- [ ] Few\n"+links(30, 2))
	const mine = "  - https://me.example/1\n"
	for _, tt := range []struct{ name, src, want string }{
		{"open", "- [ ] Many\n" + links(0, 23) + "- [ ] Few\n" + links(30, 2), "; 22 known, 3 likely"},
		{"done", "- [x] Many\n" + links(0, 23) + "- [x] Few\n" + links(30, 2), "; 22 known, 3 likely"},
		{"with a post of the member's", "- [x] Many - [[a](https://me.example/1)]\n" + links(0, 23) + "  - [[b](https://me.example/2) (2026-01-05)]\n",
			"me.example/1 me.example/2; 20 known, 3 likely"},
		{"a file without the roadmap's links", "- [x] Many\n" + mine, "me.example/1; 0 known, 0 likely"},
		{"an item with all its links", "- [x] Few\n" + links(30, 2) + mine, "me.example/1; 2 known, 0 likely"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := imported(t, r, tt.src); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

func TestLinksBeyondTheLimitOfAllItemsAreNobodysPosts(t *testing.T) {
	var b strings.Builder
	for i := range markdown.MaxReadings/10 + 2 {
		fmt.Fprintf(&b, "- [ ] Topic %d\n%s", i, links(10*i, 10))
	}
	r := roadmapOf(t, b.String())
	if got, want := imported(t, r, b.String()), "; 8000 known, 20 likely"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := imported(t, r, "- [x] Topic 0\n"+links(0, 10)+"  - https://me.example/1\n"), "me.example/1; 10 known, 0 likely"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// The links of a version that was stored without them became posts of whoever imported the file.
func TestLinksOfAVersionStoredWithoutThem(t *testing.T) {
	r := roadmapOf(t, "- [ ] GIL\n- [ ] GC\n- [ ] Types\n- [ ] Sockets\n")
	r.ReadingUnknown = true
	for _, tt := range []struct{ name, src, want string }{
		{"the roadmap's file", "- [ ] [GIL](https://r.example/1)\n- [x] [GC](https://r.example/2)\n- [ ] Types\n  - [r](https://r.example/3)\n- [ ] Sockets\n", "; 0 known, 3 likely"},
		{"with posts", "- [ ] [GIL](https://r.example/1)\n- [x] [GC](https://r.example/2) - [[a](https://me.example/1)], [[b](https://me.example/2)]\n" +
			"- [ ] Types - [[c](https://me.example/3)]\n  - [[d](https://me.example/4)]\n", "me.example/1 me.example/2 me.example/3 me.example/4; 0 known, 2 likely"},
		{"a member's own file", "- [x] [GIL](https://me.example/1)\n- [x] GC - https://me.example/2\n- [ ] Types\n- [ ] Sockets\n", "me.example/1 me.example/2; 0 known, 0 likely"},
		{"with one post on what is still open", "- [x] [GIL](https://me.example/1)\n- [ ] GC - https://me.example/2\n- [ ] Types\n- [ ] Sockets\n", "me.example/1; 0 known, 1 likely"},
		{"on no item", "- [ ] [GIL](https://r.example/1)\n# Other posts\n- [a](https://me.example/1)\n", "me.example/1; 0 known, 1 likely"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := imported(t, r, tt.src); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// A bullet that begins as an exported link to read was left out, whatever it linked.
func TestAPostThatIsMarkedAsReading(t *testing.T) {
	r := roadmapOf(t, "- [ ] GIL\n  - [r](https://r.example/1)\n")
	src := "- [x] GIL\n  - 🔗 [r](https://r.example/1)\n  - 🔗 [mine](https://me.example/1)\n  - 🔗 <https://me.example/2>\n"
	if got, want := imported(t, r, src), "me.example/1 me.example/2; 1 known, 0 likely"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
