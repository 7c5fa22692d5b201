package store

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/roadmap"
)

// eventVersion is the version of the events that are written.
const eventVersion = 1

// event is one appended record of a change: a flat JSON object. The events of
// a group are the truth; all else follows from them.
type event struct {
	V      int    `json:"v"`
	Op     string `json:"op"`   // the operation's id
	Type   string `json:"type"` // see below
	At     int64  `json:"at"`   // when it counts, in milliseconds
	On     int64  `json:"on"`   // when it was recorded
	Group  string `json:"group"`
	Actor  string `json:"actor"`            // the user who did it
	Member string `json:"member,omitempty"` // the user it was done to; "" where it was the group
	Name   string `json:"name,omitempty"`
	Why    string `json:"why,omitempty"` // a manager's reason

	Item     string          `json:"item,omitempty"`     // check, uncheck, undo; share as it was first written
	Items    []string        `json:"items,omitempty"`    // share, edit
	Post     string          `json:"post,omitempty"`     // check, undo, share, edit, remove: the post's id
	URL      string          `json:"url,omitempty"`      // check, share
	Link     string          `json:"link,omitempty"`     // check, share: what the URL is known under
	Own      string          `json:"own,omitempty"`      // check, share: the title that the URL has
	Title    string          `json:"title,omitempty"`    // check, share, edit: the title, if one was given
	With     bool            `json:"with,omitempty"`     // share: it came with checks, and is remembered where it brought nothing new
	Of       string          `json:"of,omitempty"`       // undo: the operation that is reversed
	Erase    bool            `json:"erase,omitempty"`    // leave
	Hidden   bool            `json:"hidden,omitempty"`   // hide
	Settings json.RawMessage `json:"settings,omitempty"` // group, roadmap: the group as it is from here on
	Roadmap  json.RawMessage `json:"roadmap,omitempty"`  // roadmap: the new version
	Week     string          `json:"week,omitempty"`     // digest: the week it reports
	Digest   json.RawMessage `json:"digest,omitempty"`   // digest: the digest as it is from here on
}

// The types of events.
const (
	eventGroup   = "group"   // a group was made, or its settings changed
	eventRoadmap = "roadmap" // the group's roadmap has a new version, in the place of the one before
	eventJoin    = "join"    // a user became a member, or came back
	eventLeave   = "leave"   // a member left
	eventHide    = "hide"    // a member was taken off the boards, or put back
	eventCheck   = "check"   // an item was ticked off, perhaps with a post; enrols
	eventUncheck = "uncheck" // a check was taken back
	eventShare   = "share"   // a post was shared or changed; enrols
	eventEdit    = "edit"    // a post got another title and other items, and belongs to no operation that shared it
	eventRemove  = "remove"  // a post was taken away; the checks that came with it stay
	eventUndo    = "undo"    // an operation's check and share were reversed or, with neither item nor post, all of it
	eventDigest  = "digest"  // what became of a week's digest; only the latest one of a week is kept
)

// newEvent begins an event of an act.
func newEvent(kind, group string, act roadmap.Act) event {
	now := act.Now.UnixMilli()
	return event{V: eventVersion, Op: act.ID, Type: kind, At: now, On: now, Group: group,
		Actor: act.Actor, Member: act.Member, Name: act.Name, Why: act.Why}
}

// items are those that a check or share is about.
func (e *event) items() []string {
	if e.Item == "" {
		return e.Items
	}
	return append([]string{e.Item}, e.Items...)
}

// decodeEvent reads an entry of a group's stream.
func decodeEvent(entry redis.XMessage) (event, error) {
	body, _ := entry.Values["e"].(string)
	seq, err := seqOf(entry.ID)
	if err != nil {
		return event{}, err
	}
	return parseEvent(seq, []byte(body))
}

// parseEvent reads the event with that number.
func parseEvent(seq int64, body []byte) (event, error) {
	var e event
	if err := json.Unmarshal(body, &e); err != nil {
		return event{}, fmt.Errorf("event %d: %w", seq, err)
	}
	if e.V > eventVersion {
		return event{}, newer(fmt.Sprint("event ", seq), e.V, eventVersion)
	}
	return e, nil
}

func milli(t time.Time) int64 { return t.UnixMilli() }
