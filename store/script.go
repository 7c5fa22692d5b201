package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"

	"dojang/roadmap"
)

//go:embed lua/*.lua
var lua embed.FS

// script returns a script made of the named files of lua/, one after another.
func script(names ...string) *redis.Script {
	src := ""
	for _, name := range names {
		b, err := lua.ReadFile("lua/" + name + ".lua")
		if err != nil {
			panic(err) // the files are part of the binary
		}
		src += string(b)
	}
	return redis.NewScript(src)
}

// changing returns the script of a change, ticking that of one which ticks items
// off, and reading that of a read.
func changing(name string) *redis.Script { return script("change", name) }
func ticking(name string) *redis.Script  { return script("change", "tick", name) }
func reading(name string) *redis.Script  { return script("read", name) }

// scripts are all scripts of the store.
func scripts() []*redis.Script {
	return []*redis.Script{checkScript, enterScript, uncheckScript, undoScript, shareScript, editScript, removeScript, joinScript, leaveScript, hideScript,
		settingsScript, replaceScript, marksScript, recordScript, boardScript, postsScript, searchScript, postScript, checklistScript, libraryScript, membersScript, turnScript, digestScript, focusScript, historyScript, standingsScript,
		claimScript, releaseScript, advanceScript, putDueScript, beginSyncScript, mendScript, trimScript, foldScript, purgeScript}
}

// Load hands all scripts to Redis, so that the first members do not wait for
// it. A Redis that was restarted gets them again one by one, as they are used.
func (s *Store) Load(ctx context.Context) error {
	for _, script := range scripts() {
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
			return nil, away(err)
		}
		on = server.WithTimeout(limit)
	}
	reply, err := script.Run(ctx, on, keys, args...).Result()
	return reply, away(err)
}

// apply runs a script that changes a group, and returns when the change is as
// durable as the store is.
func (s *Store) apply(ctx context.Context, guild, group string, script *redis.Script, keys []string, args []any) (any, error) {
	if s.embedded == nil {
		return s.commit(ctx, guild, script, keys, args)
	}
	run := func(ctx context.Context) (any, error) { return s.run(ctx, script, keys, args) }
	reply, err := s.embedded.run(ctx, guild, group, run)
	return reply, unsaved(err)
}

// see reads something, and returns when all that it may have seen is as durable
// as the store is.
func (s *Store) see(ctx context.Context, read func() error) error {
	if s.embedded == nil {
		return read()
	}
	return s.embedded.read(ctx, read)
}

// unsaved marks the errors of the log as the store being away.
func unsaved(err error) error {
	if err == nil || errors.Is(err, roadmap.ErrAway) {
		return err
	}
	return fmt.Errorf("%w: %w", roadmap.ErrAway, err)
}

// passing are the errors by which a server says that it cannot serve for now.
var passing = []string{"LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS", "OOM", "MISCONF", "MOVED", "ASK",
	"UNBLOCKED", "ERR max number of clients"}

// away marks the errors that mean that Redis cannot be reached, or cannot
// serve for now; any other error of a script is a fault of ours.
func away(err error) error {
	if err == nil || isNil(err) {
		return err
	}
	var fromServer redis.Error
	if errors.As(err, &fromServer) && !slices.ContainsFunc(passing, func(code string) bool {
		return strings.HasPrefix(err.Error(), code) || strings.Contains(err.Error(), ": -"+code) // as Redis 6.2 tells of a script
	}) {
		return err
	}
	return fmt.Errorf("%w: %w", roadmap.ErrAway, err)
}
