package main

import (
	"context"
	"errors"
	"time"

	"dojang/store"
	"dojang/study"
)

// identityEvery is how often the bot looks whether the store is still the one that it
// started with.
const identityEvery = 10 * time.Second

// watchStore looks whether the store is still the one that the bot started with, until it
// is not or the context ends. The log of the embedded store says by itself that it is gone.
func (b *bot) watchStore(ctx context.Context) {
	ticker := time.NewTicker(identityEvery)
	defer ticker.Stop()
	for {
		b.rewriteLogs(ctx)
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
		if err := b.store.CheckIdentity(ctx); errors.Is(err, study.ErrReplaced) {
			if b.cfg.RedisURL == "" {
				return
			}
			b.log.Error("THE STORE WAS EMPTIED OR REPLACED: nothing is read or changed until the bot is restarted; " +
				"bring back what was there, or restart to go on with the store as it is")
			return
		}
	}
}

// rewriteLogs makes sure that a Redis that was killed and started again loses nothing when
// that happens once more; see [store.Store.RewriteLogs].
func (b *bot) rewriteLogs(ctx context.Context) {
	asked, err := b.store.RewriteLogs(ctx)
	if asked > 0 {
		b.log.Info("Redis has started: asked it to rewrite its append-only file", "servers", asked)
	}
	if errors.Is(err, store.ErrRewriteRefused) {
		b.log.Warn("THE STORE IS NOT AS IT SHOULD BE", "warning", err)
	}
}

// warnIfEmpty warns of a store without groups, once the bot is ready: unless the bot is new,
// it is the wrong store, or its server could not read its files.
func (b *bot) warnIfEmpty(ctx context.Context) {
	select {
	case <-b.ready:
	case <-ctx.Done():
		return
	}
	empty, err := b.store.IsEmpty(ctx)
	if err != nil || !empty {
		return // an unreachable store is reported elsewhere
	}
	servers, err := b.client.Servers(ctx)
	if err == nil && servers > 0 {
		b.log.Warn("THE STORE IS EMPTY: right for a new bot; otherwise it is the wrong store, or its data was not loaded", "discord_servers", servers)
	}
}
