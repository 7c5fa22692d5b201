package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dojang/roadmap"
	"dojang/store/eventlog"
)

// How far back Trim looks for boards that are over. It is called once a week,
// and may have been missed for some.
const (
	trimWeeks  = 26
	trimMonths = 8
)

// keepEvents is how long events are kept one by one. Older ones are replaced by a
// snapshot of their state: no check, post, stamp or digest is lost by that, only who
// changed what and when.
const keepEvents = 365 * 24 * time.Hour

// opsKept is how long the results of operations are kept.
const opsKept = eventlog.RecentFor

// Trim drops what is kept of the group and needed no longer: boards of periods
// that are shown nowhere, results of operations that nobody repeats, and events
// so old that only the state they led to matters.
func (s *Store) Trim(ctx context.Context, g *roadmap.Group, now time.Time) error {
	keys := []string{opsKey(g.Guild), queueKey(g.Guild)}
	for _, board := range pastBoards(g.Calendar, now) {
		keys = append(keys, groupKey(g.Guild, g.ID)+boardKey+board)
	}
	if _, err := s.run(ctx, trimScript, keys, []any{milli(now.Add(-opsKept))}); err != nil {
		return fmt.Errorf("trim: %w", err)
	}
	return s.foldOld(ctx, g, now.Add(-s.kept()))
}

// KeepEvents has events kept one by one for longer than a year; a shorter time
// means a year.
func (s *Store) KeepEvents(d time.Duration) {
	s.keep.Store(int64(d))
	if s.durable() {
		s.embedded.log.KeepFor(s.kept())
	}
}

func (s *Store) kept() time.Duration { return max(keepEvents, time.Duration(s.keep.Load())) }

// pastBoards returns the boards that came before those that are kept at now, as
// keys spell them.
func pastBoards(c roadmap.Calendar, now time.Time) []string {
	live := livePeriods(c, now)
	var past []string
	add := func(period string) {
		if !slices.Contains(live[:], period) {
			for _, kind := range boardKinds {
				past = append(past, kind+"."+period)
			}
		}
	}
	week := c.Week(now)
	for range trimWeeks {
		add("w" + weekName(week.Name))
		week = c.Before(week)
	}
	month := c.Day(now)
	for range trimMonths {
		add("m" + monthName(month))
		month = roadmap.Date{Year: month.Year, Month: month.Month, Day: 1}.AddDays(-1)
	}
	return past
}
