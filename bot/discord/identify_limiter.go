package discord

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"golang.org/x/time/rate"
)

// How many new sessions there may be: some at once, for a gateway that has a
// bad hour, and then few enough to stay below a thousand a day.
const (
	identifyBurst = 20
	identifyEvery = 150 * time.Second       // 576 a day
	bucketEvery   = 5100 * time.Millisecond // Discord counts five seconds
)

// starts allows new sessions, of all shards together. Discord allows a bot a
// thousand of them a day and then takes its token away, so that every IDENTIFY
// has to be allowed here; to resume a session costs nothing.
// See https://discord.com/developers/docs/events/gateway#session-start-limit.
type identifyLimiter struct {
	daily   *rate.Limiter
	buckets []*rate.Limiter // one new session in five seconds each; none where no two shards share one
	log     *slog.Logger
}

// newStarts makes the allowance of a gateway that is asked to start like this.
// A shard that has a lane to itself need not keep to it: when it was too quick,
// Discord calls the session invalid, and the shard waits then. Most often it is
// not too quick, and then nothing is missed.
func newIdentifyLimiter(at startInfo, log *slog.Logger) *identifyLimiter {
	burst := identifyBurst + at.Shards
	if at.Limit.ResetAfter > 0 {
		burst = max(min(burst, at.Limit.Remaining), 1)
	}
	l := &identifyLimiter{daily: rate.NewLimiter(rate.Every(identifyEvery), burst), log: log}
	if at.Shards > at.Limit.Concurrency {
		for range at.Limit.Concurrency {
			l.buckets = append(l.buckets, rate.NewLimiter(rate.Every(bucketEvery), 1))
		}
	}
	return l
}

// of returns the limits that hold for a shard: that of the day first.
func (l *identifyLimiter) limitsOf(shard int) []*rate.Limiter {
	if len(l.buckets) == 0 {
		return []*rate.Limiter{l.daily}
	}
	return []*rate.Limiter{l.daily, l.buckets[shard%len(l.buckets)]}
}

// allow reports whether the shard may begin a new session right now.
func (l *identifyLimiter) allow(shard int) bool {
	for _, limit := range slices.Backward(l.limitsOf(shard)) {
		if !limit.Allow() {
			return false
		}
	}
	return true
}

// wait waits until the shard may begin a new session. It reports false when
// the context ended before.
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
