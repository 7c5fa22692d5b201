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

// Load hands all scripts to Redis, so that the first members do not wait for
// it. A Redis that was restarted gets them again one by one, as they are used.
func (s *Store) Load(ctx context.Context) error {
	for _, script := range scripts {
		if err := script.Load(ctx, s.client).Err(); err != nil {
			return fmt.Errorf("load scripts: %w", err)
		}
	}
	return nil
}

// run runs a script by its hash and, where Redis does not know it, by its
// text: one round trip but for the first time after a restart.
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

// execute runs a script that changes a group, and returns when the change is as
// durable as the store is.
func (s *Store) execute(ctx context.Context, guild, group string, script *redis.Script, keys []string, args []any) (any, error) {
	if s.embedded == nil {
		return s.commit(ctx, guild, script, keys, args)
	}
	run := func(ctx context.Context) (any, error) { return s.run(ctx, script, keys, args) }
	reply, err := s.embedded.change(ctx, guild, group, run)
	return reply, wrapLogError(err)
}

// readDurable reads something, and returns when all that it may have seen is as durable
// as the store is.
func (s *Store) readDurable(ctx context.Context, read func() error) error {
	if s.embedded == nil {
		return read()
	}
	return s.embedded.read(ctx, read)
}

// unsaved marks the errors of the log as the store being away.
func wrapLogError(err error) error {
	if err == nil || errors.Is(err, study.ErrUnavailable) {
		return err
	}
	return fmt.Errorf("%w: %w", study.ErrUnavailable, err)
}

// passing are the errors by which a server says that it cannot serve for now.
var transientErrors = []string{"LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS", "OOM", "MISCONF", "MOVED", "ASK",
	"UNBLOCKED", "ERR max number of clients"}

// away marks the errors that mean that Redis cannot be reached, or cannot
// serve for now; any other error of a script is a fault of ours.
func wrapUnavailable(err error) error {
	if err == nil || isMissing(err) {
		return err
	}
	var fromServer redis.Error
	if errors.As(err, &fromServer) && !slices.ContainsFunc(transientErrors, func(code string) bool {
		return strings.HasPrefix(err.Error(), code) || strings.Contains(err.Error(), ": -"+code) // as Redis 6.2 tells of a script
	}) {
		return err
	}
	return fmt.Errorf("%w: %w", study.ErrUnavailable, err)
}
