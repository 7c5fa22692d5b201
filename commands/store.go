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

// Store is what the commands need of the store, by noun. Methods that change a group, and
// those whose reply depends on one, fail with [study.ErrStale] if it has changed; the
// router then starts over.
type Store interface {
	router.Guilds
	Checks
	Posts
	Boards
	Groups
	Roadmaps
}

// Checks are the members' checks.
type Checks interface {
	Check(ctx context.Context, g *study.Group, op study.Operation, item string, at time.Time, link *link.Link, title string) (study.CheckResult, error)
	Uncheck(ctx context.Context, g *study.Group, op study.Operation, item string) (study.UncheckResult, error)
	// Apply applies several checks and posts as one operation.
	Apply(ctx context.Context, g *study.Group, op study.Operation, batch study.Batch) (study.BatchResult, error)
	// Undo reverses what an operation did to one item or post; UndoAll reverses all of it.
	Undo(ctx context.Context, g *study.Group, op study.Operation, of, item, post string) (study.UndoResult, error)
	UndoAll(ctx context.Context, g *study.Group, op study.Operation, of string) (study.UndoResult, error)
	// Completions returns who has checked the item, with at most many names.
	Completions(ctx context.Context, g *study.Group, op study.Operation, item string, many int) (study.Completions, error)
	// Checklist returns the checks of the operation's member by item, and the member's
	// posts, oldest first.
	Checklist(ctx context.Context, g *study.Group, op study.Operation) (map[string]study.Check, []study.Post, error)
}

// Posts are the links that members share.
type Posts interface {
	Share(ctx context.Context, g *study.Group, op study.Operation, link link.Link, title string, items ...string) (study.ShareResult, error)
	Post(ctx context.Context, g *study.Group, op study.Operation, post string) (study.Post, error)
	Posts(ctx context.Context, g *study.Group, op study.Operation, q study.PostQuery, offset, length int) (study.PostPage, error)
	Edit(ctx context.Context, g *study.Group, op study.Operation, post, title string, items []string) (study.Post, error)
	Remove(ctx context.Context, g *study.Group, op study.Operation, post string) (study.Post, error)
	// Library returns all posts of the group, oldest first.
	Library(ctx context.Context, g *study.Group, op study.Operation) ([]study.Post, error)
}

// Boards are a group's numbers: records, boards and posted digests.
type Boards interface {
	Overview(ctx context.Context, g *study.Group, op study.Operation) (*study.Overview, error)
	// Board returns length rows from the offset on. With a negative offset, the rows
	// include the caller's.
	Board(ctx context.Context, g *study.Group, op study.Operation, period study.Period, by study.Kind, offset, length int) (study.Board, error)
	Focus(ctx context.Context, g *study.Group, op study.Operation, sections, items []string, posts int) ([]study.Begun, []study.Post, error)
	// History returns a page of the group's digests, newest first.
	History(ctx context.Context, g *study.Group, op study.Operation, offset, length int) (study.DigestPage, error)
	// DigestBoard returns a week's digest and the board that it published.
	DigestBoard(ctx context.Context, g *study.Group, op study.Operation, week civil.Date) (study.Digest, []study.Row, error)
}

// Groups are the guild's groups and their members.
type Groups interface {
	// SaveGroup stores a new or changed group. It returns the week of the group's last
	// digest.
	SaveGroup(ctx context.Context, g *study.Group, op study.Operation) (lastPublished civil.Date, err error)
	// SaveUntouched is SaveGroup for a group without any recorded member or digest.
	// Otherwise it stores nothing and untouched is false.
	SaveUntouched(ctx context.Context, g *study.Group, op study.Operation) (untouched bool, err error)
	// Activity returns the activity of each group, and the ids of the user's groups.
	Activity(ctx context.Context, guild *study.Guild, user string) (activity map[string]study.Activity, groups string, err error)
	Join(ctx context.Context, g *study.Group, op study.Operation) (kept int, err error)
	Leave(ctx context.Context, g *study.Group, op study.Operation, erase bool) error
	Hide(ctx context.Context, g *study.Group, op study.Operation, hidden bool) error
	Members(ctx context.Context, g *study.Group, op study.Operation) ([]study.Member, map[string]int, error)
	// Deliveries returns the recent digests of the groups, by group id.
	Deliveries(ctx context.Context, guild *study.Guild, groups []*study.Group, now time.Time) (map[string]study.Delivery, error)
}

// Roadmaps are the versions of a group's roadmap.
type Roadmaps interface {
	// Versions returns all versions of the group's roadmap, oldest first, with the roadmaps
	// themselves if whole is set.
	Versions(ctx context.Context, g *study.Group, whole bool) ([]study.Version, error)
	// Touched returns how many active members have checked any of the items, and their
	// number of checks.
	Touched(ctx context.Context, g *study.Group, op study.Operation, items []string) (members, checks int, err error)
	// Replace replaces the group's roadmap with the plan's next version. like is the
	// earlier version that it restores, or 0.
	Replace(ctx context.Context, g *study.Group, op study.Operation, plan *diff.Plan, like int) (*study.Group, error)
}
