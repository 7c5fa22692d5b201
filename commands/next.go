package commands

import (
	"context"
	"slices"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/study"
	"dojang/view"
)

// next suggests what to do next, with reasons.
func next(store Store) router.Command {
	suggest := func(ctx context.Context, r *router.Request) (router.Reply, error) {
		op := r.Operation()
		n, o, err := suggestions(ctx, store, r.Group, op)
		if err != nil {
			return router.Reply{}, err
		}
		if err := addReading(ctx, store, &n, o, op); err != nil {
			return router.Reply{}, err
		}
		return router.Private(r.Print.Next(n)), nil
	}
	return router.Command{
		Name:    "next",
		Group:   router.ReadableGroup,
		Private: router.Always,
		Options: []router.Option{option.Group()},
		Run:     suggest,
		Actions: []router.Action{
			{ID: view.NextID, Group: router.ReadableGroup, Private: true, Run: suggest},
			{ID: view.NextCheckID, Group: router.WritableGroup, Update: true, Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
				t, err := checkByButton(ctx, r, store, r.Arg("item"))
				if err != nil {
					return router.Reply{}, err
				}
				n, _, err := suggestions(ctx, store, r.Group, t.Op)
				if err != nil {
					return router.Reply{}, err
				}
				reply := router.Replace(r.Print.Next(n))
				if !t.Result.AlreadyDone {
					reply.Then = new(router.Public(r.Print.Checked(t)))
				}
				return reply, nil
			}},
		},
	}
}

// suggestions reads what is needed for suggestions, in one round trip.
func suggestions(ctx context.Context, boards Boards, g *study.Group, op study.Operation) (view.Next, *study.Overview, error) {
	o, err := boards.Overview(ctx, g, op)
	if err != nil {
		return view.Next{}, nil, err
	}
	return view.Next{Group: g, Suggestions: g.Roadmap.Suggest(o.Record.Done, o.Others, view.Suggestions)}, o, nil
}

// postsToRead is how many posts are read for each suggested item.
const postsToRead = 3

// addReading adds the group's focus and posts to read, in a second round trip.
func addReading(ctx context.Context, boards Boards, n *view.Next, o *study.Overview, op study.Operation) error {
	n.Focus = &view.Focus{}
	var more bool
	n.Focus.Focus, more = n.Group.Roadmap.Focus(func(item string) int { return o.Counts[item] }, o.Active)
	n.Focus.Done = !more
	var sections, items []string
	for _, s := range n.Focus.Sections {
		sections = append(sections, s.Section.ID)
	}
	for _, s := range n.Suggestions {
		items = append(items, s.Ref.Item.ID)
	}
	begun, posts, err := boards.Focus(ctx, n.Group, op, sections, items, postsToRead)
	if err != nil {
		return err
	}
	n.Focus.Begun = begun
	n.Posts = map[string][]study.Post{}
	for _, post := range posts {
		for _, item := range post.Items {
			known := slices.ContainsFunc(n.Posts[item], func(p study.Post) bool { return p.ID == post.ID })
			if post.Member != op.Member && len(n.Posts[item]) < 2 && !known {
				n.Posts[item] = append(n.Posts[item], post)
			}
		}
	}
	return nil
}
