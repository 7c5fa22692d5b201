package commands

import (
	"context"

	"dojang/roadmap"
	"dojang/view"
)

type sharer interface {
	Share(ctx context.Context, g *roadmap.Group, act roadmap.Act, link roadmap.Link, title string, items ...string) (roadmap.Shared, error)
}

// share shares a post, on any number of items.
func share(store interface {
	sharer
	checker
	enterer
	postReader
}) Command {
	return Command{
		Name:    "share",
		Options: []Option{linkOption(true), titleOption(), itemOption(false, completeItems), groupOption(completeGroup)},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Open()
			if err != nil {
				return Reply{}, err
			}
			var spots []roadmap.Spot
			if r.Text("item") != "" {
				if spots, err = r.items(g, r.Text("item")); err != nil {
					return Reply{}, err
				}
			}
			return r.shareOn(ctx, store, g, groups, r.Raw("link"), r.Text("title"), spots)
		},
		Actions: []Action{{Name: "tick", Args: 3, Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, err := r.own()
			if err != nil {
				return Reply{}, err
			}
			t, err := r.tick(ctx, store, g, r.Args[2])
			if err != nil {
				return Reply{}, err
			}
			if t.Result.Already {
				return private(r.Print.Already(t)), nil
			}
			return public(r.Print.Ticked(t)), nil
		}}, {Name: "tick-open", Args: 3, Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, err := r.own()
			if err != nil {
				return Reply{}, err
			}
			act := r.Act(roadmap.AnyGroups)
			post, err := store.Post(ctx, g, act, r.Args[2])
			if err != nil {
				return Reply{}, err
			}
			spots := spotsOf(g, post.Items)
			if len(spots) == 0 {
				return Reply{}, roadmap.Refuse("button.old")
			}
			return r.tickAll(ctx, store, view.Ticks{Group: g, Act: act, Spots: spots, At: r.Now})
		}}},
	}
}

// spotsOf are the items that the roadmap still has.
func spotsOf(g *roadmap.Group, items []string) []roadmap.Spot {
	var spots []roadmap.Spot
	for _, item := range items {
		if spot, ok := g.Roadmap.Spot(item); ok {
			spots = append(spots, spot)
		}
	}
	return spots
}

// shareOn shares a link as it was typed, on the items.
func (r *Request) shareOn(ctx context.Context, store sharer, g *roadmap.Group, groups, raw, title string, spots []roadmap.Spot) (Reply, error) {
	link, title, err := readLink(raw, title)
	if err != nil {
		return Reply{}, err
	}
	if link == nil {
		return Reply{}, roadmap.Refuse("link.empty")
	}
	var items []string
	for _, spot := range spots {
		items = append(items, spot.Item.ID)
	}
	act := r.Act(groups)
	shared, err := store.Share(ctx, g, act, *link, title, items...)
	if err != nil {
		return Reply{}, err
	}
	switch shared.Outcome {
	case roadmap.SharedTaken:
		return Reply{}, roadmap.Refuse("post.taken", "name", shared.By, "date", view.Day(shared.At))
	case roadmap.SharedSame:
		return private(r.Print.Shared(g, act, shared, spots, r.elsewhere(g))), nil
	}
	return public(r.Print.Shared(g, act, shared, spots, r.elsewhere(g))), nil
}
