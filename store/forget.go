package store

import (
	"context"
	"errors"
	"fmt"

	"dojang/roadmap"
)

// forget deletes what the events up to the one of that number say of an erased
// member, oldest first: as long as that one, which says that the record is
// erased, is there, what is left of the others means nothing. Somebody who
// folds events meanwhile must not bring anything back: see compact.lua.
func (s *Store) forget(ctx context.Context, g *roadmap.Group, user, seq string) error {
	if s.durable() {
		s.embedded.compactSoon()
		return nil
	}
	if err := s.dropFolded(ctx, g, user); err != nil {
		return err
	}
	if err := s.dropEvents(ctx, g, user, seq); err != nil {
		return err
	}
	return s.dropFolded(ctx, g, user)
}

// dropFolded deletes a member from the group's snapshot.
func (s *Store) dropFolded(ctx context.Context, g *roadmap.Group, user string) error {
	key := groupKey(g.Guild, g.ID) + foldedKey
	pipe := s.client.Pipeline()
	pipe.HDel(ctx, key, memberPrefix+user)
	pipe.HIncrBy(ctx, key, revisionField, 1)
	if _, err := pipe.Exec(ctx); err != nil {
		return fmt.Errorf("forget: %w", away(err))
	}
	return nil
}

// dropEvents deletes a member's events up to a number.
func (s *Store) dropEvents(ctx context.Context, g *roadmap.Group, user, seq string) error {
	const page = 500
	stream := groupKey(g.Guild, g.ID) + eventsKey
	for from := "-"; ; {
		entries, err := s.client.XRangeN(ctx, stream, from, seq, page).Result()
		if err != nil {
			return fmt.Errorf("forget: %w", away(err))
		}
		var ids []string
		for _, entry := range entries {
			e, err := decodeEvent(entry)
			if err != nil {
				return fmt.Errorf("forget: %w", err)
			}
			if e.Member == user {
				ids = append(ids, entry.ID)
			}
		}
		if len(ids) > 0 {
			if err := s.client.XDel(ctx, stream, ids...).Err(); err != nil {
				return fmt.Errorf("forget: %w", away(err))
			}
		}
		if len(entries) < page {
			return nil
		}
		from = "(" + entries[len(entries)-1].ID
	}
}

// forgetPlaces takes the act's member out of the places and scores that digests
// have stored: each of these digests is stored anew, in the place of what there was.
func (s *Store) forgetPlaces(ctx context.Context, g *roadmap.Group, act roadmap.Act) error {
	own := groupKey(g.Guild, g.ID)
	weeks, err := s.client.HKeys(ctx, own+digestsKey).Result()
	if err != nil {
		return fmt.Errorf("forget: %w", away(err))
	}
	nobody := act
	nobody.ID, nobody.Actor = "erase", "0"
	for _, name := range weeks {
		week, err := weekDate(name)
		if err != nil {
			continue // the field that says which is the last
		}
		if err := s.forgetPlace(ctx, g, week, nobody); err != nil {
			return fmt.Errorf("forget: %w", err)
		}
	}
	return nil
}

// forgetPlace takes the act's member out of what a week's digest keeps.
func (s *Store) forgetPlace(ctx context.Context, g *roadmap.Group, week roadmap.Date, act roadmap.Act) error {
	for {
		d, err := s.Digest(ctx, g, week)
		if err != nil {
			return err
		}
		if !d.Forget(act.Member) {
			return nil
		}
		switch err := s.SaveDigest(ctx, g, &d, act); {
		case err == nil:
			return away(s.client.HDel(ctx, groupKey(g.Guild, g.ID)+foldedKey, digestPrefix+weekName(week)).Err())
		case !errors.Is(err, roadmap.ErrStale):
			return err
		}
	}
}
