package commands

import (
	"context"
	"time"

	"dojang/commands/router"
	"dojang/roadmap"
)

// Store is all that the commands need of the store, by noun. Methods that change
// a group, and those whose reply rests on one, fail with [roadmap.ErrStale] when
// it has changed meanwhile; the router then starts over.
type Store interface {
	router.Guilds
	Checks
	Posts
	Boards
	Groups
	Roadmaps
}

// Checks are what members have done.
type Checks interface {
	Check(ctx context.Context, g *roadmap.Group, op roadmap.Act, item string, at time.Time, link *roadmap.Link, title string) (roadmap.Ticked, error)
	Uncheck(ctx context.Context, g *roadmap.Group, op roadmap.Act, item string) (roadmap.Unticked, error)
	// Apply checks and shares several things as one operation.
	Apply(ctx context.Context, g *roadmap.Group, op roadmap.Act, batch roadmap.Batch) (roadmap.Entered, error)
	// Undo reverses an operation on one item or post, UndoAll all of one.
	Undo(ctx context.Context, g *roadmap.Group, op roadmap.Act, of, item, post string) (roadmap.Undone, error)
	UndoAll(ctx context.Context, g *roadmap.Group, op roadmap.Act, of string) (roadmap.Undone, error)
	// Doers returns who has done the item, at most many of those that may be
	// named.
	Doers(ctx context.Context, g *roadmap.Group, op roadmap.Act, item string, many int) (roadmap.Doers, error)
	// Checklist returns what the operation's member has done, by item, and the
	// member's posts, oldest first.
	Checklist(ctx context.Context, g *roadmap.Group, op roadmap.Act) (map[string]roadmap.Check, []roadmap.Post, error)
}

// Posts are the links that members share.
type Posts interface {
	Share(ctx context.Context, g *roadmap.Group, op roadmap.Act, link roadmap.Link, title string, items ...string) (roadmap.Shared, error)
	Post(ctx context.Context, g *roadmap.Group, op roadmap.Act, post string) (roadmap.Post, error)
	Posts(ctx context.Context, g *roadmap.Group, op roadmap.Act, q roadmap.PostQuery, offset, length int) (roadmap.PostPage, error)
	Edit(ctx context.Context, g *roadmap.Group, op roadmap.Act, post, title string, items []string) (roadmap.Post, error)
	Remove(ctx context.Context, g *roadmap.Group, op roadmap.Act, post string) (roadmap.Post, error)
	// Library returns all posts of the group, in the order of time.
	Library(ctx context.Context, g *roadmap.Group, op roadmap.Act) ([]roadmap.Post, error)
}

// Boards are what a group has come to: records, boards and posted digests.
type Boards interface {
	Overview(ctx context.Context, g *roadmap.Group, op roadmap.Act) (*roadmap.Overview, error)
	// Board returns length rows from the offset on, or with the caller's own
	// for a negative offset.
	Board(ctx context.Context, g *roadmap.Group, op roadmap.Act, period roadmap.Period, by roadmap.Kind, offset, length int) (roadmap.Board, error)
	Focus(ctx context.Context, g *roadmap.Group, op roadmap.Act, sections, items []string, posts int) ([]roadmap.Begun, []roadmap.Post, error)
	// History returns a page of the group's digests, newest first.
	History(ctx context.Context, g *roadmap.Group, op roadmap.Act, offset, length int) (roadmap.DigestPage, error)
	// Standings returns a week's digest and the board that it told of.
	Standings(ctx context.Context, g *roadmap.Group, op roadmap.Act, week roadmap.Date) (roadmap.Digest, []roadmap.Row, error)
}

// Groups are the guild's groups and their members.
type Groups interface {
	// SaveGroup stores a group that was made or changed, and returns the week of
	// its last digest.
	SaveGroup(ctx context.Context, g *roadmap.Group, op roadmap.Act) (told roadmap.Date, err error)
	// SaveUntouched is SaveGroup for a group in which no member and no digest was
	// recorded yet; else it stores nothing, and untouched is false.
	SaveUntouched(ctx context.Context, g *roadmap.Group, op roadmap.Act) (untouched bool, err error)
	// Activity returns what each group is up to, and the ids of the groups that
	// the user is in.
	Activity(ctx context.Context, guild *roadmap.Guild, user string) (activity map[string]roadmap.Activity, groups string, err error)
	Join(ctx context.Context, g *roadmap.Group, op roadmap.Act) (kept int, err error)
	Leave(ctx context.Context, g *roadmap.Group, op roadmap.Act, erase bool) error
	Hide(ctx context.Context, g *roadmap.Group, op roadmap.Act, hidden bool) error
	Members(ctx context.Context, g *roadmap.Group, op roadmap.Act) ([]roadmap.Member, map[string]int, error)
	// Deliveries returns how the digests of some of the guild's groups have
	// fared, by the group's id.
	Deliveries(ctx context.Context, guild *roadmap.Guild, groups []*roadmap.Group, now time.Time) (map[string]roadmap.Delivery, error)
}

// Roadmaps are the versions of a group's roadmap.
type Roadmaps interface {
	// Versions returns all versions of the group's roadmap, the first one first, with
	// the roadmaps themselves if these are wanted.
	Versions(ctx context.Context, g *roadmap.Group, whole bool) ([]roadmap.Version, error)
	// Touched returns how many active members have done some of the items, and
	// how many checks that are.
	Touched(ctx context.Context, g *roadmap.Group, op roadmap.Act, items []string) (members, checks int, err error)
	// Replace puts the plan's next version in the place of the group's roadmap.
	Replace(ctx context.Context, g *roadmap.Group, op roadmap.Act, plan *roadmap.Plan, like int) (*roadmap.Group, error)
}
