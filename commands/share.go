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

// share shares a post, on any number of items.
func share(store Store) router.Command {
	return router.Command{
		Name:    "share",
		Group:   router.WritableGroup,
		Options: []router.Option{option.Link(true), option.Title(), option.Items(), option.Group()},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			var refs []roadmap.ItemRef
			if r.Text("item") != "" {
				var err error
				if refs, err = option.FindItems(r, r.Text("item")); err != nil {
					return router.Reply{}, err
				}
			}
			return shareOn(ctx, r, store, r.Raw("link"), r.Text("title"), refs)
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
				refs := itemRefs(r.Group, post.Items)
				if len(refs) == 0 {
					return router.Reply{}, errOldButton()
				}
				return checkAll(ctx, r, store, view.CheckedItems{Items: refs, At: r.Now})
			}},
		},
	}
}

// itemRefs returns those of the items that are in the roadmap.
func itemRefs(g *study.Group, items []string) []roadmap.ItemRef {
	var refs []roadmap.ItemRef
	for _, item := range items {
		if ref, ok := g.Roadmap.Item(item); ok {
			refs = append(refs, ref)
		}
	}
	return refs
}

func itemIDs(refs []roadmap.ItemRef) []string {
	var ids []string
	for _, ref := range refs {
		ids = append(ids, ref.Item.ID)
	}
	return ids
}

// shareOn shares a typed link on the items.
func shareOn(ctx context.Context, r *router.Request, posts Posts, raw, title string, refs []roadmap.ItemRef) (router.Reply, error) {
	link, title, err := option.ReadLink(raw, title)
	if err != nil {
		return router.Reply{}, err
	}
	if link == nil {
		return router.Reply{}, refusal.New("link.empty")
	}
	op := r.Operation()
	shared, err := posts.Share(ctx, r.Group, op, *link, title, itemIDs(refs)...)
	if err != nil {
		return router.Reply{}, err
	}
	return sharedReply(r, op, shared, refs)
}

// sharedReply returns the reply to a shared link.
func sharedReply(r *router.Request, op study.Operation, shared study.ShareResult, refs []roadmap.ItemRef) (router.Reply, error) {
	if shared.Outcome == study.SharedTaken {
		return router.Reply{}, refusal.New("post.taken", "name", shared.By, "date", view.Day(shared.At))
	}
	reply := router.Public(r.Print.Shared(r.Group, op, shared, refs, r.IsElsewhere()))
	reply.Private = shared.Outcome == study.SharedSame
	return reply, nil
}
