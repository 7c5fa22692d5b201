package study

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/civil"
)

func TestCorrectionsAreWhatNoDigestHasToldYet(t *testing.T) {
	first, second := civil.Date{Year: 2026, Month: 11, Day: 9}, civil.Date{Year: 2026, Month: 11, Day: 16}
	published := Published{Checks: 5, Posts: 2, Scores: map[string]int{"21": 3, "22": 2}}
	names := map[string]string{"21": "Alex", "22": "민수", "23": "지원"}
	posted := func(week civil.Date, published Published, corrected map[civil.Date]Published) Digest {
		return Digest{Week: week, State: DigestPosted, Published: published, Corrected: corrected}
	}
	now := func(checks, posts int, scores map[string]int) WeekTotals {
		return WeekTotals{Week: first, Published: Published{Checks: checks, Posts: posts, Scores: scores}, Names: names}
	}
	for _, test := range []struct {
		name    string
		digests []Digest
		now     WeekTotals
		want    []Change // nil: no correction
	}{
		{"nothing changed", []Digest{posted(first, published, nil)}, now(5, 2, published.Scores), nil},
		{"no digest told of the week", nil, now(7, 2, nil), nil},
		{"a digest that was not posted told nothing", []Digest{{Week: first, State: DigestSkipped, Published: published}}, now(7, 2, nil), nil},
		{"a check was dated back", []Digest{posted(first, published, nil)}, now(6, 2, map[string]int{"21": 3, "22": 3}), []Change{{"22", "민수", 1}}},
		{"one for another", []Digest{posted(first, published, nil)}, now(5, 2, map[string]int{"21": 2, "22": 3}), []Change{{"21", "Alex", -1}, {"22", "민수", 1}}},
		{"a member has left", []Digest{posted(first, published, nil)}, WeekTotals{Week: first, Published: Published{Checks: 5, Posts: 2, Scores: map[string]int{"21": 3}},
			Names: map[string]string{"21": "Alex"}}, nil},
		{"a member is back", []Digest{posted(first, published, nil)}, now(5, 2, map[string]int{"21": 3, "22": 2, "23": 4}), nil},
		{"several members", []Digest{posted(first, published, nil)}, now(6, 2, map[string]int{"21": 1, "22": 3, "23": 2}),
			[]Change{{"21", "Alex", -2}, {"23", "지원", 2}, {"22", "민수", 1}}},
		{"a member who is not to be seen", []Digest{posted(first, published, nil)}, now(9, 2, map[string]int{"21": 3, "22": 3}), []Change{}},
		{"no board any more", []Digest{posted(first, published, nil)}, now(4, 2, nil), []Change{}},
		{"posts only", []Digest{posted(first, published, nil)}, now(5, 3, published.Scores), []Change{}},
		{"told of already", []Digest{posted(first, published, nil), posted(second, Published{}, map[civil.Date]Published{first: {Checks: 6, Posts: 2}})}, now(6, 2, nil), nil},
		{"changed once more", []Digest{posted(second, Published{}, map[civil.Date]Published{first: {Checks: 6, Posts: 2, Scores: map[string]int{"21": 3, "22": 3}}}),
			posted(first, published, nil)}, now(5, 2, published.Scores), []Change{{"22", "민수", -1}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			found := Corrections(test.digests, []WeekTotals{test.now})
			if test.want == nil {
				if len(found) != 0 {
					t.Errorf("corrections = %+v, want none", found)
				}
				return
			}
			if len(found) != 1 || found[0].Week != first {
				t.Fatalf("corrections = %+v, want one of %s", found, first)
			}
			if diff := cmp.Diff(test.want, append([]Change{}, found[0].Members...)); diff != "" {
				t.Errorf("members (-want +got):\n%s", diff)
			}
		})
	}
}

// The oldest week is first, whatever the order of the digests and weeks.
func TestCorrectionsStandInOrder(t *testing.T) {
	first, second := civil.Date{Year: 2026, Month: 11, Day: 9}, civil.Date{Year: 2026, Month: 11, Day: 16}
	digests := []Digest{{Week: second, State: DigestPosted, Published: Published{Checks: 1}}, {Week: first, State: DigestPosted, Published: Published{Checks: 1}}}
	found := Corrections(digests, []WeekTotals{{Week: second}, {Week: first}})
	if len(found) != 2 || found[0].Week != first || found[1].Week != second {
		t.Errorf("corrections = %+v", found)
	}
}
