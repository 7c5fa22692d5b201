package roadmap_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
)

// steps makes a roadmap of sections with items named after them, a1 to a3 and
// so on, in phases; the sections that no phase names are its rest.
func steps(t testing.TB, sections string, phases ...string) *roadmap.Roadmap {
	t.Helper()
	area := roadmap.Area{Title: roadmap.Text{"": "Area"}}
	for id := range strings.FieldsSeq(sections) {
		section := roadmap.Section{ID: id[:1], Title: roadmap.Text{"": id[:1]}}
		for i := range int(id[1] - '0') {
			item := fmt.Sprintf("%s%d", id[:1], i+1)
			section.Items = append(section.Items, roadmap.Item{ID: item, Title: roadmap.Text{"": item}})
		}
		area.Sections = append(area.Sections, section)
	}
	var named []roadmap.Phase
	for _, phase := range phases {
		named = append(named, roadmap.Phase{Title: roadmap.Text{"": phase}, Sections: strings.Fields(phase)})
	}
	r, err := roadmap.New(roadmap.Text{"": "Steps"}, []roadmap.Area{area}, named)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// counts reads a list such as "a1:3 b2:1" into the function that it tells.
func counts(list string) func(string) int {
	of := map[string]int{}
	for entry := range strings.FieldsSeq(list) {
		item, n, _ := strings.Cut(entry, ":")
		of[item] = int(n[0] - '0')
	}
	return func(item string) int { return of[item] }
}

func TestSuggest(t *testing.T) {
	const phased, plain = "phased", "plain"
	for _, test := range []struct {
		name, roadmap, done, others string
		limit                       int
		want                        string // item:reason:left:others
	}{
		{"at the beginning", phased, "", "", 5, "b1:next:3:0 b2:next:3:0 b3:next:3:0 a1:next:3:0 a2:next:3:0"},
		{"phase order, not roadmap order", phased, "", "", 1, "b1:next:3:0"},
		{"begun section, then the next", phased, "a1", "", 5, "a2:continue:2:0 b1:next:3:0 a3:continue:2:0 b2:next:3:0 b3:next:3:0"},
		{"fewest left first", phased, "b1 a1 a2", "", 5, "a3:continue:1:0 b2:continue:2:0 b3:continue:2:0 c1:next:3:0 c2:next:3:0"},
		{"equally begun in phase order", phased, "a1 b1", "", 2, "b2:continue:2:0 a2:continue:2:0"},
		{"gap in a section", phased, "b1 b3", "", 1, "b2:continue:1:0"},
		{"finished section is neither begun nor next", phased, "b1 b2 b3", "", 2, "a1:next:3:0 a2:next:3:0"},
		{"what most others have done", phased, "b1", "a1:3 a2:4 a3:4 c1:9", 5, "b2:continue:2:0 a1:next:3:3 a2:popular:3:4 b3:continue:2:0 a3:next:3:4"},
		{"popular but listed already", phased, "", "b1:9 b2:2", 3, "b1:next:3:9 b2:popular:3:2 b3:next:3:0"},
		{"popular but done", phased, "b1 a3", "a3:9 a2:1", 3, "b2:continue:2:0 a1:continue:2:0 a2:popular:2:1"},
		{"no other has done anything", phased, "b1", "", 3, "b2:continue:2:0 a1:next:3:0 b3:continue:2:0"},
		{"room for the next phase", phased, "b1 b2 b3 a1 a2", "d1:1", 5, "a3:continue:1:0 c1:next:3:0 c2:next:3:0 c3:next:3:0 d1:beyond:2:1"},
		{"begun section of a later phase waits", phased, "c1", "", 2, "b1:next:3:0 b2:next:3:0"},
		{"beyond the phases", phased, "a1 a2 a3 b1 b2 b3 c1 c2 c3", "e2:2", 5, "d1:beyond:2:0 e2:popular:2:2 d2:beyond:2:0 e1:beyond:2:0"},
		{"begun beyond the phases", phased, "a1 a2 a3 b1 b2 b3 c1 c2 c3 e1", "", 5, "e2:continue:1:0 d1:beyond:2:0 d2:beyond:2:0"},
		{"one item left", phased, "a1 a2 a3 b1 b2 b3 c1 c2 c3 d1 d2 e1", "e2:3", 5, "e2:continue:1:3"},
		{"everything done", phased, "a1 a2 a3 b1 b2 b3 c1 c2 c3 d1 d2 e1 e2", "", 5, ""},
		{"no phases to be beyond", plain, "a1", "", 3, "a2:continue:1:0 b1:next:1:0"},
		{"none wanted", phased, "", "", 0, ""},
		{"fewer than none wanted", phased, "", "", -1, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := steps(t, "a3 b3 c3 d2 e2", "b a", "c")
			if test.roadmap == plain {
				r = steps(t, "a2 b1")
			}
			var got []string
			for _, s := range r.Suggest(of(test.done), counts(test.others), test.limit) {
				got = append(got, fmt.Sprintf("%s:%s:%d:%d", s.Ref.Item.ID, s.Reason, s.Left, s.Others))
			}
			if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A member with work left gets as many different items as there are, up to the
// limit, and doing what is suggested ends in doing everything.
func TestSuggestLeadsThroughTheRoadmap(t *testing.T) {
	r := steps(t, "a3 b1 c0 d5 e2", "d b", "c a")
	done := map[string]bool{}
	for left := r.Len(); left > 0; left-- {
		list := r.Suggest(func(item string) bool { return done[item] }, counts("a2:2 d4:1 e1:1"), 5)
		if len(list) != min(5, left) {
			t.Fatalf("%d suggestions with %d items left", len(list), left)
		}
		seen := map[string]bool{}
		for _, s := range list {
			if id := s.Ref.Item.ID; done[id] || seen[id] {
				t.Errorf("%s is done or suggested twice", id)
			}
			seen[s.Ref.Item.ID] = true
		}
		done[list[left%len(list)].Ref.Item.ID] = true
	}
	if list := r.Suggest(func(item string) bool { return done[item] }, counts(""), 5); list != nil {
		t.Errorf("%d suggestions with everything done", len(list))
	}
}
