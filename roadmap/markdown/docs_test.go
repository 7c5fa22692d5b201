package markdown_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What the page about the format shows is read as it says.
func TestTheFormatsPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/roadmap-format.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile("(?s)```markdown\n(.*?)```").FindAllSubmatch(page, -1)
	if len(shown) != 2 {
		t.Fatalf("%d examples, want 2", len(shown))
	}
	phases := [][]string{
		{"Phase 1: SQL, Python, Streaming"},
		{"Phase 1: SQL, Python", "Phase 2: production: Streaming"},
	}
	for i, example := range shown {
		r, warnings := parse(t, string(example[1]))
		if len(warnings) > 0 || r.Title["ko"] != "Data engineering" || len(r.Areas) != 2 {
			t.Errorf("example %d is read as %+v, with warnings %v", i+1, contentsOf(r), warnings)
		}
		var got []string
		for _, p := range r.Phases {
			var sections []string
			for _, id := range p.Sections {
				sections = append(sections, r.Section(id).Title["ko"])
			}
			got = append(got, p.Title["ko"]+": "+strings.Join(sections, ", "))
		}
		if diff := cmp.Diff(phases[i], got); diff != "" {
			t.Errorf("phases of example %d (-want +got):\n%s", i+1, diff)
		}
	}
}
