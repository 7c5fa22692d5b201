package commands

import (
	"context"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/refusal"
	"dojang/roadmap/diff"
	"dojang/view"
)

// rollBack replaces a group's roadmap with an earlier version, after a preview.
func rollBack(store Store) router.Command {
	version := router.Option{Name: "version", Type: discordgo.ApplicationCommandOptionString, Required: true,
		Complete: completeVersion(store), ByGroup: true, Checks: router.NoChecks}
	show := func(ctx context.Context, r *router.Request, version string, page int) (router.Reply, error) {
		m, err := planRollback(ctx, r, store, version, page)
		if err != nil {
			return router.Reply{}, err
		}
		return router.Replace(r.Print.Replacement(m)), nil
	}
	return router.Command{
		Name:     "rollback",
		Managers: true,
		Group:    router.WritableGroup,
		Private:  router.Always,
		Lists:    true,
		Options:  []router.Option{version, option.Group()},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			m, err := planRollback(ctx, r, store, r.Text("version"), 0)
			if err != nil {
				return router.Reply{}, err
			}
			return router.Private(r.Print.Replacement(m)), nil
		},
		Actions: []router.Action{
			previewAction(view.RollbackID, func(ctx context.Context, r *router.Request) (router.Reply, error) {
				return show(ctx, r, r.Chosen(), 0)
			}).Listing(),
			previewAction(view.RollbackPageID, func(ctx context.Context, r *router.Request) (router.Reply, error) {
				return show(ctx, r, r.Arg("to"), r.IntArg("page"))
			}).Listing(),
			previewAction(view.RollbackApplyID, func(ctx context.Context, r *router.Request) (router.Reply, error) {
				m, err := planRollback(ctx, r, store, r.Arg("to"), 0)
				if err != nil {
					return router.Reply{}, err
				}
				return applyPlan(ctx, r, store, m)
			}),
		},
	}
}

// planRollback plans the return to an earlier version.
func planRollback(ctx context.Context, r *router.Request, store Store, version string, page int) (view.Replacement, error) {
	m := view.Replacement{Group: r.Group, Page: page}
	versions, err := store.Versions(ctx, r.Group, true)
	if err != nil {
		return m, err
	}
	n, err := strconv.Atoi(version)
	if err != nil || n < 1 || n > len(versions) {
		return m, refusal.New("version.unknown", "version", version, "n", len(versions))
	}
	if n == r.Group.RoadmapVersion {
		return m, refusal.New("version.current", "version", n)
	}
	m.To, m.Plan = n, diff.PlanRollback(r.Group.Roadmap, versions[n-1].Roadmap)
	return countTouched(ctx, r, store, m)
}
