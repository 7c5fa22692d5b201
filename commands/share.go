package commands

import (
	"context"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/roadmap"
	"dojang/view"
)

// share shares a post, on any number of items.
func share(store Store) router.Command {
	return router.Command{
		Name:    "share",
		Group:   router.WritableGroup,
		Options: []router.Option{option.Link(true), option.Title(), option.Items(), option.Group()},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			var spots []roadmap.Spot
			if r.Text("item") != "" {
				var err error
				if spots, err = option.FindItems(r, r.Text("item")); err != nil {
					return router.Reply{}, err
				}
			}
			return shareOn(ctx, r, store, r.Raw("link"), r.Text("title"), spots)
		},
		Actions: []router.Action{
			{ID: view.CheckID, Group: router.WritableGroup, Owner: router.Owner, Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
				t, err := checkByButton(ctx, r, store, r.Arg("item"))
				if err != nil {
					return router.Reply{}, err
				}
				return checked(r, t), nil
			}},
			{ID: view.CheckOpenID, Group: router.WritableGroup, Owner: router.Owner, Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
				post, err := store.Post(ctx, r.Group, r.Operation(), r.Arg("post"))
				if err != nil {
					return router.Reply{}, err
				}
				spots := spotsOf(r.Group, post.Items)
				if len(spots) == 0 {
					return router.Reply{}, errOldButton()
				}
				return checkAll(ctx, r, store, view.Ticks{Spots: spots, At: r.Now})
			}},
		},
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

func itemIDs(spots []roadmap.Spot) []string {
	var ids []string
	for _, spot := range spots {
		ids = append(ids, spot.Item.ID)
	}
	return ids
}

// shareOn shares a link as it was typed, on the items.
func shareOn(ctx context.Context, r *router.Request, posts Posts, raw, title string, spots []roadmap.Spot) (router.Reply, error) {
	link, title, err := option.ReadLink(raw, title)
	if err != nil {
		return router.Reply{}, err
	}
	if link == nil {
		return router.Reply{}, roadmap.Refuse("link.empty")
	}
	op := r.Operation()
	shared, err := posts.Share(ctx, r.Group, op, *link, title, itemIDs(spots)...)
	if err != nil {
		return router.Reply{}, err
	}
	if shared.Outcome == roadmap.SharedTaken {
		return router.Reply{}, roadmap.Refuse("post.taken", "name", shared.By, "date", view.Day(shared.At))
	}
	reply := router.Public(r.Print.Shared(r.Group, op, shared, spots, r.IsElsewhere()))
	reply.Private = shared.Outcome == roadmap.SharedSame
	return reply, nil
}
