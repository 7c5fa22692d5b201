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

// check checks items and, with a link, shares a post on them. Without an item it lets the
// member pick some.
func check(store Store) router.Command {
	return router.Command{
		Name:    "check",
		Group:   router.WritableGroup,
		Private: func(r *router.Request) bool { return r.Text("item") == "" },
		Options: []router.Option{option.Items(), option.Link(false), option.Title(), option.Date(), option.Group()},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			if r.Text("item") == "" {
				return openPicker(ctx, r, store)
			}
			refs, err := option.FindItems(r, r.Text("item"))
			if err != nil {
				return router.Reply{}, err
			}
			link, title, err := option.ReadLink(r.Raw("link"), r.Text("title"))
			if err != nil {
				return router.Reply{}, err
			}
			at, err := option.At(r, r.Text("date"))
			if err != nil {
				return router.Reply{}, err
			}
			if len(refs) > 1 {
				return checkAll(ctx, r, store, view.CheckedItems{Items: refs, At: at, Link: link, Title: title})
			}
			ref := refs[0]
			t := view.CheckedItem{Group: r.Group, Op: r.Operation(), Item: ref, Link: link, Title: title, Elsewhere: r.IsElsewhere()}
			if t.Result, err = store.Check(ctx, r.Group, t.Op, ref.Item.ID, at, link, title); err != nil {
				return router.Reply{}, err
			}
			return checked(r, t), nil
		},
		Actions: append(pickerActions(store),
			router.Action{ID: view.UndoID, Group: router.WritableGroup, Owner: router.OwnerOrManager, Update: true, Run: undo(store)},
			router.Action{ID: view.UndoAllID, Group: router.WritableGroup, Owner: router.OwnerOrManager, Update: true, Run: undoAll(store)},
			router.Action{ID: view.LinkID, Group: router.WritableGroup, Owner: router.Owner, Fresh: true, Modal: true, Run: askLink},
			router.Action{ID: view.LinkFormID, Group: router.WritableGroup, Owner: router.Owner, Run: addLink(store)},
			router.Action{ID: view.AttachID, Group: router.WritableGroup, Owner: router.Owner, Update: true, Run: attachLink(store)},
			router.Action{ID: view.CancelID, Update: true, Run: func(_ context.Context, r *router.Request) (router.Reply, error) {
				return router.Replace(r.Print.Notice("cancelled")), nil
			}},
		),
	}
}

// errOldButton refuses a button that no longer applies.
func errOldButton() error { return refusal.New("button.old") }

// checked returns the reply to the check of one item.
func checked(r *router.Request, t view.CheckedItem) router.Reply {
	if t.Result.AlreadyDone {
		return router.Private(r.Print.Already(t))
	}
	return router.Public(r.Print.Checked(t))
}

// checkByButton checks an item as of the click.
func checkByButton(ctx context.Context, r *router.Request, checks Checks, item string) (view.CheckedItem, error) {
	ref, ok := r.Group.Roadmap.Item(item)
	if !ok {
		return view.CheckedItem{}, errOldButton()
	}
	t := view.CheckedItem{Group: r.Group, Op: r.Operation(), Item: ref, Elsewhere: r.IsElsewhere()}
	var err error
	t.Result, err = checks.Check(ctx, r.Group, t.Op, item, r.Now, nil, "")
	return t, err
}

// checkAll checks several items as one operation.
func checkAll(ctx context.Context, r *router.Request, checks Checks, t view.CheckedItems) (router.Reply, error) {
	t.Group, t.Op, t.Elsewhere = r.Group, r.Operation(), r.IsElsewhere()
	var batch study.Batch
	for _, ref := range t.Items {
		batch.Checks = append(batch.Checks, study.BatchCheck{Item: ref.Item.ID, At: t.At})
	}
	if t.Link != nil {
		batch.Posts = []study.PostInput{{Link: *t.Link, Title: t.Title, Items: itemIDs(t.Items), At: r.Now}}
		batch.PostsNeedCheck = true
	}
	var err error
	if t.Result, err = checks.Apply(ctx, t.Group, t.Op, batch); err != nil {
		return router.Reply{}, err
	}
	if t.Result.Checked() == 0 {
		return router.Private(r.Print.AlreadyAll(t)), nil
	}
	return router.Public(r.Print.CheckedAll(t)), nil
}

// undo reverses what an operation did to one item or post.
func undo(checks Checks) router.Handler {
	return func(ctx context.Context, r *router.Request) (router.Reply, error) {
		item := r.Arg("item")
		undone, err := checks.Undo(ctx, r.Group, r.Operation(), r.Arg("operation"), item, r.Arg("post"))
		if err != nil {
			return router.Reply{}, err
		}
		ref, ok := r.Group.Roadmap.Item(item)
		switch {
		case ok && (undone.Checks > 0 || undone.Title == ""):
			return router.Replace(r.Print.Undone(ref.Item.Name(), undone.Name, r.OnBehalf())), nil
		case undone.Title == "":
			return router.Replace(r.Print.UndoneAll(undone, r.OnBehalf())), nil
		}
		return router.Replace(r.Print.Undone(roadmap.Text{"": undone.Title}, undone.Name, r.OnBehalf())), nil
	}
}

// undoAll reverses everything that an operation checked and shared.
func undoAll(checks Checks) router.Handler {
	return func(ctx context.Context, r *router.Request) (router.Reply, error) {
		undone, err := checks.UndoAll(ctx, r.Group, r.Operation(), r.Arg("operation"))
		if err != nil {
			return router.Reply{}, err
		}
		return router.Replace(r.Print.UndoneAll(undone, r.OnBehalf())), nil
	}
}

// askLink opens the form for a link on the caller's own check.
func askLink(_ context.Context, r *router.Request) (router.Reply, error) {
	ref, ok := r.Group.Roadmap.Item(r.Arg("item"))
	if !ok {
		return router.Reply{}, refusal.New("item.gone")
	}
	return router.Form(r.Print.LinkModal(r.Group.ID, r.User(), ref)), nil
}

// addLink shares the link that was entered in the form.
func addLink(posts Posts) router.Handler {
	return func(ctx context.Context, r *router.Request) (router.Reply, error) {
		refs := itemRefs(r.Group, []string{r.Arg("item")})
		if len(refs) == 0 {
			return router.Reply{}, errOldButton()
		}
		return shareOn(ctx, r, posts, r.FormRaw("link"), r.FormText("title"), refs)
	}
}

// attachLink shares the link on the message that offered it, because the item was checked
// before.
func attachLink(posts Posts) router.Handler {
	return func(ctx context.Context, r *router.Request) (router.Reply, error) {
		url, title := view.OfferedLink(r.From.Message.Components)
		if r.Arg("titled") != "1" {
			title = "" // the member gave none
		}
		refs := itemRefs(r.Group, []string{r.Arg("item")})
		if len(refs) == 0 {
			return router.Reply{}, errOldButton()
		}
		reply, err := shareOn(ctx, r, posts, url, title, refs)
		if err != nil {
			return router.Reply{}, err
		}
		return inPlace(r, reply), nil
	}
}

// inPlace is the reply to a shared link where a message offered to share it: a private one
// replaces that message, a public one follows a word that the offer is done.
func inPlace(r *router.Request, reply router.Reply) router.Reply {
	if reply.Private {
		return router.Replace(*reply.Message)
	}
	done := router.Replace(r.Print.Notice("attached"))
	done.Then = &reply
	return done
}
