package router

import (
	"sync"
	"time"

	"dojang/refusal"
)

// LimitLists sets how many long lists a user gets a minute from this process; 0, as at first, is any
// number. What is too much is refused with "list.wait".
func (r *Router) LimitLists(perMinute int) {
	r.lists.mu.Lock()
	defer r.lists.mu.Unlock()
	r.lists.most = perMinute
}

// listCounter counts the long lists that each user got. Its zero value counts nothing.
type listCounter struct {
	most  int // how many a user gets a minute; 0 for any number
	mu    sync.Mutex
	users map[string]listCount
	swept time.Time // when old counts were last dropped
}

// listCount is how many lists a user got since an instant, less than a minute before the last.
type listCount struct {
	since time.Time
	n     int
}

// take counts a list for the user at an instant. It refuses with "list.wait" what is too much.
func (c *listCounter) take(user string, at time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.most == 0 {
		return nil
	}
	if at.Sub(c.swept) >= time.Minute {
		for other, count := range c.users {
			if at.Sub(count.since) >= time.Minute {
				delete(c.users, other)
			}
		}
		c.swept = at
	}
	count, known := c.users[user]
	passed := at.Sub(count.since)
	if !known || passed >= time.Minute {
		count, passed = listCount{since: at}, 0
	}
	if count.n >= c.most {
		wait := time.Minute - max(0, passed)
		return refusal.New("list.wait", "limit", c.most, "n", int((wait+time.Second-1)/time.Second))
	}
	if c.users == nil {
		c.users = map[string]listCount{}
	}
	count.n++
	c.users[user] = count
	return nil
}
