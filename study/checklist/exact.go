package checklist

import (
	"slices"

	"dojang/normalize"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// exactMatches matches the entries by id or title.
func exactMatches(r *roadmap.Roadmap, refs []roadmap.ItemRef, entries []markdown.Entry) []Matched {
	x := newExactIndex(refs)
	found := make([]Matched, len(entries))
	twins := map[int]*twinEntries{} // by the first of the items that they may mean
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
			if found[i].Several = len(all); len(within) > 0 {
				if twins[within[0]] == nil {
					twins[within[0]] = &twinEntries{items: within}
				}
				twins[within[0]].entries = append(twins[within[0]].entries, i)
			}
		}
	}
	for _, same := range twins {
		for n, i := range same.entries {
			if len(same.entries) == len(same.items) {
				found[i] = Matched{Fit: FitSection, Ref: refs[same.items[n]]}
			}
		}
	}
	return found
}

// twinEntries are entries that mean one of several items with one title in one section.
type twinEntries struct{ entries, items []int }

// exactIndex finds items by title. Looking an entry up takes no longer if many items have
// the same title.
type exactIndex struct {
	byTitle map[string][]int        // indexes of the items
	below   map[headed][]*sameTitle // by title and section, and by title, section and area
	compact map[string]string       // the compact forms of headings
}

// sameTitle are the items of a section with one title.
type sameTitle struct{ items []int }

// headed is an item's title with the compact titles above it. The area may be left out.
type headed struct {
	title, section, area string
	withArea             bool
}

func newExactIndex(refs []roadmap.ItemRef) *exactIndex {
	x := &exactIndex{byTitle: map[string][]int{}, below: map[headed][]*sameTitle{}, compact: map[string]string{}}
	type place struct {
		section *roadmap.Section
		title   string
	}
	groups := map[place]*sameTitle{}
	for i, ref := range refs {
		for _, title := range titles(ref.Item.Title) {
			x.byTitle[title] = append(x.byTitle[title], i)
			group := groups[place{ref.Section, title}]
			if group == nil {
				group = &sameTitle{}
				groups[place{ref.Section, title}] = group
				x.addBelow(group, title, ref)
			}
			group.items = append(group.items, i)
		}
	}
	return x
}

// addBelow adds the group below the titles of its section and its area.
func (x *exactIndex) addBelow(group *sameTitle, title string, ref roadmap.ItemRef) {
	for _, section := range titles(ref.Section.Title) {
		key := headed{title: title, section: x.compacted(section)}
		x.below[key] = append(x.below[key], group)
		for _, area := range titles(ref.Area.Title) {
			key.area, key.withArea = x.compacted(area), true
			x.below[key] = append(x.below[key], group)
		}
	}
}

// compacted returns the compact form of a heading.
func (x *exactIndex) compacted(heading string) string {
	form, known := x.compact[heading]
	if !known {
		form = normalize.Compact(heading)
		x.compact[heading] = form
	}
	return form
}

// find returns the items that have the entry's title, in the first of its forms that any
// has, and those of them that are in the section that the entry is below, if that is one.
func (x *exactIndex) find(e *markdown.Entry) (all, within []int) {
	for _, title := range append(slices.Clip(e.Forms), e.Title) {
		if all = x.byTitle[title]; len(all) > 0 {
			return all, x.inSection(e, title)
		}
	}
	return nil, nil
}

// inSection returns the items that have the title and are in the section that the entry is
// below. If these are several sections, those in an area that it is below decide.
func (x *exactIndex) inSection(e *markdown.Entry, title string) []int {
	above := make([]string, len(e.Path))
	for i, heading := range e.Path {
		above[i] = x.compacted(heading)
	}
	var sections, inArea theOnly
	for _, section := range above {
		sections.add(x.below[headed{title: title, section: section}])
	}
	if sections.several {
		for _, section := range above {
			for _, area := range above {
				inArea.add(x.below[headed{title, section, area, true}])
			}
		}
		sections = inArea
	}
	if sections.several || sections.group == nil {
		return nil
	}
	return sections.group.items
}

// theOnly is the only group of those that were added, unless there were several.
type theOnly struct {
	group   *sameTitle
	several bool
}

func (o *theOnly) add(groups []*sameTitle) {
	for _, group := range groups {
		if o.several {
			return
		}
		o.several = o.group != nil && o.group != group
		o.group = group
	}
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
