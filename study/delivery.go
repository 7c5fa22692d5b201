package study

import (
	"time"

	"dojang/civil"
)

// Delivery is the recent history of a group's digests.
type Delivery struct {
	Digests       []Digest   // of the last weeks, newest first
	LastPublished civil.Date // week of the last posted digest; zero if none
	Next          time.Time  // when the next attempt is due; zero if none is
}

// Last returns the newest digest, or nil.
func (d Delivery) Last() *Digest {
	if len(d.Digests) == 0 {
		return nil
	}
	return &d.Digests[0]
}

// Posted returns the newest posted digest of the last weeks, or nil.
func (d Delivery) Posted() *Digest {
	for i := range d.Digests {
		if d.Digests[i].State == DigestPosted {
			return &d.Digests[i]
		}
	}
	return nil
}

// Stuck returns the digest that is still to be posted after its last attempt failed, or
// nil. Digests of weeks older than the one that is due, or can be sent now, do not count.
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
