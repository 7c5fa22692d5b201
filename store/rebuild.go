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

// repairsAtOnce is the maximum number of differences that one script repairs.
const repairsAtOnce = 1000

// Rebuild repairs what follows from the events, guild by guild, and reports each difference that
// it repaired. It compares a guild with its events and writes only what differs, by scripts that
// do nothing if the guild has changed in the meantime. So it may run beside bots, be interrupted
// and be repeated.
//
// The durable embedded store is rebuilt from its log whenever it is opened, so Rebuild only
// verifies it.
func (s *Store) Rebuild(ctx context.Context, now time.Time, report func(Difference)) (Checked, error) {
	if s.durable() {
		return s.verifyLog(ctx, now, report)
	}
	if err := s.checkRestored(ctx); err != nil {
		return Checked{}, err
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

// repair repairs a guild. The result has all differences that were repaired.
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

// write repairs the differences in chunks and returns how many it repaired: fewer than all if the
// guild has changed in the meantime.
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

// repairArgs returns the keys and arguments of repair.lua for a chunk of differences.
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

// tidy schedules groups that should be due and are not. It also deletes what is no longer needed:
// boards of past periods, and events of erased members that an interrupted Leave has left.
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
			if !l.Has(user) { // a user who came back may have ranks in later digests
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
