package discord

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

// awayLimit is how long a shard may be without a ready session until the bot no longer
// counts as ready. Discord ends connections often, and most are back within seconds.
const awayLimit = time.Minute

// shards are the sessions of the shards that were started.
type shards struct {
	mu  sync.Mutex
	all []*session
}

// add adds the session of a shard that is about to connect.
func (s *shards) add(one *session) {
	one.noteAway()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, one)
}

// Ready returns an error that says what is wrong if interactions do not arrive: before the
// first session is ready, and while a shard has been without one for longer than awayLimit.
func (g *Gateway) Ready() error {
	g.shards.mu.Lock()
	defer g.shards.mu.Unlock()
	connected := false
	for _, s := range g.shards.all {
		ever, away := s.away()
		connected = connected || ever
		if away > awayLimit {
			return fmt.Errorf("shard %d has been away from the gateway for %s", s.shard[0], away.Truncate(time.Second))
		}
	}
	if !connected {
		return errors.New("the gateway is not connected yet")
	}
	return nil
}

// away returns whether the session ever was ready, and for how long it has not been.
func (s *session) away() (ever bool, away time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.awaySince.IsZero() {
		return s.everReady, 0
	}
	return s.everReady, time.Since(s.awaySince)
}
