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
	var mu sync.Mutex
	refused := false
	ask := func(ctx context.Context, server redis.UniversalClient) error {
		state, news, err := s.rewriteLog(ctx, server)
		mu.Lock()
		defer mu.Unlock()
		if news && state == rewriteAsked {
			asked++
		}
		refused = refused || state == rewriteForbidden
		return err
	}
	if cluster, ok := s.client.(*redis.ClusterClient); ok {
		err = cluster.ForEachMaster(ctx, func(ctx context.Context, master *redis.Client) error { return ask(ctx, master) })
	} else {
		err = ask(ctx, s.client)
	}
	if err != nil {
		return asked, err
	}
	if was := s.rewriteRefused.Swap(refused); refused && !was {
		err = ErrRewriteRefused
	}
	return asked, err
}

// rewriteLog asks one server, if it needs it and no bot has asked it since it started. state is what
// came of that, "" if nothing had to; news is whether it was asked now.
func (s *Store) rewriteLog(ctx context.Context, server redis.UniversalClient) (state string, news bool, err error) {
	text, err := server.Info(ctx).Result()
	if isRefused(err) {
		return "", false, nil // then it is not known which start this is
	}
	if err != nil {
		return "", false, fmt.Errorf("info: %w", wrapUnavailable(err))
	}
	run, needed := needsRewrite(text)
	if !needed {
		return "", false, nil
	}
	key := rewriteKey(run)
	first, err := s.client.SetNX(ctx, key, rewriteAsked, rewriteTry).Result()
	if err == nil && !first {
		state, err = s.client.Get(ctx, key).Result()
	}
	switch {
	case isMissing(err): // whoever was asking did not come to an end
		return "", false, nil
	case err != nil || !first:
		return state, false, wrapUnavailable(err)
	}
	state = rewriteAsked
	err = server.BgRewriteAOF(ctx).Err()
	switch {
	case hasCode(err, []string{"NOPERM", "ERR unknown command"}):
		state = rewriteForbidden
	case err != nil && !strings.Contains(err.Error(), "progress"): // else one is under way, or begins after a save
		return "", false, fmt.Errorf("bgrewriteaof: %w", wrapUnavailable(err)) // tried again after rewriteTry
	}
	return state, true, wrapUnavailable(s.client.Set(ctx, key, state, rewriteKept).Err())
}

// needsRewrite parses a reply to INFO. run identifies this start of the server.
func needsRewrite(text string) (run string, needed bool) {
	info := parseInfo(text)
	version := info["valkey_version"]
	mended := version != "" && !before(version, mendedValkey)
	run = info["run_id"]
	return run, run != "" && info["role"] == "master" && info["aof_enabled"] == "1" && !mended
}
