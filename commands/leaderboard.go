package commands

import (
	"cmp"
	"context"
	"slices"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/study"
	"dojang/view"
)

var (
	periods = []string{string(study.ThisWeek), string(study.LastWeek), string(study.ThisMonth), string(study.AllTime)}
	kinds   = []string{string(study.Checks), string(study.Posts), string(study.Stamps)}
)

// leaderboard shows a board, page by page.
func leaderboard(boards Boards) router.Command {
	showPage := func(ctx context.Context, r *router.Request, period, kind string, offset int) (router.Reply, error) {
		l, err := readBoard(ctx, r, boards, period, kind, offset)
		if err != nil {
			return router.Reply{}, err
		}
		return router.Replace(r.Print.Leaderboard(l)), nil
	}
	return router.Command{
		Name:  "leaderboard",
		Group: router.ReadableGroup,
		Options: []router.Option{
			{Name: "period", Type: discordgo.ApplicationCommandOptionString, Choices: periods},
			{Name: "by", Type: discordgo.ApplicationCommandOptionString, Choices: kinds},
			option.Group(),
		},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			l, err := readBoard(ctx, r, boards, cmp.Or(r.Text("period"), periods[0]), cmp.Or(r.Text("by"), kinds[0]), 0)
			if err != nil {
				return router.Reply{}, err
			}
			return router.Public(r.Print.Leaderboard(l)), nil
		},
		Actions: []router.Action{
			{ID: view.BoardID, Group: router.ReadableGroup, Update: true, Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
				return showPage(ctx, r, r.Arg("period"), r.Arg("kind"), r.IntArg("offset"))
			}},
			{ID: view.BoardPeriodID, Group: router.ReadableGroup, Update: true, Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
				return showPage(ctx, r, r.Chosen(), r.Arg("kind"), 0)
			}},
			{ID: view.BoardKindID, Group: router.ReadableGroup, Update: true, Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
				return showPage(ctx, r, r.Arg("period"), r.Chosen(), 0)
			}},
			{ID: view.BoardMineID, Group: router.ReadableGroup, Private: true, Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
				l, err := readBoard(ctx, r, boards, r.Arg("period"), r.Arg("kind"), -1)
				if err != nil {
					return router.Reply{}, err
				}
				return router.Private(r.Print.MyRank(l)), nil
			}},
		},
	}
}

// readBoard reads a page of a board or, for a negative offset, the rows around the
// caller's. It refuses unknown periods and kinds, which come from custom_ids of other
// versions.
func readBoard(ctx context.Context, r *router.Request, boards Boards, period, kind string, offset int) (view.Leaderboard, error) {
	if !slices.Contains(periods, period) || !slices.Contains(kinds, kind) {
		return view.Leaderboard{}, errOldButton()
	}
	l := view.Leaderboard{Group: r.Group, Period: study.Period(period), By: study.Kind(kind), Now: r.Now}
	var err error
	l.Board, err = boards.Board(ctx, r.Group, r.Operation(), l.Period, l.By, offset, view.BoardPage)
	return l, err
}
