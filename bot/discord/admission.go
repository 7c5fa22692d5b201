package discord

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// Limits of admission.
const (
	// maxAdmitted is the number of interactions that have no reply yet, with a handler or
	// waiting for one. A busy bot has a few dozen. While the store stands still, a member
	// who is admitted last waits for about a quarter of a minute, and all of them take
	// some 20 MB.
	maxAdmitted = 2048
	// maxTurnedAway is the number of interactions that are being turned away. Beyond
	// it they get no answer at all.
	maxTurnedAway = 256
)

// tooMany is logged when interactions are turned away.
const tooMany = "too many interactions at a time; some are turned away"

// admission bounds how many interactions are worked on. Whatever stands still, interactions
// go on arriving, and without a bound they would fill the memory.
type admission struct{ admitted, turnedAway chan struct{} }

func newAdmission() admission {
	return admission{make(chan struct{}, maxAdmitted), make(chan struct{}, maxTurnedAway)}
}

// enter admits an interaction, unless too many are. Whoever is admitted calls leave as soon
// as its reply is made; further calls do nothing.
func (a admission) enter() (leave func(), ok bool) { return take(a.admitted) }

// turnAway is enter for an interaction that was not admitted, until it is told so.
func (a admission) turnAway() (leave func(), ok bool) { return take(a.turnedAway) }

// take takes a place if one is free, and returns a function that gives it back once.
func take(places chan struct{}) (leave func(), ok bool) {
	select {
	case places <- struct{}{}:
		return sync.OnceFunc(func() { <-places }), true
	default:
		return nil, false
	}
}

// tally counts what may happen thousands of times in a second, so that it shares a log
// line.
type tally struct{ count atomic.Int64 }

// add counts one. A second later the message is logged with the count.
func (t *tally) add(log *slog.Logger, level slog.Level, message string) {
	if t.count.Add(1) == 1 {
		time.AfterFunc(time.Second, func() { log.Log(context.Background(), level, message, "count", t.count.Swap(0)) })
	}
}
