package ledger

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"dojang/roadmap"
)

// memberState is the record of a member, also of one who left and kept it.
type memberState struct {
	left, hidden bool
	joined       int64
	arrivals     []arrival // how the member joined and came back, oldest first
	name         string
	checks       map[string]Moment     // by item
	stamps       map[string]stampState // by section
}

// arrival is the operation that made a user an active member. op is "-" once the arrival is final:
// it can no longer be undone.
type arrival struct {
	seq int64 // number of its event
	op  string
}

// stampState is a stamp. items are the items that it was earned with, or nil if these are still the
// section's.
type stampState struct {
	Moment
	items []string
}

// onBoards reports whether the member is on the boards.
func (m *memberState) onBoards() bool { return !m.left && !m.hidden }

// arrive makes the event's member active, and a member if necessary.
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

// finalizeArrival marks the last arrival before event seq as final. An arrival by that very event
// stays as it is. It is called when nothing is left of an operation after the arrival: undoing the
// arrival could then no longer find out that the member did something else.
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

// hasOperation reports whether anything of the member's operation is left: a check, or a part of a
// post.
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

// Forget deletes a member's record and posts.
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

// awardStamp awards the section's stamp if all its items are done. Its time is that of the latest
// check.
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

// uncheck removes a check and the stamps that were earned with it.
func (l *Ledger) uncheck(m *memberState, item string) {
	delete(m.checks, item)
	ref, _ := l.Group.Roadmap.Item(item)
	for section, s := range m.stamps {
		if s.items == nil && ref.Section != nil && ref.Section.ID == section || slices.Contains(s.items, item) {
			delete(m.stamps, section)
		}
	}
}

// undo reverses an operation's check and post that the event names, and the enrolment that came
// with them. If the event names neither, it reverses everything that the operation did.
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

// undoArrival reverses the arrival by an operation that was undone. The member then arrived with
// the next operation, which may be the edit of a post that the undone one had shared. If there is
// none before the next arrival, the arrival is removed.
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
		if one.Seq >= low && one.Seq < next.seq {
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
