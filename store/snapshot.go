package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Events that are old enough are folded away: what they came to is kept, one
// field a member and one a digest, and they themselves go. In a group's
// foldedKey the field head says up to which event, m.<user> is a member's
// record, d.<week> a digest, v.<number> a version of the roadmap; rev counts how often a member was erased. A ledger
// begins with these, and goes on with the events after them.
const (
	headField     = "head"
	revisionField = "rev"
	memberPrefix  = "m."
	digestPrefix  = "d."
	versionPrefix = "v."
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
			s.Checks[item] = check.line()
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
	for n, version := range l.versions {
		fields[versionPrefix+strconv.Itoa(n)] = string(version)
	}
	return fields, nil
}

// restore begins the ledger with a snapshot, or with some of its fields. Without the
// version of the roadmap that its head names there is no group yet.
func (l *ledger) restore(fields map[string]string) error {
	for field, value := range fields {
		kind, id, _ := strings.Cut(field, ".")
		var err error
		switch {
		case field == revisionField:
		case field == headField:
			err = l.restoreHead(value)
		case kind+"." == memberPrefix:
			err = l.restoreMember(id, value)
		case kind+"." == digestPrefix:
			l.digests[id], err = parseDigestState(value)
		case kind+"." == versionPrefix:
			err = l.restoreVersion(value)
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
	l.seq, l.body = head.Seq, head.Settings
	return l.resettle()
}

func (l *ledger) restoreVersion(value string) error {
	v, err := decodeVersion([]byte(value))
	if err != nil {
		return err
	}
	l.versions[v.N] = []byte(value)
	return l.resettle()
}

// whole tells of a snapshot that lacks the version of the roadmap that its head names.
func (l *ledger) whole() error {
	if l.group == nil && l.body != nil {
		return fmt.Errorf("snapshot of group %s: the version of its roadmap is missing", l.id)
	}
	return nil
}

// resettle makes the group of its settings, once its roadmap is there.
func (l *ledger) resettle() error {
	if l.group != nil || l.body == nil {
		return nil
	}
	if err := l.settle(l.body); !errors.Is(err, errNoRevision) {
		return err
	}
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
		if m.stamps[section], err = parseStampState(line); err != nil {
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

// line is the member's line in the roster, as lua/include/member.lua has it.
func (m *memberState) line() string {
	state := "active"
	if m.left {
		state = "left"
	}
	came := make([]string, len(m.arrivals))
	for i, a := range m.arrivals {
		came[i] = decimal(a.seq) + ":" + a.op
	}
	return strings.Join([]string{state, bit(m.hidden), decimal(m.joined), strings.Join(came, " "), m.name}, "\t")
}

func parseMemberState(line string) (*memberState, error) {
	f := strings.SplitN(line, "\t", 5)
	if len(f) != 5 {
		return nil, fmt.Errorf("member %q", line)
	}
	m := &memberState{left: f[0] != "active", hidden: f[1] == "1", name: f[4], checks: map[string]mark{}, stamps: map[string]stampState{}}
	var err error
	if m.joined, err = strconv.ParseInt(f[2], 10, 64); err != nil {
		return nil, fmt.Errorf("member %q: %w", line, err)
	}
	for _, came := range strings.Fields(f[3]) {
		number, op, _ := strings.Cut(came, ":")
		seq, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("member %q: %w", line, err)
		}
		m.arrivals = append(m.arrivals, arrival{seq, op})
	}
	return m, nil
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// line is the instant with its week and month and, of a check, its operation
// and the number of its event.
func (m mark) line() string {
	line := decimal(m.at) + " " + m.week + " " + m.month
	if m.op != "" {
		line += " " + m.op + " " + decimal(m.seq)
	}
	return line
}

func parseMark(line string) (mark, error) {
	f := strings.Fields(line)
	if len(f) != 3 && len(f) != 5 {
		return mark{}, fmt.Errorf("instant %q", line)
	}
	at, err := strconv.ParseInt(f[0], 10, 64)
	m := mark{at: at, week: f[1], month: f[2]}
	if err == nil && len(f) == 5 {
		m.op = f[3]
		m.seq, err = strconv.ParseInt(f[4], 10, 64)
	}
	return m, err
}

// line is the stamp with its week and month and, if they are not the section's, the
// items that it was earned with.
func (s stampState) line() string {
	if s.items == nil {
		return s.mark.line()
	}
	return s.mark.line() + " " + strings.Join(s.items, ",")
}

func parseStampState(line string) (s stampState, err error) {
	f := strings.Fields(line)
	if len(f) == 4 {
		s.items = strings.Split(f[3], ",")
		line = strings.Join(f[:3], " ")
	}
	s.mark, err = parseMark(line)
	return s, err
}

// postFields is how many fields a post's line has before its parts, and
// partFields how many a part has. See lua/include/post.lua.
const (
	postFields = 9
	partFields = 7
)

// line is the post's line.
func (p *postState) line() string {
	first := p.parts[0]
	f := []string{p.user, decimal(first.at), first.week, first.month, p.url, p.link, p.title(), strings.Join(p.items(), " "), p.own}
	for _, one := range p.parts {
		f = append(f, one.op, decimal(one.seq), decimal(one.at), one.week, one.month, strings.Join(one.items, " "), one.title)
	}
	return strings.Join(f, "\t")
}

func parsePostState(id, line string) (*postState, error) {
	f := strings.Split(line, "\t")
	if len(f) < postFields+partFields || (len(f)-postFields)%partFields != 0 {
		return nil, fmt.Errorf("post %q", line)
	}
	p := &postState{id: id, user: f[0], url: f[4], link: f[5], own: f[8]}
	for g := range slices.Chunk(f[postFields:], partFields) {
		m, err := parseMark(strings.Join([]string{g[2], g[3], g[4], g[0], g[1]}, " "))
		if err != nil {
			return nil, fmt.Errorf("post %q: %w", line, err)
		}
		p.parts = append(p.parts, part{mark: m, items: strings.Fields(g[5]), title: g[6]})
	}
	return p, nil
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
