package diff_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// head is what items need above them: three lines.
const head = "# T\n## A\n### S\n"

// parse reads a roadmap that must be without faults.
func parse(t testing.TB, src string) *roadmap.Roadmap {
	t.Helper()
	r, _, err := markdown.Parse([]byte(src), roadmap.Korean)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// numbered returns n items with different titles.
func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "- [ ] %d\n", i)
	}
	return b.String()
}

// contentsOf returns the part of a roadmap from which the rest follows.
func contentsOf(r *roadmap.Roadmap) roadmap.Roadmap {
	return roadmap.Roadmap{Title: r.Title, Areas: r.Areas, Phases: r.Phases}
}

var exported = cmpopts.IgnoreUnexported(roadmap.Roadmap{})
