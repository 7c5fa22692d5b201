package discord

import "sync"

// remembered is the least number of ids that are remembered.
const remembered = 8192

// recent remembers the latest interaction ids, so that each is handled once.
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
