package study

import (
	"time"

	"dojang/civil"
)

// DigestState says how far the digest of a week has come.
type DigestState string

// The states of a digest. A digest is posting and then posted. It may fail on the way, be
// tried again, and be skipped in the end.
const (
	DigestPosting DigestState = "posting" // rendered; it may or may not have been posted
	DigestPosted  DigestState = "posted"
	DigestFailed  DigestState = "failed"  // not posted; Problem says why
	DigestSkipped DigestState = "skipped" // it became too late to post it
)

// Digest is what is stored of one week's digest.
type Digest struct {
	Revision  int // grows with every write, to detect writes of other processes; 0 if nothing is stored
	Week      civil.Date
	State     DigestState
	Due       time.Time
	Started   time.Time // when it was rendered and posting began
	Channel   string
	Message   string                   // the id of the posted message
	Body      []byte                   // the request body, the same at every attempt
	Published                          // what it says about its own week
	Corrected map[civil.Date]Published // what it says about earlier weeks that had changed
	Ranks     map[string]int           // the published ranks, by user
	Problem   string                   // stable code for why the last attempt failed
	Tries     int                      // failed attempts
	Failures  int                      // attempts at the body at which Discord itself failed
	Failing   time.Time                // when the first of these was
	Brief     bool                     // the body is the short one that takes the place of one at which Discord failed
}

// When a brief digest takes the place of one at which Discord fails: so many failures, and so
// much time since the first.
const (
	briefFailures = 3
	briefAfter    = 10 * time.Minute
)

// Failed counts an attempt at which Discord itself failed.
func (d *Digest) Failed(now time.Time) {
	if d.Failures++; d.Failures == 1 {
		d.Failing = now
	}
}

// NeedsBrief reports whether the body seems to be why Discord fails, so that a brief one
// should take its place.
func (d *Digest) NeedsBrief(now time.Time) bool {
	return !d.Brief && d.Failures >= briefFailures && now.Sub(d.Failing) >= briefAfter
}

// DigestRanks is how many ranks and scores are stored with a digest. The next digest needs
// them to show who moved, and to find corrections.
const DigestRanks = 100

// CorrectedWeeks is how many weeks before its own a digest searches for corrections. Checks
// can be dated back by two weeks; older ones can only be taken back.
const CorrectedWeeks = 8

// DigestPage is a page of digests, newest first.
type DigestPage struct {
	Digests []Digest
	Total   int // on all pages
	Offset  int // of the first digest on this page
}

// Published holds the numbers of a week as a digest states them.
type Published struct {
	Checks int            `json:"checks,omitempty"` // the group's checks
	Posts  int            `json:"posts,omitempty"`  // the group's posts
	Scores map[string]int `json:"scores,omitempty"` // checks by user, of the first DigestRanks on the board
	Event  int            `json:"event,omitempty"`  // number of the last event that is counted
}

// Correction is a week whose numbers differ from what a digest published.
type Correction struct {
	Week    civil.Date
	Before  Published
	Now     Published
	Members []Change // the largest change first; nil if they do not explain the difference

	Imported bool // imports explain the whole difference
}

// Change says by how much a member's checks in a week changed.
type Change struct {
	User, Name string
	By         int
}

// Forget removes a user from the stored ranks and scores. It reports whether there were
// any.
func (d *Digest) Forget(user string) bool {
	found := false
	for _, kept := range append([]map[string]int{d.Ranks, d.Scores}, scoresOf(d.Corrected)...) {
		if _, has := kept[user]; has {
			delete(kept, user)
			found = true
		}
	}
	return found
}

func scoresOf(weeks map[civil.Date]Published) []map[string]int {
	var all []map[string]int
	for _, published := range weeks {
		all = append(all, published.Scores)
	}
	return all
}

// Claim is a group whose due digest this process works on until its lease ends.
type Claim struct {
	Guild, Group string
	Due          time.Time
	Token        string // identifies this claim
}

// Due is the result of asking for due digests.
type Due struct {
	Claims []Claim
	All    int  // all due digests, including those claimed by others
	Held   bool // some were held back by Spread and can be claimed soon
}

// Spread limits the rate of claims when very many digests are due at once. All processes
// together claim about PerSecond digests, the oldest first. Digests of the same age have an
// order that is the same each week.
type Spread struct {
	Above     int // the limit applies when more than this many are due
	PerSecond int
}
