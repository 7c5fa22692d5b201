package study

import (
	"time"

	"dojang/roadmap"
)

// Version is one version of a group's roadmap. The first is the template that the group was
// made with.
type Version struct {
	N       int // from 1
	At      time.Time
	By      string // the user who made it; "" for the first
	Like    int    // the earlier version that it restores, or 0
	Items   int
	Roadmap *roadmap.Roadmap // nil if only the list was asked for
}
