package study

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/civil"
)

func TestAnImportIsOneCorrection(t *testing.T) {
	first, second, third := civil.Date{Year: 2026, Month: 11, Day: 2}, civil.Date{Year: 2026, Month: 11, Day: 9}, civil.Date{Year: 2026, Month: 11, Day: 16}
	check := func(op, user string, week civil.Date, day int) Contribution {
		return Contribution{Op: op, User: user, Name: "name of " + user, Week: week, Day: week.AddDays(day)}
	}
	post := func(op, user string, week civil.Date, day int) Contribution {
		made := check(op, user, week, day)
		made.Post = true
		return made
	}
	by := func(week civil.Date, checks, posts int, members ...Change) Correction {
		return Correction{Week: week, Before: Published{Checks: 4, Posts: 1}, Now: Published{Checks: 4 + checks, Posts: 1 + posts}, Members: members}
	}
	twoWeeks := []Contribution{check("a", "21", second, 3), check("a", "21", first, 1), check("a", "21", second, 2), post("a", "21", first, 0)}
	for _, test := range []struct {
		name      string
		corrected []Correction
		made      []Contribution
		want      []Import
		explained []civil.Date
	}{
		{"explains its weeks", []Correction{by(first, 1, 1), by(second, 2, 0, Change{"21", "Alex", 2})}, twoWeeks,
			[]Import{{Name: "name of 21", Checks: 3, Posts: 1, First: first, Last: second.AddDays(3)}}, []civil.Date{first, second}},
		{"another dated a check back", []Correction{by(first, 1, 1), by(second, 3, 0, Change{"21", "Alex", 2}, Change{"22", "민수", 1})},
			append(twoWeeks, check("b", "22", second, 0)), []Import{{Name: "name of 21", Checks: 3, Posts: 1, First: first, Last: second.AddDays(3)}}, []civil.Date{first}},
		{"another took one back, and one was dated back", []Correction{by(first, 1, 1), by(second, 2, 0, Change{"21", "Alex", 2}, Change{"22", "민수", 1}, Change{"23", "지원", -1})},
			twoWeeks, []Import{{Name: "name of 21", Checks: 3, Posts: 1, First: first, Last: second.AddDays(3)}}, []civil.Date{first}},
		{"a post was taken away", []Correction{by(first, 1, 0), by(second, 2, 0)}, twoWeeks,
			[]Import{{Name: "name of 21", Checks: 3, Posts: 1, First: first, Last: second.AddDays(3)}}, []civil.Date{second}},
		{"a week of its own is told as a week", []Correction{by(first, 2, 0), by(second, 1, 0)},
			[]Contribution{check("a", "21", first, 0), check("a", "21", first, 1), check("b", "21", second, 1)}, nil, nil},
		{"two imports", []Correction{by(first, 1, 0), by(second, 2, 0), by(third, 1, 0)},
			[]Contribution{check("b", "22", second, 0), check("b", "22", third, 0), check("a", "21", first, 0), check("a", "21", second, 0)},
			[]Import{{Name: "name of 21", Checks: 2, First: first, Last: second}, {Name: "name of 22", Checks: 2, First: second, Last: third}},
			[]civil.Date{first, second, third}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, ExplainImports(test.corrected, test.made)); diff != "" {
				t.Errorf("imports (-want +got):\n%s", diff)
			}
			var explained []civil.Date
			for _, c := range test.corrected {
				if c.Imported {
					explained = append(explained, c.Week)
				}
			}
			if diff := cmp.Diff(test.explained, explained); diff != "" {
				t.Errorf("explained (-want +got):\n%s", diff)
			}
		})
	}
}

// Where a digest was stored without the number of an event, its own counts.
func TestCorrectionsOfDigestsFromBefore(t *testing.T) {
	first, second := civil.Date{Year: 2026, Month: 11, Day: 9}, civil.Date{Year: 2026, Month: 11, Day: 16}
	found := Corrections([]Digest{
		{Week: first, State: DigestPosted, Revision: 5, Published: Published{Checks: 1}},
		{Week: second, State: DigestPosted, Revision: 9, Published: Published{Checks: 1, Event: 7}, Corrected: map[civil.Date]Published{first: {Checks: 2}}},
	}, []WeekTotals{{Week: first}, {Week: second}})
	if len(found) != 2 || found[0].Before.Event != 9 || found[1].Before.Event != 7 {
		t.Errorf("corrections = %+v, want the events 9 and 7", found)
	}
}
