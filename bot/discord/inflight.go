package discord

import (
	"context"
	"sync"
)

// inflight counts tasks in progress. Unlike with a [sync.WaitGroup], tasks may begin
// while somebody waits.
type inflight struct {
	mu    sync.Mutex
	count int
	idle  chan struct{} // closed when the count returns to 0
}

// run runs a task in a goroutine of its own.
func (f *inflight) run(task func()) {
	f.begin()
	go func() {
		defer f.end()
		task()
	}()
}

func (f *inflight) begin() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.count++; f.count == 1 {
		f.idle = make(chan struct{})
	}
}

func (f *inflight) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.count--; f.count == 0 {
		close(f.idle)
	}
}

func (f *inflight) wait(ctx context.Context) error {
	f.mu.Lock()
	count, idle := f.count, f.idle
	f.mu.Unlock()
	if count == 0 {
		return nil
	}
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
