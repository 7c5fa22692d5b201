package eventlog

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"dojang/study"
)

// Disk is the part of a file that a journal uses. Tests replace it by one that fails.
type Disk interface {
	io.ReaderAt
	io.WriterAt
	Sync() error
	Truncate(size int64) error
	Close() error
}

// journal appends records to a file and lets callers wait until they are on disk. Records that are
// appended while the disk is busy are written together.
type journal struct {
	writing         sync.Mutex // held while the file is written; taken before mu
	mu              sync.Mutex
	file            Disk
	size            int64 // bytes on disk
	queue           []*Record
	queued          int64   // number of records ever appended
	synced          int64   // how many of them are on disk
	syncedAtFailure []int64 // how many records were on disk at each failure
	err             error   // why nothing can be written now, or nil
	stale           bool    // the memory may have changes that are not in the file
	closed          bool
	wake            chan struct{} // has an element if there is something to write
	changed         chan struct{} // closed and replaced when synced, syncedAtFailure or err changes
	ended           chan struct{}
	check           func(size int64) error // called before the file is written: whether it is still in its place
	onFailure       func(error)            // called when the journal stops writing
}

// errNotPersisted means that a change did not get to disk and is undone.
var errNotPersisted = fmt.Errorf("%w: the log cannot be written", study.ErrNotPersisted)

// startJournal starts a journal that appends to a file of the given size. Before each write, check
// is called with the number of bytes on disk. onFailure is called when the journal stops writing
// because of an error.
func startJournal(file Disk, size int64, check func(size int64) error, onFailure func(error)) *journal {
	j := &journal{file: file, size: size, wake: make(chan struct{}, 1), changed: make(chan struct{}), ended: make(chan struct{}), check: check, onFailure: onFailure}
	go j.write()
	return j
}

// ticket is a position in the journal that a caller can wait for.
type ticket struct {
	position int64 // number of records up to there
	failures int   // how many failures there had been when they were appended
}

// append queues records for writing. Without records, the ticket is for everything queued so far.
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

// position is append without records, for a reader of the memory. It fails while the memory may have
// changes that are not going to be on disk, but not only because nothing can be written.
func (j *journal) position() (ticket, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.stale {
		return ticket{}, fmt.Errorf("%w: %w", errNotPersisted, j.err)
	}
	return ticket{j.queued, len(j.syncedAtFailure)}, nil
}

// wait returns when everything up to the ticket is on disk. If a failure has prevented that, the
// error is errNotPersisted.
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

// broadcast wakes all waiters. The caller holds j.mu.
func (j *journal) broadcast() {
	close(j.changed)
	j.changed = make(chan struct{})
}

// write writes queued records until the journal is closed.
func (j *journal) write() {
	defer close(j.ended)
	for range j.wake {
		if closed := j.flush(); closed {
			return
		}
	}
}

// flush writes the queued records and reports whether the journal is closed.
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
	var n int64
	err := j.check(from)
	if err == nil {
		n, err = writeRecords(file, batch, from)
	}
	j.mu.Lock()
	if err == nil {
		j.size += n
		j.synced += int64(len(batch))
		j.queued = max(j.queued, j.synced) // invalidate may have lowered it meanwhile
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

// fail records a failure and drops the queue. The caller holds j.mu.
func (j *journal) fail(err error) {
	j.err, j.stale, j.queue, j.queued = err, true, nil, j.synced
	j.syncedAtFailure = append(j.syncedAtFailure, j.synced)
}

// writeRecords writes the records at the offset, syncs the file, and returns the number of bytes.
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

// repair prepares the journal for writing after a failure. It cuts the file to what was surely on
// disk and writes an empty record to see whether writing works.
func (j *journal) repair() error {
	j.writing.Lock()
	defer j.writing.Unlock()
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.check(j.size); err != nil {
		return err
	}
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

// setFresh allows the memory to be read again: it was loaded from the file.
func (j *journal) setFresh() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.stale = false
}

// resume allows records to be appended again.
func (j *journal) resume() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.err = nil
	j.broadcast()
}

// broken returns why nothing can be written now, or nil.
func (j *journal) broken() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.err
}

// invalidate stops writing because the memory may no longer agree with the log. It waits for what is
// being written, so that its callers learn the truth.
func (j *journal) invalidate(err error) {
	j.writing.Lock()
	defer j.writing.Unlock()
	j.stop(err)
}

// stop stops writing. The caller holds j.writing.
func (j *journal) stop(err error) {
	j.mu.Lock()
	j.fail(err)
	j.broadcast()
	j.mu.Unlock()
	j.onFailure(err)
}

// read calls read with the file and the number of bytes that are on disk. Nothing is written
// meanwhile.
func (j *journal) read(read func(file io.ReaderAt, size int64) error) error {
	j.writing.Lock()
	defer j.writing.Unlock()
	return read(j.reader(), j.length())
}

// reader returns a reader of the file.
func (j *journal) reader() io.ReaderAt {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.file
}

// length returns the number of bytes on disk.
func (j *journal) length() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.size
}

// wrap wraps the file.
func (j *journal) wrap(wrap func(Disk) Disk) {
	j.writing.Lock()
	defer j.writing.Unlock()
	j.mu.Lock()
	defer j.mu.Unlock()
	j.file = wrap(j.file)
}

// verify stops writing if the file is not in its place any more.
func (j *journal) verify() error {
	j.writing.Lock()
	defer j.writing.Unlock()
	return j.inPlace()
}

// inPlace is verify for a caller that holds j.writing.
func (j *journal) inPlace() error {
	if err := j.broken(); err != nil {
		return err
	}
	err := j.check(j.length())
	if err != nil {
		j.stop(err)
	}
	return err
}

// replace continues with the file that make returns, and its size. make is called with the number
// of bytes that are on disk. Nothing is written meanwhile.
func (j *journal) replace(make func(size int64) (Disk, int64, error)) error {
	j.writing.Lock()
	defer j.writing.Unlock()
	if err := j.inPlace(); err != nil {
		return err
	}
	file, size, err := make(j.length())
	if err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	_ = j.file.Close() // everything in it is on disk
	j.file, j.size = file, size
	return nil
}

// close writes what is queued and an empty record, whose From field says at the next start that
// everything before it was on disk. Then it closes the file.
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
