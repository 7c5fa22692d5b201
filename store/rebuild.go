package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"dojang/store/ledger"
	"dojang/study"
)

// repairsAtOnce is how many differences one script repairs at the most.
const repairsAtOnce = 1000

// Rebuild writes anew what follows from the events, group by group, and hands
// each difference that it repaired to report. It may run beside bots, be
// interrupted and be repeated: a guild is compared with its events and only
// what differs is written, by scripts that do nothing if the guild has changed
// meanwhile.
//
// The embedded store is built anew whenever it is opened; of it nothing is left
// to repair.
func (s *Store) Rebuild(ctx context.Context, now time.Time, report func(Difference)) (Checked, error) {
	if s.durable() {
		return s.verifyLog(ctx, now, report)
	}
	if _, err := s.layout(ctx); err != nil {
		return Checked{}, err
	}
	sum, err := s.forEachGuild(ctx, func(guild string, groups []string) (guildState, error) {
		return s.repair(ctx, guild, groups, now, report)
	})
	if err == nil {
		err = s.setLayout(ctx)
	}
	return sum, err
}

// repair puts a guild right. What it returns is the guild as it was found, with
// all that was repaired.
func (s *Store) repair(ctx context.Context, guild string, groups []string, now time.Time, report func(Difference)) (guildState, error) {
	var repaired []ledger.Difference
	for range inspectTries {
		st, err := s.inspect(ctx, guild, groups, now)
		if err != nil {
			return st, err
		}
		done, err := s.write(ctx, &st)
		for _, d := range st.differences[:done] {
			report(inGuild(guild, d))
		}
		repaired = append(repaired, st.differences[:done]...)
		if err != nil {
			return st, err
		}
		if done == len(st.differences) {
			st.differences = repaired
			return st, s.tidy(ctx, &st, now)
		}
	}
	return guildState{}, fmt.Errorf("it changed %d times while it was repaired: try again when it is calmer", inspectTries)
}

// write repairs the differences, a number at a time, and returns how many: fewer
// than all if the guild has changed meanwhile.
func (s *Store) write(ctx context.Context, st *guildState) (done int, err error) {
	for chunk := range slices.Chunk(st.differences, repairsAtOnce) {
		keys, args := repairArgs(st, chunk)
		raw, err := s.run(ctx, repairScript, keys, args)
		if err != nil {
			return done, fmt.Errorf("repair: %w", err)
		}
		if st.fingerprint = texts(raw); len(st.fingerprint) == 0 {
			return done, nil
		}
		done += len(chunk)
	}
	return done, nil
}

// repairArgs returns the keys and arguments with which repair.lua writes a number
// of differences.
func repairArgs(st *guildState, chunk []ledger.Difference) (keys []string, args []any) {
	keys = []string{ledger.GuildKey(st.guild)}
	for _, l := range st.ledgers {
		keys = append(keys, ledger.GroupKey(l.Guild, l.ID)+ledger.CountersKey)
	}
	args = append(args, len(st.ledgers))
	for _, value := range st.fingerprint {
		args = append(args, value)
	}
	positions := map[string]int{}
	for _, d := range chunk {
		if positions[d.Key] == 0 {
			keys = append(keys, d.Key)
			positions[d.Key] = len(keys)
		}
		kind := "hset"
		switch {
		case d.Extra && d.Set:
			kind = "zrem"
		case d.Extra:
			kind = "hdel"
		case d.Set:
			kind = "zadd"
		}
		args = append(args, kind, positions[d.Key], d.Field, d.Want)
	}
	return keys, args
}

// tidy puts in order what lies outside the guild's own slot, and deletes what
// nobody reads any more: the events of erased members that an interruption has
// left, and boards of periods that are over.
func (s *Store) tidy(ctx context.Context, st *guildState, now time.Time) error {
	for _, l := range st.ledgers {
		if l.Group == nil {
			continue
		}
		l.Group.Version = st.fingerprint[0]
		if there, err := s.isScheduled(ctx, l.Group); err != nil {
			return fmt.Errorf("due digests: %w", err)
		} else if !there {
			if err := s.schedule(ctx, l.Group, now); err != nil {
				return err
			}
		}
		if err := s.Trim(ctx, l.Group, now); err != nil {
			return err
		}
		for _, user := range slices.Sorted(maps.Keys(l.Erased())) {
			if !l.Has(user) { // else later digests may have a place of theirs
				if err := s.forgetRanks(ctx, l.Group, study.Operation{Now: now, Member: user}); err != nil {
					return err
				}
			}
			if err := s.eraseEvents(ctx, l.Group, user, strconv.FormatInt(l.Erased()[user], 10)); err != nil {
				return err
			}
		}
	}
	return nil
}
