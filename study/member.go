package study

import (
	"time"

	"dojang/civil"
	"dojang/roadmap"
)

// Member is a Discord user in a group.
type Member struct {
	User   string // the Discord user's id
	Name   string // as shown in the guild when the member last did something
	Left   bool   // has left and kept the record
	Hidden bool   // stands on no board
	Joined time.Time
}

// Check is the fact that a member has done an item.
type Check struct {
	Item string
	At   time.Time
	Week civil.Date // the week it counts in
	Op   string
}

// Stamp is what a member has earned for a section; At is the time of the
// section's last check.
type Stamp struct {
	Section string
	At      time.Time
}

// Post is a link that a member shared.
type Post struct {
	ID     string
	Member string
	Name   string // the member's
	URL    string
	Title  string
	Items  []string // ids of the items it is about; none is fine
	At     time.Time
}

// Record is all that a group holds of one member.
type Record struct {
	Member Member
	Checks map[string]Check // by item
	Stamps map[string]Stamp // by section
	Posts  int
}

// BatchCheck reports whether the member has done the item.
func (r *Record) Done(item string) bool {
	_, ok := r.Checks[item]
	return ok
}

// DoneIn returns how many of the section's items the member has done.
func (r *Record) DoneIn(s *roadmap.Section) int {
	n := 0
	for i := range s.Items {
		if r.Done(s.Items[i].ID) {
			n++
		}
	}
	return n
}

// Weeks returns the names of the weeks with a check.
func (r *Record) Weeks() map[civil.Date]bool {
	weeks := map[civil.Date]bool{}
	for _, check := range r.Checks {
		weeks[check.Week] = true
	}
	return weeks
}
