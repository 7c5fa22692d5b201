package discord

import (
	"errors"
	"time"
)

// How soon a shard reconnects.
const (
	healthy    = 30 * time.Second // a connection that lasted this long was good
	quickBurst = 20               // this many connections, good or not, are replaced at once
	quickEvery = 3 * time.Second  // and one more in each such time
)

// attempt describes a connection that has ended, as far as the next one depends on it.
type attempt struct {
	resuming bool          // it used the address for resuming
	ready    bool          // it became ready
	lived    time.Duration // since it became ready
	quick    bool          // the limit on quick reconnects allows another one
	failures int           // pauses in a row before it
}

// reconnect says how to connect after an attempt.
type reconnect struct {
	pause      time.Duration // before connecting
	newSession bool          // Discord says that the current session cannot be resumed
	failures   int           // pauses in a row, this one included
}

// next returns how to connect after an attempt that ended with the error. A connection
// that was ready is replaced at once, because interactions are missed in the meantime,
// but not over and over if none of them lasts.
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
	case !a.ready && a.resuming: // the general address is tried next, at once
	default:
		n.pause = backoff(n.failures)
		n.failures++
	}
	return n
}
