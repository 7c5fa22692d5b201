package commands

import (
	"context"

	"dojang/roadmap"
	"dojang/view"
)

type sharer interface {
	Share(ctx context.Context, g *roadmap.Group, act roadmap.Act, link roadmap.Link, title, item string) (roadmap.Shared, error)
}

// share shares a post, on an item or on none.
func share(store interface {
	sharer
	checker
}) Command {
	return Command{
		Name:    "share",
		Options: []Option{linkOption(true), titleOption(), itemOption(false, completeItem), groupOption(completeGroup)},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Open()
			if err != nil {
				return Reply{}, err
			}
			item := ""
			if r.Text("item") != "" {
				spot, err := r.item(g)
				if err != nil {
					return Reply{}, err
				}
				item = spot.Item.ID
			}
			return r.shareOn(ctx, store, g, groups, r.Raw("link"), r.Text("title"), item)
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
		}}},
	}
}

// shareOn shares a link as it was typed, on the item or on none for "".
func (r *Request) shareOn(ctx context.Context, store sharer, g *roadmap.Group, groups, raw, title, item string) (Reply, error) {
	link, title, err := readLink(raw, title)
	if err != nil {
		return Reply{}, err
	}
	if link == nil {
		return Reply{}, roadmap.Refuse("link.empty")
	}
	var spot *roadmap.Spot
	if item != "" {
		found, ok := g.Roadmap.Spot(item)
		if !ok {
			return Reply{}, roadmap.Refuse("button.old")
		}
		spot = &found
	}
	act := r.Act(groups)
	shared, err := store.Share(ctx, g, act, *link, title, item)
	if err != nil {
		return Reply{}, err
	}
	switch shared.Outcome {
	case roadmap.SharedTaken:
		return Reply{}, roadmap.Refuse("post.taken", "name", shared.By, "date", view.Day(shared.At))
	case roadmap.SharedSame:
		return private(r.Print.Shared(g, act, shared, spot, r.elsewhere(g))), nil
	}
	return public(r.Print.Shared(g, act, shared, spot, r.elsewhere(g))), nil
}
