package discord

import (
	"sync"
	"time"
)

// ages tells how old interactions are when they arrive. An id says when Discord
// made it, by Discord's clock; ours may be off by seconds. What the two differ
// by is learned: it is the least by which an interaction has been late lately.
//
// Only a clock that runs like ours tells how old something is. That of a
// sandbox stands still and leaps.
type ages struct {
	mu      sync.Mutex
	began   time.Time // when the first interaction arrived; our time counts from there, so that setting the clock means nothing
	made    time.Time // the latest interaction, by Discord's clock
	arrived time.Duration

	minDelay    [2]time.Duration // between made and arrival, in the present span and in the one before
	spanStart   time.Duration    // when the present span began
	steadySince time.Time        // Discord's time since when its clock may have run like ours
	steady      bool             // it has
}

const (
	ageSpan   = time.Minute            // for so long at least, the least lateness counts
	ageJitter = time.Second            // by which interactions may be late without a reason
	ageProof  = 2 * time.Second        // for so long Discord's clock has to have run like ours
	ageStill  = 500 * time.Millisecond // two interactions of one millisecond do not arrive so long after each other
)

// of returns the age of an interaction, and whether that is for sure.
func (a *ages) of(made, received time.Time) (age time.Duration, sure bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	first := a.began.IsZero()
	if first {
		a.began = received
	}
	arrived := received.Sub(a.began) // by the monotonic clock
	late := a.began.Add(arrived).Sub(made)
	switch {
	case !first && made.Equal(a.made):
		if arrived-a.arrived > ageStill {
			a.steadySince, a.steady = made, false
			return 0, false
		}
	default:
		a.made, a.arrived = made, arrived
	}
	switch least := min(a.minDelay[0], a.minDelay[1]); {
	case first || late < least-ageJitter:
		a.minDelay, a.spanStart = [2]time.Duration{late, late}, arrived
		a.steadySince, a.steady = made, false
	case arrived-a.spanStart >= ageSpan:
		a.minDelay, a.spanStart = [2]time.Duration{late, a.minDelay[0]}, arrived
	default:
		a.minDelay[0] = min(a.minDelay[0], late)
	}
	age = late - min(a.minDelay[0], a.minDelay[1])
	if age < ageJitter && made.Sub(a.steadySince) >= ageProof {
		a.steady = true
	}
	return age, a.steady
}
