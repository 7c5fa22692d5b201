package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"dojang/roadmap"
)

// ledger is what a group's events come to: the group in the plainest form,
// from which everything else that is stored follows. It folds an event as the
// scripts carry it out; a model test holds the two against each other. An
// event that does not fit what is there, such as a check of an item that is
// checked, changes nothing: it was recorded on a damaged state.
type ledger struct {
	guild, id string
	seq       int64 // of the last event
	folded    int   // events that were folded
	group     *roadmap.Group
	body      []byte                  // the group, as it is stored
	versions  map[int]json.RawMessage // of the roadmap, as they are stored, by number
	members   map[string]*memberState
	posts     map[string]*postState  // by id
	known     map[string]string      // id of a post, by what its link is known under
	digests   map[string]digestState // by week
	erased    map[string]int64       // the event with which a member's record was erased
}

// memberState is a member, one who left and kept the record included.
type memberState struct {
	left, hidden bool
	joined       int64
	arrivals     []arrival // how the member came, and came back after leaving
	name         string
	checks       map[string]mark       // by item
	stamps       map[string]stampState // by section
}

// arrival is the operation with which a member came; "-" for one that cannot be
// undone any more.
type arrival struct {
	seq int64 // of its event
	op  string
}

// mark is an instant with the week and the month that it counts in, and for
// checks and posts with the operation that made them.
type mark struct {
	at          int64
	week, month string
	op          string
	seq         int64 // of the operation's event
}

// stampState is a stamp and, where the roadmap has changed since, the items that it
// was earned with; else these are the section's.
type stampState struct {
	mark
	items []string
}

// digestState is a week's digest as it is stored.
type digestState struct {
	revision int64
	body     json.RawMessage
}

func newLedger(guild, group string) *ledger {
	return &ledger{guild: guild, id: group, versions: map[int]json.RawMessage{}, members: map[string]*memberState{}, posts: map[string]*postState{},
		known: map[string]string{}, digests: map[string]digestState{}, erased: map[string]int64{}}
}

// fold takes over the event with that number. It fails for an event that
// cannot be understood.
func (l *ledger) fold(seq int64, e *event) error {
	if seq <= l.seq {
		return fmt.Errorf("event %d comes after event %d", seq, l.seq)
	}
	if l.group == nil && e.Type != eventGroup {
		return fmt.Errorf("event %d is of the type %q, and no event before it has the group's settings", seq, e.Type)
	}
	l.seq = seq
	l.folded++
	switch e.Type {
	case eventGroup:
		if err := l.settle(e.Settings); err != nil {
			return fmt.Errorf("event %d: %w", seq, err)
		}
	case eventRoadmap:
		if err := l.replace(e); err != nil {
			return fmt.Errorf("event %d: %w", seq, err)
		}
	case eventJoin:
		l.arrive(seq, e)
	case eventLeave:
		l.leave(seq, e)
	case eventHide:
		if m := l.members[e.Member]; m != nil {
			m.hidden = e.Hidden
		}
	case eventCheck:
		return l.check(seq, e)
	case eventUncheck:
		if m := l.members[e.Member]; m != nil {
			check := m.checks[e.Item]
			l.uncheck(m, e.Item)
			if !l.left(e.Member, m, check.op) {
				m.settleIn(check.seq)
			}
		}
	case eventShare:
		l.arrive(seq, e)
		l.share(seq, e, e.With)
	case eventEdit:
		l.edit(e)
	case eventRemove:
		l.remove(e)
	case eventUndo:
		l.undo(e)
	case eventDigest:
		l.digests[e.Week] = digestState{seq, e.Digest}
	default:
		return fmt.Errorf("event %d is of the unknown type %q", seq, e.Type)
	}
	return nil
}

// settle gives the group the settings.
func (l *ledger) settle(settings json.RawMessage) error {
	g, err := decodeGroup(l.guild, "", string(settings), func(_ string, n int) (revision, error) {
		if l.group != nil && l.group.Revision == n {
			return revision{l.group.Roadmap, l.group.Former}, nil
		}
		return l.revision(n)
	})
	if err == nil {
		l.group, l.body = g, settings
	}
	return err
}

// replace puts the event's version of the roadmap in the place of the group's.
// Stamps remember what they were earned with, where that is no longer what the
// section has.
func (l *ledger) replace(e *event) error {
	v, err := decodeVersion(e.Roadmap)
	if err != nil {
		return err
	}
	l.versions[v.N] = e.Roadmap
	before := l.group.Roadmap
	if err := l.settle(e.Settings); err != nil {
		return err
	}
	for _, section := range altered(before, l.group.Roadmap) {
		for _, m := range l.members {
			if s, earned := m.stamps[section.ID]; earned && s.items == nil {
				m.stamps[section.ID] = stampState{s.mark, itemIDs(section)}
			}
		}
	}
	return nil
}

// when places an instant in the group's calendar as it is at this point.
func (l *ledger) when(at int64) mark {
	t := time.UnixMilli(at)
	return mark{at: at, week: weekName(l.group.Calendar.Week(t).Name), month: monthName(l.group.Calendar.Day(t))}
}

