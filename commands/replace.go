package commands

import (
	"context"
	"errors"
	"unicode/utf8"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/refusal"
	"dojang/roadmap"
	"dojang/roadmap/diff"
	"dojang/roadmap/markdown"
	"dojang/view"
)

// replaceRoadmap replaces a group's roadmap with the one in a file. As with an import, the
// message with the preview is the only state.
func replaceRoadmap(store Store) router.Command {
	showPage := func(ctx context.Context, r *router.Request) (router.Reply, error) {
		m, err := replanReplacement(ctx, r, store, r.IntArg("page"))
		if err != nil {
			return router.Reply{}, err
		}
		return router.Replace(r.Print.Replacement(m)), nil
	}
	return router.Command{
		Name:     "replace",
		Managers: true,
		Group:    router.WritableGroup,
		Private:  router.Always,
		Lists:    true,
		Options:  []router.Option{option.File(), option.Group()},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			file, err := r.File(ctx, "file")
			if err != nil {
				return router.Reply{}, err
			}
			m, err := planReplacement(ctx, r, store, view.Replacement{}, file, nil)
			if m.OffersTables() { // as when the group's roadmap was taken from this file
				if taken, err := planReplacement(ctx, r, store, view.Replacement{Tables: true}, file, nil); err == nil && taken.Plan.Same {
					return router.Private(r.Print.Replacement(taken)), nil
				}
			}
			preview, err := showReplacement(r, m, err)
			return router.Private(preview), err
		},
		Actions: []router.Action{
			previewAction(view.ReplacePageID, showPage).Listing(),
			previewAction(view.ReplaceGuessID, showPage).Listing(),
			previewAction(view.ReplaceApplyID, func(ctx context.Context, r *router.Request) (router.Reply, error) {
				m, err := replanReplacement(ctx, r, store, 0)
				if err != nil {
					return router.Reply{}, err
				}
				return applyPlan(ctx, r, store, m)
			}),
			previewAction(view.ReplaceTablesID, func(ctx context.Context, r *router.Request) (router.Reply, error) {
				m, err := planAgain(ctx, r, store, view.Replacement{Tables: r.IntArg("take") == 1}, nil)
				preview, err := showReplacement(r, m, err)
				return router.Replace(preview), err
			}).Listing(),
		},
	}
}

// showReplacement returns the preview, or what is wrong with the file if err is its faults.
func showReplacement(r *router.Request, m view.Replacement, err error) (view.Message, error) {
	if faults, ok := errors.AsType[markdown.Faults](err); ok {
		return r.Print.NoRoadmap(m, faults), nil
	}
	if err != nil {
		return view.Message{}, err
	}
	return r.Print.Replacement(m), nil
}

// previewAction returns an action on the preview of another version. It is refused once the
// group's roadmap has changed.
func previewAction(id view.CustomID, run router.Handler) router.Action {
	return router.Action{ID: id, Managers: true, Group: router.WritableGroup, Version: true, Update: true, Private: true, Run: run}
}

// planReplacement plans the replacement of the group's roadmap with a file, with the
// answers on the preview m and the new ones, by guess.
func planReplacement(ctx context.Context, r *router.Request, store Store, m view.Replacement, file router.File, answers map[int]bool) (view.Replacement, error) {
	m.Group, m.File = r.Group, file.URL
	if utf8.RuneCountInString(m.File) > view.MaxButtonURL {
		return m, refusal.New("file.name")
	}
	parsed, warnings, err := markdown.ParseFile(file.Text, markdown.Options{Name: m.Group.Roadmap.Title.In(m.Group.Language), Tables: m.Tables})
	if m.Warnings = warnings; err != nil {
		return m, err
	}
	versions, err := store.Versions(ctx, m.Group, true)
	if err != nil {
		return m, err
	}
	var earlier []*roadmap.Roadmap
	for _, v := range versions {
		earlier = append(earlier, v.Roadmap)
	}
	m.Plan = diff.PlanReplacement(m.Group.Roadmap, earlier, parsed, func(guess int, proposed bool) bool {
		if same, answered := answers[guess]; answered {
			m.Picks = m.Picks.With(guess, same != proposed)
		}
		return proposed != m.Picks.Has(guess)
	})
	return countTouched(ctx, r, store, m)
}

// countTouched counts the members and checks that a plan affects.
func countTouched(ctx context.Context, r *router.Request, store Store, m view.Replacement) (view.Replacement, error) {
	op := r.Operation()
	o, err := store.Overview(ctx, m.Group, op)
	if err != nil {
		return m, err
	}
	m.Counts = o.Counts
	var done []string
	for _, s := range m.Plan.Items {
		if s.Kinds[0] == diff.Removed && o.Counts[s.Old.Item.ID] > 0 {
			done = append(done, s.Old.Item.ID)
		}
	}
	m.Members, m.Checks, err = store.Touched(ctx, m.Group, op, done)
	return m, err
}

// replanReplacement plans again after a click on the preview.
func replanReplacement(ctx context.Context, r *router.Request, store Store, page int) (view.Replacement, error) {
	tables, fingerprint := view.ParseMark(r.Arg("mark"))
	m := view.Replacement{Page: page, Tables: tables}
	var err error
	if m.Picks, err = view.ParsePicks(r.Arg("picks")); err != nil {
		return m, errOldButton()
	}
	m, err = planAgain(ctx, r, store, m, answeredGuesses(r))
	switch {
	case err != nil:
		return m, refuseUnreadable(err)
	case m.Plan.Fingerprint != fingerprint:
		return m, refusal.New("replace.changed")
	}
	return m, nil
}

// planAgain fetches the file of a preview and plans its replacement.
func planAgain(ctx context.Context, r *router.Request, store Store, m view.Replacement, answers map[int]bool) (view.Replacement, error) {
	url, _ := view.ImportSource(r.From.Message.Components)
	if url == "" {
		return m, errOldButton()
	}
	file, err := r.Fetch(ctx, url)
	if err != nil {
		return m, err
	}
	return planReplacement(ctx, r, store, m, file, answers)
}

// applyPlan applies the plan and says so in the channel.
func applyPlan(ctx context.Context, r *router.Request, roadmaps Roadmaps, m view.Replacement) (router.Reply, error) {
	if m.Plan.Same {
		return router.Reply{}, refusal.New("replace.nothing")
	}
	g, err := roadmaps.Replace(ctx, m.Group, r.Operation(), m.Plan, m.To)
	if err != nil {
		return router.Reply{}, err
	}
	reply := router.Replace(r.Print.Replaced(g))
	reply.Then = new(router.Public(r.Print.RoadmapChanged(m, g, r.User())))
	return reply, nil
}
