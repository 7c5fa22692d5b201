package study

import (
	"time"

	"dojang/civil"
)

// Delivery is how a group's digests have fared lately.
type Delivery struct {
	Digests       []Digest   // those of the last weeks, the newest first
	LastPublished civil.Date // the week of the last one that was posted; zero for none
	Next          time.Time  // when the next attempt is due; zero for never
}

// Last returns the newest digest; nil if there is none.
func (d Delivery) Last() *Digest {
	if len(d.Digests) == 0 {
		return nil
	}
	return &d.Digests[0]
}

// Posted returns the newest digest that was posted; nil if there is none of
// the last weeks.
func (d Delivery) Posted() *Digest {
	for i := range d.Digests {
		if d.Digests[i].State == DigestPosted {
			return &d.Digests[i]
		}
	}
	return nil
}

// Stuck returns the digest that a group still owes because the last attempt at
// it failed; nil if there is none. One of a week before those that are due or
// can be sent now is owed no longer.
func (d Delivery) Stuck(g *Group, now time.Time) *Digest {
	_, due, ok := g.Due(now)
	ended := g.Calendar.Ended(now)
	for i := range d.Digests {
		digest := &d.Digests[i]
		open := digest.State == DigestPosting || digest.State == DigestFailed
		if open && digest.Problem != "" && (digest.Week == ended.Name || ok && digest.Week == due.Name) && g.State == Active {
			return digest
		}
	}
	return nil
}
