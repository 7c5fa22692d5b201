package commands

import (
	"context"

	"dojang/roadmap"
	"dojang/view"
)

type shower interface {
	overviewer
	focuser
	checker
	postLister
	// Doers returns who has done the item, at most many of those that may be
	// named.
	Doers(ctx context.Context, g *roadmap.Group, act roadmap.Act, item string, many int) (roadmap.Doers, error)
}

// doersShown is how many of those who have done an item are named.
const doersShown = 30

// showRoadmap shows the roadmap, on one private message: areas, sections, items,
// and who has done what. All it knows is in its custom_ids.
func showRoadmap(store shower) Command {
	item := func(ctx context.Context, r *Request, g *roadmap.Group, groups string, spot roadmap.Spot) (view.Message, error) {
		doers, err := store.Doers(ctx, g, r.Act(groups), spot.Item.ID, doersShown)
		return r.Print.ShowItem(view.ShownItem{Group: g, Spot: spot, Doers: doers}), err
	}
	return Command{
		Name:    "show",
		Private: always,
		Options: []Option{itemOption(false, completeItem), groupOption(completeGroup)},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Group()
			if err != nil {
				return Reply{}, err
			}
			if r.Text("item") == "" {
				m, err := r.show(ctx, store, g, groups, view.Areas, "", 0)
				return private(m), err
			}
			spot, err := r.item(g)
			if err != nil {
				return Reply{}, err
			}
			m, err := item(ctx, r, g, groups, spot)
			return private(m), err
		},
		Actions: []Action{
			inPlace("show", 2, func(ctx context.Context, r *Request) (Reply, error) {
				g, err := r.named(r.Args[0])
				if err != nil {
					return Reply{}, err
				}
				m, err := r.show(ctx, store, g, roadmap.AnyGroups, r.Args[1], r.chosen(), 0)
				return replace(m), err
			}),
			inPlace("show-page", 4, func(ctx context.Context, r *Request) (Reply, error) {
				g, err := r.named(r.Args[0])
				if err != nil {
					return Reply{}, err
				}
				page, err := r.offset(3)
				if err != nil {
					return Reply{}, err
				}
				m, err := r.show(ctx, store, g, roadmap.AnyGroups, r.Args[1], r.Args[2], page)
				return replace(m), err
			}),
			inPlace("show-item", 1, func(ctx context.Context, r *Request) (Reply, error) {
				g, spot, err := r.spotOf(r.chosen())
				if err != nil {
					return Reply{}, err
				}
				m, err := item(ctx, r, g, roadmap.AnyGroups, spot)
				return replace(m), err
			}),
			{Name: "show-find", Args: 1, Modal: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
				g, err := r.named(r.Args[0])
				if err != nil {
					return Reply{}, err
				}
				modal := r.Print.FindModal(g.ID)
				return Reply{Modal: &modal}, r.Confirm(ctx)
			}},
			inPlace("show-found", 1, func(ctx context.Context, r *Request) (Reply, error) {
				g, err := r.named(r.Args[0])
				if err != nil {
					return Reply{}, err
				}
				spot, err := r.find(g, cleanLine(r.Form["item"]))
				if err != nil {
					return Reply{}, err
				}
				m, err := item(ctx, r, g, roadmap.AnyGroups, spot)
				return replace(m), err
			}),
			inPlace("show-tick", 2, showTick(store)),
			inPlace("show-untick", 2, showUntick(store)),
			{Name: "show-posts", Args: 2, Private: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
				g, spot, err := r.spotOf(r.Args[1])
				if err != nil {
					return Reply{}, err
				}
				m, err := r.listPosts(ctx, store, g, roadmap.AnyGroups, roadmap.PostQuery{Topic: spot.Item.ID}, 0)
				return private(m), err
			}},
		},
	}
}

// spotOf returns the item, and the group of the custom_id.
func (r *Request) spotOf(item string) (*roadmap.Group, roadmap.Spot, error) {
	g, err := r.named(r.Args[0])
	if err != nil {
		return nil, roadmap.Spot{}, err
	}
	spot, ok := g.Roadmap.Spot(item)
	if !ok {
		return nil, spot, roadmap.Refuse("item.gone")
	}
	return g, spot, nil
}

// show makes the message that shows the roadmap, or what was chosen of it.
func (r *Request) show(ctx context.Context, store shower, g *roadmap.Group, groups, level, id string, page int) (view.Message, error) {
	s := view.Shown{Group: g, Page: page}
	if level != view.Areas {
		if s.Area = g.Roadmap.Area(id); s.Area == nil {
			return view.Message{}, roadmap.Refuse("button.old")
		}
	}
	act := r.Act(groups)
	if level == view.Items {
		s.Section = g.Roadmap.Section(id)
		begun, _, err := store.Focus(ctx, g, act, []string{id}, nil, 0)
		if err != nil {
			return view.Message{}, err
		}
		s.Begun = &begun[0]
	}
	var err error
	s.Overview, err = store.Overview(ctx, g, act)
	if err != nil {
		return view.Message{}, err
	}
	return r.Print.Show(s), nil
}

// showTick ticks the shown item off, tells the channel, and goes back to the
// section.
func showTick(store shower) func(context.Context, *Request) (Reply, error) {
	return func(ctx context.Context, r *Request) (Reply, error) {
		g, spot, err := r.spotOf(r.Args[1])
		if err == nil {
			err = writable(g)
		}
		if err != nil {
			return Reply{}, err
		}
		t, err := r.tick(ctx, store, g, spot.Item.ID)
		if err != nil {
			return Reply{}, err
		}
		m, err := r.section(ctx, store, g, spot)
		reply := replace(m)
		if !t.Result.Already {
			reply.Then = new(public(r.Print.Ticked(t)))
		}
		return reply, err
	}
}

// showUntick takes the check back, and goes back to the section.
func showUntick(store shower) func(context.Context, *Request) (Reply, error) {
	return func(ctx context.Context, r *Request) (Reply, error) {
		g, spot, err := r.spotOf(r.Args[1])
		if err == nil {
			err = writable(g)
		}
		if err != nil {
			return Reply{}, err
		}
		result, err := store.Uncheck(ctx, g, r.Act(roadmap.AnyGroups), spot.Item.ID)
		if err != nil {
			return Reply{}, err
		}
		m, err := r.section(ctx, store, g, spot)
		reply := replace(m)
		reply.Then = new(private(r.Print.Unticked(g, r.User(), spot, result)))
		return reply, err
	}
}

// section shows the item's section, in one round trip.
func (r *Request) section(ctx context.Context, store overviewer, g *roadmap.Group, spot roadmap.Spot) (view.Message, error) {
	o, err := store.Overview(ctx, g, r.Act(roadmap.AnyGroups))
	return r.Print.Show(view.Shown{Group: g, Area: spot.Area, Section: spot.Section, Page: view.PageOf(spot), Overview: o}), err
}
