package main

import (
	"context"
	"runtime/debug"
	"time"
)

// How long the bot must have been idle before it returns memory: briefly after
// the start, longer once it is in use.
const (
	idleAfterStart = 2 * time.Second
	idleInUse      = 30 * time.Second
)

// releaseMemory returns unused heap to the operating system whenever the bot
// goes idle, once for each idle period. The runtime would do so on its own, but
// only slowly, and a bot is idle most of the time.
func (b *bot) releaseMemory(ctx context.Context) {
	timer := time.NewTimer(idleAfterStart)
	defer timer.Stop()
	released := int64(-1)
	last := int64(0)
	for {
		select {
		case <-timer.C:
		case <-ctx.Done():
			return
		}
		if taken := b.answerer.Taken(); taken == last && taken != released {
			debug.FreeOSMemory()
			released = taken
		} else {
			last = taken
		}
		timer.Reset(idleInUse)
	}
}
