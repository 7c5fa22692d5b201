package view

import (
	"strings"

	"dojang/study"
)

// HistoryPage is the number of weeks on a page of the history.
const HistoryPage = 10

// History is the private reply to /digest history: what happened to the digest of each
// week.
func (p Printer) History(g *study.Group, page study.DigestPage) Message {
	parts := []Component{text(p.T("history.title", "group", g.Name))}
	if page.Total == 0 {
		return card(colourPlain, append(parts, text(p.T("history.none")))...)
	}
	var lines []string
	for _, d := range page.Digests {
		lines = append(lines, p.T("history.line", "week", d.Week, "came", Markup(p.digestOutcome(g, d))))
	}
	parts = append(parts, line(), text(strings.Join(lines, "\n")))
	if page.Total > HistoryPage {
		at := func(name string, offset int) string { return HistoryID.With(g.ID, name, number(offset)) }
		parts = append(parts, row(
			button(styleSecondary, p.T("button.newer"), at("newer", page.Offset-HistoryPage)).enabled(page.Offset > 0),
			button(styleSecondary, p.T("button.older"), at("older", page.Offset+HistoryPage)).enabled(page.Offset+HistoryPage < page.Total)))
	}
	return card(colourPlain, parts...)
}

// digestOutcome says what happened to a digest.
func (p Printer) digestOutcome(g *study.Group, d study.Digest) string {
	if d.State != study.DigestPosted {
		s := p.T("history." + string(d.State))
		if d.Problem != "" && d.State != study.DigestSkipped {
			s += " " + p.T("post."+d.Problem)
		}
		return s
	}
	numbers := []string{p.T("history.checks", "n", d.Checks)}
	if d.Posts > 0 {
		numbers = append(numbers, p.T("board.unit.posts", "n", d.Posts))
	}
	return strings.Join(append(numbers, string(Link(p.T("history.open"), string(messageLink(g, d))))), " · ")
}

// StandingsPage is the number of rows on a page of a digest's whole board.
const StandingsPage = 20

// DigestRanks shows a page of the board as it was when the digest was posted. It is the
// private reply to a button of the digest.
func (p Printer) DigestRanks(g *study.Group, d study.Digest, board []study.Row, offset int) Message {
	offset = max(0, min(offset, (len(board)-1)/StandingsPage*StandingsPage))
	lines := []string{}
	for _, r := range board[offset:min(offset+StandingsPage, len(board))] {
		r.Name = Cut(r.Name, 32)
		lines = append(lines, p.row(r, string(study.Checks)))
	}
	if len(lines) == 0 {
		lines = append(lines, p.T("board.empty"))
	}
	head := p.T("standings.title", "group", g.Name, "week", d.Week) + "\n" + p.T("standings.note", "n", study.DigestRanks)
	parts := []Component{text(head), line(), text(strings.Join(lines, "\n"))}
	if len(board) > StandingsPage {
		at := func(name string, offset int) string {
			return StandingsPageID.With(g.ID, d.Week.String(), name, number(offset))
		}
		parts = append(parts, row(
			button(styleSecondary, p.T("button.back"), at("back", offset-StandingsPage)).enabled(offset > 0),
			button(styleSecondary, p.T("button.forward"), at("forward", offset+StandingsPage)).enabled(offset+StandingsPage < len(board))))
	}
	return card(colourPlain, parts...)
}
