package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"

	"dojang/study"
)

// Load loads all scripts into Redis, so that the first members do not wait for it. A restarted
// Redis gets each script again when it is first used.
func (s *Store) Load(ctx context.Context) error {
	for _, script := range scripts {
		if err := script.Load(ctx, s.client).Err(); err != nil {
			return fmt.Errorf("load scripts: %w", err)
		}
	}
	return nil
}

// run runs a script by its hash or, if Redis does not know it, by its source. That takes one
// round trip, except for the first time after Redis was restarted.
func (s *Store) run(ctx context.Context, script *redis.Script, keys []string, args []any) (any, error) {
	limit := s.limit(len(keys) + len(args))
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var on redis.Scripter = s.client
	if limit > timeout && s.embedded == nil {
		server, err := s.server(ctx, keys[0])
		if err != nil {
			return nil, wrapUnavailable(err)
		}
		on = server.WithTimeout(limit)
	}
	reply, err := script.Run(ctx, on, keys, args...).Result()
	return reply, wrapUnavailable(err)
}

// execute runs a script that changes a group. It returns once the change is on disk or on the
// replicas, as far as the store is configured for that.
func (s *Store) execute(ctx context.Context, guild, group string, script *redis.Script, keys []string, args []any) (any, error) {
	if s.embedded == nil {
		return s.commit(ctx, guild, script, keys, args)
	}
	run := func(ctx context.Context) (any, error) { return s.run(ctx, script, keys, args) }
	reply, err := s.embedded.change(ctx, guild, group, run)
	return reply, wrapLogError(err)
}

// readDurable calls read. In the durable embedded store it returns once everything that read may
// have seen is on disk.
func (s *Store) readDurable(ctx context.Context, read func() error) error {
	if s.embedded == nil {
		return read()
	}
	return s.embedded.read(ctx, read)
}

// wrapLogError wraps an error of the log in [study.ErrUnavailable].
func wrapLogError(err error) error {
	if err == nil || errors.Is(err, study.ErrUnavailable) {
		return err
	}
	return fmt.Errorf("%w: %w", study.ErrUnavailable, err)
}

// transientErrors are the codes of errors by which a server says that it cannot serve now.
var transientErrors = []string{"LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS", "OOM", "MISCONF", "MOVED", "ASK",
	"UNBLOCKED", "ERR max number of clients"}

// wrapUnavailable wraps an error in [study.ErrUnavailable] if Redis cannot be reached or cannot
// serve now. Any other error reply is a bug in Dojang and is returned as it is.
func wrapUnavailable(err error) error {
	if err == nil || isMissing(err) {
		return err
	}
	var fromServer redis.Error
	if errors.As(err, &fromServer) && !slices.ContainsFunc(transientErrors, func(code string) bool {
		return strings.HasPrefix(err.Error(), code) || strings.Contains(err.Error(), ": -"+code) // Redis 6.2 wraps the error of a script's command
	}) {
		return err
	}
	return fmt.Errorf("%w: %w", study.ErrUnavailable, err)
}
