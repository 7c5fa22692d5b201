package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/redis/go-redis/v9"

	"dojang/store/ledger"
	"dojang/study"
)

// Purge deletes all that is stored of a guild, at once, if the guild is still as
// it was read; else the error is [study.ErrStale]. It goes through all keys.
// The durable embedded store writes its log anew afterwards, without the guild.
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

// purged is the script's answer when it has deleted all.
const purged = int64(1)

// keysOf finds all keys of a guild, its hash first whether it is there or not.
func (s *Store) keysOf(ctx context.Context, guild string) ([]string, error) {
	var keys []string
	err := s.scan(ctx, ledger.GuildKey(guild)+"*", func(some []string) error {
		keys = append(keys, some...)
		return nil
	})
	keys = append(keys, ledger.GuildKey(guild)) // which sorts before all that begin with it
	slices.Sort(keys)
	return slices.Compact(keys), err
}

// unschedule takes the guild's groups from among the due ones. Those that an
// interruption leaves are dropped when they come up.
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
