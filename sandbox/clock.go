package sandbox

import (
	"strconv"
	"strings"
	"sync"
	"time"
)

// Clock is the time of a sandbox. It stands still until it is moved, and it
// only moves forward. It is safe for concurrent use.
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

// Advance moves the clock forward to the given time. A time before the clock's
// is a [Mistake]; the same time is not.
func (c *Clock) Advance(to time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := checkForward(c.now, to, 0); err != nil {
		return err
	}
	c.now = to
	return nil
}

// checkForward returns a [Mistake] if a clock that shows now would go
// backwards.
func checkForward(now, to time.Time, column int) error {
	if to.Before(now) {
		return mistakeWithCode(ClockBackwards, column, "the clock only goes forward; it shows %s", now.In(to.Location()).Format(clockForm))
	}
	return nil
}

// clockForm is the layout of a time that a person types.
const clockForm = "2006-01-02T15:04"

// ClockTime parses a time as 2026-11-30T09:00, in now's zone, or as a span from
// now: +1w, +1d, +2h, +90m. Days and weeks are calendar days. The error is a
// [Mistake], also for a time before now.
func ClockTime(now time.Time, w Word) (time.Time, error) {
	if span, ok := strings.CutPrefix(w.Text, "+"); ok && len(span) > 1 {
		n, err := strconv.Atoi(span[:len(span)-1])
		unit := strings.IndexByte("mhdw", span[len(span)-1])
		if err == nil && n >= 0 && n < 1_000_000 && unit >= 0 {
			switch unit {
			case 0:
				return now.Add(time.Duration(n) * time.Minute), nil
			case 1:
				return now.Add(time.Duration(n) * time.Hour), nil
			case 2:
				return now.AddDate(0, 0, n), nil
			}
			return now.AddDate(0, 0, 7*n), nil
		}
	}
	to, err := time.ParseInLocation(clockForm, w.Text, now.Location())
	if err != nil {
		return time.Time{}, mistake(w.Column, "%q is no time; write 2026-11-30T09:00, +1w, +1d, +2h or +90m", w.Text)
	}
	return to, checkForward(now, to, w.Column)
}
