package commands

import (
	"context"

	"dojang/civil"
	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/refusal"
	"dojang/study"
	"dojang/view"
)

// Digests builds and posts digests.
type Digests interface {
	// Preview returns the digest of the running week so far.
	Preview(ctx context.Context, g *study.Group, op study.Operation) (view.Digest, error)
	// Send posts the digest of the last ended week unless that was done before, which
	// before reports. It returns the stored digest.
	Send(ctx context.Context, g *study.Group, op study.Operation) (d study.Digest, before bool, err error)
	// BotAdded records that the bot is in the guild again.
	BotAdded(ctx context.Context, guild string) error
}

// digest previews the weekly digest, posts it ahead of time, and lists earlier ones. Its
// actions are also those of the buttons on posted digests.
func digest(store Store, digests Digests) router.Command {
	return router.Command{
		Name:    "digest",
		Sub:     []router.Command{previewDigest(digests), sendDigest(digests), digestHistory(store)},
		Actions: digestActions(store),
	}
}

func previewDigest(digests Digests) router.Command {
	return router.Command{
		Name:     "preview",
		Managers: true,
		Group:    router.ReadableGroup,
		Private:  router.Always,
		Options:  []router.Option{option.Group()},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			d, err := digests.Preview(ctx, r.Group, r.Operation())
			if err != nil {
				return router.Reply{}, err
			}
			return router.Private(r.Print.In(r.Group.Language).Digest(d)), nil
		},
	}
}

func sendDigest(digests Digests) router.Command {
	return router.Command{
		Name:     "send",
		Managers: true,
		Group:    router.ReadableGroup,
		Private:  router.Always,
		Options:  []router.Option{option.Group()},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			if r.Group.State != study.Active {
				return router.Reply{}, refusal.New("digest.paused", "group", r.Group.Name)
			}
			d, before, err := digests.Send(ctx, r.Group, r.Operation())
			if err != nil {
				return router.Reply{}, err
			}
			return router.Private(r.Print.Sent(r.Group, d, before)), nil
		},
	}
}

func digestHistory(boards Boards) router.Command {
	page := func(ctx context.Context, r *router.Request, offset int) (view.Message, error) {
		found, err := boards.History(ctx, r.Group, r.Operation(), offset, view.HistoryPage)
		return r.Print.History(r.Group, found), err
	}
	return router.Command{
		Name:     "history",
		Managers: true,
		Group:    router.ReadableGroup,
		Private:  router.Always,
		Options:  []router.Option{option.Group()},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			m, err := page(ctx, r, 0)
			return router.Private(m), err
		},
		Actions: []router.Action{
			router.InPlace(view.HistoryID, router.ReadableGroup, func(ctx context.Context, r *router.Request) (router.Reply, error) {
				m, err := page(ctx, r, r.IntArg("offset"))
				return router.Replace(m), err
			}).ForManagers(),
		},
	}
}

// digestActions show what a posted digest has no room for.
func digestActions(store Store) []router.Action {
	return []router.Action{
		{ID: view.StandingsID, Group: router.ReadableGroup, Private: true, Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			m, err := standings(ctx, r, store, 0)
			return router.Private(m), err
		}},
		router.InPlace(view.StandingsPageID, router.ReadableGroup, func(ctx context.Context, r *router.Request) (router.Reply, error) {
			m, err := standings(ctx, r, store, r.IntArg("offset"))
			return router.Replace(m), err
		}),
		{ID: view.WeekPostsID, Group: router.ReadableGroup, Private: true, Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			m, err := weekPosts(ctx, r, store, 0)
			return router.Private(m), err
		}},
		router.InPlace(view.WeekPostsPageID, router.ReadableGroup, func(ctx context.Context, r *router.Request) (router.Reply, error) {
			m, err := weekPosts(ctx, r, store, r.IntArg("offset"))
			return router.Replace(m), err
		}),
	}
}

// weekOf returns the week in the custom_id of a digest's button.
func weekOf(r *router.Request) (study.Week, error) {
	name, err := civil.ParseDate(r.Arg("week"))
	week, ok := r.Group.Calendar.Named(name)
	if err != nil || !ok {
		return study.Week{}, errOldButton()
	}
	return week, nil
}

// standings returns a page of a posted digest's whole board.
func standings(ctx context.Context, r *router.Request, boards Boards, offset int) (view.Message, error) {
	week, err := weekOf(r)
	if err != nil {
		return view.Message{}, err
	}
	d, board, err := boards.DigestBoard(ctx, r.Group, r.Operation(), week.Name)
	return r.Print.DigestRanks(r.Group, d, board, offset), err
}

// weekPosts returns a page of the posts of a digest's week.
func weekPosts(ctx context.Context, r *router.Request, posts Posts, offset int) (view.Message, error) {
	week, err := weekOf(r)
	if err != nil {
		return view.Message{}, err
	}
	return listPosts(ctx, r, posts, study.PostQuery{Week: week}, offset)
}
