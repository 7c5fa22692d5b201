package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/redis/go-redis/v9"

	"dojang/store/ledger"
	"dojang/study"
)

// Purge deletes everything that is stored of a guild, atomically. It fails with [study.ErrStale]
// if the guild's settings have changed since guild was read. It scans all keys. The durable
// embedded store compacts its log afterwards, which removes the guild from it.
func (s *Store) Purge(ctx context.Context, guild *study.Guild) error {
	keys, err := s.keysOf(ctx, guild.ID)
	if err != nil {
		return fmt.Errorf("purge: %w", err)
	}
	args := []any{guild.Version}
	var reply any
	if s.embedded == nil {
		reply, err = s.commit(ctx, guild.ID, purgeScript, keys, args)
	} else {
		run := func(ctx context.Context) (any, error) { return s.run(ctx, purgeScript, keys, args) }
		reply, err = s.embedded.purge(ctx, guild.ID, run)
		err = wrapLogError(err)
	}
	if err != nil {
		return fmt.Errorf("purge: %w", err)
	}
	s.guilds.drop(guild.ID)
	if reply != purged {
		return study.ErrStale
	}
	return s.unschedule(ctx, guild)
}

// purged is the script's reply if it has deleted the guild.
const purged = int64(1)

// keysOf returns all keys of a guild. The first is the guild's hash, even if it does not exist.
func (s *Store) keysOf(ctx context.Context, guild string) ([]string, error) {
	var keys []string
	err := s.scan(ctx, ledger.GuildKey(guild)+"*", func(some []string) error {
		keys = append(keys, some...)
		return nil
	})
	keys = append(keys, ledger.GuildKey(guild)) // sorts before all others, which it is a prefix of
	slices.Sort(keys)
	return slices.Compact(keys), err
}

// unschedule removes the guild's groups from the due ones. If it is interrupted, the entries that
// are left are dropped when they come up.
func (s *Store) unschedule(ctx context.Context, guild *study.Guild) error {
	shard := dueShard(guild.ID)
	_, err := s.client.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for _, g := range guild.Groups {
			pipe.ZRem(ctx, dueKey(shard), dueID(guild.ID, g.ID))
			pipe.HDel(ctx, leaseKey(shard), dueID(guild.ID, g.ID))
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("purge: %w", wrapUnavailable(err))
	}
	return nil
}
