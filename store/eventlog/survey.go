package eventlog

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"dojang/store/ledger"
)

// survey decides which events of a log are kept when the log is rewritten. Events before the cutoff
// go into snapshots. Events of erased members and purged guilds are dropped, and so are events of a
// digest that a later one replaces.
type survey struct {
	name   string
	cutoff int64 // in milliseconds since 1970
	oldest int64 // when the first kept event was recorded, in milliseconds; 0 for none
	groups map[GroupRef]*groupSurvey
	others map[string]json.RawMessage
	purges map[string]int // by guild: how many purges are still to come
}

type groupSurvey struct {
	old     *ledger.Ledger   // has the events before the cutoff applied
	recent  bool             // an event after the cutoff was found; the following ones stay events, too
	erased  map[string]int64 // by member: the last event that erased the record
	digests map[string]int64 // by week: the last event of the digest
}

// surveyLog reads a log and makes its survey.
func surveyLog(name string, log io.Reader, cutoff int64) (*survey, error) {
	s := &survey{name: name, cutoff: cutoff, groups: map[GroupRef]*groupSurvey{}, others: map[string]json.RawMessage{}, purges: map[string]int{}}
	return s, s.visit(log, s.add)
}

// visit calls visit for every record after the first line.
func (s *survey) visit(log io.Reader, visit func(*Record) error) error {
	lines := newReader[Record](log)
	for {
		_, one, err := lines.read()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return &Damage{File: s.name, Line: lines.line, Err: err}
		case lines.line == 1:
			err = one.checkHeader(logKind)
		default:
			err = visit(&one)
		}
		if err != nil {
			return fmt.Errorf("%s, line %d: %w", s.name, lines.line, err)
		}
	}
}

func (s *survey) group(r *Record) *groupSurvey {
	p := GroupRef{r.Guild, r.Group}
	g := s.groups[p]
	if g == nil {
		g = &groupSurvey{old: ledger.New(p.Guild, p.Group), erased: map[string]int64{}, digests: map[string]int64{}}
		s.groups[p] = g
	}
	return g
}

// add adds a record to the survey.
func (s *survey) add(r *Record) error {
	switch {
	case r.Purged:
		s.purges[r.Guild]++
		maps.DeleteFunc(s.groups, func(p GroupRef, _ *groupSurvey) bool { return p.Guild == r.Guild })
	case len(r.Event) > 0:
		e, err := ledger.ParseEvent(r.Seq, r.Event)
		if err != nil {
			return err
		}
		g := s.group(r)
		if e.Type == ledger.EventLeave && e.Erase {
			g.erased[e.Member] = r.Seq
		}
		if e.Type == ledger.EventDigest {
			g.digests[e.Week] = r.Seq
		}
		if g.recent = g.recent || e.RecordedAt >= s.cutoff; !g.recent {
			return g.old.Apply(r.Seq, &e)
		}
	case r.Field != "":
		return s.group(r).old.Restore(map[string]string{r.Field: r.Value})
	case r.Key != "":
		s.others[r.Key] = r.Hash
	}
	return nil
}

// keeps reports whether an event is written as it is.
func (g *groupSurvey) keeps(seq int64, e *ledger.Event) bool {
	return seq > g.old.Seq && seq > g.erased[e.Member] && (e.Type != ledger.EventDigest || seq == g.digests[e.Week])
}

// snapshot returns the snapshot of the old events, without members who were erased later.
func (g *groupSurvey) snapshot() (map[string]string, error) {
	if g.old.Group == nil {
		return nil, g.old.Complete()
	}
	for user, seq := range g.erased {
		if seq > g.old.Seq {
			g.old.Forget(user)
		}
	}
	return g.old.Snapshot()
}

// write writes a file of the kind and returns the number of records: first the snapshots, then the
// kept events of log in their order.
func (s *survey) write(out io.Writer, log io.Reader, kind string) (records int, err error) {
	w := newWriter(out, kind)
	order := func(a, b GroupRef) int { return cmp.Or(cmp.Compare(a.Guild, b.Guild), cmp.Compare(a.Group, b.Group)) }
	for _, p := range slices.SortedFunc(maps.Keys(s.groups), order) {
		fields, err := s.groups[p].snapshot()
		if err != nil {
			return w.Records(), err
		}
		for _, field := range slices.Sorted(maps.Keys(fields)) {
			w.Put(&Record{Guild: p.Guild, Group: p.Group, Field: field, Value: fields[field]})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(s.others)) {
		if kind == logKind { // a backup has only what is independent of the place where it is restored
			w.Put(&Record{Key: key, Hash: s.others[key]})
		}
	}
	err = s.visit(log, func(r *Record) error {
		if r.Purged {
			s.purges[r.Guild]--
		}
		if len(r.Event) == 0 || s.purges[r.Guild] > 0 {
			return w.err
		}
		e, err := ledger.ParseEvent(r.Seq, r.Event)
		if err == nil && s.group(r).keeps(r.Seq, &e) {
			r.From = 0
			s.oldest = cmp.Or(s.oldest, e.RecordedAt)
			w.Put(r)
		}
		return cmp.Or(err, w.err)
	})
	return w.Records(), errors.Join(err, w.flush())
}
