package eventlog

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"dojang/store/ledger"
)

// RecentFor is for how long Contents remembers operations.
const RecentFor = 24 * time.Hour

// maxLine bounds a line of a log or a backup.
const maxLine = 16 << 20

// reader reads the lines of a log or a backup, as records or as entries.
type reader[R Record | entry] struct {
	r    *bufio.Reader
	line int   // number of the line read last, from 1
	at   int64 // where it begins
	next int64 // where the next one does
}

func newReader[R Record | entry](r io.Reader) *reader[R] {
	return &reader[R]{r: bufio.NewReaderSize(r, 1<<16)}
}

// errTorn means that the last line has no end.
var errTorn = errors.New("the line has no end")

// read returns the next line and what it says. The error is io.EOF after the
// last line. A line that cannot be understood is returned with its error, and
// the next one can be read.
func (r *reader[R]) read() (line []byte, one R, err error) {
	r.line++
	r.at = r.next
	line, err = r.r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		whole := bytes.Clone(line)
		for errors.Is(err, bufio.ErrBufferFull) && len(whole) < maxLine {
			line, err = r.r.ReadSlice('\n')
			whole = append(whole, line...)
		}
		line = whole
	}
	r.next += int64(len(line))
	switch {
	case err == io.EOF && len(line) == 0:
		return nil, one, io.EOF
	case err == io.EOF:
		return line, one, errTorn
	case err != nil:
		return line, one, err
	}
	one, err = decodeRecord[R](line[:len(line)-1])
	return line, one, err
}

// Damage is a line of a log that cannot be read though it was on disk once.
type Damage struct {
	File string
	Line int
	Err  error
}

func (d *Damage) Error() string {
	return fmt.Sprintf("%s, line %d is damaged (%v). Nothing was changed. Restore a backup with \"dojang restore FILE --replace\"; "+
		"or, to go on without what that line says, delete the line and keep a copy of the file", d.File, d.Line, d.Err)
}

// Unwrap gives the cause.
func (d *Damage) Unwrap() error { return d.Err }

// GroupRef names a group of a guild.
type GroupRef struct{ Guild, Group string }

// Contents is the state that a log leads to.
type Contents struct {
	Ledgers map[GroupRef]*ledger.Ledger
	Others  map[string]json.RawMessage // hashes that follow from no event, by key
	Recent  []Operation                // of the last day
	Records int                        // events, and fields of snapshots

	oldest int64 // when the first event was recorded; 0 for none
	latest int64 // when the last one was
	size   int64 // bytes that are good; what follows was never whole on disk
	torn   int   // lines after that
	purged bool  // the log has lines that are void
}

// Operation is one that was carried out.
type Operation struct {
	Guild, ID string
	At        int64 // milliseconds
}

func newContents() *Contents {
	return &Contents{Ledgers: map[GroupRef]*ledger.Ledger{}, Others: map[string]json.RawMessage{}}
}

func (c *Contents) ledger(p GroupRef) *ledger.Ledger {
	l := c.Ledgers[p]
	if l == nil {
		l = ledger.New(p.Guild, p.Group)
		c.Ledgers[p] = l
	}
	return l
}

// parsed is a line of a log and what it says.
type parsed struct {
	entry
	line     int
	at, next int64 // where it begins, and the next line does
	err      error
}

// readAhead reads the lines of a log ahead of whoever takes them, some hundred at a
// time, until stop is closed: a long log is read by two processors so.
func readAhead(r io.Reader, stop <-chan struct{}) <-chan []parsed {
	batches := make(chan []parsed, 8)
	go func() {
		defer close(batches)
		lines := newReader[entry](r)
		for ended := false; !ended; {
			batch := make([]parsed, 0, 256)
			for len(batch) < cap(batch) {
				_, one, err := lines.read()
				if ended = err == io.EOF; ended {
					break
				}
				batch = append(batch, parsed{one, lines.line, lines.at, lines.next, err})
			}
			select {
			case batches <- batch:
			case <-stop:
				return
			}
		}
	}()
	return batches
}

// Replay reads a log; name is for errors. A line that was written when the machine stopped, and
// all after it, is left out; a damaged line elsewhere is a [*Damage].
func Replay(name string, r io.Reader) (*Contents, error) {
	c := newContents()
	stop := make(chan struct{})
	defer close(stop)
	var bad *Damage
	var badAt int64
	for batch := range readAhead(r, stop) {
		for _, p := range batch {
			switch {
			case bad != nil:
				c.torn++
				// Whoever wrote this line knew that the bad one was on disk.
				if p.err == nil && p.From > badAt {
					return nil, bad
				}
			case p.err != nil:
				bad, badAt = &Damage{File: name, Line: p.line, Err: p.err}, p.at
				c.torn++
			default:
				if err := c.apply(&p); err != nil {
					return nil, fmt.Errorf("%s, line %d: %w", name, p.line, err)
				}
				c.size = p.next
			}
		}
	}
	if bad != nil && bad.Line == 1 && c.torn > 1 {
		return nil, bad // not even a log
	}
	return c, nil
}

// apply applies what a line says.
func (c *Contents) apply(r *parsed) error {
	switch {
	case r.line == 1:
		return r.checkHeader(logKind)
	case r.Purged:
		c.purge(r.Guild)
	case r.Event != nil:
		e := r.Event
		if e.V > ledger.EventVersion {
			return ledger.Newer(fmt.Sprint("event ", r.Seq), e.V, ledger.EventVersion)
		}
		c.Records++
		c.oldest = cmp.Or(c.oldest, e.RecordedAt)
		c.latest = max(c.latest, e.RecordedAt)
		if e.Type != ledger.EventDigest { // many have the same operation
			c.Recent = append(c.Recent, Operation{r.Guild, e.Op, e.RecordedAt})
		}
		for len(c.Recent) > 0 && c.Recent[0].At < c.latest-RecentFor.Milliseconds() {
			c.Recent = c.Recent[1:]
		}
		return c.ledger(GroupRef{r.Guild, r.Group}).Apply(r.Seq, e)
	case r.Field != "":
		c.Records++
		return c.ledger(GroupRef{r.Guild, r.Group}).Restore(map[string]string{r.Field: r.Value})
	case r.Key != "":
		c.Others[r.Key] = r.Hash
	}
	return nil
}

// purge drops all that came before of a guild.
func (c *Contents) purge(guild string) {
	c.purged = true
	maps.DeleteFunc(c.Ledgers, func(p GroupRef, _ *ledger.Ledger) bool { return p.Guild == guild })
	c.Recent = slices.DeleteFunc(c.Recent, func(d Operation) bool { return d.Guild == guild })
}

// now is the instant by which the Contents are to be laid out: not before the
// last event, also where the clock was set back.
func (c *Contents) LayoutTime(clock time.Time) time.Time {
	if latest := time.UnixMilli(c.latest); latest.After(clock) {
		return latest
	}
	return clock
}
