package commands

import (
	"context"
	"time"

	"dojang/roadmap"
	"dojang/view"
)

type checker interface {
	Check(ctx context.Context, g *roadmap.Group, act roadmap.Act, item string, at time.Time, link *roadmap.Link, title string) (roadmap.Ticked, error)
	Uncheck(ctx context.Context, g *roadmap.Group, act roadmap.Act, item string) (roadmap.Unticked, error)
}

type undoer interface {
	Undo(ctx context.Context, g *roadmap.Group, act roadmap.Act, of, item, post string) (roadmap.Undone, error)
}

// check ticks items off and, with a link, shares the post with them. Without an
// item it lets the member pick.
func check(store interface {
	checker
	undoer
	sharer
	overviewer
	enterer
}) Command {
	return Command{
		Name:    "check",
		Private: func(r *Request) bool { return r.Text("item") == "" },
		Options: []Option{itemOption(false, completeItems), linkOption(false), titleOption(), dateOption(), groupOption(completeGroup)},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Open()
			if err != nil {
				return Reply{}, err
			}
			if r.Text("item") == "" {
				return r.pick(ctx, store, g, groups)
			}
			spots, err := r.items(g, r.Text("item"))
			if err != nil {
				return Reply{}, err
			}
			link, title, err := readLink(r.Raw("link"), r.Text("title"))
			if err != nil {
				return Reply{}, err
			}
			at, err := r.at(g, r.Text("date"))
			if err != nil {
				return Reply{}, err
			}
			if len(spots) > 1 {
				return r.tickAll(ctx, store, view.Ticks{Group: g, Act: r.Act(groups), Spots: spots, At: at, Link: link, Title: title})
			}
			spot := spots[0]
			t := view.Tick{Group: g, Act: r.Act(groups), Spot: spot, Link: link, Title: title, Elsewhere: r.elsewhere(g)}
			if t.Result, err = store.Check(ctx, g, t.Act, spot.Item.ID, at, link, title); err != nil {
				return Reply{}, err
			}
			if t.Result.Already {
				return private(r.Print.Already(t)), nil
			}
			return public(r.Print.Ticked(t)), nil
		},
		Actions: append(picking(store), []Action{
			{Name: "undo", Args: 5, Update: true, Run: undo(store)},
			{Name: "link", Args: 3, Modal: true, Run: openLink},
			{Name: "linked", Args: 3, Run: addLink(store)},
			{Name: "attach", Args: 4, Update: true, Run: attach(store)},
			{Name: "cancel", Update: true, Run: func(_ context.Context, r *Request) (Reply, error) {
				return replace(r.Print.Notice("cancelled")), nil
			}},
			{Name: "undo-all", Args: 3, Update: true, Run: undoAll(store)},
		}...),
	}
}

// uncheck takes a check back.
func uncheck(store checker) Command {
	return Command{
		Name:    "uncheck",
		Private: always,
		Options: []Option{itemOption(true, completeDone), groupOption(completeGroup)},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Open()
			if err != nil {
				return Reply{}, err
			}
			spot, err := r.item(g)
			if err != nil {
				return Reply{}, err
			}
			result, err := store.Uncheck(ctx, g, r.Act(groups), spot.Item.ID)
			if err != nil {
				return Reply{}, err
			}
			return private(r.Print.Unticked(g, r.User(), spot, result)), nil
		},
	}
}

// tick ticks an item off by a button, and answers in the channel.
func (r *Request) tick(ctx context.Context, store checker, g *roadmap.Group, item string) (view.Tick, error) {
	spot, ok := g.Roadmap.Spot(item)
	if !ok {
		return view.Tick{}, roadmap.Refuse("button.old")
	}
	t := view.Tick{Group: g, Act: r.Act(roadmap.AnyGroups), Spot: spot, Elsewhere: r.elsewhere(g)}
	var err error
	t.Result, err = store.Check(ctx, g, t.Act, item, r.Now, nil, "")
	return t, err
}

