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

// nextDue returns when the scheduler has to look at the group next: when its next digest is due,
// or now if a due time has passed. Whether there is still anything to do is up to the scheduler.
// If the bot was removed from the guild, it is the time of the next check whether the bot is
// back. ok is false if nothing is due for the group.
func nextDue(g *study.Group, now time.Time) (due time.Time, ok bool) {
	if !g.RemovedAt.IsZero() {
		return g.NextReturnCheck(now), true
	}
	if _, _, passed := g.Due(now); passed {
		return now, true
	}
	return g.NextDue(now), g.State == study.Active
}

// schedule adds the group to the due ones and ends a claim that somebody has on it.
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

// ClaimDue claims up to limit groups whose digest is due at now, the oldest of each shard first,
// for the duration of the lease. token has to differ from that of every other claim, also of
// earlier ones by the same process. If claims are spread, each shard spreads its own, and the
// shards' intervals are offset against each other.
func (s *Store) ClaimDue(ctx context.Context, now time.Time, token string, lease time.Duration, limit int, spread study.Spread) (study.Due, error) {
	shards, all, err := s.dueShardsAt(ctx, now)
	found := study.Due{All: all}
	if err != nil || len(shards) == 0 {
		return found, err
	}
	interval := time.Second * dueShards / time.Duration(spread.PerSecond)
	first := int(uint64(milli(now)) % uint64(len(shards))) // so that no shard is always the last
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

// ClaimGroup claims a group that is perhaps not due, for the duration of the lease, and ends any
// other claim on it. token has to differ from that of every other claim. Due is when the group was
// due before; the zero time means never. If the claim is not released, the group is due when the
// lease ends.
func (s *Store) ClaimGroup(ctx context.Context, g *study.Group, now time.Time, token string, lease time.Duration) (study.Claim, error) {
	c := study.Claim{Guild: g.Guild, Group: g.ID, Token: token}
	shard := dueShard(g.Guild)
	raw, err := s.run(ctx, claimGroupScript, []string{dueKey(shard), leaseKey(shard)}, []any{dueID(g.Guild, g.ID), milli(now), token, lease.Milliseconds()})
	if err != nil {
		return c, fmt.Errorf("claim: %w", err)
	}
	if before := text(raw); before != "" {
		due, err := strconv.ParseFloat(before, 64)
		if err != nil {
			return c, fmt.Errorf("claim: group %s is due at %q", g.ID, before)
		}
		c.Due = time.UnixMilli(int64(due))
	}
	return c, nil
}

// dueShardsAt returns the shards that have something due, usually none, and the number of due
// entries in all shards. One round trip.
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

// Release ends a claim. The group is next due at the instant next, or never if next is the zero
// time. Nothing happens if the claim no longer holds, because somebody else has claimed the
// group after the lease ended or because the group was scheduled again.
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

// NextDue returns when the next digest of any group is due. ok is false if there is none.
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
