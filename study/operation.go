package study

import (
	"errors"
	"fmt"
	"time"

	"dojang/link"
	"dojang/roadmap"
)

// ErrStale means that the guild changed while a reply was being prepared. The newer state
// is already in the cache, so the caller can start over at once. No reply is made from an
// old state.
var ErrStale = errors.New("the guild has changed meanwhile")

// ErrUnavailable means that the store cannot be reached at the moment.
var ErrUnavailable = errors.New("the store cannot be reached")

// ErrNotPersisted means that the store cannot save at the moment. Nothing was changed.
var ErrNotPersisted = errors.New("the store cannot save")

// ErrReplaced means that the store was emptied or replaced under the running bot. Nothing is read
// or changed until the bot is restarted. It is an [ErrUnavailable].
var ErrReplaced = fmt.Errorf("%w: it was emptied or replaced while the bot was running", ErrUnavailable)

// Operation says who does what to whom and when. Every change carries one.
type Operation struct {
	ID     string    // an operation with the same id takes effect only once
	Now    time.Time // time of the operation
	Actor  string    // the user who does this
	Member string    // the user whose record changes: the actor, unless a manager corrects another's
	Name   string    // the member's name in the guild; "" keeps the stored one and makes nobody a member
	Why    string    // a manager's reason for changing another member's record
	Groups string    // the member's groups if they decided which group is meant, else AnyGroups
}

// AnyGroups in [Operation].Groups means that the group was chosen without looking at the
// member's groups.
const AnyGroups = "-"

// CheckResult is the result of checking an item.
type CheckResult struct {
	AlreadyDone bool  // nothing changed; Check is the earlier one
	Check       Check // the check that is now in force
	Total       int   // items the member has checked
	Others      int   // other active members who have checked this item
	Joined      bool  // the user became a member, or active again
	Stamped     bool  // the member earned the section's stamp
	Hidden      bool  // the member is hidden from boards
	Score       int   // the member's checks this week
	Rank        int   // the member's rank this week, or 0
	Post        ShareResult
}

// UncheckResult is the result of taking a check back.
type UncheckResult struct {
	Check  Check // the check that was taken back
	Total  int
	Hidden bool
	Score  int
	Rank   int
	Posts  int // posts of the member on the item; they are kept
}

// PostQuery selects posts of a group. A post has to match every field that is set.
type PostQuery struct {
	Topic  string // id of a [roadmap.Topic]: the post is on one of its items
	Author string // user id
	Text   string // each word has to be in the title or the address, or it is a link to the same page
	Link   string // instead of Text: the [link.Mark] of the canonical form of a link to the same page
	Week   Week   // shared in the week; used without the other fields
}

// PostPage is a page of posts, newest first.
type PostPage struct {
	Posts  []Post
	Total  int // on all pages
	Offset int // of the first post on this page
}

// Outcome says what happened to a shared link.
type Outcome string

// The outcomes of sharing a link.
const (
	NotShared     Outcome = "none"    // no link was given
	SharedNew     Outcome = "new"     // a new post
	SharedUpdated Outcome = "updated" // the member's own post got a new title or another item
	SharedSame    Outcome = "same"    // the member had shared exactly this before
	SharedTaken   Outcome = "taken"   // another member shared it before; nothing changed
)

// ShareResult is the result of sharing a link.
type ShareResult struct {
	Outcome Outcome
	Post    Post   // the stored post; only ID, title and URL if it was shared with a check
	By      string // for SharedTaken: the name of the member who shared it
	At      time.Time
	Joined  bool     // sharing made the user a member
	Open    []string // the given items that the member has not checked
}

// UndoResult says what an undo reversed.
type UndoResult struct {
	Checks int // checks taken back
	Posts  int // posts removed or restored to how they were
	Total  int
	Name   string // the member's name
	Title  string // of the post, if the undo concerned one
}

// Batch holds the checks and posts of one operation, applied all or nothing.
type Batch struct {
	Checks         []BatchCheck
	Posts          []PostInput
	PostsNeedCheck bool // share the posts only if at least one item becomes checked
}

// BatchCheck is an item to check, as of a time.
type BatchCheck struct {
	Item string
	At   time.Time
}

// PostInput is a link to share, as of a time, on any number of items. If Title is empty,
// the link's own title is used.
type PostInput struct {
	Link  link.Link
	Title string
	Items []string
	At    time.Time
}

// BatchResult is the result of applying a batch. Before and Shared are in the order of the
// batch's checks and posts.
type BatchResult struct {
	Before []Check       // per item: the earlier check that stays in force, or the zero Check
	Shared []ShareResult // per link; of the post only id, title and URL are set
	Stamps []string      // sections whose stamps the member earned
	Total  int           // items the member has checked
	Joined bool          // the user became a member, or active again
	Hidden bool          // the member is hidden from boards
	Score  int           // the member's checks this week
	Rank   int           // the member's rank this week, or 0
}

// Checked returns how many items were not checked before.
func (e *BatchResult) Checked() int {
	n := 0
	for _, before := range e.Before {
		if before.Item == "" {
			n++
		}
	}
	return n
}

// Overview is a member's record together with the group's numbers.
type Overview struct {
	Record Record
	Counts map[string]int // active members who have checked each item
	Active int            // active members
	Total  int            // the group's checks, over all kept records
	Week   int            // the group's checks this week
	Rank   int            // the member's rank this week; 0 without a check
}

// Others returns how many other active members have checked the item.
func (o *Overview) Others(item string) int {
	n := o.Counts[item]
	if !o.Record.Member.Left && o.Record.Done(item) {
		n--
	}
	return n
}

// DonePercent returns the share of the sections' items that the active members have
// checked, in whole percent, rounded down.
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

// Completions says who has checked an item.
type Completions struct {
	Shown  []Completion // visible members, earliest first, up to the limit of the call
	Count  int          // active members who have checked it
	Active int          // active members
	Mine   *Check       // the caller's own check, or nil
}

// Completion is one member's check of an item.
type Completion struct {
	User, Name string
	At         time.Time
}

// Begun says who has begun a section.
type Begun struct {
	Count int      // active members
	Names []string // up to three members who are not hidden
}

// WeekSummary is the data of a week's digest.
type WeekSummary struct {
	Week          Week
	Active        int   // active members
	Checks        int   // the group's checks, over all kept records
	Before        int   // the group's checks in the week before
	Posts         int   // posts shared in the week
	Stamps        int   // stamps earned in the week
	All           int   // the group's checks of all time
	Rows          []Row // the board from the top, up to the limit of the call
	Size          int   // members on the board
	Members       int   // members on the board or with a post in the week
	Earned        []EarnedStamp
	WeekPosts     []Post // posts of the week, newest first, up to the limit of the call
	Counts        map[string]int
	PreviousRanks map[string]int // ranks stored with the previous digest, by user

	Corrections []Correction // of earlier weeks, oldest first
	Imports     []Import     // imports that changed several of these weeks, oldest first
	Event       int          // number of the last event that is counted
}

// Published returns the numbers that a digest of this summary publishes.
func (t *WeekSummary) Published() Published {
	published := Published{Checks: t.Checks, Posts: t.Posts, Event: t.Event, Scores: map[string]int{}}
	for _, row := range t.Rows {
		published.Scores[row.User] = row.Score
	}
	return published
}

// EarnedStamp is a stamp that a member earned.
type EarnedStamp struct {
	Section string
	Name    string
}