// own returns the group of a button's custom_id, whose second argument is the
// user that it belongs to; to anyone else the button is refused.
func (r *Request) own() (*roadmap.Group, error) {
	g, err := r.named(r.Args[0])
	if err != nil {
		return nil, err
	}
	if r.Args[1] != r.User() {
		return nil, roadmap.Refuse("button.foreign", "name", view.User(r.Args[1]))
	}
	return g, writable(g)
}

// undoing is what a button is about that reverses or changes something, whose
// custom_id begins with group and member: the act of that member, or of a manager,
// whose name comes with it.
func (r *Request) undoing() (g *roadmap.Group, act roadmap.Act, by string, err error) {
	if g, err = r.named(r.Args[0]); err != nil {
		return nil, act, "", err
	}
	act = r.Act(roadmap.AnyGroups)
	if member := r.Args[1]; member != act.Actor {
		if !r.Manager() {
			return nil, act, "", roadmap.Refuse("button.foreign", "name", view.User(member))
		}
		act.Member, act.Name, by = member, "", r.Name()
	}
	return g, act, by, writable(g)
}

// undo reverses a check or a share.
func undo(store undoer) func(context.Context, *Request) (Reply, error) {
	return func(ctx context.Context, r *Request) (Reply, error) {
		g, act, by, err := r.undoing()
		if err != nil {
			return Reply{}, err
		}
		item := r.Args[3]
		undone, err := store.Undo(ctx, g, act, r.Args[2], item, r.Args[4])
		if err != nil {
			return Reply{}, err
		}
		what := roadmap.Text{"": undone.Title}
		if _, ok := g.Roadmap.Spot(item); !ok && undone.Title == "" {
			return replace(r.Print.UndoneAll(undone, by)), nil
		}
		if spot, ok := g.Roadmap.Spot(item); ok && (undone.Checks > 0 || undone.Title == "") {
			what = spot.Item.Title
		}
		return replace(r.Print.Undone(what, undone.Name, by)), nil
	}
}

// openLink opens the form for a link on the caller's own check.
func openLink(ctx context.Context, r *Request) (Reply, error) {
	g, err := r.own()
	if err != nil {
		return Reply{}, err
	}
	spot, ok := g.Roadmap.Spot(r.Args[2])
	if !ok {
		return Reply{}, roadmap.Refuse("item.gone")
	}
	modal := r.Print.LinkModal(g.ID, r.User(), spot)
	return Reply{Modal: &modal}, r.Confirm(ctx)
}

// addLink shares what was entered in the form.
func addLink(store sharer) func(context.Context, *Request) (Reply, error) {
	return func(ctx context.Context, r *Request) (Reply, error) {
		g, err := r.own()
		if err != nil {
			return Reply{}, err
		}
		spots := spotsOf(g, r.Args[2:3])
		if len(spots) == 0 {
			return Reply{}, roadmap.Refuse("button.old")
		}
		return r.shareOn(ctx, store, g, roadmap.AnyGroups, r.Form["link"], cleanLine(r.Form["title"]), spots)
	}
}

// attach shares the link that stands on the message, which offered it because
// the item was done before.
func attach(store sharer) func(context.Context, *Request) (Reply, error) {
	return func(ctx context.Context, r *Request) (Reply, error) {
		g, err := r.own()
		if err != nil {
			return Reply{}, err
		}
		url, title := view.Offered(r.From.Message.Components)
		if r.Args[3] != "1" {
			title = "" // it was not given
		}
		spots := spotsOf(g, r.Args[2:3])
		if len(spots) == 0 {
			return Reply{}, roadmap.Refuse("button.old")
		}
		reply, err := r.shareOn(ctx, store, g, roadmap.AnyGroups, url, title, spots)
		if err != nil {
			return Reply{}, err
		}
		if reply.Private {
			return replace(*reply.Message), nil
		}
		shared := replace(r.Print.Notice("attached"))
		shared.Then = &reply
		return shared, nil
	}
}
