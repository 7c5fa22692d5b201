package eventlog

import (
	"bufio"
	"cmp"
	"io"
)

// Writer writes a file of records, including its first line. It keeps the first error, which
// [Writer.End] and flush return.
type Writer struct {
	out   *bufio.Writer
	lines int
	size  int64
	err   error
}

// NewBackup starts a backup.
func NewBackup(out io.Writer) *Writer { return newWriter(out, backupKind) }

// newWriter starts a file of the kind.
func newWriter(out io.Writer, kind string) *Writer {
	w := &Writer{out: bufio.NewWriterSize(out, 1<<16)}
	w.Put(&Record{Dojang: kind, V: FormatVersion})
	return w
}

// Put writes a record.
func (w *Writer) Put(r *Record) {
	line, err := r.encode()
	if w.err = cmp.Or(w.err, err); w.err == nil {
		_, w.err = w.out.Write(line)
		w.lines++
		w.size += int64(len(line))
	}
}

// Records returns the number of records after the first line.
func (w *Writer) Records() int { return w.lines - 1 }

// Err returns the first error.
func (w *Writer) Err() error { return w.err }

func (w *Writer) flush() error { return cmp.Or(w.err, w.out.Flush()) }

// End writes the last line of a backup and returns the number of records before it.
func (w *Writer) End() (records int, err error) {
	records = w.Records()
	w.Put(&Record{Records: w.lines})
	return records, w.flush()
}
