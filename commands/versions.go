package commands

import (
	"context"
	"slices"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"dojang/roadmap"
	"dojang/view"
)

// roadmapVersions lists the versions of a group's roadmap.
func roadmapVersions(store replacer) Command {
	return Command{
		Name:     "versions",
		Managers: true,
		Private:  always,
		Options:  []Option{groupOption(completeGroup)},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, _, err := r.Group()
			if err != nil {
				return Reply{}, err
			}
			versions, err := store.Versions(ctx, g, false)
			if err == nil {
				err = r.Confirm(ctx) // that the group's version is the present one
			}
			return private(r.Print.Versions(g, versions)), err
		},
	}
}

// rollBack puts an earlier version in the place of a group's roadmap: shown first,
// then confirmed.
func rollBack(store replacer) Command {
	return Command{
		Name:     "rollback",
		Managers: true,
		Private:  always,
		Options: []Option{
			{Name: "version", Type: discordgo.ApplicationCommandOptionString, Required: true, Reads: true, Complete: completeVersion(store)},
			groupOption(completeGroup),
		},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Open()
			if err != nil {
				return Reply{}, err
			}
			m, err := r.goBack(ctx, store, view.Replacement{Group: g}, r.Text("version"), groups)
			if err != nil {
				return Reply{}, err
			}
			return private(r.Print.Replacement(m)), nil
		},
		Actions: []Action{
			managed("rollback", 2, func(ctx context.Context, r *Request) (Reply, error) {
				return r.goBackAt(ctx, store, r.chosen(), 0)
			}),
			managed("rollback-page", 4, func(ctx context.Context, r *Request) (Reply, error) {
				page, err := r.offset(3)
				if err != nil {
					return Reply{}, err
				}
				return r.goBackAt(ctx, store, r.Args[2], page)
			}),
			managed("rollback-apply", 3, func(ctx context.Context, r *Request) (Reply, error) {
				g, err := r.unchanged()
				if err != nil {
					return Reply{}, err
				}
				m, err := r.goBack(ctx, store, view.Replacement{Group: g}, r.Args[2], roadmap.AnyGroups)
				if err != nil {
					return Reply{}, err
				}
				return r.applyPlan(ctx, store, m)
			}),
		},
	}
}

// goBackAt shows a page of the preview of going back, in the place of another.
func (r *Request) goBackAt(ctx context.Context, store replacer, version string, page int) (Reply, error) {
	g, err := r.unchanged()
	if err != nil {
		return Reply{}, err
	}
	m, err := r.goBack(ctx, store, view.Replacement{Group: g, Page: page}, version, roadmap.AnyGroups)
	if err != nil {
		return Reply{}, err
	}
	return replace(r.Print.Replacement(m)), nil
}

// goBack plans that an earlier version takes the place of the roadmap of m's group.
func (r *Request) goBack(ctx context.Context, store replacer, m view.Replacement, version, groups string) (view.Replacement, error) {
	versions, err := store.Versions(ctx, m.Group, true)
	if err != nil {
		return m, err
	}
	n, err := strconv.Atoi(version)
	if err != nil || n < 1 || n > len(versions) {
		return m, roadmap.Refuse("version.unknown", "version", version, "n", len(versions))
	}
	if n == m.Group.Revision {
		return m, roadmap.Refuse("version.current", "version", n)
	}
	m.To, m.Plan = n, roadmap.Restore(m.Group.Roadmap, versions[n-1].Roadmap)
	return r.touch(ctx, store, m, groups)
}

// completeVersion offers the versions of the group's roadmap but the present one,
// the last first.
func completeVersion(store replacer) func(context.Context, *Request, string) ([]view.Choice, error) {
	return func(ctx context.Context, r *Request, typed string) ([]view.Choice, error) {
		g, _, err := r.Group()
		if err != nil {
			return nil, err
		}
		versions, err := store.Versions(ctx, g, false)
		if err != nil {
			return nil, err
		}
		var choices []view.Choice
		for _, v := range slices.Backward(versions) {
			if c := r.Print.VersionChoice(g, v); v.N != g.Revision && matches(c.Name, typed) {
				choices = append(choices, c)
			}
		}
		return choices, nil
	}
}
