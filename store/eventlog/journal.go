package eventlog

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"dojang/study"
)

// Disk is what a journal needs of a file; tests have it fail.
type Disk interface {
	io.ReaderAt
	io.WriterAt
	Sync() error
	Truncate(size int64) error
	Close() error
}

// journal appends records to a file and tells when they are on disk. Records
// that come while the disk is busy are written together.
type journal struct {
	writing         sync.Mutex // held while the file is written; taken before mu
	mu              sync.Mutex
	file            Disk
	size            int64 // bytes on disk
	queue           []*Record
	queued          int64   // records that were ever appended
	synced          int64   // of these on disk
	syncedAtFailure []int64 // how many records were on disk at each failure
	err             error   // why nothing is written now; nil while all is well
	closed          bool
	wake            chan struct{} // has an element when there is something to write
	changed         chan struct{} // closed when something of the above has changed
	ended           chan struct{}
	onFailure       func(error) // called when writing fails
}

// errNotSaved means that what was done is not on disk, and is undone.
var errNotPersisted = fmt.Errorf("%w: the log cannot be written", study.ErrNotPersisted)

// startJournal goes on with a file that is that long.
func startJournal(file Disk, size int64, failed func(error)) *journal {
	j := &journal{file: file, size: size, wake: make(chan struct{}, 1), changed: make(chan struct{}), ended: make(chan struct{}), onFailure: failed}
	go j.write()
	return j
}

// ticket is a position in the journal to be waited for, after so many failures.
type ticket struct {
	position int64
	failures int
}

// append hands records over to be written.
func (j *journal) append(records ...*Record) (ticket, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err != nil {
		return ticket{}, fmt.Errorf("%w: %w", errNotPersisted, j.err)
	}
	j.queue = append(j.queue, records...)
	j.queued += int64(len(records))
	if len(records) > 0 {
		select {
		case j.wake <- struct{}{}:
		default:
		}
	}
	return ticket{j.queued, len(j.syncedAtFailure)}, nil
}

// wait returns when all up to the ticket is on disk. If it never will be, the
// error is errNotSaved.
func (j *journal) wait(ctx context.Context, t ticket) error {
	for {
		j.mu.Lock()
		synced, news := j.synced, j.changed
		lost := t.failures < len(j.syncedAtFailure)
		if lost {
			synced = j.syncedAtFailure[t.failures]
			lost = synced < t.position
		}
		j.mu.Unlock()
		switch {
		case lost:
			return errNotPersisted
		case synced >= t.position:
			return nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// broadcast lets everybody who waits look again. The lock is held.
func (j *journal) broadcast() {
	close(j.changed)
	j.changed = make(chan struct{})
}

// write writes what is queued until the journal is closed.
func (j *journal) write() {
	defer close(j.ended)
	for range j.wake {
		if closed := j.flush(); closed {
			return
		}
	}
}

// flush writes what is queued, and reports whether the journal is closed.
func (j *journal) flush() (closed bool) {
	j.writing.Lock()
	defer j.writing.Unlock()
	j.mu.Lock()
	batch, from, file, closed := j.queue, j.size, j.file, j.closed
	j.queue = nil
	j.mu.Unlock()
	if len(batch) == 0 {
		return closed
	}
	n, err := writeRecords(file, batch, from)
	j.mu.Lock()
	if err == nil {
		j.size += n
		j.synced += int64(len(batch))
		j.queued = max(j.queued, j.synced) // it may have been spoiled meanwhile
	} else {
		j.fail(err)
	}
	j.broadcast()
	j.mu.Unlock()
	if err != nil {
		j.onFailure(err)
	}
	return closed
}

// fail takes note that the file cannot be written. The lock is held.
func (j *journal) fail(err error) {
	j.err, j.queue, j.queued = err, nil, j.synced
	j.syncedAtFailure = append(j.syncedAtFailure, j.synced)
}

// writeRecords writes the records at the offset, to the disk itself, and returns how
// many bytes they are.
func writeRecords(file Disk, batch []*Record, from int64) (int64, error) {
	var b []byte
	for _, r := range batch {
		r.From = from
		line, err := r.encode()
		if err != nil {
			return 0, err
		}
		b = append(b, line...)
	}
	if _, err := file.WriteAt(b, from); err != nil {
		return 0, err
	}
	return int64(len(b)), file.Sync()
}

// repair makes the journal fit for writing again after a failure: the file is
// cut to what was surely on disk, and a line is written to see that this can
// be done.
func (j *journal) repair() error {
	j.writing.Lock()
	defer j.writing.Unlock()
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.file.Truncate(j.size); err != nil {
		return err
	}
	n, err := writeRecords(j.file, []*Record{{}}, j.size)
	if err != nil {
		return errors.Join(err, j.file.Truncate(j.size))
	}
	j.size += n
	return nil
}

// resume lets records be appended again.
func (j *journal) resume() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.err = nil
	j.broadcast()
}

// broken tells why nothing can be written now, or nil.
func (j *journal) broken() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.err
}

// spoil stops writing: what is in memory is no longer known to be what the
// log leads to.
func (j *journal) invalidate(err error) {
	j.mu.Lock()
	j.fail(err)
	j.broadcast()
	j.mu.Unlock()
	j.onFailure(err)
}

// reader reads what is in the file.
func (j *journal) reader() io.ReaderAt {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.file
}

// length returns how many bytes are on disk.
func (j *journal) length() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.size
}

// wrap puts a Disk before the file.
func (j *journal) wrap(wrap func(Disk) Disk) {
	j.writing.Lock()
	defer j.writing.Unlock()
	j.mu.Lock()
	defer j.mu.Unlock()
	j.file = wrap(j.file)
}

// replace goes on with another file, which has all that is on disk in this
// one. Nothing may be appended meanwhile.
func (j *journal) replace(file Disk, size int64) error {
	j.writing.Lock()
	defer j.writing.Unlock()
	j.mu.Lock()
	defer j.mu.Unlock()
	old := j.file
	j.file, j.size = file, size
	return old.Close()
}

// close writes what is queued and an empty line, which tells at the next start
// that all before it was on disk.
func (j *journal) close() error {
	_, err := j.append(&Record{})
	j.mu.Lock()
	j.closed = true
	j.mu.Unlock()
	select {
	case j.wake <- struct{}{}:
	default:
	}
	<-j.ended
	if broken := j.broken(); err == nil {
		err = broken
	}
	return errors.Join(err, j.file.Close())
}
