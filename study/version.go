package study

import (
	"time"

	"dojang/roadmap"
)

// Version is one of the versions of a group's roadmap. The first is the edition
// that the group was made with.
type Version struct {
	N       int // from 1
	At      time.Time
	By      string // the user who brought it; "" for the first
	Like    int    // the earlier version that it went back to, or 0
	Items   int
	Roadmap *roadmap.Roadmap // nil where only the versions are listed
}
