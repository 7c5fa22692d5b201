package store

import (
	"encoding/json"
	"fmt"
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
	body      []byte // the group, as it is stored
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
	by           string // the operation that enrolled
	name         string
	checks       map[string]mark // by item
	stamps       map[string]mark // by section
}

// mark is an instant with the week and the month that it counts in.
type mark struct {
	at          int64
	week, month string
	op          string // of a check: the operation that made it
}

// postState is a post with what is needed to undo its last change.
type postState struct {
	id, user, url, link, title string
	items                      []string
	when                       mark
	made, changed, formerTitle string
	formerItems                []string
}

// digestState is a week's digest as it is stored.
type digestState struct {
	revision int64
	body     json.RawMessage
}

func newLedger(guild, group string) *ledger {
	return &ledger{guild: guild, id: group, members: map[string]*memberState{}, posts: map[string]*postState{},
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
		g, err := decodeGroup(l.guild, "", string(e.Settings))
		if err != nil {
			return fmt.Errorf("event %d: %w", seq, err)
		}
		l.group, l.body = g, e.Settings
	case eventJoin:
		l.arrive(e)
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
			l.uncheck(m, e.Item)
		}
	case eventShare:
		l.arrive(e)
		l.share(e)
	case eventUnshare:
		if p := l.posts[e.Post]; p != nil && p.user == e.Member {
			l.drop(p)
		}
	case eventUndo:
		l.undo(e)
	case eventDigest:
		l.digests[e.Week] = digestState{seq, e.Digest}
	default:
		return fmt.Errorf("event %d is of the unknown type %q", seq, e.Type)
	}
	return nil
}

// when places an instant in the group's calendar as it is at this point.
func (l *ledger) when(at int64) mark {
	t := time.UnixMilli(at)
	return mark{at: at, week: weekName(l.group.Calendar.Week(t).Name), month: monthName(l.group.Calendar.Day(t))}
}

// arrive makes the event's member an active one.
func (l *ledger) arrive(e *event) *memberState {
	m := l.members[e.Member]
	if m == nil {
		m = &memberState{joined: e.On, by: e.Op, checks: map[string]mark{}, stamps: map[string]mark{}}
		l.members[e.Member] = m
	}
	m.left, m.name = false, e.Name
	return m
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
	delete(l.members, e.Member)
	l.erased[e.Member] = seq
	for _, p := range l.posts {
		if p.user == e.Member {
			l.drop(p)
		}
	}
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
	m := l.arrive(e)
	done := l.when(e.At)
	done.op = e.Op
	m.checks[e.Item] = done
	l.stamp(m, spot.Section)
	if e.Link != "" {
		l.share(e)
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
	m.stamps[section.ID] = latest
}

func (l *ledger) uncheck(m *memberState, item string) {
	delete(m.checks, item)
	if spot, ok := l.group.Roadmap.Spot(item); ok {
		delete(m.stamps, spot.Section.ID)
	}
}

// share shares the event's link, if no other member has.
func (l *ledger) share(e *event) {
	p := l.posts[l.known[e.Link]]
	if p == nil {
		p = &postState{id: e.Post, user: e.Member, url: e.URL, link: e.Link, title: e.Title, when: l.when(e.On), made: e.Op, changed: e.Op}
		if e.Item != "" {
			p.items = []string{e.Item}
		}
		l.posts[p.id], l.known[p.link] = p, p.id
		return
	}
	if p.user != e.Member {
		return
	}
	title, items := p.title, p.items
	if e.Given {
		title = e.Title
	}
	if e.Item != "" && !slices.Contains(items, e.Item) {
		items = append(slices.Clone(items), e.Item)
	}
	if title == p.title && len(items) == len(p.items) {
		return
	}
	p.formerTitle, p.formerItems, p.changed = p.title, p.items, e.Op
	p.title, p.items = title, items
}

func (l *ledger) drop(p *postState) {
	delete(l.posts, p.id)
	delete(l.known, p.link)
}

// undo reverses the check, the post and the enrolment of an operation.
func (l *ledger) undo(e *event) {
	m := l.members[e.Member]
	if m == nil {
		return
	}
	if check, done := m.checks[e.Item]; done && check.op == e.Of {
		l.uncheck(m, e.Item)
	}
	if p := l.posts[e.Post]; p != nil && p.user == e.Member {
		switch {
		case p.made == e.Of && p.changed == e.Of:
			l.drop(p)
		case p.changed == e.Of:
			p.changed, p.title, p.items = p.made, p.formerTitle, p.formerItems
		case p.made == e.Of && e.Item != "": // changed by a later operation, which stays
			p.items = slices.DeleteFunc(slices.Clone(p.items), func(item string) bool { return item == e.Item })
		}
	}
	if m.by == e.Of && len(m.checks) == 0 && !l.wrote(e.Member) {
		delete(l.members, e.Member)
	}
}

func (l *ledger) wrote(user string) bool {
	for _, p := range l.posts {
		if p.user == user {
			return true
		}
	}
	return false
}

// seqOf reads the number of an event from its place in the stream.
func seqOf(id string) (int64, error) {
	n := len(id) - len("-0")
	if n <= 0 || id[n:] != "-0" {
		return 0, fmt.Errorf("event %q has no number", id)
	}
	return strconv.ParseInt(id[:n], 10, 64)
}
