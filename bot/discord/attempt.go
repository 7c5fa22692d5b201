package discord

import (
	"errors"
	"time"
)

// How soon a shard connects anew.
const (
	healthy    = 30 * time.Second // a connection that has lived so long was a good one
	quickBurst = 20               // good or not, so many are followed by another one at once
	quickEvery = 3 * time.Second  // and one more each time this has passed
)

// attempt is a connection that has ended, as far as it matters for the next
// one.
type attempt struct {
	resuming bool          // it was made to the address for resuming
	up       bool          // it became ready
	lived    time.Duration // since then
	quick    bool          // the next one may follow at once
	failures int           // pauses in a row before it
}

// turn is how to go on after an attempt.
type reconnect struct {
	pause    time.Duration // before the next one
	fresh    bool          // with a new session: Discord says that this one cannot be resumed
	failures int           // pauses in a row, this one included
}

// next says how to go on after an attempt that ended with the error. A
// connection that was ready is followed by another one at once, because
// interactions are missed meanwhile; but not over and over when none of them
// lives long.
func (a attempt) next(err error) reconnect {
	n := reconnect{failures: a.failures}
	if a.up && a.lived >= healthy {
		n.failures = 0
	}
	var c *closed
	if errors.As(err, &c) {
		n.fresh = c.code == closeSequence || c.code == closeTimedOut && a.up
	}
	switch {
	case errors.Is(err, errInvalid):
		n.fresh = true
		n.pause = time.Second + backoff(min(n.failures, 4))
		n.failures++
	case a.up && (a.quick || a.lived >= healthy):
	case !a.up && a.resuming: // that address may be of no use: the general one is tried next
	default:
		n.pause = backoff(n.failures)
		n.failures++
	}
	return n
}
