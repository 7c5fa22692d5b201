package store

import (
	"context"
	"fmt"
	"maps"
	"time"

	"dojang/roadmap"
	"dojang/store/ledger"
)

// foldAtOnce is how many events are folded by one script at the most.
const foldAtOnce = 5000

// foldOld puts snapshots in the place of the group's events from before the
// cutoff. The durable embedded store does that when it writes its log anew.
func (s *Store) foldOld(ctx context.Context, g *roadmap.Group, cutoff time.Time) error {
	if s.durable() {
		s.embedded.log.CompactBefore(cutoff)
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
	l, err := ledger.FromSnapshot(g.Guild, g.ID, before)
	if err != nil {
		return 0, err
	}
	err = s.events(ctx, g.Guild, g.ID, l.Seq, func(seq int64, _ string, e *event) (bool, error) {
		if e.On >= cutoff || folded == foldAtOnce {
			return false, nil
		}
		folded++
		return true, l.Apply(seq, e)
	})
	if err != nil || folded == 0 {
		return 0, err
	}
	after, err := l.Snapshot()
	if err != nil {
		return 0, err
	}
	args := foldArgs(before, after, l.Seq)
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
		if _, stays := after[field]; !stays && field != ledger.RevisionField {
			drop = append(drop, field)
		}
	}
	for field, value := range maps.All(after) {
		if before[field] != value {
			set = append(set, field, value)
		}
	}
	args := append([]any{before[ledger.RevisionField], before[ledger.HeadField], decimal(seq), len(drop)}, drop...)
	return append(args, set...)
}
