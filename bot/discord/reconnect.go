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
	ready    bool          // it became ready
	lived    time.Duration // since then
	quick    bool          // the next one may follow at once
	failures int           // pauses in a row before it
}

// turn is how to go on after an attempt.
type reconnect struct {
	pause      time.Duration // before the next one
	newSession bool          // with a new session: Discord says that this one cannot be resumed
	failures   int           // pauses in a row, this one included
}

// next says how to go on after an attempt that ended with the error. A
// connection that was ready is followed by another one at once, because
// interactions are missed meanwhile; but not over and over when none of them
// lives long.
func (a attempt) next(err error) reconnect {
	n := reconnect{failures: a.failures}
	if a.ready && a.lived >= healthy {
		n.failures = 0
	}
	var c *closeError
	if errors.As(err, &c) {
		n.newSession = c.code == closeSequence || c.code == closeTimedOut && a.ready
	}
	switch {
	case errors.Is(err, errInvalidSession):
		n.newSession = true
		n.pause = time.Second + backoff(min(n.failures, 4))
		n.failures++
	case a.ready && (a.quick || a.lived >= healthy):
	case !a.ready && a.resuming: // that address may be of no use: the general one is tried next
	default:
		n.pause = backoff(n.failures)
		n.failures++
	}
	return n
}
