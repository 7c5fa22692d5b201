package option

import (
	"context"
	"slices"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/router"
	"dojang/normalize"
	"dojang/refusal"
	"dojang/roadmap"
	"dojang/study"
	"dojang/view"
)

// Area takes an area of the group's roadmap; see [FindArea].
func Area() router.Option {
	return router.Option{Name: "area", Type: discordgo.ApplicationCommandOptionString, ByGroup: true, Complete: completeArea}
}

// completeArea offers the areas. An area is identified by the id of its first section.
func completeArea(_ context.Context, r *router.Request, typed string) ([]view.Choice, error) {
	var choices []view.Choice
	for _, area := range areas(r.Group, typed) {
		choices = append(choices, r.Print.AreaChoice(area))
	}
	return choices, nil
}

// FindArea returns the area that the option names: by id, by title, or by a part of a title
// that no other area has.
func FindArea(r *router.Request) (*roadmap.Area, error) {
	text := r.Text("area")
	found := areas(r.Group, text)
	for _, exact := range []func(*roadmap.Area) bool{
		func(a *roadmap.Area) bool { return a.Sections[0].ID == text },
		func(a *roadmap.Area) bool {
			return slices.ContainsFunc(titles(a), func(title string) bool { return normalize.Compact(title) == normalize.Compact(text) })
		},
	} {
		if one := slices.IndexFunc(found, exact); one >= 0 {
			return found[one], nil
		}
	}
	if len(found) != 1 {
		return nil, refusal.New("area.unknown", "area", text)
	}
	return found[0], nil
}

// areas returns the areas that a text may mean, in roadmap order.
func areas(g *study.Group, text string) []*roadmap.Area {
	var found []*roadmap.Area
	for i := range g.Roadmap.Areas {
		area := &g.Roadmap.Areas[i]
		if area.Sections[0].ID == text || slices.ContainsFunc(titles(area), func(title string) bool { return normalize.Matches(title, text) }) {
			found = append(found, area)
		}
	}
	return found
}

// titles returns an area's title in all languages.
func titles(a *roadmap.Area) []string {
	var all []string
	for _, title := range a.Title {
		all = append(all, title)
	}
	return all
}