// arrive makes the event's member an active one.
func (l *ledger) arrive(seq int64, e *event) *memberState {
	m := l.members[e.Member]
	if m == nil {
		m = &memberState{left: true, joined: e.On, checks: map[string]mark{}, stamps: map[string]stampState{}}
		l.members[e.Member] = m
	}
	if m.left {
		m.arrivals = append(m.arrivals, arrival{seq, e.Op})
	}
	m.left, m.name = false, cmp.Or(e.Name, m.name)
	return m
}

// settleIn makes the arrival final behind which the event of the number stands,
// if it is not the arrival itself.
func (m *memberState) settleIn(seq int64) {
	for i := len(m.arrivals) - 1; i >= 0; i-- {
		if a := &m.arrivals[i]; a.seq <= seq {
			if a.seq < seq {
				a.op = "-"
			}
			return
		}
	}
}

// left reports whether anything of the member's operation is left: a check, or a
// post that remembers it.
func (l *ledger) left(user string, m *memberState, op string) bool {
	for _, check := range m.checks {
		if check.op == op {
			return true
		}
	}
	for _, p := range l.posts {
		if p.user == user && slices.ContainsFunc(p.parts, func(one part) bool { return one.op == op }) {
			return true
		}
	}
	return false
}

// forget drops all that there is of a member.
func (l *ledger) forget(user string) {
	delete(l.members, user)
	for _, p := range l.posts {
		if p.user == user {
			l.drop(p)
		}
	}
}

func (l *ledger) leave(seq int64, e *event) {
	m := l.members[e.Member]
	if m == nil {
		return
	}
	m.left = true
	if !e.Erase {
		return
	}
	l.forget(e.Member)
	l.erased[e.Member] = seq
}

func (l *ledger) check(seq int64, e *event) error {
	spot, ok := l.group.Roadmap.Spot(e.Item)
	if !ok {
		return fmt.Errorf("event %d is about the item %q, which the roadmap does not have", seq, e.Item)
	}
	if m := l.members[e.Member]; m != nil {
		if _, done := m.checks[e.Item]; done {
			return nil
		}
	}
	m := l.arrive(seq, e)
	done := l.when(e.At)
	done.op, done.seq = e.Op, seq
	m.checks[e.Item] = done
	l.stamp(m, spot.Section)
	if e.Link != "" {
		l.share(seq, e, true)
	}
	return nil
}

// stamp gives the stamp of a section whose items are all done: at the time of
// the latest check.
func (l *ledger) stamp(m *memberState, section *roadmap.Section) {
	if _, earned := m.stamps[section.ID]; earned {
		return
	}
	var latest mark
	for _, item := range section.Items {
		check, done := m.checks[item.ID]
		if !done {
			return
		}
		if check.at > latest.at {
			latest = mark{at: check.at, week: check.week, month: check.month}
		}
	}
	m.stamps[section.ID] = stampState{mark: latest}
}

// uncheck takes a check back, and with it the stamps that were earned with it.
func (l *ledger) uncheck(m *memberState, item string) {
	delete(m.checks, item)
	spot, _ := l.group.Roadmap.Spot(item)
	for section, s := range m.stamps {
		if s.items == nil && spot.Section != nil && spot.Section.ID == section || slices.Contains(s.items, item) {
			delete(m.stamps, section)
		}
	}
}

// undo reverses what an operation ticked off and shared, and the enrolment that
// came with it: all of it where the event names neither item nor post.
func (l *ledger) undo(e *event) {
	m := l.members[e.Member]
	if m == nil {
		return
	}
	all := e.Item == "" && e.Post == ""
	for item, check := range m.checks {
		if check.op == e.Of && (all || item == e.Item) {
			l.uncheck(m, item)
		}
	}
	for id, p := range l.posts {
		if p.user != e.Member || !all && id != e.Post {
			continue
		}
		p.parts = slices.DeleteFunc(p.parts, func(one part) bool { return one.op == e.Of })
		if len(p.parts) == 0 {
			l.drop(p)
		}
	}
	l.withdraw(e.Member, m, e.Of)
}

// withdraw takes back what an undone operation did to the membership: the
// member came with the next operation then, or did not come.
func (l *ledger) withdraw(user string, m *memberState, of string) {
	i := slices.IndexFunc(m.arrivals, func(a arrival) bool { return a.op == of })
	if i < 0 {
		return
	}
	low, high := m.arrivals[i].seq, int64(math.MaxInt64)
	if i+1 < len(m.arrivals) {
		high = m.arrivals[i+1].seq
	}
	next := arrival{seq: high}
	consider := func(one mark) {
		if one.seq > low && one.seq < next.seq {
			next = arrival{one.seq, one.op}
		}
	}
	for _, check := range m.checks {
		consider(check)
	}
	for _, p := range l.posts {
		if p.user == user {
			for _, one := range p.parts {
				consider(one.mark)
			}
		}
	}
	if next.op != "" {
		m.arrivals[i] = next
		return
	}
	m.arrivals = slices.Delete(m.arrivals, i, i+1)
	switch {
	case len(m.arrivals) == 0:
		delete(l.members, user)
	case i == len(m.arrivals):
		m.left = true
	}
}

// seqOf reads the number of an event from its place in the stream.
func seqOf(id string) (int64, error) {
	n := len(id) - len("-0")
	if n <= 0 || id[n:] != "-0" {
		return 0, fmt.Errorf("event %q has no number", id)
	}
	return strconv.ParseInt(id[:n], 10, 64)
}
