package commands

import (
	"context"
	"time"

	"dojang/civil"
	"dojang/commands/router"
	"dojang/link"
	"dojang/roadmap/diff"
	"dojang/study"
)

// Store is all that the commands need of the store, by noun. Methods that change
// a group, and those whose reply rests on one, fail with [study.ErrStale] when
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
	Check(ctx context.Context, g *study.Group, op study.Operation, item string, at time.Time, link *link.Link, title string) (study.CheckResult, error)
	Uncheck(ctx context.Context, g *study.Group, op study.Operation, item string) (study.UncheckResult, error)
	// Apply checks and shares several things as one operation.
	Apply(ctx context.Context, g *study.Group, op study.Operation, batch study.Batch) (study.BatchResult, error)
	// Undo reverses an operation on one item or post, UndoAll all of one.
	Undo(ctx context.Context, g *study.Group, op study.Operation, of, item, post string) (study.UndoResult, error)
	UndoAll(ctx context.Context, g *study.Group, op study.Operation, of string) (study.UndoResult, error)
	// Completions returns who has done the item, at most many of those that may be
	// named.
	Completions(ctx context.Context, g *study.Group, op study.Operation, item string, many int) (study.Completions, error)
	// Checklist returns what the operation's member has done, by item, and the
	// member's posts, oldest first.
	Checklist(ctx context.Context, g *study.Group, op study.Operation) (map[string]study.Check, []study.Post, error)
}

// Posts are the links that members share.
type Posts interface {
	Share(ctx context.Context, g *study.Group, op study.Operation, link link.Link, title string, items ...string) (study.ShareResult, error)
	Post(ctx context.Context, g *study.Group, op study.Operation, post string) (study.Post, error)
	Posts(ctx context.Context, g *study.Group, op study.Operation, q study.PostQuery, offset, length int) (study.PostPage, error)
	Edit(ctx context.Context, g *study.Group, op study.Operation, post, title string, items []string) (study.Post, error)
	Remove(ctx context.Context, g *study.Group, op study.Operation, post string) (study.Post, error)
	// Library returns all posts of the group, in the order of time.
	Library(ctx context.Context, g *study.Group, op study.Operation) ([]study.Post, error)
}

// Boards are what a group has come to: records, boards and posted digests.
type Boards interface {
	Overview(ctx context.Context, g *study.Group, op study.Operation) (*study.Overview, error)
	// Board returns length rows from the offset on, or with the caller's own
	// for a negative offset.
	Board(ctx context.Context, g *study.Group, op study.Operation, period study.Period, by study.Kind, offset, length int) (study.Board, error)
	Focus(ctx context.Context, g *study.Group, op study.Operation, sections, items []string, posts int) ([]study.Begun, []study.Post, error)
	// History returns a page of the group's digests, newest first.
	History(ctx context.Context, g *study.Group, op study.Operation, offset, length int) (study.DigestPage, error)
	// DigestBoard returns a week's digest and the board that it told of.
	DigestBoard(ctx context.Context, g *study.Group, op study.Operation, week civil.Date) (study.Digest, []study.Row, error)
}

// Groups are the guild's groups and their members.
type Groups interface {
	// SaveGroup stores a group that was made or changed, and returns the week of
	// its last digest.
	SaveGroup(ctx context.Context, g *study.Group, op study.Operation) (told civil.Date, err error)
	// SaveUntouched is SaveGroup for a group in which no member and no digest was
	// recorded yet; else it stores nothing, and untouched is false.
	SaveUntouched(ctx context.Context, g *study.Group, op study.Operation) (untouched bool, err error)
	// Activity returns what each group is up to, and the ids of the groups that
	// the user is in.
	Activity(ctx context.Context, guild *study.Guild, user string) (activity map[string]study.Activity, groups string, err error)
	Join(ctx context.Context, g *study.Group, op study.Operation) (kept int, err error)
	Leave(ctx context.Context, g *study.Group, op study.Operation, erase bool) error
	Hide(ctx context.Context, g *study.Group, op study.Operation, hidden bool) error
	Members(ctx context.Context, g *study.Group, op study.Operation) ([]study.Member, map[string]int, error)
	// Deliveries returns how the digests of some of the guild's groups have
	// fared, by the group's id.
	Deliveries(ctx context.Context, guild *study.Guild, groups []*study.Group, now time.Time) (map[string]study.Delivery, error)
}

// Roadmaps are the versions of a group's roadmap.
type Roadmaps interface {
	// Versions returns all versions of the group's roadmap, the first one first, with
	// the roadmaps themselves if these are wanted.
	Versions(ctx context.Context, g *study.Group, whole bool) ([]study.Version, error)
	// Touched returns how many active members have done some of the items, and
	// how many checks that are.
	Touched(ctx context.Context, g *study.Group, op study.Operation, items []string) (members, checks int, err error)
	// Replace puts the plan's next version in the place of the group's roadmap.
	Replace(ctx context.Context, g *study.Group, op study.Operation, plan *diff.Plan, like int) (*study.Group, error)
}
