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

// survey is what becomes of the events of a log that is rewritten: those before
// the cutoff go into snapshots, and left out are those of
// erased members and of purged guilds and those about a digest that a later one
// replaces.
type survey struct {
	name   string
	cutoff int64 // milliseconds
	oldest int64 // when the first event was recorded that is kept; 0 for none
	groups map[GroupRef]*groupSurvey
	others map[string]json.RawMessage
	purges map[string]int // by guild: how many lines are still to come that say it was purged
}

type groupSurvey struct {
	old     *ledger.Ledger // the events before the cutoff
	recent  bool           // an event is too young: so are all after it
	erased  map[string]int64
	digests map[string]int64 // the last event about each week's
}

// surveyLog reads a log and finds out what is to become of its events.
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

// add takes a record into account.
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

// keeps tells whether an event is written as it is.
func (g *groupSurvey) keeps(seq int64, e *ledger.Event) bool {
	return seq > g.old.Seq && seq > g.erased[e.Member] && (e.Type != ledger.EventDigest || seq == g.digests[e.Week])
}

// snapshot returns what is kept of the old events, without members who were erased later.
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

// write writes the log anew, first the snapshots and then the events in their
// order, and returns how many records. kind is that of the file.
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
		if kind == logKind { // in a backup there is only what is the same elsewhere
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
