package store

import (
	"context"
	"maps"
	"strings"

	"dojang/civil"
	"dojang/store/ledger"
	"dojang/study"
)

// MyPage is the offset that stands for the page with the caller's own row.
const MyPage = -1

// Board returns length rows of a board from the offset on, and op.Member's own row. An offset
// past the end gives the last page. For last week's board of checks, Moved reports whether it
// has changed since its digest was posted.
func (s *Store) Board(ctx context.Context, g *study.Group, op study.Operation, period study.Period, by study.Kind, offset, length int) (study.Board, error) {
	name, posted := "all", ""
	switch week := g.Calendar.Week(op.Now); period {
	case study.ThisWeek:
		name = "w" + ledger.WeekName(week.Name)
	case study.LastWeek:
		last := ledger.WeekName(g.Calendar.Before(week).Name)
		name = "w" + last
		if by == study.Checks {
			posted = last
		}
	case study.ThisMonth:
		name = "m" + ledger.MonthName(g.Calendar.Day(op.Now))
	}
	var from any = offset
	if offset == MyPage {
		from = "mine"
	}
	kind := boardKind(by)
	a, err := s.read(ctx, boardScript, g, op, []string{kind + "." + name}, kind, name, from, length, posted, study.DigestRanks)
	if err != nil {
		return study.Board{}, err
	}
	b := study.Board{Total: a.int(0), Size: a.int(1), Offset: a.int(2),
		Mine: study.Row{User: op.Member, Name: op.Name, Score: a.int(6), Rank: a.int(7)}, Order: a.int(8),
		Hidden: strings.HasPrefix(a.text(9), "active\t1"), Left: strings.HasPrefix(a.text(9), "left")}
	b.Rows = rows(a.texts(4), a.texts(5), b.Offset, a.int(3))
	if stored := a.text(10); stored != "" {
		d, err := ledger.DecodeDigest(civil.Date{}, stored)
		if err != nil {
			return study.Board{}, err
		}
		flat := a.texts(11)
		ranks := map[string]int{}
		for _, row := range rows(flat, make([]string, len(flat)/2), 0, 1) {
			ranks[row.User] = row.Rank
		}
		b.Corrected = d.State == study.DigestPosted && (d.Checks != b.Total || !maps.Equal(d.Ranks, ranks))
	}
	return b, nil
}

// rows makes the rows of a page from a list of alternating users and scores, and the users'
// names. The page begins at the offset of the board. Its first row has the rank first, which it
// may share with rows of the page before.
func rows(flat, names []string, offset, first int) []study.Row {
	list := make([]study.Row, 0, len(names))
	for i, name := range names {
		row := study.Row{User: flat[2*i], Name: name, Score: number(flat[2*i+1]), Rank: offset + i + 1}
		switch {
		case i == 0:
			row.Rank = first
		case row.Score == list[i-1].Score:
			row.Rank = list[i-1].Rank
		}
		list = append(list, row)
	}
	return list
}
