package ledger

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"dojang/roadmap"
)

// memberState is a member, one who left and kept the record included.
type memberState struct {
	left, hidden bool
	joined       int64
	arrivals     []arrival // how the member came, and came back after leaving
	name         string
	checks       map[string]Moment     // by item
	stamps       map[string]stampState // by section
}

// arrival is the operation with which a member came; "-" for one that can no
// longer be undone.
type arrival struct {
	seq int64 // of its event
	op  string
}

// stampState is a stamp and, where the roadmap has changed since, the items that it
// was earned with; else these are the section's.
type stampState struct {
	Moment
	items []string
}

// onBoards reports whether boards show the member.
func (m *memberState) onBoards() bool { return !m.left && !m.hidden }

// arrive makes the event's member an active one.
func (l *Ledger) arrive(seq int64, e *Event) *memberState {
	m := l.members[e.Member]
	if m == nil {
		m = &memberState{left: true, joined: e.RecordedAt, checks: map[string]Moment{}, stamps: map[string]stampState{}}
		l.members[e.Member] = m
	}
	if m.left {
		m.arrivals = append(m.arrivals, arrival{seq, e.Op})
	}
	m.left, m.name = false, cmp.Or(e.Name, m.name)
	return m
}

// keepArrival makes the arrival before the event of that number one that can no
// longer be undone, unless that event is the arrival itself: nothing is left by
// which undoing would find when else the member came.
func (m *memberState) finalizeArrival(seq int64) {
	for i := len(m.arrivals) - 1; i >= 0; i-- {
		if a := &m.arrivals[i]; a.seq <= seq {
			if a.seq < seq {
				a.op = "-"
			}
			return
		}
	}
}

// remains reports whether anything of the member's operation is left: a check, or a
// post that remembers it.
func (l *Ledger) hasOperation(user string, m *memberState, op string) bool {
	for _, check := range m.checks {
		if check.Op == op {
			return true
		}
	}
	for _, p := range l.posts {
		if p.user == user && slices.ContainsFunc(p.parts, func(one part) bool { return one.Op == op }) {
			return true
		}
	}
	return false
}

// Forget drops all that there is of a member.
func (l *Ledger) Forget(user string) {
	delete(l.members, user)
	for _, p := range l.posts {
		if p.user == user {
			l.deletePost(p)
		}
	}
}

func (l *Ledger) leave(seq int64, e *Event) {
	m := l.members[e.Member]
	if m == nil {
		return
	}
	m.left = true
	if !e.Erase {
		return
	}
	l.Forget(e.Member)
	l.erased[e.Member] = seq
}

func (l *Ledger) check(seq int64, e *Event) error {
	ref, ok := l.Group.Roadmap.Item(e.Item)
	if !ok {
		return fmt.Errorf("event %d is about the item %q, which the roadmap does not have", seq, e.Item)
	}
	if m := l.members[e.Member]; m != nil {
		if _, done := m.checks[e.Item]; done {
			return nil
		}
	}
	m := l.arrive(seq, e)
	done := l.moment(e.At)
	done.Op, done.Seq = e.Op, seq
	m.checks[e.Item] = done
	l.awardStamp(m, ref.Section)
	if e.Link != "" {
		l.share(seq, e, true)
	}
	return nil
}

// stamp gives the stamp of a section whose items are all done: at the time of
// the latest check.
func (l *Ledger) awardStamp(m *memberState, section *roadmap.Section) {
	if _, earned := m.stamps[section.ID]; earned {
		return
	}
	var latest Moment
	for _, item := range section.Items {
		check, done := m.checks[item.ID]
		if !done {
			return
		}
		if check.At > latest.At {
			latest = Moment{At: check.At, Week: check.Week, Month: check.Month}
		}
	}
	m.stamps[section.ID] = stampState{Moment: latest}
}

// uncheck takes a check back, and with it the stamps that were earned with it.
func (l *Ledger) uncheck(m *memberState, item string) {
	delete(m.checks, item)
	ref, _ := l.Group.Roadmap.Item(item)
	for section, s := range m.stamps {
		if s.items == nil && ref.Section != nil && ref.Section.ID == section || slices.Contains(s.items, item) {
			delete(m.stamps, section)
		}
	}
}

// undo reverses what an operation ticked off and shared, and the enrolment that
// came with it: all of it where the event names neither item nor post.
func (l *Ledger) undo(e *Event) {
	m := l.members[e.Member]
	if m == nil {
		return
	}
	all := e.Item == "" && e.Post == ""
	for item, check := range m.checks {
		if check.Op == e.Of && (all || item == e.Item) {
			l.uncheck(m, item)
		}
	}
	for id, p := range l.posts {
		if p.user != e.Member || !all && id != e.Post {
			continue
		}
		p.parts = slices.DeleteFunc(p.parts, func(one part) bool { return one.Op == e.Of })
		if len(p.parts) == 0 {
			l.deletePost(p)
		}
	}
	l.undoArrival(e.Member, m, e.Of)
}

// withdraw takes back what an undone operation did to the membership: the
// member came with the next operation then, or did not come.
func (l *Ledger) undoArrival(user string, m *memberState, of string) {
	i := slices.IndexFunc(m.arrivals, func(a arrival) bool { return a.op == of })
	if i < 0 {
		return
	}
	low, high := m.arrivals[i].seq, int64(math.MaxInt64)
	if i+1 < len(m.arrivals) {
		high = m.arrivals[i+1].seq
	}
	next := arrival{seq: high}
	consider := func(one Moment) {
		if one.Seq > low && one.Seq < next.seq {
			next = arrival{one.Seq, one.Op}
		}
	}
	for _, check := range m.checks {
		consider(check)
	}
	for _, p := range l.posts {
		if p.user == user {
			for _, one := range p.parts {
				consider(one.Moment)
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
