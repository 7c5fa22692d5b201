package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/redis/go-redis/v9"

	"dojang/roadmap"
)

// Doers returns who has done the item, at most many of those that may be named.
// Two round trips: the members, and what each has of it.
func (s *Store) Doers(ctx context.Context, g *roadmap.Group, act roadmap.Act, item string, many int) (roadmap.Doers, error) {
	var d roadmap.Doers
	members, err := s.active(ctx, g, act)
	if err != nil {
		return d, err
	}
	d.Active = len(members)
	checks, err := s.checksOf(ctx, g, members, item)
	if err != nil {
		return d, err
	}
	for i, m := range members {
		if checks[i] == "" {
			continue
		}
		check, err := parseCheck(item, checks[i])
		if err != nil {
			return d, err
		}
		d.Count++
		if m.User == act.Member {
			d.Mine = &check
		}
		if !m.Hidden {
			d.Shown = append(d.Shown, roadmap.Doer{User: m.User, Name: m.Name, At: check.At})
		}
	}
	slices.SortFunc(d.Shown, func(a, b roadmap.Doer) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.User, b.User)) })
	d.Shown = d.Shown[:min(len(d.Shown), many)]
	return d, nil
}

// checksOf returns each member's check of the item, "" for none.
func (s *Store) checksOf(ctx context.Context, g *roadmap.Group, members []roadmap.Member, item string) ([]string, error) {
	if len(members) == 0 {
		return nil, nil
	}
	ctx, cancel := s.within(ctx)
	defer cancel()
	pipe := s.client.Pipeline()
	found := make([]*redis.StringCmd, len(members))
	for i, m := range members {
		found[i] = pipe.HGet(ctx, userKey(g.Guild, m.User), g.ID+".c."+item)
	}
	err := s.see(ctx, func() error {
		_, err := pipe.Exec(ctx)
		return away(err)
	})
	if err != nil && !isNil(err) {
		return nil, fmt.Errorf("checks of %s: %w", item, err)
	}
	checks := make([]string, len(members))
	for i := range found {
		checks[i] = found[i].Val()
	}
	return checks, nil
}
