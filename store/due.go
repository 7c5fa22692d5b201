package store

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/study"
)

// nextDue is when there is something to look at for the group: at its next due
// time or, where the last one has passed, now; for a group whose guild the bot is
// gone from, whether it is back. The scheduler finds out whether there is
// anything left to do. ok is false for a group that nothing is due for.
func nextDue(g *study.Group, now time.Time) (due time.Time, ok bool) {
	if !g.RemovedAt.IsZero() {
		return g.NextReturnCheck(now), true
	}
	if _, _, passed := g.Due(now); passed {
		return now, true
	}
	return g.NextDue(now), g.State == study.Active
}

// schedule puts the group among the due ones.
func (s *Store) schedule(ctx context.Context, g *study.Group, now time.Time) error {
	due, ok := nextDue(g, now)
	if !ok {
		return nil
	}
	shard := dueShard(g.Guild)
	_, err := s.run(ctx, scheduleScript, []string{dueKey(shard), leaseKey(shard)}, []any{milli(due), dueID(g.Guild, g.ID)})
	if err != nil {
		return fmt.Errorf("schedule: %w", err)
	}
	return nil
}

func dueID(guild, group string) string { return guild + ":" + group }

// ClaimDue claims up to limit groups whose digest is due at now, the oldest of
// each shard first, for the time of the lease. token tells this claim from any
// other, also from earlier ones of the same process. Claims that are to be spread
// are spread in each shard by itself, one shard's between another's.
func (s *Store) ClaimDue(ctx context.Context, now time.Time, token string, lease time.Duration, limit int, spread study.Spread) (study.Due, error) {
	shards, all, err := s.dueShardsAt(ctx, now)
	found := study.Due{All: all}
	if err != nil || len(shards) == 0 {
		return found, err
	}
	interval := time.Second * dueShards / time.Duration(spread.PerSecond)
	first := int(uint64(milli(now)) % uint64(len(shards))) // none is always the last one
	for i := range shards {
		shard := shards[(first+i)%len(shards)]
		raw, err := s.run(ctx, claimDueScript, []string{dueKey(shard), leaseKey(shard), lastClaimKey(shard)}, []any{milli(now), token, lease.Milliseconds(),
			limit - len(found.Claims), boolArg(all > spread.Above), interval.Milliseconds(),
			interval.Milliseconds() * int64(shard) / dueShards})
		if err != nil {
			return found, fmt.Errorf("claim: %w", err)
		}
		flat := texts(raw)
		found.Held = found.Held || flat[0] == "1"
		for i := 1; i+1 < len(flat); i += 2 {
			guild, group, ok := strings.Cut(flat[i], ":")
			due, err := strconv.ParseFloat(flat[i+1], 64)
			if !ok || err != nil {
				return found, fmt.Errorf("claim: due entry %q at %q", flat[i], flat[i+1])
			}
			found.Claims = append(found.Claims, study.Claim{Guild: guild, Group: group, Due: time.UnixMilli(int64(due)), Token: token})
		}
	}
	return found, nil
}

// dueShardsAt returns the shards that have something due, which most of the
// time is none, and how much is due in all: one round trip.
func (s *Store) dueShardsAt(ctx context.Context, now time.Time) (shards []int, all int, err error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	pipe := s.client.Pipeline()
	due := make([]*redis.IntCmd, dueShards)
	for shard := range due {
		due[shard] = pipe.ZCount(ctx, dueKey(shard), "-inf", strconv.FormatInt(milli(now), 10))
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, 0, fmt.Errorf("look for due digests: %w", wrapUnavailable(err))
	}
	for shard, n := range due {
		if n.Val() > 0 {
			shards = append(shards, shard)
			all += int(n.Val())
		}
	}
	return shards, all, nil
}

// Release ends a claim: the group is due next at the instant, or never for
// the zero time. A claim that no longer holds, because its lease is over or
// the group's settings have changed, is left as it is.
func (s *Store) Release(ctx context.Context, c study.Claim, next time.Time) error {
	shard := dueShard(c.Guild)
	when := ""
	if !next.IsZero() {
		when = strconv.FormatInt(milli(next), 10)
	}
	if _, err := s.run(ctx, releaseScript, []string{dueKey(shard), leaseKey(shard)}, []any{dueID(c.Guild, c.Group), c.Token, when}); err != nil {
		return fmt.Errorf("release: %w", err)
	}
	return nil
}

// NextDue returns when the next digest of all is due; ok is false if none is.
func (s *Store) NextDue(ctx context.Context) (next time.Time, ok bool, err error) {
	first := math.Inf(1)
	for shard := range dueShards {
		entries, err := s.client.ZRangeWithScores(ctx, dueKey(shard), 0, 0).Result()
		if err != nil {
			return time.Time{}, false, fmt.Errorf("next due: %w", wrapUnavailable(err))
		}
		if len(entries) > 0 {
			first = min(first, entries[0].Score)
		}
	}
	if math.IsInf(first, 1) {
		return time.Time{}, false, nil
	}
	return time.UnixMilli(int64(first)), true, nil
}
