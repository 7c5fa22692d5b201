package roadmap

import (
	"cmp"
	"maps"
	"slices"
)

// Made is a check or a post of a member, with the operation that made it.
type Made struct {
	Op         string
	User, Name string
	Day, Week  Date
	Post       bool // it is a post, else a check
}

// Import is what one operation of a member has entered into several weeks
// after digests had told of them.
type Import struct {
	Name          string
	Checks, Posts int
	First, Last   Date // the days between which they lie
}

// Imports finds the operations that have changed several of the corrected
// weeks, by what was made in these since digests told of them, oldest first.
// It marks the weeks that they explain.
func Imports(corrected []Correction, all []Made) []Import {
	weeks := map[Date]*Correction{}
	for i := range corrected {
		weeks[corrected[i].Week] = &corrected[i]
	}
	byOp := map[string][]Made{}
	for _, e := range all {
		byOp[e.Op] = append(byOp[e.Op], e)
	}
	var imports []Import
	rest := map[Date]Told{} // by how much a week has changed besides
	for week, c := range weeks {
		rest[week] = Told{Checks: c.Now.Checks - c.Before.Checks, Posts: c.Now.Posts - c.Before.Posts, Scores: map[string]int{}}
		for _, m := range c.Members {
			rest[week].Scores[m.User] = m.By
		}
	}
	for _, made := range byOp {
		slices.SortFunc(made, func(a, b Made) int { return a.Day.Compare(b.Day) })
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
