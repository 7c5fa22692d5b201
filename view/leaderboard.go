package view

import (
	"strings"
	"time"

	"dojang/civil"
	"dojang/study"
)

// BoardPage is the number of rows on a page of a board.
const BoardPage = 10

// Leaderboard is a page of a board.
type Leaderboard struct {
	Group  *study.Group
	Period study.Period
	By     study.Kind
	Board  study.Board
	Now    time.Time
}

// Leaderboard is the public reply to /leaderboard.
func (p Printer) Leaderboard(l Leaderboard) Message {
	b := l.Board
	by := string(l.By)
	head := []string{
		p.T("board.title", "group", l.Group.Name, "by", Markup(p.T("board.by."+by))),
		p.T("board.total", "period", Markup(p.period(l)), "total", Markup(p.T("board.unit."+by, "n", b.Total))),
	}
	if b.Corrected {
		head = append(head, p.T("board.moved"))
	}
	var lines []string
	for _, r := range b.Rows {
		lines = append(lines, p.row(r, by))
	}
	if len(lines) == 0 {
		lines = append(lines, p.T("board.empty"))
	}
	switch {
	case b.Hidden || b.Left:
		// The board is public, so a hidden member's score is not shown.
	case b.Mine.Rank > 0:
		head = append(head, p.T("board.mine", "name", b.Mine.Name, "place", p.Ordinal(b.Mine.Rank),
			"score", Markup(p.T("board.unit."+by, "n", b.Mine.Score))))
	case b.Size > 0:
		head = append(head, p.T("board.absent", "name", b.Mine.Name))
	}
	parts := []Component{text(strings.Join(head, "\n")), line(), text(strings.Join(lines, "\n"))}
	return card(colourPlain, append(parts, p.boardButtons(l)...)...)
}

// row is a member's row on a board.
func (p Printer) row(r study.Row, by string) string {
	medal := map[int]string{1: "🥇 ", 2: "🥈 ", 3: "🥉 "}[r.Rank]
	return p.T("board.row", "place", Markup(medal+"**"+p.Ordinal(r.Rank)+"**"), "name", r.Name,
		"score", Markup(p.T("board.unit."+by, "n", r.Score)))
}

// period names the period of a board.
func (p Printer) period(l Leaderboard) string {
	week := l.Group.Calendar.Week(l.Now)
	switch l.Period {
	case study.LastWeek:
		week = l.Group.Calendar.Before(week)
	case study.ThisMonth:
		return p.T("board.period.month", "date", Plain(l.Group.Calendar.Day(l.Now).String()[:len("2026-11")]))
	case study.AllTime:
		return p.T("board.period.all")
	}
	first, last := p.span(l.Group, week)
	return p.T("board.period."+string(l.Period), "first", first, "last", last)
}

// span returns a week's first and last day.
func (p Printer) span(g *study.Group, w study.Week) (first, last civil.Date) {
	return w.Name, g.Calendar.Day(w.End.Add(-1))
}

// boardButtons turn the page, show the caller's own rank, and choose another period or
// kind.
func (p Printer) boardButtons(l Leaderboard) []Component {
	b := l.Board
	at := func(what string, offset int) string {
		return BoardID.With(l.Group.ID, what, string(l.Period), string(l.By), number(offset))
	}
	rows := []Component{row(
		button(styleSecondary, p.T("button.back"), at("back", b.Offset-BoardPage)).enabled(b.Offset > 0),
		button(styleSecondary, p.T("button.forward"), at("forward", b.Offset+BoardPage)).enabled(b.Offset+BoardPage < b.Size),
		button(stylePrimary, p.T("button.mine"), BoardMineID.With(l.Group.ID, string(l.Period), string(l.By))),
	)}
	var periods, kinds []Option
	for _, period := range []study.Period{study.ThisWeek, study.LastWeek, study.ThisMonth, study.AllTime} {
		periods = append(periods, Option{Label: p.T("board.choose." + string(period)), Value: string(period), Default: period == l.Period})
	}
	for _, by := range []study.Kind{study.Checks, study.Posts, study.Stamps} {
		kinds = append(kinds, Option{Label: p.T("board.by." + string(by)), Value: string(by), Default: by == l.By})
	}
	return append(rows,
		menu(BoardPeriodID.With(l.Group.ID, string(l.By)), p.T("board.choose"), periods),
		menu(BoardKindID.With(l.Group.ID, string(l.Period)), p.T("board.choose"), kinds))
}

// MyRank is the private reply to the button "my place": the caller's row and those around
// it.
func (p Printer) MyRank(l Leaderboard) Message {
	b := l.Board
	by := string(l.By)
	if b.Left {
		return card(colourPlain, text(p.T("board.left", "group", l.Group.Name)))
	}
	if b.Mine.Rank == 0 {
		return card(colourPlain, text(p.T("board.absent", "name", b.Mine.Name)))
	}
	lines := []string{p.T("board.mine", "name", b.Mine.Name, "place", p.Ordinal(b.Mine.Rank),
		"score", Markup(p.T("board.unit."+by, "n", b.Mine.Score))), p.period(l)}
	if b.Hidden {
		return card(colourPlain, text(strings.Join(append(lines, p.T("board.hidden")), "\n")))
	}
	for _, r := range b.Rows {
		if r.User == b.Mine.User {
			lines = append(lines, "▸ "+p.row(r, by))
		} else {
			lines = append(lines, p.row(r, by))
		}
	}
	return card(colourPlain, text(strings.Join(lines, "\n")))
}
