package main

import (
	"context"
	"runtime/debug"
	"time"
)

// How long nobody has used the bot when it gives memory back: soon after it
// has started, and later when it has been left alone for a while.
const (
	settled = 2 * time.Second
	quiet   = 30 * time.Second
)

// giveBack returns to the system what starting, or a busy time, has taken and
// nobody needs while the bot is idle, once for each time that it is. A bot that
// waits for members is the usual one: it then holds less than half.
func (b *bot) giveBack(ctx context.Context) {
	timer := time.NewTimer(settled)
	defer timer.Stop()
	given := int64(-1)
	last := int64(0)
	for {
		select {
		case <-timer.C:
		case <-ctx.Done():
			return
		}
		if taken := b.answerer.Taken(); taken == last && taken != given {
			debug.FreeOSMemory()
			releaseProgram()
			given = taken
		} else {
			last = taken
		}
		timer.Reset(quiet)
	}
}
