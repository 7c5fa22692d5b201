package discord

import (
	"context"
	"sync"
)

// flight counts what is under way. Unlike with a [sync.WaitGroup], more may
// begin while somebody waits.
type inflight struct {
	mu    sync.Mutex
	count int
	idle  chan struct{} // closed when the count is 0 again
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

// remembered is how many interactions are remembered at least.
const remembered = 8192

// recent remembers the latest interactions, to take each once.
type recent struct {
	mu       sync.Mutex
	new, old map[string]bool
}

// first reports whether the id is seen for the first time.
func (r *recent) first(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.new[id] || r.old[id] {
		return false
	}
	if r.new == nil || len(r.new) >= remembered {
		r.old, r.new = r.new, make(map[string]bool)
	}
	r.new[id] = true
	return true
}
