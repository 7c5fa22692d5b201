package store

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Events that are old enough are folded away: what they came to is kept, one
// field a member and one a digest, and they themselves go. In a group's
// foldedKey the field head says up to which event, m.<user> is a member's
// record, d.<week> a digest. A ledger begins with these, and goes on with the
// events after them.
const (
	headField    = "head"
	memberPrefix = "m."
	digestPrefix = "d."
)

// storedHead is what is kept of a group itself.
type storedHead struct {
	V        int             `json:"v"`
	Seq      int64           `json:"seq"` // of the last event that was folded
	Settings json.RawMessage `json:"settings"`
}

// storedMember is what is kept of a member: the lines that stand in the
// group's other keys.
type storedMember struct {
	V      int               `json:"v"`
	Line   string            `json:"line"`
	Checks map[string]string `json:"checks,omitempty"` // by item
	Stamps map[string]string `json:"stamps,omitempty"` // by section
	Posts  map[string]string `json:"posts,omitempty"`  // by id
}

// snapshotVersion is the version of the snapshots that are written.
const snapshotVersion = 1

// snapshot returns what the ledger holds as the fields of foldedKey.
func (l *ledger) snapshot() (map[string]string, error) {
	fields := map[string]string{}
	put := func(field string, value any) error {
		body, err := json.Marshal(value)
		fields[field] = string(body)
		return err
	}
	if err := put(headField, storedHead{V: snapshotVersion, Seq: l.seq, Settings: l.body}); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	members := map[string]*storedMember{}
	for user, m := range l.members {
		s := &storedMember{V: snapshotVersion, Line: m.line(), Checks: map[string]string{}, Stamps: map[string]string{}, Posts: map[string]string{}}
		for item, check := range m.checks {
			s.Checks[item] = check.line() + " " + check.op
		}
		for section, stamp := range m.stamps {
			s.Stamps[section] = stamp.line()
		}
		members[user] = s
	}
	for id, p := range l.posts {
		if s := members[p.user]; s != nil {
			s.Posts[id] = p.line()
		}
	}
	for user, s := range members {
		if err := put(memberPrefix+user, s); err != nil {
			return nil, fmt.Errorf("snapshot of %s: %w", user, err)
		}
	}
	for week, d := range l.digests {
		fields[digestPrefix+week] = d.line()
	}
	return fields, nil
}

// restore begins the ledger with a snapshot.
func (l *ledger) restore(fields map[string]string) error {
	for field, value := range fields {
		kind, id, _ := strings.Cut(field, ".")
		var err error
		switch {
		case field == headField:
			err = l.restoreHead(value)
		case kind+"." == memberPrefix:
			err = l.restoreMember(id, value)
		case kind+"." == digestPrefix:
			l.digests[id], err = parseDigestState(value)
		default:
			err = fmt.Errorf("what is it")
		}
		if err != nil {
			return fmt.Errorf("snapshot, %s: %w", field, err)
		}
	}
	return nil
}

func (l *ledger) restoreHead(value string) error {
	var head storedHead
	if err := json.Unmarshal([]byte(value), &head); err != nil {
		return err
	}
	if head.V > snapshotVersion {
		return newer("a snapshot", head.V, snapshotVersion)
	}
	g, err := decodeGroup(l.guild, "", string(head.Settings))
	if err != nil {
		return err
	}
	l.seq, l.group, l.body = head.Seq, g, head.Settings
	return nil
}

func (l *ledger) restoreMember(user, value string) error {
	var s storedMember
	if err := json.Unmarshal([]byte(value), &s); err != nil {
		return err
	}
	if s.V > snapshotVersion {
		return newer("a snapshot", s.V, snapshotVersion)
	}
	m, err := parseMemberState(s.Line)
	if err != nil {
		return err
	}
	for item, line := range s.Checks {
		if m.checks[item], err = parseMark(line); err != nil {
			return err
		}
	}
	for section, line := range s.Stamps {
		if m.stamps[section], err = parseMark(line); err != nil {
			return err
		}
	}
	for id, line := range s.Posts {
		p, err := parsePostState(id, line)
		if err != nil {
			return err
		}
		l.posts[id], l.known[p.link] = p, id
	}
	l.members[user] = m
	return nil
}

// newer is the error for something that only a later release can read.
func newer(what string, version, known int) error {
	return fmt.Errorf("%s is of version %d, written by a newer Dojang; this one knows %d: use the newer one", what, version, known)
}

// line is the member's line in the roster.
func (m *memberState) line() string {
	state := "active"
	if m.left {
		state = "left"
	}
	return strings.Join([]string{state, bit(m.hidden), strconv.FormatInt(m.joined, 10), m.by, m.name}, "\t")
}

func parseMemberState(line string) (*memberState, error) {
	f := strings.SplitN(line, "\t", 5)
	if len(f) != 5 {
		return nil, fmt.Errorf("member %q", line)
	}
	joined, err := strconv.ParseInt(f[2], 10, 64)
	return &memberState{left: f[0] != "active", hidden: f[1] == "1", joined: joined, by: f[3], name: f[4],
		checks: map[string]mark{}, stamps: map[string]mark{}}, err
}

// line is the instant with its week and month, as stamps have it; a check has
// its operation behind it.
func (m mark) line() string {
	return strconv.FormatInt(m.at, 10) + " " + m.week + " " + m.month
}

func parseMark(line string) (mark, error) {
	f := strings.SplitN(line, " ", 4)
	if len(f) < 3 {
		return mark{}, fmt.Errorf("instant %q", line)
	}
	at, err := strconv.ParseInt(f[0], 10, 64)
	m := mark{at: at, week: f[1], month: f[2]}
	if len(f) == 4 {
		m.op = f[3]
	}
	return m, err
}

// line is the post's line.
func (p *postState) line() string {
	return strings.Join([]string{p.user, strconv.FormatInt(p.when.at, 10), p.when.week, p.when.month, p.url, p.link, p.title,
		strings.Join(p.items, " "), p.made, p.changed, p.formerTitle, strings.Join(p.formerItems, " ")}, "\t")
}

func parsePostState(id, line string) (*postState, error) {
	f := strings.Split(line, "\t")
	if len(f) != 12 {
		return nil, fmt.Errorf("post %q", line)
	}
	at, err := strconv.ParseInt(f[1], 10, 64)
	return &postState{id: id, user: f[0], when: mark{at: at, week: f[2], month: f[3]}, url: f[4], link: f[5], title: f[6],
		items: strings.Fields(f[7]), made: f[8], changed: f[9], formerTitle: f[10], formerItems: strings.Fields(f[11])}, err
}

// line is the digest behind its revision.
func (d digestState) line() string { return strconv.FormatInt(d.revision, 10) + " " + string(d.body) }

func parseDigestState(line string) (digestState, error) {
	revision, body, ok := strings.Cut(line, " ")
	n, err := strconv.ParseInt(revision, 10, 64)
	if !ok || err != nil {
		return digestState{}, fmt.Errorf("digest %q", line)
	}
	return digestState{n, json.RawMessage(body)}, nil
}
