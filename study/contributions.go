package study

import (
	"cmp"
	"maps"
	"slices"

	"dojang/civil"
)

// Contribution is a check or a post of a member, with the operation that made it.
type Contribution struct {
	Op         string
	User, Name string
	Day, Week  civil.Date
	Post       bool // a post; otherwise a check
}

// Import is one operation that added checks and posts to several weeks after their digests
// were posted.
type Import struct {
	Name          string
	Checks, Posts int
	First, Last   civil.Date // the first and the last day it added to
}

// ExplainImports finds the operations that changed several of the corrected weeks. all
// holds the contributions made to these weeks since their digests were posted. It returns
// the imports sorted by first day and sets Imported on the corrections that they explain in
// full.
func ExplainImports(corrected []Correction, all []Contribution) []Import {
	weeks := map[civil.Date]*Correction{}
	for i := range corrected {
		weeks[corrected[i].Week] = &corrected[i]
	}
	byOp := map[string][]Contribution{}
	for _, e := range all {
		byOp[e.Op] = append(byOp[e.Op], e)
	}
	var imports []Import
	rest := map[civil.Date]Published{} // the change that no import explains yet
	for week, c := range weeks {
		rest[week] = Published{Checks: c.Now.Checks - c.Before.Checks, Posts: c.Now.Posts - c.Before.Posts, Scores: map[string]int{}}
		for _, m := range c.Members {
			rest[week].Scores[m.User] = m.By
		}
	}
	for _, made := range byOp {
		slices.SortFunc(made, func(a, b Contribution) int { return a.Day.Compare(b.Day) })
		first, last := made[0], made[len(made)-1]
		if first.Week == last.Week {
			continue
		}
		one := Import{Name: first.Name, First: first.Day, Last: last.Day}
		for _, e := range made {
			left := rest[e.Week]
			if e.Post {
				one.Posts++
				left.Posts--
			} else {
				one.Checks++
				left.Checks--
				if _, known := left.Scores[e.User]; known {
					left.Scores[e.User]--
				}
			}
			rest[e.Week] = left
		}
		imports = append(imports, one)
	}
	for week, left := range rest {
		others := slices.ContainsFunc(slices.Collect(maps.Values(left.Scores)), func(by int) bool { return by != 0 })
		weeks[week].Imported = left.Checks == 0 && left.Posts == 0 && !others
	}
	slices.SortFunc(imports, func(a, b Import) int {
		return cmp.Or(a.First.Compare(b.First), a.Last.Compare(b.Last), cmp.Compare(a.Name, b.Name))
	})
	return imports
}
