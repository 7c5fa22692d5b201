package ledger

import (
	"encoding/json"
	"fmt"
	"strconv"

	"dojang/study"
)

// EventVersion is the version of the events that are written.
const EventVersion = 1

// Event is a change in its stored form: a flat JSON object. The events of a group are the source
// of truth; its other keys follow from them. Instants are in milliseconds since 1970.
type Event struct {
	V          int    `json:"v"`
	Op         string `json:"op"`   // the operation's id
	Type       string `json:"type"` // one of the constants below
	At         int64  `json:"at"`   // the instant that it counts for, such as when an item was done
	RecordedAt int64  `json:"on"`   // when it was recorded
	Group      string `json:"group"`
	Actor      string `json:"actor"`            // the user who did it
	Member     string `json:"member,omitempty"` // the user it was done to; "" if it concerns the group
	Name       string `json:"name,omitempty"`   // the member's name
	Why        string `json:"why,omitempty"`    // a manager's reason

	Item       string          `json:"item,omitempty"`     // check, uncheck, undo; also share, in the oldest events
	Items      []string        `json:"items,omitempty"`    // share, edit
	Post       string          `json:"post,omitempty"`     // check, undo, share, edit, remove: the post's id
	Posts      []string        `json:"posts,omitempty"`    // forget: the posts' ids
	URL        string          `json:"url,omitempty"`      // check, share
	Link       string          `json:"link,omitempty"`     // check, share: the hash of the canonical link
	URLTitle   string          `json:"own,omitempty"`      // check, share: the title made from the URL
	Title      string          `json:"title,omitempty"`    // check, share, edit: the title that was given, if any
	WithChecks bool            `json:"with,omitempty"`     // share: it came with checks, so the post remembers it even if it added nothing
	Of         string          `json:"of,omitempty"`       // undo: the id of the reversed operation
	Erase      bool            `json:"erase,omitempty"`    // leave
	Hidden     bool            `json:"hidden,omitempty"`   // hide
	Settings   json.RawMessage `json:"settings,omitempty"` // group, roadmap: the group after the event
	Roadmap    json.RawMessage `json:"roadmap,omitempty"`  // roadmap: the new version
	Week       string          `json:"week,omitempty"`     // digest: the week it reports
	Digest     json.RawMessage `json:"digest,omitempty"`   // digest: the digest after the event
}

// The types of events.
const (
	EventGroup   = "group"   // a group was made, or its settings changed
	EventRoadmap = "roadmap" // the group's roadmap got a new version
	EventJoin    = "join"    // a user became a member, or came back
	EventLeave   = "leave"   // a member left
	EventForget  = "forget"  // some posts of a member were deleted, whose record is being erased
	EventHide    = "hide"    // a member was hidden from the boards, or shown again
	EventCheck   = "check"   // an item was checked, perhaps with a post; enrols the member
	EventUncheck = "uncheck" // a check was removed
	EventShare   = "share"   // a post was shared or added to; enrols the member
	EventEdit    = "edit"    // a post's title and items were replaced; undoing what shared it no longer affects it
	EventRemove  = "remove"  // a post was removed; the checks that came with it stay
	EventUndo    = "undo"    // an operation's check and post were reversed or, with neither item nor post, all of it
	EventDigest  = "digest"  // a week's digest changed; only the week's latest event is kept
)

// NewEvent returns an event of the operation, with the fields that all types share.
func NewEvent(kind, group string, op study.Operation) Event {
	now := op.Now.UnixMilli()
	return Event{V: EventVersion, Op: op.ID, Type: kind, At: now, RecordedAt: now, Group: group,
		Actor: op.Actor, Member: op.Member, Name: op.Name, Why: op.Why}
}

// items returns the items that a check or share is about.
func (e *Event) items() []string {
	if e.Item == "" {
		return e.Items
	}
	return append([]string{e.Item}, e.Items...)
}

// ParseEvent decodes the event with number seq. It fails if the event is of a newer version.
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

// SeqOf returns an event's number from its id in the stream, "<number>-0".
func SeqOf(id string) (int64, error) {
	n := len(id) - len("-0")
	if n <= 0 || id[n:] != "-0" {
		return 0, fmt.Errorf("event %q has no number", id)
	}
	return strconv.ParseInt(id[:n], 10, 64)
}

// Newer returns the error for something that only a newer release can read.
func Newer(what string, version, known int) error {
	return fmt.Errorf("%s is of version %d, written by a newer Dojang; this one knows %d: use the newer one", what, version, known)
}
