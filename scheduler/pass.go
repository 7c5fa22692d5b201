package scheduler

import (
	"errors"
	"fmt"
	"sync"

	"dojang/study"
)

// pass is one look for due digests, with the workers that it keeps busy. Its
// methods are for one goroutine, but for fail.
type pass struct {
	slots chan struct{} // has an element for each that works

	mu   sync.Mutex
	err  error // the first
	more int   // errors after it
	away bool  // the store cannot be reached
}

func newPass() *pass { return &pass{slots: make(chan struct{}, workers)} }

// begin lets a worker do something.
func (p *pass) begin(do func() error) {
	p.slots <- struct{}{}
	go func() {
		defer func() { <-p.slots }()
		if err := do(); err != nil {
			p.fail(err)
		}
	}()
}

// free is how many workers have nothing to do.
func (p *pass) free() int { return cap(p.slots) - len(p.slots) }

// await waits until so many workers have nothing to do.
func (p *pass) await(free int) {
	for range free {
		p.slots <- struct{}{}
	}
	for range free {
		<-p.slots
	}
}

// fail writes an error down. One group's is no reason to stop; that the store is
// away is.
func (p *pass) fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.away = p.away || errors.Is(err, study.ErrUnavailable)
	if p.err == nil {
		p.err = err
	} else {
		p.more++
	}
}

func (p *pass) stopped() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.away
}

// failure is what failed.
func (p *pass) failure() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.more > 0 {
		return fmt.Errorf("%w (and %d more)", p.err, p.more)
	}
	return p.err
}
