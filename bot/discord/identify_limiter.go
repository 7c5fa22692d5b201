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
	startBurst = 20
	startEvery = 150 * time.Second       // 576 a day
	laneEvery  = 5100 * time.Millisecond // Discord counts five seconds
)

// starts allows new sessions, of all shards together. Discord allows a bot a
// thousand of them a day and then takes its token away, so that every IDENTIFY
// has to be allowed here; to resume a session costs nothing.
// See https://discord.com/developers/docs/events/gateway#session-start-limit.
type identifyLimiter struct {
	day   *rate.Limiter
	lanes []*rate.Limiter // one new session in five seconds each; none where no two shards share one
	log   *slog.Logger
}

// newStarts makes the allowance of a gateway that is asked to start like this.
// A shard that has a lane to itself need not keep to it: when it was too quick,
// Discord calls the session invalid, and the shard waits then. Most often it is
// not too quick, and then nothing is missed.
func newIdentifyLimiter(at start, log *slog.Logger) *identifyLimiter {
	burst := startBurst + at.Shards
	if at.Limit.ResetAfter > 0 {
		burst = max(min(burst, at.Limit.Remaining), 1)
	}
	s := &identifyLimiter{day: rate.NewLimiter(rate.Every(startEvery), burst), log: log}
	if at.Shards > at.Limit.Concurrency {
		for range at.Limit.Concurrency {
			s.lanes = append(s.lanes, rate.NewLimiter(rate.Every(laneEvery), 1))
		}
	}
	return s
}

// of returns the limits that hold for a shard: that of the day first.
func (s *identifyLimiter) of(shard int) []*rate.Limiter {
	if len(s.lanes) == 0 {
		return []*rate.Limiter{s.day}
	}
	return []*rate.Limiter{s.day, s.lanes[shard%len(s.lanes)]}
}

// allow reports whether the shard may begin a new session right now.
func (s *identifyLimiter) allow(shard int) bool {
	for _, limit := range slices.Backward(s.of(shard)) {
		if !limit.Allow() {
			return false
		}
	}
	return true
}

// wait waits until the shard may begin a new session. It reports false when
// the context ended before.
func (s *identifyLimiter) wait(ctx context.Context, shard int) bool {
	for _, limit := range s.of(shard) {
		pause := limit.Reserve().Delay()
		if pause > laneEvery {
			s.log.Error("gateway: too many new sessions; the next has to wait", "shard", shard, "seconds", pause.Seconds())
		}
		if !sleep(ctx, pause) {
			return false
		}
	}
	return true
}
