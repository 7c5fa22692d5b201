package commands

import (
	"context"
	"errors"
	"strconv"
	"unicode/utf8"

	"dojang/roadmap"
	"dojang/view"
)

// replacer is what replacing a group's roadmap needs of the store.
type replacer interface {
	overviewer
	// Versions returns all versions of the group's roadmap, the first one first, with
	// the roadmaps themselves if these are wanted.
	Versions(ctx context.Context, g *roadmap.Group, whole bool) ([]roadmap.Version, error)
	// Touched returns how many active members have done some of the items, and
	// how many checks that are.
	Touched(ctx context.Context, g *roadmap.Group, act roadmap.Act, items []string) (members, checks int, err error)
	// Replace puts the plan's next version in the place of the group's roadmap.
	Replace(ctx context.Context, g *roadmap.Group, act roadmap.Act, plan *roadmap.Plan, like int) (*roadmap.Group, error)
}

// replaceRoadmap gives a group another roadmap, or a new version of its own. As
// with an import, the preview keeps no state but the message itself.
func replaceRoadmap(store replacer) Command {
	again := func(ctx context.Context, r *Request) (Reply, error) {
		page, err := r.offset(4)
		if err != nil {
			return Reply{}, err
		}
		m, err := r.replan(ctx, store, page)
		if err != nil {
			return Reply{}, err
		}
		return replace(r.Print.Replacement(m)), nil
	}
	return Command{
		Name:     "replace",
		Managers: true,
		Private:  always,
		Options:  []Option{fileOption(), groupOption(completeGroup)},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Open()
			if err != nil {
				return Reply{}, err
			}
			file, err := r.File(ctx, "file")
			if err != nil {
				return Reply{}, err
			}
			m, err := r.succession(ctx, store, view.Replacement{Group: g}, file, groups)
			var faults roadmap.Faults
			if errors.As(err, &faults) {
				return private(r.Print.NoRoadmap(faults)), nil
			}
			if err != nil {
				return Reply{}, err
			}
			return private(r.Print.Replacement(m)), nil
		},
		Actions: []Action{
			managed("replace-page", 5, again),
			managed("replace-guess", 5, again),
			managed("replace-apply", 4, func(ctx context.Context, r *Request) (Reply, error) {
				m, err := r.replan(ctx, store, 0)
				if err != nil {
					return Reply{}, err
				}
				return r.applyPlan(ctx, store, m)
			}),
		},
	}
}

// succession plans that a file takes the place of the roadmap of m's group.
func (r *Request) succession(ctx context.Context, store replacer, m view.Replacement, file File, groups string) (view.Replacement, error) {
	if m.File = file.URL; utf8.RuneCountInString(m.File) > view.MaxButtonURL {
		return m, roadmap.Refuse("file.name")
	}
	parsed, warnings, err := roadmap.ParseNamed(file.Text, "", m.Group.Roadmap.Title.In(m.Group.Language))
	if err != nil {
		return m, err
	}
	m.Warnings = warnings
	versions, err := store.Versions(ctx, m.Group, true)
	if err != nil {
		return m, err
	}
	var earlier []*roadmap.Roadmap
	for _, v := range versions {
		earlier = append(earlier, v.Roadmap)
	}
	m.Plan = roadmap.Succeed(m.Group.Roadmap, earlier, parsed, func(guess int) bool { return m.Picks.Has(guess) })
	return r.touch(ctx, store, m, groups)
}

// touch finds out whose checks a plan touches.
func (r *Request) touch(ctx context.Context, store replacer, m view.Replacement, groups string) (view.Replacement, error) {
	act := r.Act(groups)
	o, err := store.Overview(ctx, m.Group, act)
	if err != nil {
		return m, err
	}
	m.Counts = o.Counts
	var done []string
	for _, s := range m.Plan.Items {
		if s.Fates[0] == roadmap.Removed && o.Counts[s.Old.Item.ID] > 0 {
			done = append(done, s.Old.Item.ID)
		}
	}
	m.Members, m.Checks, err = store.Touched(ctx, m.Group, act, done)
	return m, err
}

// replan is succession for what was done on a preview, whose custom_ids begin with
// group, version, mark and picks.
func (r *Request) replan(ctx context.Context, store replacer, page int) (view.Replacement, error) {
	m := view.Replacement{Page: page}
	var err error
	if m.Group, err = r.unchanged(); err != nil {
		return m, err
	}
	if m.Picks, err = view.ParsePicks(r.Args[3]); err != nil {
		return m, roadmap.Refuse("button.old")
	}
	for guess, same := range r.answered() {
		m.Picks = m.Picks.With(guess, !same)
	}
	url, _ := view.ImportSource(r.From.Message.Components)
	if url == "" {
		return m, roadmap.Refuse("button.old")
	}
	file, err := r.fetch(ctx, url)
	if err != nil {
		return m, err
	}
	m, err = r.succession(ctx, store, m, file, roadmap.AnyGroups)
	switch {
	case err != nil:
		return m, unreadable(err)
	case m.Plan.Mark != r.Args[2]:
		return m, roadmap.Refuse("replace.changed")
	}
	return m, nil
}

// unchanged returns the group of a preview, whose custom_ids begin with it and the
// version of its roadmap, unless that has changed since.
func (r *Request) unchanged() (*roadmap.Group, error) {
	g, err := r.named(r.Args[0])
	if err == nil {
		err = writable(g)
	}
	if err == nil && strconv.Itoa(g.Revision) != r.Args[1] {
		err = roadmap.Refuse("replace.changed")
	}
	return g, err
}

// applyPlan carries a plan out, and tells the channel.
func (r *Request) applyPlan(ctx context.Context, store replacer, m view.Replacement) (Reply, error) {
	if m.Plan.Same {
		return Reply{}, roadmap.Refuse("replace.nothing")
	}
	g, err := store.Replace(ctx, m.Group, r.Act(roadmap.AnyGroups), m.Plan, m.To)
	if err != nil {
		return Reply{}, err
	}
	reply := replace(r.Print.Replaced(g))
	reply.Then = new(public(r.Print.RoadmapChanged(m, g, r.User())))
	return reply, nil
}
