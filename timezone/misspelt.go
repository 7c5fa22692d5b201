package timezone

import (
	"cmp"
	"slices"

	"dojang/normalize"
)

// misspelt returns up to three zones with a name that is nearest to the query: within one or
// two letters.
func misspelt(q *query) []string {
	typed := []rune(normalize.Letters(q.whole))
	limit := min(len(typed)/3, 2)
	if limit == 0 || len(typed) > maxMisspelt {
		return nil
	}
	type near struct {
		id     string
		errors int
	}
	var found []near
	t := zones()
	for _, z := range t.all[:t.offered] {
		errors := limit + 1
		for _, name := range z.whole {
			errors = min(errors, distance(typed, []rune(normalize.Letters(name))))
		}
		if errors <= limit {
			found = append(found, near{z.ID, errors})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.errors, b.errors) })
	var ids []string
	for _, n := range found[:min(len(found), 3)] {
		if n.errors == found[0].errors {
			ids = append(ids, n.id)
		}
	}
	return ids
}

// maxMisspelt is how many letters may be looked for with errors. No name has so many.
const maxMisspelt = 64

// distance returns the Levenshtein distance of two texts.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before := row[0]
		row[0] = i + 1
		for j := range b {
			changed := before
			if a[i] != b[j] {
				changed++
			}
			before = row[j+1]
			row[j+1] = min(changed, before+1, row[j]+1)
		}
	}
	return row[len(b)]
}
