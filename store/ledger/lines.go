package ledger

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dojang/study"
)

// This file formats and parses each kind of stored line. The scripts do the same in member.lua,
// check.lua, stamp.lua and post.lua in store/lua/include.

// number formats an event's number or an instant.
func number(n int64) string { return strconv.FormatInt(n, 10) }

func flag(set bool) string {
	if set {
		return "1"
	}
	return "0"
}

// line returns the member's line in the roster. Its fields are separated by tabs: "active" or
// "left", whether hidden, when joined, the arrivals, the name.
func (m *memberState) line() string {
	state := "active"
	if m.left {
		state = "left"
	}
	came := make([]string, len(m.arrivals))
	for i, a := range m.arrivals {
		came[i] = number(a.seq) + ":" + a.op
	}
	return strings.Join([]string{state, flag(m.hidden), number(m.joined), strings.Join(came, " "), m.name}, "\t")
}

// parseMember parses a member's line. It returns the arrivals unparsed.
func parseMember(line string) (m memberState, arrivals string, err error) {
	f := strings.SplitN(line, "\t", 5)
	if len(f) != 5 {
		return m, "", fmt.Errorf("member %q", line)
	}
	m = memberState{left: f[0] != "active", hidden: f[1] == "1", name: f[4]}
	if m.joined, err = strconv.ParseInt(f[2], 10, 64); err != nil {
		return m, "", fmt.Errorf("member %q: %w", line, err)
	}
	return m, f[3], nil
}

func parseMemberState(line string) (*memberState, error) {
	m, arrivals, err := parseMember(line)
	if err != nil {
		return nil, err
	}
	m.checks, m.stamps = map[string]Moment{}, map[string]stampState{}
	for _, came := range strings.Fields(arrivals) {
		seq, op, _ := strings.Cut(came, ":")
		n, err := strconv.ParseInt(seq, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("member %q: %w", line, err)
		}
		m.arrivals = append(m.arrivals, arrival{n, op})
	}
	return &m, nil
}

// ParseMember parses a user's line in the roster.
func ParseMember(user, line string) (study.Member, error) {
	m, _, err := parseMember(line)
	if err != nil {
		return study.Member{}, fmt.Errorf("%s: %w", user, err)
	}
	return study.Member{User: user, Name: m.name, Left: m.left, Hidden: m.hidden, Joined: time.UnixMilli(m.joined)}, nil
}

// Moment is an instant with the week and the month that it counts in. Those of checks and posts
// also have the operation that made them.
type Moment struct {
	At          int64 // in milliseconds since 1970
	Week, Month string
	Op          string
	Seq         int64 // number of the event
}

// line returns the line of a check, "at week month operation event", or of a stamp, which has
// neither operation nor event.
func (m Moment) line() string {
	line := number(m.At) + " " + m.Week + " " + m.Month
	if m.Op != "" {
		line += " " + m.Op + " " + number(m.Seq)
	}
	return line
}

// ParseMoment parses the line of a check, or of a stamp without items.
func ParseMoment(line string) (Moment, error) {
	f := strings.Fields(line)
	if len(f) != 3 && len(f) != 5 {
		return Moment{}, fmt.Errorf("instant %q", line)
	}
	at, err := strconv.ParseInt(f[0], 10, 64)
	m := Moment{At: at, Week: f[1], Month: f[2]}
	if err == nil && len(f) == 5 {
		m.Op = f[3]
		m.Seq, err = strconv.ParseInt(f[4], 10, 64)
	}
	return m, err
}

// ParseCheck parses the line of a check of the item.
func ParseCheck(item, line string) (study.Check, error) {
	m, err := ParseMoment(line)
	if err == nil && m.Op == "" {
		err = fmt.Errorf("no operation in %q", line)
	}
	if err != nil {
		return study.Check{}, fmt.Errorf("check of %s: %w", item, err)
	}
	week, err := WeekDate(m.Week)
	if err != nil {
		return study.Check{}, fmt.Errorf("check of %s: %w", item, err)
	}
	return study.Check{Item: item, At: time.UnixMilli(m.At), Week: week, Op: m.Op}, nil
}

// line returns the stamp's line: "at week month" and, if they are no longer those of the section,
// the items that it was earned with.
func (s stampState) line() string {
	if s.items == nil {
		return s.Moment.line()
	}
	return s.Moment.line() + " " + strings.Join(s.items, ",")
}

func parseStampState(line string) (s stampState, err error) {
	f := strings.Fields(line)
	if len(f) == 4 {
		s.items = strings.Split(f[3], ",")
		line = strings.Join(f[:3], " ")
	}
	s.Moment, err = ParseMoment(line)
	return s, err
}

// The fields of a user's hash, or their prefixes, after the group's id and a dot.
const (
	checkField = "c."
	stampField = "s."
	begunField = "b." // follows from the checks, like countField
	countField = "n"
)

// fields returns what the user's hash holds of the member and does not follow from anything
// else, by field. Snapshots hold the same.
func (m *memberState) fields() map[string]string {
	fields := map[string]string{}
	for item, check := range m.checks {
		fields[checkField+item] = check.line()
	}
	for section, stamp := range m.stamps {
		fields[stampField+section] = stamp.line()
	}
	return fields
}

// setField parses a field that fields returned.
func (m *memberState) setField(field, line string) (err error) {
	if item, ok := strings.CutPrefix(field, checkField); ok {
		m.checks[item], err = ParseMoment(line)
		return err
	}
	if section, ok := strings.CutPrefix(field, stampField); ok {
		m.stamps[section], err = parseStampState(line)
		return err
	}
	return fmt.Errorf("the field %q is unknown", field)
}

