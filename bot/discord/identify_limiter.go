package discord

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"golang.org/x/time/rate"
)

// Limits of new sessions: a burst for an hour in which connections fail often, then few
// enough to stay below a thousand a day.
const (
	identifyBurst = 20
	identifyEvery = 150 * time.Second       // 576 a day
	bucketEvery   = 5100 * time.Millisecond // Discord counts five seconds
)

// identifyLimiter limits the new sessions of all shards together. Discord resets the
// token of a bot that identifies more than a thousand times a day, so every IDENTIFY
// must be allowed here. Resuming a session is free.
// See https://discord.com/developers/docs/events/gateway#session-start-limit.
type identifyLimiter struct {
	daily   *rate.Limiter
	buckets []*rate.Limiter // by Discord's max_concurrency; empty if no two shards share a bucket
	log     *slog.Logger
}

// newIdentifyLimiter makes the limiter for what Discord said in info. A shard with a
// bucket of its own is not slowed down: it is seldom too fast, and then misses nothing.
// If it is, Discord calls the session invalid, and the shard waits then.
func newIdentifyLimiter(info startInfo, log *slog.Logger) *identifyLimiter {
	burst := identifyBurst + info.Shards
	if info.Limit.ResetAfter > 0 {
		burst = max(min(burst, info.Limit.Remaining), 1)
	}
	l := &identifyLimiter{daily: rate.NewLimiter(rate.Every(identifyEvery), burst), log: log}
	if info.Shards > info.Limit.Concurrency {
		for range info.Limit.Concurrency {
			l.buckets = append(l.buckets, rate.NewLimiter(rate.Every(bucketEvery), 1))
		}
	}
	return l
}

// limitsOf returns the limits of a shard, the daily one first.
func (l *identifyLimiter) limitsOf(shard int) []*rate.Limiter {
	if len(l.buckets) == 0 {
		return []*rate.Limiter{l.daily}
	}
	return []*rate.Limiter{l.daily, l.buckets[shard%len(l.buckets)]}
}

// allow reports whether the shard may identify now, and counts that.
func (l *identifyLimiter) allow(shard int) bool {
	for _, limit := range slices.Backward(l.limitsOf(shard)) {
		if !limit.Allow() {
			return false
		}
	}
	return true
}

// wait waits until the shard may identify, and counts that. It returns false if the
// context ends first.
func (l *identifyLimiter) wait(ctx context.Context, shard int) bool {
	for _, limit := range l.limitsOf(shard) {
		pause := limit.Reserve().Delay()
		if pause > bucketEvery {
			l.log.Error("gateway: too many new sessions; the next has to wait", "shard", shard, "seconds", pause.Seconds())
		}
		if !sleep(ctx, pause) {
			return false
		}
	}
	return true
}
