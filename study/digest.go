package study

import (
	"time"

	"dojang/civil"
)

// DigestState is how far a week's digest has come.
type DigestState string

// The states of a digest. A digest goes from nothing to posting to posted; it
// may fail on the way, be tried again, and be skipped in the end.
const (
	DigestPosting DigestState = "posting" // rendered; whether it was posted is not known
	DigestPosted  DigestState = "posted"
	DigestFailed  DigestState = "failed"  // it certainly was not posted; Problem says why
	DigestSkipped DigestState = "skipped" // too late to be posted
)

// Digest is what is stored of the digest of one week.
type Digest struct {
	Revision  int // grows with all that is stored of it, to notice another process's hand; 0 for none
	Week      civil.Date
	State     DigestState
	Due       time.Time
	Started   time.Time // when it was rendered, and posting began
	Channel   string
	Message   string                   // the id of the posted message
	Body      []byte                   // what is posted, the same at every attempt
	Published                          // of its week
	Corrected map[civil.Date]Published // of earlier weeks, which had changed
	Ranks     map[string]int           // the places that it tells of, by user
	Problem   string                   // why the last attempt failed, as a stable code
	Tries     int                      // attempts that failed
}

// DigestRanks is how many places and scores a digest keeps, to tell by the next
// one's movement and what was corrected since.
const DigestRanks = 100

// CorrectedWeeks is how many weeks before its own a digest looks back for
// corrections. Checks can be dated back for two weeks; what was done longer ago
// can be taken back only.
const CorrectedWeeks = 8

// DigestPage is a page of digests, the newest first.
type DigestPage struct {
	Digests []Digest
	Total   int // of all pages
	Offset  int // of the first one shown
}

// LastPublished is what a digest tells of a week's numbers.
type Published struct {
	Checks int            `json:"checks,omitempty"` // the group's total
	Posts  int            `json:"posts,omitempty"`  // likewise
	Scores map[string]int `json:"scores,omitempty"` // checks of the first DigestPlaces on the board, by user
	Event  int            `json:"event,omitempty"`  // the number of the group's last event that is in them
}

// Correction is a week whose numbers are others than a posted digest told.
type Correction struct {
	Week    civil.Date
	Before  Published
	Now     Published
	Members []Change // whose checks have changed, most first; none where that does not explain it all

	Imported bool // imports explain it all
}

// Change is by how much a member's checks in a week have changed.
type Change struct {
	User, Name string
	By         int
}

// Forget takes a user out of what the digest keeps, and reports whether there
// was anything.
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
	for _, told := range weeks {
		all = append(all, told.Scores)
	}
	return all
}

// Claim is a group whose digest is due and that this process works on until
// the lease ends.
type Claim struct {
	Guild, Group string
	Due          time.Time
	Token        string // tells this claim from any other
}

// Due is what was found due, and claimed.
type Due struct {
	Claims []Claim
	All    int  // how many are due in all, those that somebody works on included
	Held   bool // claims were held back to be spread: there are more, soon
}

// Spread is how claims are spread when very many digests are due at once. All
// processes together claim about PerSecond, the oldest first and of the same
// age in an order that is the same each week.
type Spread struct {
	Above     int // this many due are not spread
	PerSecond int
}
