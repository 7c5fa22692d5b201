package diff_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
	"dojang/roadmap/diff"
)

func TestCompare(t *testing.T) {
	const twoSections = "# T\n## A\n### S\n- [ ] one\n- [ ] two\n- [ ] three\n### S2\n- [ ] four\n- [ ] one\n"
	for _, tt := range []struct {
		name, old, new string
		want           []string
	}{
		{"nothing", twoSections, twoSections, []string{"S one = S one kept", "S two = S two kept", "S three = S three kept", "S2 four = S2 four kept", "S2 one = S2 one kept"}},
		{"other case and spaces", head + "- [ ] Py thon\n", head + "- [ ] python\n", []string{"S Py thon = S python renamed"}},
		{"by a stated id", head + "- [ ] a <!-- id: x -->\n", head + "- [ ] entirely different <!-- id: x -->\n- [ ] a\n", []string{"S a = S entirely different renamed", "S a added"}},
		{"a derived id is no reason", head + "- [ ] a\n", head + "- [ ] bcd\n", []string{"S bcd added", "S a removed"}},
		{"moved", twoSections, "# T\n## A\n### S\n- [ ] one\n- [ ] two\n### S2\n- [ ] three\n- [ ] four\n- [ ] one\n", []string{"S one = S one kept", "S two = S two kept", "S three = S2 three moved", "S2 four = S2 four kept", "S2 one = S2 one kept"}},
		{"reordered", head + "- [ ] one\n- [ ] two\n- [ ] three\n", head + "- [ ] three\n- [ ] one\n- [ ] two\n", []string{"S three = S three reordered", "S one = S one kept", "S two = S two kept"}},
		{"a title that stands twice is in doubt", twoSections, "# T\n## A\n### S3\n- [ ] one\n", []string{"S one = S3 one added 100", "S one removed", "S two removed", "S three removed", "S2 four removed", "S2 one removed"}},
		{"the most similar first", head + "- [ ] The GIL and all threads\n- [ ] The GIL and a thread\n", head + "- [ ] The GIL and the threads\n- [ ] The GIL and all the threads\n",
			[]string{"S The GIL and a thread = S The GIL and the threads added 77", "S The GIL and all threads = S The GIL and all the threads renamed 97", "S The GIL and a thread removed"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			old := parse(t, tt.old)
			next := parse(t, tt.new)
			var got []string
			for _, s := range diff.Compare(old, next).Items {
				var parts []string
				if s.Rejected {
					s.Old = s.Like
				}
				for _, ref := range []roadmap.ItemRef{s.Old, s.New} {
					if ref.Item != nil {
						parts = append(parts, ref.Section.Title["ko"]+" "+ref.Item.Title["ko"])
					}
				}
				line := strings.Join(parts, " = ")
				for _, kind := range s.Kinds {
					line += " " + string(kind)
				}
				if s.Similarity > 0 {
					line += fmt.Sprintf(" %d", s.Similarity)
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// BenchmarkCompare compares the largest roadmaps there are, in which every
// title was changed a little and all are alike.
func BenchmarkCompare(b *testing.B) {
	old := parse(b, head+strings.ReplaceAll(numbered(roadmap.MaxItems), "- [ ] ", "- [ ] Learn the part with the number "))
	next := parse(b, head+strings.ReplaceAll(numbered(roadmap.MaxItems), "- [ ] ", "- [ ] Learn about the part with the number "))
	for b.Loop() {
		diff.Compare(old, next)
	}
}
