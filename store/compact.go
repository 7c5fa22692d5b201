package store

import (
	"context"
	"fmt"
	"maps"
	"time"

	"dojang/roadmap"
	"dojang/store/ledger"
)

var foldScript = script("fold")

// compactAtOnce is how many events one script replaces at the most.
const compactAtOnce = 5000

// compactOld replaces the group's events from before the cutoff by a snapshot. The
// durable embedded store does that when it compacts its log.
func (s *Store) compactOld(ctx context.Context, g *roadmap.Group, cutoff time.Time) error {
	if s.durable() {
		s.embedded.log.CompactBefore(cutoff)
		return nil
	}
	for {
		compacted, err := s.compactSome(ctx, g, milli(cutoff))
		if err != nil {
			return fmt.Errorf("compact events: %w", err)
		}
		if compacted < compactAtOnce {
			return nil
		}
	}
}

// compactSome replaces some events and returns how many. When somebody else
// compacts or erases meanwhile it does nothing: there will be another time.
func (s *Store) compactSome(ctx context.Context, g *roadmap.Group, cutoff int64) (compacted int, err error) {
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
		if e.On >= cutoff || compacted == compactAtOnce {
			return false, nil
		}
		compacted++
		return true, l.Apply(seq, e)
	})
	if err != nil || compacted == 0 {
		return 0, err
	}
	after, err := l.Snapshot()
	if err != nil {
		return 0, err
	}
	args := compactArgs(before, after, l.Seq)
	if _, err := s.run(ctx, foldScript, []string{own + foldedKey, own + eventsKey}, args); err != nil {
		return 0, err
	}
	return compacted, nil
}

// compactArgs are the arguments of the script: what is the same before and after is
// left out.
func compactArgs(before, after map[string]string, seq int64) []any {
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
