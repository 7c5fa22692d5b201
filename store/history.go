package store

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"dojang/roadmap"
)

// History returns a page of what is stored of the group's digests, newest
// first. An offset behind the end gives the last page.
func (s *Store) History(ctx context.Context, g *roadmap.Group, act roadmap.Act, offset, length int) (roadmap.DigestPage, error) {
	a, err := s.read(ctx, historyScript, g, act, nil, offset, length)
	if err != nil {
		return roadmap.DigestPage{}, err
	}
	page := roadmap.DigestPage{Total: a.int(0), Offset: a.int(3)}
	lines := a.texts(2)
	for i, name := range a.texts(1) {
		week, err := weekDate(name)
		if err != nil {
			return roadmap.DigestPage{}, err
		}
		d, err := decodeDigest(week, lines[i])
		if err != nil {
			return roadmap.DigestPage{}, err
		}
		page.Digests = append(page.Digests, d)
	}
	return page, nil
}

// Standings returns what is stored of a week's digest and the board that it
// told of: those who may be named still, by place. Two round trips.
func (s *Store) Standings(ctx context.Context, g *roadmap.Group, act roadmap.Act, week roadmap.Date) (roadmap.Digest, []roadmap.Row, error) {
	d, err := s.Digest(ctx, g, week)
	if err != nil {
		return d, nil, err
	}
	names, err := s.names(ctx, g, act, slices.Collect(maps.Keys(d.Places)))
	if err != nil {
		return roadmap.Digest{Week: week}, nil, err
	}
	var board []roadmap.Row
	for user, name := range names {
		board = append(board, roadmap.Row{User: user, Name: name, Score: d.Scores[user], Place: d.Places[user]})
	}
	slices.SortFunc(board, func(a, b roadmap.Row) int { return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Name, b.Name)) })
	return d, board, nil
}

// names returns the names of those of the users who may be named to others.
func (s *Store) names(ctx context.Context, g *roadmap.Group, act roadmap.Act, users []string) (map[string]string, error) {
	args := make([]any, len(users))
	for i, user := range users {
		args[i] = user
	}
	a, err := s.read(ctx, namesScript, g, act, nil, args...)
	if err != nil {
		return nil, err
	}
	return a.pairs(0), nil
}
