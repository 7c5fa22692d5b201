package commands

import (
	"context"
	"slices"

	"dojang/roadmap"
	"dojang/view"
)

type focuser interface {
	Focus(ctx context.Context, g *roadmap.Group, act roadmap.Act, sections, items []string, posts int) ([]roadmap.Begun, []roadmap.Post, error)
}

// next suggests what to do next, and why.
func next(store interface {
	overviewer
	focuser
	checker
}) Command {
	suggest := func(ctx context.Context, r *Request, g *roadmap.Group, groups string) (Reply, error) {
		act := r.Act(groups)
		n, o, err := suggestions(ctx, store, g, act)
		if err != nil {
			return Reply{}, err
		}
		if err := addReading(ctx, store, &n, o, act); err != nil {
			return Reply{}, err
		}
		return private(r.Print.Next(n)), nil
	}
	return Command{
		Name:    "next",
		Private: always,
		Options: []Option{groupOption(completeGroup)},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Group()
			if err != nil {
				return Reply{}, err
			}
			return suggest(ctx, r, g, groups)
		},
		Actions: []Action{
			// The digest's button: its second argument names the week, by which
			// a posted digest is found again.
			{Name: "next", Args: 2, Private: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
				g, err := r.named(r.Args[0])
				if err != nil {
					return Reply{}, err
				}
				return suggest(ctx, r, g, roadmap.AnyGroups)
			}},
			{Name: "done", Args: 2, Update: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
				g, err := r.named(r.Args[0])
				if err != nil {
					return Reply{}, err
				}
				if err := writable(g); err != nil {
					return Reply{}, err
				}
				t, err := r.tick(ctx, store, g, r.Args[1])
				if err != nil {
					return Reply{}, err
				}
				n, _, err := suggestions(ctx, store, g, t.Act)
				if err != nil {
					return Reply{}, err
				}
				reply := replace(r.Print.Next(n))
				if !t.Result.Already {
					reply.Then = new(public(r.Print.Ticked(t)))
				}
				return reply, nil
			}},
		},
	}
}

// suggestions gathers what to suggest, in one round trip.
func suggestions(ctx context.Context, store overviewer, g *roadmap.Group, act roadmap.Act) (view.Next, *roadmap.Overview, error) {
	o, err := store.Overview(ctx, g, act)
	if err != nil {
		return view.Next{}, nil, err
	}
	return view.Next{Group: g, Suggestions: g.Roadmap.Suggest(o.Record.Done, o.Others, view.Suggestions)}, o, nil
}

// postsToRead is how many posts are looked at for each suggested item.
const postsToRead = 3

// addReading adds the group's focus and what there is to read on the
// suggestions, in one more round trip.
func addReading(ctx context.Context, store focuser, n *view.Next, o *roadmap.Overview, act roadmap.Act) error {
	n.Focus = &view.Focus{}
	var more bool
	n.Focus.Focus, more = n.Group.Roadmap.Focus(func(item string) int { return o.Counts[item] }, o.Active)
	n.Focus.Done = !more
	var sections, items []string
	for _, s := range n.Focus.Sections {
		sections = append(sections, s.Section.ID)
	}
	for _, s := range n.Suggestions {
		items = append(items, s.Spot.Item.ID)
	}
	begun, posts, err := store.Focus(ctx, n.Group, act, sections, items, postsToRead)
	if err != nil {
		return err
	}
	n.Focus.Begun = begun
	n.Posts = map[string][]roadmap.Post{}
	for _, post := range posts {
		for _, item := range post.Items {
			known := slices.ContainsFunc(n.Posts[item], func(p roadmap.Post) bool { return p.ID == post.ID })
			if post.Member != act.Member && len(n.Posts[item]) < 2 && !known {
				n.Posts[item] = append(n.Posts[item], post)
			}
		}
	}
	return nil
}
