package ledger

import (
	"encoding/json"
	"fmt"
	"strconv"

	"dojang/study"
)

// EventVersion is the version of the events that are written.
const EventVersion = 1

// Event is one change as it is stored: a flat JSON object. The events of a group
// are the source of truth; all other keys of the group follow from them.
type Event struct {
	V          int    `json:"v"`
	Op         string `json:"op"`   // the operation's id
	Type       string `json:"type"` // see below
	At         int64  `json:"at"`   // when it counts, in milliseconds
	RecordedAt int64  `json:"on"`   // when it was recorded
	Group      string `json:"group"`
	Actor      string `json:"actor"`            // the user who did it
	Member     string `json:"member,omitempty"` // the user it was done to; "" where it was the group
	Name       string `json:"name,omitempty"`
	Why        string `json:"why,omitempty"` // a manager's reason

	Item       string          `json:"item,omitempty"`     // check, uncheck, undo; share as it was first written
	Items      []string        `json:"items,omitempty"`    // share, edit
	Post       string          `json:"post,omitempty"`     // check, undo, share, edit, remove: the post's id
	URL        string          `json:"url,omitempty"`      // check, share
	Link       string          `json:"link,omitempty"`     // check, share: what the URL is known under
	URLTitle   string          `json:"own,omitempty"`      // check, share: the title that the URL has
	Title      string          `json:"title,omitempty"`    // check, share, edit: the title, if one was given
	WithChecks bool            `json:"with,omitempty"`     // share: it came with checks, and is remembered where it brought nothing new
	Of         string          `json:"of,omitempty"`       // undo: the operation that is reversed
	Erase      bool            `json:"erase,omitempty"`    // leave
	Hidden     bool            `json:"hidden,omitempty"`   // hide
	Settings   json.RawMessage `json:"settings,omitempty"` // group, roadmap: the group as it is from here on
	Roadmap    json.RawMessage `json:"roadmap,omitempty"`  // roadmap: the new version
	Week       string          `json:"week,omitempty"`     // digest: the week it reports
	Digest     json.RawMessage `json:"digest,omitempty"`   // digest: the digest as it is from here on
}

// The types of events.
const (
	EventGroup   = "group"   // a group was made, or its settings changed
	EventRoadmap = "roadmap" // the group's roadmap has a new version, in the place of the one before
	EventJoin    = "join"    // a user became a member, or came back
	EventLeave   = "leave"   // a member left
	EventHide    = "hide"    // a member was taken off the boards, or put back
	EventCheck   = "check"   // an item was ticked off, perhaps with a post; enrols
	EventUncheck = "uncheck" // a check was taken back
	EventShare   = "share"   // a post was shared or changed; enrols
	EventEdit    = "edit"    // a post got another title and other items, and belongs to no operation that shared it
	EventRemove  = "remove"  // a post was taken away; the checks that came with it stay
	EventUndo    = "undo"    // an operation's check and share were reversed or, with neither item nor post, all of it
	EventDigest  = "digest"  // what became of a week's digest; only the latest one of a week is kept
)

// NewEvent begins an event of an act.
func NewEvent(kind, group string, op study.Operation) Event {
	now := op.Now.UnixMilli()
	return Event{V: EventVersion, Op: op.ID, Type: kind, At: now, RecordedAt: now, Group: group,
		Actor: op.Actor, Member: op.Member, Name: op.Name, Why: op.Why}
}

// items are those that a check or share is about.
func (e *Event) items() []string {
	if e.Item == "" {
		return e.Items
	}
	return append([]string{e.Item}, e.Items...)
}

// ParseEvent reads the event with that number.
func ParseEvent(seq int64, body []byte) (Event, error) {
	var e Event
	if err := json.Unmarshal(body, &e); err != nil {
		return Event{}, fmt.Errorf("event %d: %w", seq, err)
	}
	if e.V > EventVersion {
		return Event{}, Newer(fmt.Sprint("event ", seq), e.V, EventVersion)
	}
	return e, nil
}

// SeqOf reads the number of an event from its place in the stream.
func SeqOf(id string) (int64, error) {
	n := len(id) - len("-0")
	if n <= 0 || id[n:] != "-0" {
		return 0, fmt.Errorf("event %q has no number", id)
	}
	return strconv.ParseInt(id[:n], 10, 64)
}

// Newer is the error for something that only a later release can read.
func Newer(what string, version, known int) error {
	return fmt.Errorf("%s is of version %d, written by a newer Dojang; this one knows %d: use the newer one", what, version, known)
}
