package roadmap

import "time"

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
	Revision int // grows with all that is stored of it, to notice another process's hand; 0 for none
	Week     Date
	State    DigestState
	Due      time.Time
	Started  time.Time // when it was rendered, and posting began
	Channel  string
	Message  string         // the id of the posted message
	Body     []byte         // what is posted, the same at every attempt
	Checks   int            // the group's total that it tells of
	Places   map[string]int // the places that it tells of, by user
	Problem  string         // why the last attempt failed, as a stable code
	Tries    int            // attempts that failed
}

// DigestPlaces is how many places a digest keeps, to tell the next one's
// movement by.
const DigestPlaces = 100

// Claim is a group whose digest is due and that this process works on until
// the lease ends.
type Claim struct {
	Guild, Group string
	Due          time.Time
	Token        string // tells this claim from any other
}
