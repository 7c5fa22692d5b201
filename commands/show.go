package commands

import (
	"context"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/refusal"
	"dojang/roadmap"
	"dojang/study"
	"dojang/view"
)

// maxCompletions limits the members named for an item.
const maxCompletions = 30

// showRoadmap shows the roadmap on one private message: areas, sections, items, and who has
// checked them. Its custom_ids hold its state.
func showRoadmap(store Store) router.Command {
	return router.Command{
		Name:    "show",
		Group:   router.ReadableGroup,
		Private: router.Always,
		Options: []router.Option{option.Item(), option.Group()},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			if r.Text("item") == "" {
				m, err := showLevel(ctx, r, store, view.Areas, "", 0)
				return router.Private(m), err
			}
			ref, err := option.FindItem(r, r.Text("item"))
			if err != nil {
				return router.Reply{}, err
			}
			m, err := showItem(ctx, r, store, ref)
			return router.Private(m), err
		},
		Actions: append(browseActions(store), itemActions(store)...),
	}
}

// browseActions navigate the roadmap.
func browseActions(store Store) []router.Action {
	return []router.Action{
		router.InPlace(view.ShowID, router.ReadableGroup, func(ctx context.Context, r *router.Request) (router.Reply, error) {
			m, err := showLevel(ctx, r, store, r.Arg("level"), r.Chosen(), 0)
			return router.Replace(m), err
		}),
		router.InPlace(view.ShowPageID, router.ReadableGroup, func(ctx context.Context, r *router.Request) (router.Reply, error) {
			m, err := showLevel(ctx, r, store, r.Arg("level"), r.Arg("of"), r.IntArg("page"))
			return router.Replace(m), err
		}),
		router.InPlace(view.ShowItemID, router.ReadableGroup, func(ctx context.Context, r *router.Request) (router.Reply, error) {
			ref, err := shownItem(r, r.Chosen())
			if err != nil {
				return router.Reply{}, err
			}
			m, err := showItem(ctx, r, store, ref)
			return router.Replace(m), err
		}),
		{ID: view.ShowFindID, Group: router.ReadableGroup, Fresh: true, Modal: true, Run: func(_ context.Context, r *router.Request) (router.Reply, error) {
			return router.Form(r.Print.FindModal(r.Group.ID)), nil
		}},
		router.InPlace(view.ShowFormID, router.ReadableGroup, func(ctx context.Context, r *router.Request) (router.Reply, error) {
			ref, err := option.FindItem(r, r.FormText("item"))
			if err != nil {
				return router.Reply{}, err
			}
			m, err := showItem(ctx, r, store, ref)
			return router.Replace(m), err
		}),
	}
}

// itemActions are the actions on the shown item.
func itemActions(store Store) []router.Action {
	return []router.Action{
		router.InPlace(view.ShowCheckID, router.WritableGroup, checkShown(store)),
		router.InPlace(view.ShowUncheckID, router.WritableGroup, uncheckShown(store)),
		{ID: view.ShowPostsID, Group: router.ReadableGroup, Private: true, Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			ref, err := shownItem(r, r.Arg("item"))
			if err != nil {
				return router.Reply{}, err
			}
			m, err := listPosts(ctx, r, store, study.PostQuery{Topic: ref.Item.ID}, 0)
			return router.Private(m), err
		}},
	}
}

// shownItem returns the item, or a refusal if it is no longer in the roadmap.
func shownItem(r *router.Request, item string) (roadmap.ItemRef, error) {
	ref, ok := r.Group.Roadmap.Item(item)
	if !ok {
		return ref, refusal.New("item.gone")
	}
	return ref, nil
}

// showItem returns the message that shows an item.
func showItem(ctx context.Context, r *router.Request, checks Checks, ref roadmap.ItemRef) (view.Message, error) {
	completions, err := checks.Completions(ctx, r.Group, r.Operation(), ref.Item.ID, maxCompletions)
	return r.Print.ShowItem(view.ShownItem{Group: r.Group, Item: ref, Completions: completions}), err
}

// showLevel returns the message that shows the roadmap, an area or a section.
func showLevel(ctx context.Context, r *router.Request, boards Boards, level, id string, page int) (view.Message, error) {
	s := view.Shown{Group: r.Group, Page: page}
	if level != view.Areas {
		if s.Area = r.Group.Roadmap.Area(id); s.Area == nil {
			return view.Message{}, errOldButton()
		}
	}
	op := r.Operation()
	if level == view.Items {
		s.Section = r.Group.Roadmap.Section(id)
		begun, _, err := boards.Focus(ctx, r.Group, op, []string{id}, nil, 0)
		if err != nil {
			return view.Message{}, err
		}
		s.Begun = &begun[0]
	}
	var err error
	s.Overview, err = boards.Overview(ctx, r.Group, op)
	if err != nil {
		return view.Message{}, err
	}
	return r.Print.Show(s), nil
}

// checkShown checks the shown item, says so in the channel, and returns to the section.
func checkShown(store Store) router.Handler {
	return func(ctx context.Context, r *router.Request) (router.Reply, error) {
		ref, err := shownItem(r, r.Arg("item"))
		if err != nil {
			return router.Reply{}, err
		}
		t, err := checkByButton(ctx, r, store, ref.Item.ID)
		if err != nil {
			return router.Reply{}, err
		}
		m, err := showSection(ctx, r, store, ref)
		reply := router.Replace(m)
		if !t.Result.AlreadyDone {
			reply.Then = new(router.Public(r.Print.Checked(t)))
		}
		return reply, err
	}
}

// uncheckShown takes the check back and returns to the section.
func uncheckShown(store Store) router.Handler {
	return func(ctx context.Context, r *router.Request) (router.Reply, error) {
		ref, err := shownItem(r, r.Arg("item"))
		if err != nil {
			return router.Reply{}, err
		}
		result, err := store.Uncheck(ctx, r.Group, r.Operation(), ref.Item.ID)
		if err != nil {
			return router.Reply{}, err
		}
		m, err := showSection(ctx, r, store, ref)
		reply := router.Replace(m)
		reply.Then = new(router.Private(r.Print.Unchecked(r.Group, r.User(), ref, result)))
		return reply, err
	}
}

// showSection shows the item's section, in one round trip.
func showSection(ctx context.Context, r *router.Request, boards Boards, ref roadmap.ItemRef) (view.Message, error) {
	o, err := boards.Overview(ctx, r.Group, r.Operation())
	return r.Print.Show(view.Shown{Group: r.Group, Area: ref.Area, Section: ref.Section, Page: view.PageOf(ref), Overview: o}), err
}
