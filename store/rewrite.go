package store

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// survey is what is to become of the events of a log that is written anew:
// those before the cutoff are folded into snapshots, and left out are those of
// erased members and of purged guilds and those about a digest that a later one
// replaces.
type survey struct {
	name   string
	cutoff int64 // milliseconds
	oldest int64 // when the first event was recorded that is kept; 0 for none
	groups map[place]*surveyed
	others map[string]json.RawMessage
	purges map[string]int // by guild: how many lines are still to come that say it was purged
}

type surveyed struct {
	old     *ledger // what was folded
	done    bool    // an event is too young: so are all after it
	erased  map[string]int64
	digests map[string]int64 // the last event about each week's
}

// surveyLog reads a log and finds out what is to become of its events.
func surveyLog(name string, log io.Reader, cutoff int64) (*survey, error) {
	s := &survey{name: name, cutoff: cutoff, groups: map[place]*surveyed{}, others: map[string]json.RawMessage{}, purges: map[string]int{}}
	return s, s.each(log, s.take)
}

// each calls visit for every record after the first line.
func (s *survey) each(log io.Reader, visit func(*record) error) error {
	lines := newRecordReader[record](log)
	for {
		_, one, err := lines.read()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return &Damage{File: s.name, Line: lines.line, Err: err}
		case lines.line == 1:
			err = one.begins(logFile)
		default:
			err = visit(&one)
		}
		if err != nil {
			return fmt.Errorf("%s, line %d: %w", s.name, lines.line, err)
		}
	}
}

func (s *survey) group(r *record) *surveyed {
	p := place{r.Guild, r.Group}
	g := s.groups[p]
	if g == nil {
		g = &surveyed{old: newLedger(p.guild, p.group), erased: map[string]int64{}, digests: map[string]int64{}}
		s.groups[p] = g
	}
	return g
}

func (s *survey) take(r *record) error {
	switch {
	case r.Purged:
		s.purges[r.Guild]++
		maps.DeleteFunc(s.groups, func(p place, _ *surveyed) bool { return p.guild == r.Guild })
	case len(r.Event) > 0:
		e, err := parseEvent(r.Seq, r.Event)
		if err != nil {
			return err
		}
		g := s.group(r)
		if e.Type == eventLeave && e.Erase {
			g.erased[e.Member] = r.Seq
		}
		if e.Type == eventDigest {
			g.digests[e.Week] = r.Seq
		}
		if g.done = g.done || e.On >= s.cutoff; !g.done {
			return g.old.fold(r.Seq, &e)
		}
	case r.Field != "":
		return s.group(r).old.restore(map[string]string{r.Field: r.Value})
	case r.Key != "":
		s.others[r.Key] = r.Hash
	}
	return nil
}

// keeps tells whether an event is written as it is.
func (g *surveyed) keeps(seq int64, e *event) bool {
	return seq > g.old.seq && seq > g.erased[e.Member] && (e.Type != eventDigest || seq == g.digests[e.Week])
}

// snapshot returns what was folded, without members who were erased later.
func (g *surveyed) snapshot() (map[string]string, error) {
	if g.old.group == nil {
		return nil, g.old.whole()
	}
	for user, seq := range g.erased {
		if seq > g.old.seq {
			g.old.forget(user)
		}
	}
	return g.old.snapshot()
}

// write writes the log anew, first the snapshots and then the events in their
// order, and returns how many records. begin is the first line.
func (s *survey) write(out io.Writer, log io.Reader, begin record) (records int, err error) {
	w := recordWriter{out: bufio.NewWriterSize(out, 1<<16)}
	w.put(&begin)
	order := func(a, b place) int { return cmp.Or(cmp.Compare(a.guild, b.guild), cmp.Compare(a.group, b.group)) }
	for _, p := range slices.SortedFunc(maps.Keys(s.groups), order) {
		fields, err := s.groups[p].snapshot()
		if err != nil {
			return w.records, err
		}
		for _, field := range slices.Sorted(maps.Keys(fields)) {
			w.put(&record{Guild: p.guild, Group: p.group, Field: field, Value: fields[field]})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(s.others)) {
		if begin.Dojang == logFile { // in a backup there is only what is the same elsewhere
			w.put(&record{Key: key, Hash: s.others[key]})
		}
	}
	err = s.each(log, func(r *record) error {
		if r.Purged {
			s.purges[r.Guild]--
		}
		if len(r.Event) == 0 || s.purges[r.Guild] > 0 {
			return w.err
		}
		e, err := parseEvent(r.Seq, r.Event)
		if err == nil && s.group(r).keeps(r.Seq, &e) {
			r.From = 0
			s.oldest = cmp.Or(s.oldest, e.On)
			w.put(r)
		}
		return cmp.Or(err, w.err)
	})
	return w.records - 1, errors.Join(err, w.flush())
}

// recordWriter writes records; it remembers the first error.
type recordWriter struct {
	out     *bufio.Writer
	records int
	size    int64
	err     error
}

func (w *recordWriter) put(r *record) {
	line, err := r.encode()
	if w.err = cmp.Or(w.err, err); w.err == nil {
		_, w.err = w.out.Write(line)
		w.records++
		w.size += int64(len(line))
	}
}

func (w *recordWriter) flush() error {
	return cmp.Or(w.err, w.out.Flush())
}
