package discord

import (
	"sync"
	"time"
)

// ages estimates how old interactions are when they arrive. An id says when Discord
// created it, by Discord's clock, from which ours may differ by seconds. The difference
// is learned: it is the smallest delay between creation and arrival seen lately.
//
// The estimate works only if Discord's clock runs as fast as ours. That of a sandbox
// stands still and jumps.
type ages struct {
	mu      sync.Mutex
	began   time.Time     // when the first interaction arrived; times count from it, so setting our clock has no effect
	created time.Time     // creation of the latest interaction, by Discord's clock
	arrived time.Duration // arrival of that interaction, since began

	minDelay    [2]time.Duration // smallest delay in the current span and in the previous one
	spanStart   time.Duration    // when the current span began, since began
	steadySince time.Time        // since when, by Discord's clock, it may have run as fast as ours
	steady      bool             // whether it has for ageProof
}

const (
	ageSpan   = time.Minute            // a smallest delay counts for at least this long
	ageJitter = time.Second            // normal variation of the delay
	ageProof  = 2 * time.Second        // how long Discord's clock must run as fast as ours before an age is sure
	ageStill  = 500 * time.Millisecond // two interactions of one millisecond arrive closer together than this
)

// of returns the age of an interaction, and whether it is sure.
func (a *ages) of(created, received time.Time) (age time.Duration, sure bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	first := a.began.IsZero()
	if first {
		a.began = received
	}
	arrived := received.Sub(a.began) // by the monotonic clock
	delay := a.began.Add(arrived).Sub(created)
	switch {
	case !first && created.Equal(a.created):
		if arrived-a.arrived > ageStill {
			a.steadySince, a.steady = created, false
			return 0, false
		}
	default:
		a.created, a.arrived = created, arrived
	}
	switch smallest := min(a.minDelay[0], a.minDelay[1]); {
	case first || delay < smallest-ageJitter:
		a.minDelay, a.spanStart = [2]time.Duration{delay, delay}, arrived
		a.steadySince, a.steady = created, false
	case arrived-a.spanStart >= ageSpan:
		a.minDelay, a.spanStart = [2]time.Duration{delay, a.minDelay[0]}, arrived
	default:
		a.minDelay[0] = min(a.minDelay[0], delay)
	}
	age = delay - min(a.minDelay[0], a.minDelay[1])
	if age < ageJitter && created.Sub(a.steadySince) >= ageProof {
		a.steady = true
	}
	return age, a.steady
}
