package scheduler

import (
	"errors"
	"fmt"
	"sync"

	"dojang/study"
)

// pass tracks the workers and errors of one [Scheduler.Run]. Only addError may be
// called by several goroutines.
type pass struct {
	slots chan struct{} // holds one element for each busy worker

	mu          sync.Mutex
	err         error // the first error
	others      int   // errors after it
	unavailable bool  // the store cannot be reached
}

func newPass() *pass { return &pass{slots: make(chan struct{}, workers)} }

// start runs do in a worker. It blocks while no worker is free.
func (p *pass) start(do func() error) {
	p.slots <- struct{}{}
	go func() {
		defer func() { <-p.slots }()
		if err := do(); err != nil {
			p.addError(err)
		}
	}()
}

// free returns how many workers are free.
func (p *pass) free() int { return cap(p.slots) - len(p.slots) }

// waitFree waits until at least this many workers are free.
func (p *pass) waitFree(free int) {
	for range free {
		p.slots <- struct{}{}
	}
	for range free {
		<-p.slots
	}
}

// addError records an error. An error of one group does not stop the pass, but an
// unavailable store does.
func (p *pass) addError(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.unavailable = p.unavailable || errors.Is(err, study.ErrUnavailable)
	if p.err == nil {
		p.err = err
	} else {
		p.others++
	}
}

func (p *pass) stopped() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.unavailable
}

// failure returns the first error and says how many others there were.
func (p *pass) failure() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.others > 0 {
		return fmt.Errorf("%w (and %d more)", p.err, p.others)
	}
	return p.err
}
