package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"dojang/roadmap"
)

// foldAtOnce is how many events are folded by one script at the most.
const foldAtOnce = 5000

// foldOld puts snapshots in the place of the group's events from before the
// cutoff. The durable embedded store does that when it writes its log anew.
func (s *Store) foldOld(ctx context.Context, g *roadmap.Group, cutoff time.Time) error {
	if s.durable() {
		if oldest := s.embedded.oldest.Load(); oldest != 0 && oldest < milli(cutoff) {
			s.embedded.compactSoon()
		}
		return nil
	}
	for {
		folded, err := s.foldSome(ctx, g, milli(cutoff))
		if err != nil {
			return fmt.Errorf("fold events: %w", err)
		}
		if folded < foldAtOnce {
			return nil
		}
	}
}

// foldSome folds some events and returns how many. Somebody else who folds or
// erases meanwhile has it do nothing: there is another time.
func (s *Store) foldSome(ctx context.Context, g *roadmap.Group, cutoff int64) (folded int, err error) {
	own := groupKey(g.Guild, g.ID)
	first, err := s.client.XRangeN(ctx, own+eventsKey, "-", "+", 1).Result()
	if err != nil || len(first) == 0 {
		return 0, away(err)
	}
	if e, err := decodeEvent(first[0]); err != nil || e.On >= cutoff {
		return 0, err
	}
	before, err := s.client.HGetAll(ctx, own+foldedKey).Result()
	if err != nil {
		return 0, away(err)
	}
	l := newLedger(g.Guild, g.ID)
	if err := errors.Join(l.restore(before), l.whole()); err != nil {
		return 0, err
	}
	err = s.events(ctx, g.Guild, g.ID, l.seq, func(seq int64, _ string, e *event) (bool, error) {
		if e.On >= cutoff || folded == foldAtOnce {
			return false, nil
		}
		folded++
		return true, l.fold(seq, e)
	})
	if err != nil || folded == 0 {
		return 0, err
	}
	after, err := l.snapshot()
	if err != nil {
		return 0, err
	}
	args := foldArgs(before, after, l.seq)
	if _, err := s.run(ctx, compactScript, []string{own + foldedKey, own + eventsKey}, args); err != nil {
		return 0, err
	}
	return folded, nil
}

// foldArgs are the arguments of compact.lua: of what is the same before and after
// nothing is said.
func foldArgs(before, after map[string]string, seq int64) []any {
	var drop, set []any
	for field := range before {
		if _, stays := after[field]; !stays && field != revisionField {
			drop = append(drop, field)
		}
	}
	for field, value := range maps.All(after) {
		if before[field] != value {
			set = append(set, field, value)
		}
	}
	args := append([]any{before[revisionField], before[headField], decimal(seq), len(drop)}, drop...)
	return append(args, set...)
}
