package store

import (
	"context"
	"time"
)

const (
	// timeout bounds one round trip to a Redis on the network. A reply has to be
	// made within Discord's three seconds, so an outage must be noticed well before.
	timeout = 1500 * time.Millisecond
	// patience bounds a command to the embedded store. It is in the same process
	// and late only when the whole machine is, so giving up early helps nobody: an
	// aborted change has to be undone.
	embeddedTimeout = time.Minute
)

// limit returns how long a round trip with so many keys and arguments may take.
// Very large scripts, such as an import of a whole roadmap, get more time.
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
