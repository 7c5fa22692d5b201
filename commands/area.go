package commands

import (
	"context"
	"slices"
	"strings"

	"dojang/roadmap"
	"dojang/view"
)

// completeArea offers the areas of the group's roadmap. An area has no id of
// its own: that of its first section stands for it.
func completeArea(_ context.Context, r *Request, typed string) ([]view.Choice, error) {
	g, _, err := r.Group()
	if err != nil {
		return nil, err
	}
	var choices []view.Choice
	for _, area := range areas(g, typed) {
		choices = append(choices, r.Print.AreaChoice(area))
	}
	return choices, nil
}

// area returns the area that the option names: by what stands for it, by its
// title, or by a part of the title of no other one.
func (r *Request) area(g *roadmap.Group) (*roadmap.Area, error) {
	text := r.Text("area")
	found := areas(g, text)
	for _, exact := range []func(*roadmap.Area) bool{
		func(a *roadmap.Area) bool { return a.Sections[0].ID == text },
		func(a *roadmap.Area) bool {
			return slices.ContainsFunc(titles(a), func(title string) bool { return strings.EqualFold(title, text) })
		},
	} {
		if one := slices.IndexFunc(found, exact); one >= 0 {
			return found[one], nil
		}
	}
	if len(found) != 1 {
		return nil, roadmap.Refuse("area.unknown", "area", text)
	}
	return found[0], nil
}

// areas returns the areas that a text may mean, in roadmap order.
func areas(g *roadmap.Group, text string) []*roadmap.Area {
	var found []*roadmap.Area
	for i := range g.Roadmap.Areas {
		area := &g.Roadmap.Areas[i]
		if area.Sections[0].ID == text || slices.ContainsFunc(titles(area), func(title string) bool { return matches(title, text) }) {
			found = append(found, area)
		}
	}
	return found
}

// titles are an area's titles in all languages.
func titles(a *roadmap.Area) []string {
	var all []string
	for _, title := range a.Title {
		all = append(all, title)
	}
	return all
}
