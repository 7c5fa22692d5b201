package diff_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
	"dojang/roadmap/diff"
	"dojang/roadmap/markdown"
)

// FuzzPlanReplacement puts any file in the place of any other, twice: no item loses its id
// to another one, and what comes out can be kept.
func FuzzPlanReplacement(f *testing.F) {
	const old = head + "- [ ] GIL <!-- id: gil -->\n- [ ] GC\n- [ ] Descriptors\n"
	f.Add(old, head+"- [ ] GC\n- [ ] The GIL\n", old)
	f.Add(old, "# T\n### S <!-- id: gil -->\n1. [ ] GIL\n2. [ ] GIL\n", "- a\n- b")
	f.Add("# T\n- [ ] {{ a }}", "---\ntitle: T\nphases: [{title: P, sections: [S]}]\n---\n## A\n### S\n- [ ] a <!-- also: b -->", "# T\n- [ ] a")
	f.Fuzz(func(t *testing.T, first, second, third string) {
		var versions []*roadmap.Roadmap
		for _, src := range []string{first, second, third} {
			file, _, err := markdown.ParseNamed([]byte(src), "", "T")
			if err != nil {
				return
			}
			if len(versions) == 0 {
				versions = append(versions, file)
				continue
			}
			last := len(versions) - 1
			plan := diff.PlanReplacement(versions[last], versions[:last], file, func(guess int, _ bool) bool { return guess%2 == 1 })
			if plan.Next.Len() != file.Len() {
				t.Fatalf("%d items of %d", plan.Next.Len(), file.Len())
			}
			for _, s := range plan.Items {
				if s.Kinds[0] != diff.Added {
					continue
				}
				for _, version := range versions {
					if ref, used := version.Item(s.New.Item.ID); used {
						t.Errorf("%q was added under the id of %q", s.New.Item.Title, ref.Item.Title)
					}
				}
			}
			again, err := markdown.Translate(plan.Next).Read()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(contentsOf(plan.Next), contentsOf(again), exported); diff != "" {
				t.Errorf("(-written +read):\n%s", diff)
			}
			versions = append(versions, plan.Next)
		}
	})
}