// UserField returns the field of a user's hash for the check of a group's item.
func UserField(group, item string) string { return group + "." + checkField + item }

// ParseRecord sets r's checks and stamps to those of the group in the user's hash.
func ParseRecord(r *study.Record, group string, fields map[string]string) error {
	r.Checks, r.Stamps = map[string]study.Check{}, map[string]study.Stamp{}
	for name, value := range fields {
		rest, ok := strings.CutPrefix(name, group+".")
		if !ok {
			continue
		}
		if item, ok := strings.CutPrefix(rest, checkField); ok {
			check, err := ParseCheck(item, value)
			if err != nil {
				return err
			}
			r.Checks[item] = check
		}
		if section, ok := strings.CutPrefix(rest, stampField); ok {
			stamp, err := parseStampState(value)
			if err != nil {
				return fmt.Errorf("stamp of %s: %w", section, err)
			}
			r.Stamps[section] = study.Stamp{Section: section, At: time.UnixMilli(stamp.At)}
		}
	}
	return nil
}

// The fields of a post's line, which are separated by tabs. The fields of each of its parts follow.
// Time, title and items are derived from the parts, so that reads do not need to parse these.
const (
	postUser = iota
	postAt
	postWeek
	postMonth
	postURL
	postLink // the hash of the link
	postTitle
	postItems
	postURLTitle // the title made from the URL
	postFields
)

// The fields of a part.
const (
	partOp = iota
	partSeq
	partAt
	partWeek
	partMonth
	partItems
	partTitle
	partFields
)

// line returns the post's line.
func (p *postState) line() string {
	first := p.parts[0]
	f := []string{p.user, number(first.At), first.Week, first.Month, p.url, p.link, p.title(), strings.Join(p.items(), " "), p.urlTitle}
	for _, one := range p.parts {
		f = append(f, one.Op, number(one.Seq), number(one.At), one.Week, one.Month, strings.Join(one.items, " "), one.title)
	}
	return strings.Join(f, "\t")
}

func parsePostState(id, line string) (*postState, error) {
	f := strings.Split(line, "\t")
	if len(f) < postFields+partFields || (len(f)-postFields)%partFields != 0 {
		return nil, fmt.Errorf("post %q", line)
	}
	p := &postState{id: id, user: f[postUser], url: f[postURL], link: f[postLink], urlTitle: f[postURLTitle]}
	for g := range slices.Chunk(f[postFields:], partFields) {
		at, atErr := strconv.ParseInt(g[partAt], 10, 64)
		seq, seqErr := strconv.ParseInt(g[partSeq], 10, 64)
		if err := cmp.Or(atErr, seqErr); err != nil {
			return nil, fmt.Errorf("post %q: %w", line, err)
		}
		p.parts = append(p.parts, part{Moment: Moment{At: at, Week: g[partWeek], Month: g[partMonth], Op: g[partOp], Seq: seq},
			items: strings.Fields(g[partItems]), title: g[partTitle]})
	}
	return p, nil
}

var errPost = errors.New("fields are missing")

// ParsePost parses a post's line, which does not contain the member's name.
func ParsePost(id, line string) (study.Post, error) {
	f := strings.SplitN(line, "\t", postFields+1)
	if len(f) < postFields {
		return study.Post{}, fmt.Errorf("post %s: %w: %q", id, errPost, line)
	}
	at, err := strconv.ParseInt(f[postAt], 10, 64)
	if err != nil {
		return study.Post{}, fmt.Errorf("post %s: %w", id, err)
	}
	return study.Post{ID: id, Member: f[postUser], At: time.UnixMilli(at), URL: f[postURL], Title: f[postTitle], Items: strings.Fields(f[postItems])}, nil
}

// PostText returns the parts of a post's line that a search looks at. ok is false if the line has
// too few fields.
func PostText(line string) (user, url, title string, ok bool) {
	f := strings.SplitN(line, "\t", postTitle+2)
	if len(f) < postTitle+2 {
		return "", "", "", false
	}
	return f[postUser], f[postURL], f[postTitle], true
}

// PostParts is who shared what of a post: its items, and the operations that shared it.
type PostParts struct {
	ID    string
	Items []string
	Parts []Moment
}

// ParsePostParts parses a post's line.
func ParsePostParts(id, line string) (PostParts, error) {
	p, err := parsePostState(id, line)
	if err != nil {
		return PostParts{}, err
	}
	parts := PostParts{ID: id, Items: p.items(), Parts: make([]Moment, len(p.parts))}
	for i, one := range p.parts {
		parts.Parts[i] = one.Moment
	}
	return parts, nil
}

// PostMoment returns the post's member and when the post was first shared.
func PostMoment(id, line string) (user string, shared Moment, err error) {
	p, err := parsePostState(id, line)
	if err != nil {
		return "", Moment{}, err
	}
	return p.user, p.parts[0].Moment, nil
}

// line returns the digest's line: its revision, a space and its JSON.
func (d digestState) line() string { return number(d.revision) + " " + string(d.body) }

func parseDigestState(line string) (digestState, error) {
	revision, body, ok := strings.Cut(line, " ")
	n, err := strconv.ParseInt(revision, 10, 64)
	if !ok || err != nil {
		return digestState{}, fmt.Errorf("digest %q", line)
	}
	return digestState{n, []byte(body)}, nil
}
