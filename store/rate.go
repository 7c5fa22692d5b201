package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"dojang/study"
)

// ownActor is the actor of what the bot does by itself. It is not counted.
const ownActor = "0"

// LimitOperations sets how many operations a user has a minute in a guild; 0, as at first, is any
// number. An operation on several items counts as one for each 50 of them, or a part of them. What
// is too much is refused with "op.wait". Minutes are those of Redis's clock.
func (s *Store) LimitOperations(perMinute int) { s.rate.Store(int64(perMinute)) }

// operationsFor returns how many operations the operation's actor has a minute.
func (s *Store) operationsFor(op study.Operation) int64 {
	if op.Actor == ownActor {
		return 0
	}
	return s.rate.Load()
}

// ratePrefix begins the fields of opsKey that count a user's operations. The user follows. The
// value is the instant from which on they are counted, and their number.
const ratePrefix = "rate "

// trimRates deletes the counts that began before the instant.
func (s *Store) trimRates(ctx context.Context, guild string, before time.Time) error {
	var cursor uint64
	for {
		found, next, err := s.client.HScan(ctx, opsKey(guild), cursor, ratePrefix+"*", 500).Result()
		if err != nil {
			return wrapUnavailable(err)
		}
		var old []string
		for i := 0; i+1 < len(found); i += 2 {
			since, _, _ := strings.Cut(found[i+1], " ")
			if at, err := strconv.ParseInt(since, 10, 64); err != nil || at < milli(before) {
				old = append(old, found[i])
			}
		}
		if len(old) > 0 {
			if err := s.client.HDel(ctx, opsKey(guild), old...).Err(); err != nil {
				return wrapUnavailable(err)
			}
		}
		if cursor = next; cursor == 0 {
			return nil
		}
	}
}
