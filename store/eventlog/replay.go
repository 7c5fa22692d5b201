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

// RecentFor is how far back Contents lists operations.
const RecentFor = 24 * time.Hour

// maxLine is about the maximum length of a line, in bytes.
const maxLine = 16 << 20

// reader reads the lines of a log or a backup.
type reader[R Record | entry] struct {
	r    *bufio.Reader
	line int   // number of the last line read, from 1
	at   int64 // offset of that line
	next int64 // offset of the next line
}

func newReader[R Record | entry](r io.Reader) *reader[R] {
	return &reader[R]{r: bufio.NewReaderSize(r, 1<<16)}
}

// errTorn means that the last line has no line break.
var errTorn = errors.New("the line has no end")

// read returns the next line and its record. After the last line, the error is io.EOF. A line that
// cannot be decoded is returned with its error, and reading can go on.
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

// Damage is a line of a log that was completely written once and cannot be decoded now.
type Damage struct {
	File string
	Line int
	Err  error
}

func (d *Damage) Error() string {
	return fmt.Sprintf("%s, line %d is damaged (%v). Nothing was changed. Restore a backup with \"dojang restore FILE --replace\"; "+
		"or, to go on without what that line says, delete the line and keep a copy of the file", d.File, d.Line, d.Err)
}

// Unwrap returns the cause.
func (d *Damage) Unwrap() error { return d.Err }

// GroupRef identifies a group in a guild.
type GroupRef struct{ Guild, Group string }

// Contents is the state that results from a log.
type Contents struct {
	Ledgers map[GroupRef]*ledger.Ledger
	Others  map[string]json.RawMessage // hashes that do not follow from events, by key
	Recent  []Operation                // the operations of the last day, as in RecentFor
	Records int                        // number of events and of fields of snapshots

	oldest int64 // when the first event was recorded, in milliseconds; 0 for none
	latest int64 // when the last event was recorded, in milliseconds; 0 for none
	size   int64 // bytes that were read; the rest is a torn end
	torn   int   // number of lines in the torn end
	purged bool  // the log has void lines of a purged guild
}

// Operation is an operation that was done.
type Operation struct {
	Guild, ID string
	At        int64 // when it was recorded, in milliseconds
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

// parsed is a line of a log with its entry or its error.
type parsed struct {
	entry
	line     int
	at, next int64 // offsets of this line and of the next
	err      error
}

// readAhead decodes the lines of a log in its own goroutine, in batches of up to 256, until stop is
// closed. So two processors share the work of replaying a long log.
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

// Replay reads a log. name is the file's name for errors. A line that was being written when the
// machine stopped is left out, and so is everything after it. A damaged line elsewhere is a
// [*Damage].
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
				// The bad line was on disk when this one was written.
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
	switch {
	case bad != nil && bad.Line == 1:
		return nil, bad // the first line is whole in every log
	case c.size == 0:
		return nil, fmt.Errorf("%s is empty, and a log never is. Nothing was changed. Restore a backup, or move the file away to begin anew", name)
	}
	return c, nil
}

// apply applies a line.
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
		if e.Type != ledger.EventDigest { // many digests share an operation id
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

// purge drops everything that came before of a guild.
func (c *Contents) purge(guild string) {
	c.purged = true
	maps.DeleteFunc(c.Ledgers, func(p GroupRef, _ *ledger.Ledger) bool { return p.Guild == guild })
	c.Recent = slices.DeleteFunc(c.Recent, func(d Operation) bool { return d.Guild == guild })
}

// LayoutTime returns the instant for laying out the contents: clock or, if the clock was set back,
// the time of the last event.
func (c *Contents) LayoutTime(clock time.Time) time.Time {
	if latest := time.UnixMilli(c.latest); latest.After(clock) {
		return latest
	}
	return clock
}
