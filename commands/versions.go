package commands

import (
	"context"
	"slices"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/normalize"
	"dojang/view"
)

// roadmapVersions lists the versions of a group's roadmap.
func roadmapVersions(roadmaps Roadmaps) router.Command {
	return router.Command{
		Name:     "versions",
		Managers: true,
		Group:    router.ReadableGroup,
		Fresh:    true, // the reply shows the current version
		Private:  router.Always,
		Options:  []router.Option{option.Group()},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			versions, err := roadmaps.Versions(ctx, r.Group, false)
			return router.Private(r.Print.Versions(r.Group, versions)), err
		},
	}
}

// completeVersion offers the versions other than the current one, newest first.
func completeVersion(roadmaps Roadmaps) router.Completer {
	return func(ctx context.Context, r *router.Request, typed string) ([]view.Choice, error) {
		versions, err := roadmaps.Versions(ctx, r.Group, false)
		if err != nil {
			return nil, err
		}
		var choices []view.Choice
		for _, v := range slices.Backward(versions) {
			if c := r.Print.VersionChoice(r.Group, v); v.N != r.Group.RoadmapVersion && normalize.Matches(c.Name, typed) {
				choices = append(choices, c)
			}
		}
		return choices, nil
	}
}
