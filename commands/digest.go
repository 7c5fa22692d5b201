package commands

import (
	"context"

	"dojang/roadmap"
	"dojang/view"
)

// Digests makes and posts digests.
type Digests interface {
	// Preview returns the digest of the running week as it stands.
	Preview(ctx context.Context, g *roadmap.Group, act roadmap.Act) (view.Digest, error)
	// Send posts the digest of the last ended week, unless it was posted
	// before, and returns what is stored of it.
	Send(ctx context.Context, g *roadmap.Group, act roadmap.Act) (d roadmap.Digest, before bool, err error)
	// Present notes that the bot is in the guild after all.
	Present(ctx context.Context, guild string) error
}

// digestReader reads what is stored of digests.
type digestReader interface {
	postLister
	// History returns a page of the group's digests, newest first.
	History(ctx context.Context, g *roadmap.Group, act roadmap.Act, offset, length int) (roadmap.DigestPage, error)
	// Standings returns a week's digest and the board that it told of.
	Standings(ctx context.Context, g *roadmap.Group, act roadmap.Act, week roadmap.Date) (roadmap.Digest, []roadmap.Row, error)
}

// digest previews the weekly digest, posts it out of its turn, and shows
// earlier ones. Its actions are also those of the posted digest's buttons.
func digest(store digestReader, digests Digests) Command {
	return Command{
		Name: "digest",
		Actions: []Action{
			{Name: "standings", Args: 2, Private: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
				m, err := r.standings(ctx, store, 0)
				return private(m), err
			}},
			{Name: "standings-at", Args: 4, Update: true, Private: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
				offset, err := r.offset(3)
				if err != nil {
					return Reply{}, err
				}
				m, err := r.standings(ctx, store, offset)
				return replace(m), err
			}},
			{Name: "weekposts", Args: 2, Private: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
				m, err := r.weekPosts(ctx, store, 0)
				return private(m), err
			}},
			{Name: "weekposts-at", Args: 4, Update: true, Private: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
				offset, err := r.offset(3)
				if err != nil {
					return Reply{}, err
				}
				m, err := r.weekPosts(ctx, store, offset)
				return replace(m), err
			}},
		},
		Sub: []Command{{
			Name:     "preview",
			Managers: true,
			Private:  always,
			Options:  []Option{groupOption(completeGroup)},
			Run: func(ctx context.Context, r *Request) (Reply, error) {
				g, groups, err := r.Group()
				if err != nil {
					return Reply{}, err
				}
				d, err := digests.Preview(ctx, g, r.Act(groups))
				if err != nil {
					return Reply{}, err
				}
				return private(r.Print.In(g.Language).Digest(d)), nil
			},
		}, {
			Name:     "send",
			Managers: true,
			Private:  always,
			Options:  []Option{groupOption(completeGroup)},
			Run: func(ctx context.Context, r *Request) (Reply, error) {
				g, groups, err := r.Group()
				if err != nil {
					return Reply{}, err
				}
				if g.State != roadmap.Active {
					return Reply{}, roadmap.Refuse("digest.paused", "group", g.Name)
				}
				d, before, err := digests.Send(ctx, g, r.Act(groups))
				if err != nil {
					return Reply{}, err
				}
				return private(r.Print.Sent(g, d, before)), nil
			},
		}, digestHistory(store)},
	}
}

func digestHistory(store digestReader) Command {
	page := func(ctx context.Context, r *Request, g *roadmap.Group, groups string, offset int) (view.Message, error) {
		found, err := store.History(ctx, g, r.Act(groups), offset, view.HistoryPage)
		return r.Print.History(g, found), err
	}
	return Command{
		Name:     "history",
		Managers: true,
		Private:  always,
		Options:  []Option{groupOption(completeGroup)},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Group()
			if err != nil {
				return Reply{}, err
			}
			m, err := page(ctx, r, g, groups, 0)
			return private(m), err
		},
		Actions: []Action{{Name: "history", Args: 3, Managers: true, Update: true, Private: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, err := r.named(r.Args[0])
			if err != nil {
				return Reply{}, err
			}
			offset, err := r.offset(2)
			if err != nil {
				return Reply{}, err
			}
			m, err := page(ctx, r, g, roadmap.AnyGroups, offset)
			return replace(m), err
		}}},
	}
}

// week returns the group and the week that a digest's button names.
func (r *Request) week() (*roadmap.Group, roadmap.Week, error) {
	g, err := r.named(r.Args[0])
	if err != nil {
		return nil, roadmap.Week{}, err
	}
	name, err := roadmap.ParseDate(r.Args[1])
	week, ok := g.Calendar.Named(name)
	if err != nil || !ok {
		return nil, roadmap.Week{}, roadmap.Refuse("button.old")
	}
	return g, week, nil
}

// standings is the whole board of a posted digest, from the offset on.
func (r *Request) standings(ctx context.Context, store digestReader, offset int) (view.Message, error) {
	g, week, err := r.week()
	if err != nil {
		return view.Message{}, err
	}
	d, board, err := store.Standings(ctx, g, r.Act(roadmap.AnyGroups), week.Name)
	return r.Print.Standings(g, d, board, offset), err
}

// weekPosts is the posts of a digest's week, from the offset on.
func (r *Request) weekPosts(ctx context.Context, store digestReader, offset int) (view.Message, error) {
	g, week, err := r.week()
	if err != nil {
		return view.Message{}, err
	}
	return r.listPosts(ctx, store, g, roadmap.AnyGroups, roadmap.PostQuery{Week: week}, offset)
}
