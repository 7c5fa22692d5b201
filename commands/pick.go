package commands

import (
	"context"

	"dojang/roadmap"
	"dojang/view"
)

// picking lets a member pick the items to tick off, on one private message whose
// custom_ids know all.
func picking(store interface {
	overviewer
	enterer
}) []Action {
	return []Action{
		inPlace("pick", 3, func(ctx context.Context, r *Request) (Reply, error) {
			return r.turn(ctx, store, r.Args[2], r.chosen(), 0)
		}),
		inPlace("pick-page", 5, func(ctx context.Context, r *Request) (Reply, error) {
			page, err := r.offset(4)
			if err != nil {
				return Reply{}, err
			}
			return r.turn(ctx, store, r.Args[2], r.Args[3], page)
		}),
		inPlace("picked", 3, picked(store)),
	}
}

// pick answers /check without an item.
func (r *Request) pick(ctx context.Context, store overviewer, g *roadmap.Group, groups string) (Reply, error) {
	if r.Has("link") || r.Has("title") {
		return Reply{}, roadmap.Refuse("check.item")
	}
	k, err := r.picker(ctx, store, g, groups, r.Text("date"))
	return private(r.Print.Picker(k)), err
}

// picker begins what a view.Picker shows, for items done on the day, "" for now.
func (r *Request) picker(ctx context.Context, store overviewer, g *roadmap.Group, groups, day string) (view.Picker, error) {
	k := view.Picker{Group: g}
	at, err := r.at(g, day)
	if err != nil {
		return k, err
	}
	if !at.Equal(r.Now) {
		k.Day = g.Calendar.Day(at).String()
	}
	o, err := store.Overview(ctx, g, r.Act(groups))
	if err == nil {
		k.Record = o.Record
	}
	return k, err
}

// picks returns the group and the day that a picker's custom_id begins with.
func (r *Request) picks() (g *roadmap.Group, day string, err error) {
	if g, err = r.named(r.Args[0]); err == nil {
		err = writable(g)
	}
	return g, view.PickedDay(r.Args[1]), err
}

// turn shows what was chosen, an area or a section by its id, at a page.
func (r *Request) turn(ctx context.Context, store overviewer, level, id string, page int) (Reply, error) {
	g, day, err := r.picks()
	if err != nil {
		return Reply{}, err
	}
	k, err := r.picker(ctx, store, g, roadmap.AnyGroups, day)
	if err != nil {
		return Reply{}, err
	}
	k.Page = page
	if level != view.Areas {
		if k.Area = g.Roadmap.Area(id); k.Area == nil {
			return Reply{}, roadmap.Refuse("button.old")
		}
	}
	if level == view.Items {
		k.Section = g.Roadmap.Section(id)
	}
	return replace(r.Print.Picker(k)), nil
}

// picked ticks the chosen items off and tells the channel; the picker stays open
// for more.
func picked(store interface {
	overviewer
	enterer
}) func(context.Context, *Request) (Reply, error) {
	return func(ctx context.Context, r *Request) (Reply, error) {
		g, day, err := r.picks()
		if err != nil {
			return Reply{}, err
		}
		at, err := r.at(g, day)
		if err != nil {
			return Reply{}, err
		}
		page, err := r.offset(2)
		if err != nil {
			return Reply{}, err
		}
		var spots []roadmap.Spot
		for _, item := range r.Values {
			spot, ok := g.Roadmap.Spot(item)
			if !ok {
				return Reply{}, roadmap.Refuse("button.old")
			}
			spots = append(spots, spot)
		}
		if len(spots) == 0 {
			return Reply{}, roadmap.Refuse("button.old")
		}
		told, err := r.tickAll(ctx, store, view.Ticks{Group: g, Act: r.Act(roadmap.AnyGroups), Spots: spots, At: at})
		if err != nil {
			return Reply{}, err
		}
		k, err := r.picker(ctx, store, g, roadmap.AnyGroups, day)
		if err != nil {
			return Reply{}, err
		}
		k.Area, k.Section, k.Page = spots[0].Area, spots[0].Section, page
		reply := replace(r.Print.Picker(k))
		reply.Then = &told
		return reply, nil
	}
}

type enterer interface {
	Apply(ctx context.Context, g *roadmap.Group, act roadmap.Act, batch roadmap.Batch) (roadmap.Entered, error)
	UndoAll(ctx context.Context, g *roadmap.Group, act roadmap.Act, of string) (roadmap.Undone, error)
}

// tickAll ticks several items off as one operation.
func (r *Request) tickAll(ctx context.Context, store enterer, t view.Ticks) (Reply, error) {
	var batch roadmap.Batch
	var items []string
	for _, spot := range t.Spots {
		batch.Checks = append(batch.Checks, roadmap.Done{Item: spot.Item.ID, At: t.At})
		items = append(items, spot.Item.ID)
	}
	if t.Link != nil {
		batch.Posts = []roadmap.Given{{Link: *t.Link, Title: t.Title, Items: items, At: r.Now}}
		batch.With = true
	}
	t.Elsewhere = r.elsewhere(t.Group)
	var err error
	if t.Result, err = store.Apply(ctx, t.Group, t.Act, batch); err != nil {
		return Reply{}, err
	}
	if t.Result.Ticked() == 0 {
		return private(r.Print.AlreadyAll(t)), nil
	}
	return public(r.Print.TickedAll(t)), nil
}

// undoAll reverses an operation that ticked off or shared several things: by
// whoever did it, or by a manager.
func undoAll(store enterer) func(context.Context, *Request) (Reply, error) {
	return func(ctx context.Context, r *Request) (Reply, error) {
		g, act, by, err := r.undoing()
		if err != nil {
			return Reply{}, err
		}
		undone, err := store.UndoAll(ctx, g, act, r.Args[2])
		if err != nil {
			return Reply{}, err
		}
		return replace(r.Print.UndoneAll(undone, by)), nil
	}
}
