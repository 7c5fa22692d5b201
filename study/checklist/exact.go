package checklist

import (
	"slices"
	"strings"

	"dojang/normalize"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// exactMatches matches the entries by id or title.
func exactMatches(r *roadmap.Roadmap, refs []roadmap.ItemRef, entries []markdown.Entry) []Matched {
	x := exactIndex{refs: refs, byTitle: map[string][]int{}, within: map[string][]int{}}
	for i, ref := range refs {
		for _, title := range titles(ref.Item.Title) {
			x.byTitle[title] = append(x.byTitle[title], i)
		}
	}
	found := make([]Matched, len(entries))
	twins := map[int][]int{} // entries that mean one of several items with one title, by the first of these
	for i := range entries {
		e := &entries[i]
		if ref, ok := r.Item(e.ID); ok {
			found[i] = Matched{Fit: FitID, Ref: ref}
			continue
		}
		all, within := x.find(e)
		switch {
		case len(within) == 1:
			found[i] = Matched{Fit: FitSection, Ref: refs[within[0]]}
		case len(all) == 1:
			found[i] = Matched{Fit: FitTitle, Ref: refs[all[0]]}
		default:
			if found[i].Several = len(all); x.inOneSection(within) {
				twins[within[0]] = append(twins[within[0]], i)
			}
		}
	}
	for _, same := range twins {
		_, within := x.find(&entries[same[0]])
		for n, i := range same {
			if len(same) == len(within) {
				found[i] = Matched{Fit: FitSection, Ref: refs[within[n]]}
			}
		}
	}
	return found
}

// exactIndex finds items by title.
type exactIndex struct {
	refs    []roadmap.ItemRef
	byTitle map[string][]int // indexes of the items
	within  map[string][]int // results of below, by title and path
}

// find returns the items that have the entry's title, in the first of its forms that any
// has, and those of them that it is below.
func (x *exactIndex) find(e *markdown.Entry) (all, within []int) {
	for _, title := range append(slices.Clip(e.Forms), e.Title) {
		if all = x.byTitle[title]; len(all) > 0 {
			return all, x.below(e, title)
		}
	}
	return nil, nil
}

// below returns the items that have the title and are in a section that the entry is below.
// If it is below an area's title, too, those of other areas are left out.
func (x *exactIndex) below(e *markdown.Entry, title string) []int {
	key := title + "\n" + strings.Join(e.Path, "\n")
	within, known := x.within[key]
	if !known {
		for _, i := range x.byTitle[title] {
			if isBelow(e, x.refs[i].Section.Title) {
				within = append(within, i)
			}
		}
		if len(within) > 1 && !x.inOneSection(within) {
			if narrow := slices.DeleteFunc(slices.Clone(within), func(i int) bool { return !isBelow(e, x.refs[i].Area.Title) }); len(narrow) > 0 {
				within = narrow
			}
		}
		x.within[key] = within
	}
	return within
}

// inOneSection reports whether there are items and all are in the same section.
func (x *exactIndex) inOneSection(items []int) bool {
	return len(items) > 0 && !slices.ContainsFunc(items, func(i int) bool { return x.refs[i].Section != x.refs[items[0]].Section })
}

// isBelow reports whether the entry is below the title of an area or a section.
func isBelow(e *markdown.Entry, heading roadmap.Text) bool {
	for _, title := range titles(heading) {
		if slices.ContainsFunc(e.Path, func(above string) bool { return normalize.Compact(above) == normalize.Compact(title) }) {
			return true
		}
	}
	return false
}
