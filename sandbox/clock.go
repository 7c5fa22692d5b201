package sandbox

import (
	"fmt"
	"sync"
	"time"
)

// Clock is the time of a sandbox. It stands still until it is moved, and only
// moves forward. It may be shared between goroutines.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that shows start.
func NewClock(start time.Time) *Clock { return &Clock{now: start} }

// Now returns the time that the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock forward to the given time. A time before the one
// that it shows is refused; the same time is fine.
func (c *Clock) Advance(to time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if to.Before(c.now) {
		return fmt.Errorf("the clock only goes forward; it shows %s", c.now.In(to.Location()).Format("2006-01-02T15:04"))
	}
	c.now = to
	return nil
}
