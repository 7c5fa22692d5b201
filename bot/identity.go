package main

import (
	"context"
	"errors"
	"time"

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

// warnIfEmpty warns of a store without groups: unless the bot is new, it is the wrong
// store, or its server could not read its files.
func (b *bot) warnIfEmpty(ctx context.Context) {
	empty, err := b.store.IsEmpty(ctx)
	if err != nil || !empty {
		return // an unreachable store is reported elsewhere
	}
	servers, err := b.client.Servers(ctx)
	if err == nil && servers > 0 {
		b.log.Warn("THE STORE IS EMPTY: right for a new bot; otherwise it is the wrong store, or its data was not loaded", "discord_servers", servers)
	}
}
