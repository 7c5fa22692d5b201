package store

import (
	"context"
	"time"
)

const (
	// timeout bounds one round trip to a Redis server. Discord expects a reply within three
	// seconds, so an outage has to be noticed well before that.
	timeout = 1500 * time.Millisecond
	// embeddedTimeout bounds a command to the embedded store. The store is in this process and
	// only slow if the whole machine is. Giving up early would not help, because an aborted
	// change has to be undone.
	embeddedTimeout = time.Minute
)

// limit returns how long a round trip may take for a script with size keys and arguments. Very
// large ones, such as an import of a whole roadmap, get more time.
func (s *Store) limit(size int) time.Duration {
	const many, each = 1000, 500 * time.Microsecond
	if s.embedded != nil {
		return embeddedTimeout
	}
	return timeout + each*time.Duration(max(0, size-many))
}

// within returns a context for one round trip of ordinary size.
func (s *Store) within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, s.limit(0))
}
