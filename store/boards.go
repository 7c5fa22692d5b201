package store

import (
	"context"
	"maps"
	"strings"

	"dojang/roadmap"
	"dojang/store/ledger"
)

// MyPage as the offset of a board is the page on which the caller stands.
const MyPage = -1

// Board returns length rows of a board from the offset on, and the caller's
// own line. An offset behind the end gives the last page. Of last week's board
// it also tells whether it is still what the digest told.
func (s *Store) Board(ctx context.Context, g *roadmap.Group, act roadmap.Act, period roadmap.Period, by roadmap.Kind, offset, length int) (roadmap.Board, error) {
	name, posted := "all", ""
	switch week := g.Calendar.Week(act.Now); period {
	case roadmap.ThisWeek:
		name = "w" + ledger.WeekName(week.Name)
	case roadmap.LastWeek:
		last := ledger.WeekName(g.Calendar.Before(week).Name)
		name = "w" + last
		if by == roadmap.Checks {
			posted = last
		}
	case roadmap.ThisMonth:
		name = "m" + ledger.MonthName(g.Calendar.Day(act.Now))
	}
	var from any = offset
	if offset == MyPage {
		from = "mine"
	}
	kind := boardKind(by)
	a, err := s.read(ctx, boardScript, g, act, []string{kind + "." + name}, kind, name, from, length, posted, roadmap.DigestPlaces)
	if err != nil {
		return roadmap.Board{}, err
	}
	b := roadmap.Board{Total: a.int(0), Size: a.int(1), Offset: a.int(2),
		Mine: roadmap.Row{User: act.Member, Name: act.Name, Score: a.int(6), Place: a.int(7)}, Order: a.int(8),
		Hidden: strings.HasPrefix(a.text(9), "active\t1"), Left: strings.HasPrefix(a.text(9), "left")}
	b.Rows = rows(a.texts(4), a.texts(5), b.Offset, a.int(3))
	if told := a.text(10); told != "" {
		d, err := ledger.DecodeDigest(roadmap.Date{}, told)
		if err != nil {
			return roadmap.Board{}, err
		}
		flat := a.texts(11)
		places := map[string]int{}
		for _, row := range rows(flat, make([]string, len(flat)/2), 0, 1) {
			places[row.User] = row.Place
		}
		b.Moved = d.State == roadmap.DigestPosted && (d.Checks != b.Total || !maps.Equal(d.Places, places))
	}
	return b, nil
}

// rows makes the lines of a page from users and scores that follow one
// another, and the users' names. The page begins at the offset of the board
// and its first line has the place first, which may be shared with lines
// before it.
func rows(flat, names []string, offset, first int) []roadmap.Row {
	list := make([]roadmap.Row, 0, len(names))
	for i, name := range names {
		row := roadmap.Row{User: flat[2*i], Name: name, Score: number(flat[2*i+1]), Place: offset + i + 1}
		switch {
		case i == 0:
			row.Place = first
		case row.Score == list[i-1].Score:
			row.Place = list[i-1].Place
		}
		list = append(list, row)
	}
	return list
}
