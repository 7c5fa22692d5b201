package commands

import (
	"context"
	"slices"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"dojang/roadmap"
	"dojang/view"
)

type boardReader interface {
	// Board returns length rows from the offset on, or with the caller's own
	// for a negative offset.
	Board(ctx context.Context, g *roadmap.Group, act roadmap.Act, period roadmap.Period, by roadmap.Kind, offset, length int) (roadmap.Board, error)
}

var (
	periods = []string{string(roadmap.ThisWeek), string(roadmap.LastWeek), string(roadmap.ThisMonth), string(roadmap.AllTime)}
	kinds   = []string{string(roadmap.Checks), string(roadmap.Posts), string(roadmap.Stamps)}
)

// leaderboard shows a board, page by page.
func leaderboard(store boardReader) Command {
	// show reads a page; a period or kind that is not known comes from a
	// custom_id of another version.
	show := func(ctx context.Context, r *Request, g *roadmap.Group, groups, period, by string, offset int) (view.Leaderboard, error) {
		if !slices.Contains(periods, period) || !slices.Contains(kinds, by) {
			return view.Leaderboard{}, roadmap.Refuse("button.old")
		}
		l := view.Leaderboard{Group: g, Period: roadmap.Period(period), By: roadmap.Kind(by), Now: r.Now}
		var err error
		l.Board, err = store.Board(ctx, g, r.Act(groups), l.Period, l.By, offset, view.BoardPage)
		return l, err
	}
	turn := func(ctx context.Context, r *Request, period, by, offset string) (Reply, error) {
		g, err := r.named(r.Args[0])
		if err != nil {
			return Reply{}, err
		}
		n, err := strconv.Atoi(offset)
		if err != nil {
			return Reply{}, roadmap.Refuse("button.old")
		}
		l, err := show(ctx, r, g, roadmap.AnyGroups, period, by, max(0, n))
		if err != nil {
			return Reply{}, err
		}
		return replace(r.Print.Leaderboard(l)), nil
	}
	return Command{
		Name: "leaderboard",
		Options: []Option{
			{Name: "period", Type: discordgo.ApplicationCommandOptionString, Choices: periods},
			{Name: "by", Type: discordgo.ApplicationCommandOptionString, Choices: kinds},
			groupOption(completeGroup),
		},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Group()
			if err != nil {
				return Reply{}, err
			}
			period, by := r.Text("period"), r.Text("by")
			if period == "" {
				period = periods[0]
			}
			if by == "" {
				by = kinds[0]
			}
			l, err := show(ctx, r, g, groups, period, by, 0)
			if err != nil {
				return Reply{}, err
			}
			return public(r.Print.Leaderboard(l)), nil
		},
		Actions: []Action{
			{Name: "board", Args: 5, Update: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
				return turn(ctx, r, r.Args[2], r.Args[3], r.Args[4])
			}},
			{Name: "period", Args: 2, Update: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
				return turn(ctx, r, r.chosen(), r.Args[1], "0")
			}},
			{Name: "kind", Args: 2, Update: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
				return turn(ctx, r, r.Args[1], r.chosen(), "0")
			}},
			{Name: "mine", Args: 3, Private: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
				g, err := r.named(r.Args[0])
				if err != nil {
					return Reply{}, err
				}
				l, err := show(ctx, r, g, roadmap.AnyGroups, r.Args[1], r.Args[2], -1)
				if err != nil {
					return Reply{}, err
				}
				return private(r.Print.MyPlace(l)), nil
			}},
		},
	}
}

// chosen is the line chosen in a menu, or "".
func (r *Request) chosen() string {
	if len(r.Values) == 0 {
		return ""
	}
	return r.Values[0]
}
