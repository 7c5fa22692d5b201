package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"dojang/civil"
	"dojang/store/eventlog"
	"dojang/store/ledger"
	"dojang/study"
)

// How far back Trim looks for boards of past periods. It runs once a week, but some runs may have
// been missed.
const (
	trimWeeks  = 26
	trimMonths = 8
)

// keepEvents is how long single events are kept by default. Older ones are replaced by a snapshot
// of the resulting state. No check, post, stamp or digest is lost, only the record of who changed
// what and when.
const keepEvents = 365 * 24 * time.Hour

// keepOperations is how long the results of operations are kept.
const keepOperations = eventlog.RecentFor

// Trim deletes what is no longer needed: the group's boards of periods that are not shown any
// more, the guild's results and counts of old operations, and old events of the group, which a snapshot
// replaces.
func (s *Store) Trim(ctx context.Context, g *study.Group, now time.Time) error {
	keys := []string{opsKey(g.Guild), queueKey(g.Guild)}
	for _, board := range pastBoards(g.Calendar, now) {
		keys = append(keys, ledger.GroupKey(g.Guild, g.ID)+ledger.BoardKey+board)
	}
	if _, err := s.run(ctx, trimScript, keys, []any{milli(now.Add(-keepOperations))}); err != nil {
		return fmt.Errorf("trim: %w", err)
	}
	if err := s.trimRates(ctx, g.Guild, now.Add(-keepOperations)); err != nil {
		return fmt.Errorf("trim: %w", err)
	}
	return s.compactOld(ctx, g, now.Add(-s.keepFor()))
}

// KeepEvents sets how long single events are kept. The minimum is a year.
func (s *Store) KeepEvents(d time.Duration) {
	s.keep.Store(int64(d))
	if s.durable() {
		s.embedded.log.KeepFor(s.keepFor())
	}
}

func (s *Store) keepFor() time.Duration { return max(keepEvents, time.Duration(s.keep.Load())) }

// pastBoards returns the names of the boards whose periods are over and not shown at now.
func pastBoards(c study.Calendar, now time.Time) []string {
	live := ledger.LivePeriods(c, now)
	var past []string
	add := func(period string) {
		if !slices.Contains(live[:], period) {
			for _, kind := range ledger.BoardKinds {
				past = append(past, kind+"."+period)
			}
		}
	}
	week := c.Week(now)
	for range trimWeeks {
		add("w" + ledger.WeekName(week.Name))
		week = c.Before(week)
	}
	month := c.Day(now)
	for range trimMonths {
		add("m" + ledger.MonthName(month))
		month = civil.Date{Year: month.Year, Month: month.Month, Day: 1}.AddDays(-1)
	}
	return past
}

// compactAtOnce is the maximum number of events that one script replaces.
const compactAtOnce = 5000

// compactOld replaces the group's events from before the cutoff by a snapshot. In the durable
// embedded store that happens when the log is compacted.
func (s *Store) compactOld(ctx context.Context, g *study.Group, cutoff time.Time) error {
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

// compactSome replaces up to compactAtOnce events and returns how many it read. If somebody else
// compacts or erases at the same time, it changes nothing; the next Trim tries again.
func (s *Store) compactSome(ctx context.Context, g *study.Group, cutoff int64) (compacted int, err error) {
	prefix := ledger.GroupKey(g.Guild, g.ID)
	first, err := s.client.XRangeN(ctx, prefix+ledger.EventsKey, "-", "+", 1).Result()
	if err != nil || len(first) == 0 {
		return 0, wrapUnavailable(err)
	}
	if e, err := decodeEvent(first[0]); err != nil || e.RecordedAt >= cutoff {
		return 0, err
	}
	before, err := s.client.HGetAll(ctx, prefix+ledger.SnapshotKey).Result()
	if err != nil {
		return 0, wrapUnavailable(err)
	}
	l, err := ledger.FromSnapshot(g.Guild, g.ID, before)
	if err != nil {
		return 0, err
	}
	err = s.events(ctx, g.Guild, g.ID, l.Seq, func(seq int64, _ string, e *ledger.Event) (bool, error) {
		if e.RecordedAt >= cutoff || compacted == compactAtOnce {
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
	if _, err := s.run(ctx, compactScript, []string{prefix + ledger.SnapshotKey, prefix + ledger.EventsKey}, args); err != nil {
		return 0, err
	}
	return compacted, nil
}

// compactArgs returns the arguments of compact.lua. Fields that stay the same are left out.
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
