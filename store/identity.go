package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/redis/go-redis/v9"

	"dojang/study"
)

// Identify stores a random id if the store has none, and remembers the id. fresh means that there
// was none: the store is new, was emptied, or was last used by a Dojang that stored no id.
//
// The embedded store needs no id: its log knows its file.
func (s *Store) Identify(ctx context.Context) (fresh bool, err error) {
	if s.embedded != nil {
		return false, nil
	}
	fresh, err = s.client.SetNX(ctx, storeKey, rand.Text(), 0).Result()
	if err != nil {
		return false, fmt.Errorf("identify the store: %w", wrapUnavailable(err))
	}
	id, err := s.client.Get(ctx, storeKey).Result()
	if err != nil {
		return false, fmt.Errorf("identify the store: %w", wrapUnavailable(err))
	}
	s.id.Store(&id)
	return fresh, nil
}

// CheckIdentity fails with [study.ErrReplaced] if the store is not the one that it was at the start:
// it was emptied, or another one took its place. From then on every method fails with that error,
// for what is recorded now could not be trusted. Whoever restarts the bot accepts the store as it is.
// If Identify has not succeeded yet, CheckIdentity calls it.
func (s *Store) CheckIdentity(ctx context.Context) error {
	if s.durable() {
		return s.embedded.log.Verify()
	}
	known := s.id.Load()
	if known == nil {
		_, err := s.Identify(ctx)
		return err
	}
	id, err := s.client.Get(ctx, storeKey).Result()
	if err != nil && !isMissing(err) {
		return fmt.Errorf("identify the store: %w", wrapUnavailable(err))
	}
	if id != *known {
		s.replaced.Store(true)
	}
	return s.Replaced()
}

// Replaced returns [study.ErrReplaced] once CheckIdentity or a write has found that.
func (s *Store) Replaced() error {
	if s.durable() {
		return s.embedded.log.Replaced()
	}
	if s.replaced.Load() {
		return study.ErrReplaced
	}
	return nil
}

// IsEmpty reports whether the store has no guild. It looks at all keys until it finds one.
func (s *Store) IsEmpty(ctx context.Context) (bool, error) {
	found := errors.New("a guild is there")
	err := s.scan(ctx, keyPrefix+"{*}", func(keys []string) error {
		if slices.ContainsFunc(keys, func(key string) bool { return isGuildTag(tagOf(key)) }) {
			return found
		}
		return nil
	})
	if errors.Is(err, found) {
		return false, nil
	}
	return err == nil, err
}

// replacedHook fails every command once the store was replaced. Scripts that get more time go past
// it, see run.
type replacedHook struct{ replaced *atomic.Bool }

// DialHook changes nothing.
func (h replacedHook) DialHook(next redis.DialHook) redis.DialHook { return next }

// ProcessHook fails a command.
func (h replacedHook) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if h.replaced.Load() {
			cmd.SetErr(study.ErrReplaced)
			return study.ErrReplaced
		}
		return next(ctx, cmd)
	}
}

// ProcessPipelineHook fails the commands of a pipeline.
func (h replacedHook) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		if !h.replaced.Load() {
			return next(ctx, cmds)
		}
		for _, cmd := range cmds {
			cmd.SetErr(study.ErrReplaced)
		}
		return study.ErrReplaced
	}
}
