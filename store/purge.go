package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/redis/go-redis/v9"

	"dojang/roadmap"
)

// Purge deletes all that is stored of a guild, at once, if the guild is still as
// it was read; else the error is [roadmap.ErrStale]. It goes through all keys.
// The durable embedded store writes its log anew afterwards, without the guild.
func (s *Store) Purge(ctx context.Context, guild *roadmap.Guild) error {
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
		err = unsaved(err)
	}
	if err != nil {
		return fmt.Errorf("purge: %w", err)
	}
	s.guilds.drop(guild.ID)
	if reply != purged {
		return roadmap.ErrStale
	}
	return s.unschedule(ctx, guild)
}

// purged is the script's answer when it has deleted all.
const purged = int64(1)

// keysOf finds all keys of a guild, its hash first whether it is there or not.
func (s *Store) keysOf(ctx context.Context, guild string) ([]string, error) {
	var keys []string
	err := s.scan(ctx, guildKey(guild)+"*", func(some []string) error {
		keys = append(keys, some...)
		return nil
	})
	keys = append(keys, guildKey(guild)) // which sorts before all that begin with it
	slices.Sort(keys)
	return slices.Compact(keys), err
}

// unschedule takes the guild's groups from among the due ones. Those that an
// interruption leaves are dropped when they come up.
func (s *Store) unschedule(ctx context.Context, guild *roadmap.Guild) error {
	shard := dueShard(guild.ID)
	_, err := s.client.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for _, g := range guild.Groups {
			pipe.ZRem(ctx, dueKey(shard), dueID(guild.ID, g.ID))
			pipe.HDel(ctx, leaseKey(shard), dueID(guild.ID, g.ID))
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("purge: %w", away(err))
	}
	return nil
}

// purge deletes a guild by the change, notes that in the log, and has the log
// written anew. Until then what the log says of the guild before is void.
func (e *embedded) purge(ctx context.Context, guild string, change func(context.Context) (any, error)) (any, error) {
	if e.journal == nil {
		return change(ctx)
	}
	e.change.Lock()
	reply, written, err := e.carryOutPurge(ctx, guild, change)
	e.change.Unlock()
	if err == nil {
		err = e.journal.wait(ctx, written)
	}
	if err == nil {
		e.compactSoon()
	}
	return reply, err
}

// carryOutPurge runs the change and hands what it did to the journal. The lock
// is held.
func (e *embedded) carryOutPurge(ctx context.Context, guild string, change func(context.Context) (any, error)) (any, ticket, error) {
	if _, err := e.journal.append(); err != nil {
		return nil, ticket{}, err
	}
	reply, err := change(context.WithoutCancel(ctx))
	if err != nil {
		e.journal.spoil(err) // how far it came is not known
		return nil, ticket{}, err
	}
	if reply != purged {
		written, err := e.journal.append()
		return reply, written, err
	}
	written, err := e.journal.append(&record{Guild: guild, Purged: true})
	return reply, written, err
}
