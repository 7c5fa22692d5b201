package study

import (
	"errors"
	"time"

	"dojang/link"
	"dojang/roadmap"
)

// ErrStale means that what a reply was about to be made from has changed
// meanwhile. The newer state is at hand already: whoever gets it starts over
// with the guild as it is now. No reply is made from an old state.
var ErrStale = errors.New("roadmap: the guild has changed meanwhile")

// ErrUnavailable means that the store cannot be reached for now.
var ErrUnavailable = errors.New("roadmap: the store cannot be reached")

// ErrNotPersisted means that the store cannot save for now, and nothing was changed.
var ErrNotPersisted = errors.New("roadmap: the store cannot save")

// Operation is who does what to whom when: what every change carries.
type Operation struct {
	ID     string    // the operation's id; the same id twice is the same act once
	Now    time.Time // when it is done
	Actor  string    // the user who does it
	Member string    // the user it is done to: the actor, but for managers
	Name   string    // the member's name as shown in the guild; "" leaves it, and enrols nobody
	Why    string    // why a manager does it to another member
	Groups string    // the member's groups if the choice of the group rests on them, else AnyGroups
}

// AnyGroups in [Operation].Groups means that the group was chosen without looking at
// the member's groups.
const AnyGroups = "-"

// CheckResult is what ticking an item off came to.
type CheckResult struct {
	AlreadyDone bool  // nothing was changed: Check is the one of then
	Check       Check // the check as it stands
	Total       int   // items the member has done
	Others      int   // other active members who have done this one
	Joined      bool  // the check made the member one, or one again
	Stamped     bool  // the section's stamp was earned
	Hidden      bool  // the member stands on no board
	Score       int   // the member's checks this week
	Rank        int   // the member's place this week; 0 for none
	Post        ShareResult
}

// UncheckResult is what taking a check back came to.
type UncheckResult struct {
	Check  Check // the check that was taken back
	Total  int
	Hidden bool
	Score  int
	Rank   int
	Posts  int // the member's on the item, which stay
}

// PostQuery says which of a group's posts are asked for: those for which all
// that is set holds.
type PostQuery struct {
	Topic  string // on an item of the topic, by [Topic.ID]
	Author string // by the user
	Text   string // with each of its words in title or address
	Week   Week   // shared in the week; with none of the above
}

// PostPage is a page of posts, the newest first.
type PostPage struct {
	Posts  []Post
	Total  int // of all pages
	Offset int // of the first one shown
}

// Outcome is what became of a shared link.
type Outcome string

// The outcomes of sharing a link.
const (
	NotShared     Outcome = "none"    // there was no link
	SharedNew     Outcome = "new"     // it is a new post
	SharedUpdated Outcome = "updated" // the member's own post has a new title or one more item
	SharedSame    Outcome = "same"    // the member had shared just that before
	SharedTaken   Outcome = "taken"   // another member had shared it before; nothing was changed
)

// ShareResult is what sharing a link came to.
type ShareResult struct {
	Outcome Outcome
	Post    Post   // as it stands; of a link shared with a check, the ID only
	By      string // for SharedTaken: the name of who had shared it
	At      time.Time
	Joined  bool     // sharing made the user a member
	Open    []string // the named items that are not done
}

// UndoResult is what an Undo reversed.
type UndoResult struct {
	Checks int // that were taken back
	Posts  int // that were removed, or a change to them reversed
	Total  int
	Name   string // the member's
	Title  string // of a post
}

// Batch is what a member enters at once, as one operation: all of it or nothing.
type Batch struct {
	Checks []BatchCheck
	Posts  []PostInput
	With   bool // the posts come with the checks: they are shared only if an item is ticked off
}

// BatchCheck is an item that was done at an instant.
type BatchCheck struct {
	Item string
	At   time.Time
}

// PostInput is a link that is shared as of an instant, on any number of items. Title
// is "" to take the one that the URL has.
type PostInput struct {
	Link  link.Link
	Title string
	Items []string
	At    time.Time
}

// BatchResult is what entering a batch came to. Before and Shared follow the order of
// the batch's checks and posts.
type BatchResult struct {
	Before []Check       // of each item, the earlier check that stands; the zero Check where this one does
	Shared []ShareResult // of each link; of the post only id and title
	Stamps []string      // the sections whose stamps were earned
	Total  int           // items the member has done
	Joined bool          // it made the user a member, or one again
	Hidden bool          // the member stands on no board
	Score  int           // the member's checks this week
	Rank   int           // the member's place this week; 0 for none
}

// CheckResult returns how many of the items were not done before.
func (e *BatchResult) Checked() int {
	n := 0
	for _, before := range e.Before {
		if before.Item == "" {
			n++
		}
	}
	return n
}

// Overview is a member's record and the group's numbers to see it against.
type Overview struct {
	Record Record
	Counts map[string]int // active members who have done an item, by item
	Active int            // active members
	Total  int            // the group's checks, of all kept records
	Week   int            // the group's checks this week
	Rank   int            // the member's place this week; 0 without a check
}

// Others returns the number of active members other than the record's who
// have done the item.
func (o *Overview) Others(item string) int {
	n := o.Counts[item]
	if !o.Record.Member.Left && o.Record.Done(item) {
		n--
	}
	return n
}

// DonePercent returns how many percent of the sections' items the active members have
// done, rounded down.
func (o *Overview) DonePercent(sections ...*roadmap.Section) int {
	done, all := 0, 0
	for _, s := range sections {
		for i := range s.Items {
			done += o.Counts[s.Items[i].ID]
		}
		all += len(s.Items) * o.Active
	}
	return Percent(done, all)
}

// Completions is who has done an item.
type Completions struct {
	Shown  []Completion // those that may be named, the first ones first, at most as many as were asked for
	Count  int          // active members who have done it
	Active int          // active members
	Mine   *Check       // the caller's own check, nil for none
}

// Completion is a member who has done an item.
type Completion struct {
	User, Name string
	At         time.Time
}

// Begun is who has begun a section.
type Begun struct {
	Count int      // active members
	Names []string // up to three of those who are to be seen
}

// WeekSummary is what a digest tells of a week.
type WeekSummary struct {
	Week          Week
	Active        int   // active members
	Checks        int   // the group's, of all kept records
	Before        int   // the same of the week before
	Posts         int   // posts shared in the week
	Stamps        int   // stamps earned in the week
	All           int   // the group's checks of all time
	Rows          []Row // the board from the top, at most as many as were asked for
	Size          int   // members on the board
	Members       int   // members on the board or with a post in the week
	Earned        []EarnedStamp
	WeekPosts     []Post // the week's posts, newest first, at most as many as were asked for
	Counts        map[string]int
	PreviousRanks map[string]int // the places stored with the digest before this one, by user

	Corrections []Correction // of earlier weeks, oldest first
	Imports     []Import     // that have changed several of these, oldest first
	Event       int          // the number of the group's last event that is counted
}

// LastPublished is what a digest made of the tally tells of its week.
func (t *WeekSummary) Published() Published {
	told := Published{Checks: t.Checks, Posts: t.Posts, Event: t.Event, Scores: map[string]int{}}
	for _, row := range t.Rows {
		told.Scores[row.User] = row.Score
	}
	return told
}

// EarnedStamp is a stamp that a member earned.
type EarnedStamp struct {
	Section string
	Name    string
}
