package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// A server that is killed in the middle of a script leaves half of it at the end of its append-only
// file. When it starts again it keeps that half in the file, and appends to it. What it appends is
// lost if it starts once more, unless the file was rewritten before: valkey-io/valkey#4342. So after
// each start of a server one bot asks for a rewrite.

// mendedValkey is the first version of Valkey that repairs its file by itself. No version of Redis
// is known to.
const mendedValkey = "9.1.2"

// How long a bot has to ask a server, until another one may; and how long it is remembered that
// one has.
const (
	rewriteTry  = time.Minute
	rewriteKept = 400 * 24 * time.Hour
)

// The values of rewriteKey: a bot has asked, or the server has refused.
const (
	rewriteAsked     = "asked"
	rewriteForbidden = "refused"
)

// ErrRewriteRefused means that a server does not let the bot ask for a rewrite of its append-only
// file.
var ErrRewriteRefused = errors.New("the Redis server does not let the bot run BGREWRITEAOF: allow it, or run it yourself after each restart of the server; otherwise changes may be LOST when it is killed twice")

// RewriteLogs asks each server that has started since a bot last asked it to rewrite its append-only
// file. It returns how many it has asked. It fails with [ErrRewriteRefused] if one refuses, and
// [Store.Health] warns of that from then on.
func (s *Store) RewriteLogs(ctx context.Context) (asked int, err error) {
	if s.embedded != nil {
		return 0, nil
	}
	ctx, cancel := s.within(ctx)
	defer cancel()
	cluster, ok := s.client.(*redis.ClusterClient)
	if !ok {
		done, err := s.rewriteLog(ctx, s.client)
		if done {
			asked++
		}
		return asked, err
	}
	var mu sync.Mutex
	err = cluster.ForEachMaster(ctx, func(ctx context.Context, master *redis.Client) error {
		done, err := s.rewriteLog(ctx, master)
		mu.Lock()
		defer mu.Unlock()
		if done {
			asked++
		}
		return err
	})
	return asked, err
}

// rewriteLog asks one server, if it needs it and no bot has asked it since it started.
func (s *Store) rewriteLog(ctx context.Context, server redis.UniversalClient) (asked bool, err error) {
	text, err := server.Info(ctx).Result()
	if isRefused(err) {
		return false, nil // then it is not known which start this is
	}
	if err != nil {
		return false, fmt.Errorf("info: %w", wrapUnavailable(err))
	}
	run, needed := needsRewrite(text)
	if !needed {
		return false, nil
	}
	key := rewriteKey(run)
	if first, err := s.client.SetNX(ctx, key, rewriteAsked, rewriteTry).Result(); err != nil || !first {
		return false, s.noteRefused(ctx, key, err)
	}
	state := rewriteAsked
	err = server.BgRewriteAOF(ctx).Err()
	if isRefused(err) && !strings.Contains(err.Error(), "progress") { // else one is under way, or begins after a save
		state = rewriteForbidden
	} else if err != nil && !isRefused(err) {
		return false, fmt.Errorf("bgrewriteaof: %w", wrapUnavailable(err))
	}
	err = s.client.Set(ctx, key, state, rewriteKept).Err()
	return state == rewriteAsked, s.noteRefused(ctx, key, err)
}

// noteRefused remembers whether the server of the key's start has refused to rewrite its file. It
// fails with [ErrRewriteRefused] when that is news.
func (s *Store) noteRefused(ctx context.Context, key string, err error) error {
	if err != nil {
		return wrapUnavailable(err)
	}
	state, err := s.client.Get(ctx, key).Result()
	if err != nil && !isMissing(err) {
		return wrapUnavailable(err)
	}
	refused := state == rewriteForbidden
	if was := s.rewriteRefused.Swap(refused); refused && !was {
		return ErrRewriteRefused
	}
	return nil
}

// needsRewrite parses a reply to INFO. run identifies this start of the server.
func needsRewrite(text string) (run string, needed bool) {
	info := parseInfo(text)
	version := info["valkey_version"]
	mended := version != "" && !before(version, mendedValkey)
	run = info["run_id"]
	return run, run != "" && info["role"] == "master" && info["aof_enabled"] == "1" && !mended
}
