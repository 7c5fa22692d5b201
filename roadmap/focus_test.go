package roadmap_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
)

func TestFocus(t *testing.T) {
	for _, test := range []struct {
		name, counts string
		members      int
		want         string // stage done/of: section done/of, …
	}{
		{"no members", "", 0, "0 0/0: b 0/0, a 0/0, c 0/0"},
		{"members who have left only", "a1:0", 0, "0 0/0: b 0/0, a 0/0, c 0/0"},
		{"at the beginning", "", 2, "0 0/18: b 0/4, a 0/6, c 0/4"},
		{"one in", "b1:1", 2, "0 1/18: b 1/4, a 0/6, c 0/4"},
		{"section done by everyone", "b1:2 b2:2", 2, "0 4/18: a 0/6, c 0/4, d 0/4"},
		{"section over 80 % gives way", "a1:2 a2:2 a3:1", 2, "0 5/18: b 0/4, c 0/4, d 0/4"},
		{"section over 80 % fills up, in the phase's order", "a1:2 a2:2 a3:1 b1:2 b2:2 c1:2 c2:2", 2, "0 13/18: a 5/6, d 0/4"},
		{"section at 80 % of many members", "a1:5 a2:4 a3:3 b1:0", 5, "0 12/45: b 0/10, c 0/10, d 0/10"},
		{"under 80 % first, then over 80 %, in the phase's order", "b1:9 b2:8 a1:9 a2:9 a3:8 c1:0 c2:0 d1:8 d2:8", 9, "0 59/81: b 17/18, a 26/27, c 0/18"},
		{"just under 80 %", "b1:5 b2:5 a1:5 a2:5 a3:5 c1:5 c2:5", 5, "0 35/45: d 0/10"},
		{"80 % moves on", "b1:5 b2:5 a1:5 a2:5 a3:5 c1:5 c2:5 d1:1", 5, "1 0/5: e 0/5"},
		{"rest after the phases", "b1:1 b2:1 a1:1 a2:1 a3:1 c1:1 c2:1 d1:1 d2:1 e1:1", 1, "2 0/5: f 0/5"},
		{"all at 80 %: back to the first with something left", "b1:1 b2:1 a1:1 a2:1 a3:1 c1:1 c2:1 d1:1 d2:0 e1:1 f1:1 f2:1 f3:1 f4:1", 1, "0 8/9: d 1/2"},
		{"all at 80 %, the first ones done", "b1:1 b2:1 a1:1 a2:1 a3:1 c1:1 c2:1 d1:1 d2:1 e1:1 f1:1 f2:1 f3:1 f4:1", 1, "2 4/5: f 4/5"},
		{"everything", "b1:1 b2:1 a1:1 a2:1 a3:1 c1:1 c2:1 d1:1 d2:1 e1:1 f1:1 f2:1 f3:1 f4:1 f5:1", 1, ""},
		{"counts of more than the members", "b1:9", 1, "0 1/9: b 1/2, a 0/3, c 0/2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := steps(t, "a3 b2 c2 d2 e1 f5", "b a c d", "e")
			focus, ok := r.Focus(counts(test.counts), test.members)
			if ok != (test.want != "") {
				t.Fatalf("focus %+v, %v", focus, ok)
			}
			if !ok {
				return
			}
			var sections []string
			for _, s := range focus.Sections {
				sections = append(sections, fmt.Sprintf("%s %d/%d", s.Section.ID, s.Done, s.Of))
			}
			got := fmt.Sprintf("%d %d/%d: %s", focus.Stage, focus.Done, focus.Of, strings.Join(sections, ", "))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFocusPassesEmptyPhases(t *testing.T) {
	r := steps(t, "a0 b1", "", "a", "b")
	for members, want := range map[int]roadmap.Focus{
		0: {Stage: 2, Sections: []roadmap.FocusSection{{Section: r.Section("b")}}},
		2: {Stage: 2, Of: 2, Sections: []roadmap.FocusSection{{Section: r.Section("b"), Of: 2}}},
	} {
		got, ok := r.Focus(counts(""), members)
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Errorf("%d members: %v %s", members, ok, diff)
		}
	}
}

func TestStageShares(t *testing.T) {
	r := steps(t, "a3 b2 c1", "b", "a")
	for _, test := range []struct {
		name, counts string
		members      int
		want         []roadmap.Share
	}{
		{"some", "a1:2 a3:1 b1:2 b2:2", 2, []roadmap.Share{{4, 4}, {3, 6}, {0, 2}}},
		{"no members", "a1:2", 0, []roadmap.Share{{}, {}, {}}},
		{"a number of members that is none", "a1:2", -1, []roadmap.Share{{}, {}, {}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, r.StageShares(counts(test.counts), test.members)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
