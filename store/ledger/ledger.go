package ledger

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"dojang/study"
)

// Ledger is the state of a group that results from its events. An event that does not fit the
// state, such as a check of an item that is checked already, changes nothing: it was recorded on
// damaged state.
type Ledger struct {
	Guild, ID string
	Seq       int64        // number of the last event
	Applied   int          // how many events were applied
	Group     *study.Group // nil before the first event

	body       []byte                  // the group in its stored form
	versions   map[int]json.RawMessage // stored versions of the roadmap, by number
	members    map[string]*memberState
	posts      map[string]*postState  // by id
	postByLink map[string]string      // a post's id, by the hash of its link
	digests    map[string]digestState // by week
	erased     map[string]int64       // by user: the event that erased the member's record
}

// digestState is a week's digest in its stored form.
type digestState struct {
	revision int64
	body     json.RawMessage
}

// New returns the ledger of a group without events.
func New(guild, group string) *Ledger {
	return &Ledger{Guild: guild, ID: group, versions: map[int]json.RawMessage{}, members: map[string]*memberState{}, posts: map[string]*postState{},
		postByLink: map[string]string{}, digests: map[string]digestState{}, erased: map[string]int64{}}
}

// Users returns the users of whom the ledger has a record, in no order.
func (l *Ledger) Users() []string { return slices.Collect(maps.Keys(l.members)) }

// Has reports whether the ledger has a record of the user.
func (l *Ledger) Has(user string) bool { return l.members[user] != nil }

// Erased returns, by user, the number of the event that last erased the user's record.
func (l *Ledger) Erased() map[string]int64 { return l.erased }

// Apply applies the event with number seq. It fails if the event is out of order, cannot be decoded
// or has an unknown type or item.
func (l *Ledger) Apply(seq int64, e *Event) error {
	if seq <= l.Seq {
		return fmt.Errorf("event %d comes after event %d", seq, l.Seq)
	}
	if l.Group == nil && e.Type != EventGroup {
		return fmt.Errorf("event %d is of the type %q, and no event before it has the group's settings", seq, e.Type)
	}
	l.Seq = seq
	l.Applied++
	switch e.Type {
	case EventGroup:
		if err := l.setGroup(e.Settings); err != nil {
			return fmt.Errorf("event %d: %w", seq, err)
		}
	case EventRoadmap:
		if err := l.replaceRoadmap(e); err != nil {
			return fmt.Errorf("event %d: %w", seq, err)
		}
	case EventJoin:
		l.arrive(seq, e)
	case EventLeave:
		l.leave(seq, e)
	case EventForget:
		l.forgetPosts(e)
	case EventHide:
		if m := l.members[e.Member]; m != nil {
			m.hidden = e.Hidden
		}
	case EventCheck:
		return l.check(seq, e)
	case EventUncheck:
		if m := l.members[e.Member]; m != nil {
			check := m.checks[e.Item]
			l.uncheck(m, e.Item)
			if !l.hasOperation(e.Member, m, check.Op) {
				m.finalizeArrival(check.Seq)
			}
		}
	case EventShare:
		l.arrive(seq, e)
		l.share(seq, e, e.WithChecks)
	case EventEdit:
		l.editPost(e)
	case EventRemove:
		l.removePost(e)
	case EventUndo:
		l.undo(e)
	case EventDigest:
		l.digests[e.Week] = digestState{seq, e.Digest}
	default:
		return fmt.Errorf("event %d is of the unknown type %q", seq, e.Type)
	}
	return nil
}

// setGroup decodes the settings and makes them the group's.
func (l *Ledger) setGroup(settings json.RawMessage) error {
	g, err := DecodeGroup(l.Guild, "", string(settings), func(_ string, n int) (RoadmapVersion, error) {
		if l.Group != nil && l.Group.RoadmapVersion == n {
			return RoadmapVersion{l.Group.Roadmap, l.Group.Former}, nil
		}
		return l.version(n)
	})
	if err == nil {
		l.Group, l.body = g, settings
	}
	return err
}

// replaceRoadmap makes the event's version of the roadmap the group's. A stamp whose section has
// other items now keeps the items that it was earned with.
func (l *Ledger) replaceRoadmap(e *Event) error {
	v, err := DecodeVersion(e.Roadmap)
	if err != nil {
		return err
	}
	l.versions[v.N] = e.Roadmap
	before := l.Group.Roadmap
	if err := l.setGroup(e.Settings); err != nil {
		return err
	}
	for _, section := range ChangedSections(before, l.Group.Roadmap) {
		for _, m := range l.members {
			if s, earned := m.stamps[section.ID]; earned && s.items == nil {
				m.stamps[section.ID] = stampState{s.Moment, ItemIDs(section)}
			}
		}
	}
	return nil
}

// moment returns an instant with its week and month in the group's current calendar.
func (l *Ledger) moment(at int64) Moment {
	t := time.UnixMilli(at)
	return Moment{At: at, Week: WeekName(l.Group.Calendar.Week(t).Name), Month: MonthName(l.Group.Calendar.Day(t))}
}
