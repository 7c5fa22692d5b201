package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// A snapshot replaces events that are old enough to be deleted. It holds the state that they led to
// in the fields of SnapshotKey. A ledger starts from the snapshot and applies the events after it.
const (
	HeadField     = "head" // the group's settings, and the number of the snapshot's last event
	RevisionField = "rev"  // how often a member was erased from the snapshot
	MemberPrefix  = "m."   // a user follows: the member's record
	DigestPrefix  = "d."   // a week follows: its digest
	VersionPrefix = "v."   // a number follows: that version of the roadmap
)

// storedHead is the JSON of HeadField.
type storedHead struct {
	V        int             `json:"v"`
	Seq      int64           `json:"seq"` // number of the last event that the snapshot replaces
	Settings json.RawMessage `json:"settings"`
}

// storedMember is the JSON of a member. It has the same lines as the group's other keys.
type storedMember struct {
	V      int               `json:"v"`
	Line   string            `json:"line"`
	Checks map[string]string `json:"checks,omitempty"` // by item
	Stamps map[string]string `json:"stamps,omitempty"` // by section
	Posts  map[string]string `json:"posts,omitempty"`  // by id
	More   map[string]string `json:"more,omitempty"`   // whatever else memberState.fields returns
}

// snapshotVersion is the version of the snapshots that are written.
const snapshotVersion = 1

// Snapshot returns the ledger's state as the fields of SnapshotKey.
func (l *Ledger) Snapshot() (map[string]string, error) {
	fields := map[string]string{}
	put := func(field string, value any) error {
		body, err := json.Marshal(value)
		fields[field] = string(body)
		return err
	}
	if err := put(HeadField, storedHead{V: snapshotVersion, Seq: l.Seq, Settings: l.body}); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	members := map[string]*storedMember{}
	for user, m := range l.members {
		s := &storedMember{V: snapshotVersion, Line: m.line(), Checks: map[string]string{}, Stamps: map[string]string{}, Posts: map[string]string{}, More: map[string]string{}}
		for field, line := range m.fields() {
			if item, ok := strings.CutPrefix(field, checkField); ok {
				s.Checks[item] = line
			} else if section, ok := strings.CutPrefix(field, stampField); ok {
				s.Stamps[section] = line
			} else {
				s.More[field] = line
			}
		}
		members[user] = s
	}
	for id, p := range l.posts {
		if s := members[p.user]; s != nil {
			s.Posts[id] = p.line()
		}
	}
	for user, s := range members {
		if err := put(MemberPrefix+user, s); err != nil {
			return nil, fmt.Errorf("snapshot of %s: %w", user, err)
		}
	}
	for week, d := range l.digests {
		fields[DigestPrefix+week] = d.line()
	}
	for n, version := range l.versions {
		fields[VersionPrefix+strconv.Itoa(n)] = string(version)
	}
	return fields, nil
}

// FromSnapshot returns a ledger that starts from a snapshot. If fields is empty, there is none. It
// fails if the snapshot lacks the version of the roadmap that its head names.
func FromSnapshot(guild, group string, fields map[string]string) (*Ledger, error) {
	l := New(guild, group)
	return l, errors.Join(l.Restore(fields), l.Complete())
}

// Restore restores fields of a snapshot; it may be called several times for one snapshot. Group
// stays nil until the head and the version of the roadmap that it names were both restored.
func (l *Ledger) Restore(fields map[string]string) error {
	for field, value := range fields {
		kind, id, _ := strings.Cut(field, ".")
		var err error
		switch {
		case field == RevisionField:
		case field == HeadField:
			err = l.restoreHead(value)
		case kind+"." == MemberPrefix:
			err = l.restoreMember(id, value)
		case kind+"." == DigestPrefix:
			l.digests[id], err = parseDigestState(value)
		case kind+"." == VersionPrefix:
			err = l.restoreVersion(value)
		default:
			err = errors.New("the field is unknown")
		}
		if err != nil {
			return fmt.Errorf("snapshot, %s: %w", field, err)
		}
	}
	return nil
}

func (l *Ledger) restoreHead(value string) error {
	var head storedHead
	if err := json.Unmarshal([]byte(value), &head); err != nil {
		return err
	}
	if head.V > snapshotVersion {
		return Newer("a snapshot", head.V, snapshotVersion)
	}
	l.Seq, l.body = head.Seq, head.Settings
	return l.completeGroup()
}

func (l *Ledger) restoreVersion(value string) error {
	v, err := DecodeVersion([]byte(value))
	if err != nil {
		return err
	}
	l.versions[v.N] = []byte(value)
	return l.completeGroup()
}

// Complete returns an error if the restored fields lack the version of the roadmap that the head
// names.
func (l *Ledger) Complete() error {
	if l.Group == nil && l.body != nil {
		return fmt.Errorf("snapshot of group %s: the version of its roadmap is missing", l.ID)
	}
	return nil
}

// completeGroup sets the group once its settings and its roadmap were restored.
func (l *Ledger) completeGroup() error {
	if l.Group != nil || l.body == nil {
		return nil
	}
	if err := l.setGroup(l.body); !errors.Is(err, ErrNoVersion) {
		return err
	}
	return nil
}

func (l *Ledger) restoreMember(user, value string) error {
	var s storedMember
	if err := json.Unmarshal([]byte(value), &s); err != nil {
		return err
	}
	if s.V > snapshotVersion {
		return Newer("a snapshot", s.V, snapshotVersion)
	}
	m, err := parseMemberState(s.Line)
	if err != nil {
		return err
	}
	for prefix, lines := range map[string]map[string]string{checkField: s.Checks, stampField: s.Stamps, "": s.More} {
		for id, line := range lines {
			if err := m.setField(prefix+id, line); err != nil {
				return err
			}
		}
	}
	for id, line := range s.Posts {
		p, err := parsePostState(id, line)
		if err != nil {
			return err
		}
		l.posts[id], l.postByLink[p.link] = p, id
	}
	l.members[user] = m
	return nil
}
