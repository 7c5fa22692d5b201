package eventlog

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"

	"dojang/study"
)

// The files in a data directory.
const (
	FileName = "events.log"
	lockName = "lock"
)

// Config configures a log.
type Config struct {
	// Load replaces the state in memory by the contents. Open calls it, and so does the repair
	// after a failure. No change runs meanwhile.
	Load func(*Contents) error
	Now  func() time.Time
	Log  *slog.Logger
	Keep time.Duration // how long single events are kept
}

// Log is the log of a data directory. Its methods may be called from any goroutine.
type Log struct {
	dir     string
	config  Config
	lock    *flock.Flock
	change  sync.Mutex // held while a change runs and its records are handed to the journal
	journal *journal
	info    os.FileInfo  // of the log's file; guarded by journal.writing
	latest  int64        // when the last event found by Open was recorded, in milliseconds; 0 for none
	oldest  atomic.Int64 // when the log's first event was recorded, in milliseconds; 0 for none
	keep    atomic.Int64 // Config.Keep

	repairing  chan struct{} // has an element if the log has to be repaired
	compacting chan struct{} // has an element if the log is to be compacted
	rewriting  sync.Mutex    // held while the log is compacted
	ending     chan struct{} // closed by Close
	ended      chan struct{} // closed when maintain has returned
	closing    sync.Once
}

// Open opens the log in dir, which it creates if necessary, and loads the memory from it. It fails
// if another process has the directory open, and with a [*Damage] if a line is damaged. A line that
// a crash left half written is cut off.
func Open(dir string, config Config) (*Log, error) {
	l := &Log{dir: dir, config: config, repairing: make(chan struct{}, 1), compacting: make(chan struct{}, 1),
		ending: make(chan struct{}), ended: make(chan struct{})}
	l.keep.Store(int64(config.Keep))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	var err error
	if l.lock, err = lockDir(dir); err != nil {
		return nil, err
	}
	if err := l.start(); err != nil {
		return nil, errors.Join(err, l.lock.Unlock())
	}
	go l.maintain()
	return l, nil
}

// lockDir locks the directory. It fails if another process holds the lock.
func lockDir(dir string) (*flock.Flock, error) {
	lock := flock.New(filepath.Join(dir, lockName))
	held, err := lock.TryLock()
	if err == nil && !held {
		err = errors.New("another dojang has it open; only one may at a time")
	}
	return lock, err
}

// start loads the log, cuts off a torn end, and starts the journal.
func (l *Log) start() error {
	file, err := os.OpenFile(l.path(), os.O_RDWR, 0o600)
	if errors.Is(err, os.ErrNotExist) {
		file, err = l.create()
	}
	if err != nil {
		return err
	}
	found, err := l.load(file, 1<<62)
	if err != nil {
		return errors.Join(err, file.Close())
	}
	l.latest = found.latest
	l.oldest.Store(found.oldest)
	if found.purged { // the log was closed before it was compacted
		l.Compact()
	}
	if found.torn > 0 {
		l.config.Log.Warn("the log's end was not whole, as after a crash; it is cut off", "file", l.path(), "lines", found.torn, "bytes", found.size)
	}
	if err := errors.Join(file.Truncate(found.size), file.Sync(), syncDir(l.dir)); err != nil {
		return errors.Join(err, file.Close())
	}
	if l.info, err = file.Stat(); err != nil {
		return errors.Join(err, file.Close())
	}
	l.journal = startJournal(file, found.size, l.checkFile, l.onFailure)
	return nil
}

// create makes a log without events. A crash leaves a whole log or none.
func (l *Log) create() (*os.File, error) {
	name := l.path() + ".new"
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	if _, err := writeRecords(file, []*Record{{Dojang: logKind, V: FormatVersion}}, 0); err != nil {
		return nil, errors.Join(err, file.Close(), os.Remove(name))
	}
	if err := os.Rename(name, l.path()); err != nil {
		return nil, errors.Join(err, file.Close(), os.Remove(name))
	}
	return file, nil
}

// checkFile fails with [study.ErrReplaced] if the log's file is not what is at its path, or lacks
// some of the bytes that were written.
func (l *Log) checkFile(size int64) error {
	found, err := os.Stat(l.path())
	what := ""
	switch {
	case errors.Is(err, os.ErrNotExist):
		what = "removed"
	case err != nil:
		return err
	case !os.SameFile(found, l.info):
		what = "replaced"
	case found.Size() < size:
		what = "shortened"
	default:
		return nil
	}
	return fmt.Errorf("%w: %s was %s", study.ErrReplaced, l.path(), what)
}

// Verify fails with [study.ErrReplaced] if somebody has removed, replaced or shortened the log's
// file. From then on nothing can be read or changed. Each write verifies, too.
func (l *Log) Verify() error { return l.journal.verify() }

func (l *Log) path() string { return filepath.Join(l.dir, FileName) }

// load replays the first size bytes of the file and loads the memory from them.
func (l *Log) load(file io.ReaderAt, size int64) (*Contents, error) {
	found, err := Replay(l.path(), io.NewSectionReader(file, 0, size))
	if err != nil {
		return nil, err
	}
	return found, l.config.Load(found)
}

// ReadDir replays the log in dir. A bot may have it open.
func ReadDir(dir string) (found *Contents, err error) {
	name := filepath.Join(dir, FileName)
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return Replay(name, file)
}

// Dir returns the log's directory.
func (l *Log) Dir() string { return l.dir }

// Latest returns when the last event was recorded that Open has found; the zero time if there was
// none.
func (l *Log) Latest() time.Time {
	if l.latest == 0 {
		return time.Time{}
	}
	return time.UnixMilli(l.latest)
}

// Change runs a change in memory and returns when its records are on disk. Changes run one after
// another. If change fails, the memory is in an unknown state and is loaded from the log again.
func (l *Log) Change(ctx context.Context, change func(context.Context) ([]*Record, error)) error {
	l.change.Lock()
	written, err := l.runChange(ctx, change)
	l.change.Unlock()
	if err != nil {
		return err
	}
	return l.journal.wait(ctx, written)
}

func (l *Log) runChange(ctx context.Context, change func(context.Context) ([]*Record, error)) (ticket, error) {
	if _, err := l.journal.append(); err != nil {
		return ticket{}, err
	}
	// Whether a cancelled change took place would be unknown, and one in the same process takes
	// hardly any time.
	records, err := change(context.WithoutCancel(ctx))
	if err != nil {
		l.journal.invalidate(err)
		return ticket{}, err
	}
	return l.journal.append(records...)
}

// Read runs read on the memory and returns when everything that it may have seen is on disk. It
// fails if writing has failed in the meantime, because what it saw may have been lost. While the disk
// is full, reading goes on. An error of read is returned as it is.
func (l *Log) Read(ctx context.Context, read func() error) error {
	before, err := l.journal.position()
	if err != nil {
		return err
	}
	if err := read(); err != nil {
		return err
	}
	l.change.Lock() // wait for a running change to append its records
	seen, err := l.journal.position()
	l.change.Unlock()
	if err == nil && seen.failures != before.failures {
		err = errNotPersisted
	}
	if err != nil {
		return err
	}
	return l.journal.wait(ctx, seen)
}

// Put writes a hash that does not follow from events, and returns when it is on disk.
func (l *Log) Put(ctx context.Context, key string, fields map[string]string) error {
	body, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	written, err := l.journal.append(&Record{Key: key, Hash: body})
	if err != nil {
		return err
	}
	return l.journal.wait(ctx, written)
}

// Inspect replays the log and calls inspect with its contents. It blocks changes until inspect
// returns.
func (l *Log) Inspect(ctx context.Context, inspect func(*Contents) error) error {
	l.change.Lock()
	defer l.change.Unlock()
	all, err := l.journal.append()
	if err != nil {
		return err
	}
	if err := l.journal.wait(ctx, all); err != nil {
		return err
	}
	found, err := Replay(l.path(), io.NewSectionReader(l.journal.reader(), 0, l.journal.length()))
	if err != nil {
		return err
	}
	return inspect(found)
}

// Replaced returns [study.ErrReplaced] once Verify or a write has found that, else nil.
func (l *Log) Replaced() error {
	if err := l.journal.broken(); errors.Is(err, study.ErrReplaced) {
		return err
	}
	return nil
}

// Fresh reports whether the memory can be read. It cannot for a moment after a failure.
func (l *Log) Fresh() bool {
	_, err := l.journal.position()
	return err == nil
}

// Broken returns why the log cannot be written now, or nil.
func (l *Log) Broken() error { return l.journal.broken() }

// WrapDisk wraps the log's file, for tests in which it fails.
func (l *Log) WrapDisk(wrap func(Disk) Disk) { l.journal.wrap(wrap) }

// onFailure logs that the log cannot be written and starts the repair, unless the log is gone.
func (l *Log) onFailure(err error) {
	if errors.Is(err, study.ErrReplaced) {
		l.config.Log.Error("THE LOG IS GONE: nothing is read or changed until the bot is restarted", "error", err)
		return
	}
	l.config.Log.Error("the log cannot be written; changes are refused until it can", "file", l.path(), "error", err)
	select {
	case l.repairing <- struct{}{}:
	default:
	}
}

// repairPause is the time between two attempts to repair the log.
const repairPause = time.Second

// repair tries to repair the log after a failure until it succeeds or the log is closed.
func (l *Log) repair() {
	for l.journal.broken() != nil {
		err := l.reload()
		if err == nil {
			err = l.tryRepair()
		}
		if err == nil {
			l.config.Log.Info("the log can be written again", "file", l.path())
			return
		}
		if errors.Is(err, study.ErrReplaced) {
			l.journal.invalidate(err)
			return
		}
		select {
		case <-time.After(repairPause):
		case <-l.ending:
			return
		}
	}
}

// reload loads the memory from what is surely on disk, so that it can be read again.
func (l *Log) reload() error {
	l.change.Lock()
	defer l.change.Unlock()
	if _, err := l.journal.position(); err == nil {
		return nil
	}
	err := l.journal.read(func(file io.ReaderAt, size int64) error {
		_, err := l.load(file, size)
		return err
	})
	if err == nil {
		l.journal.setFresh()
	}
	return err
}

func (l *Log) tryRepair() error {
	l.change.Lock()
	defer l.change.Unlock()
	if err := l.journal.repair(); err != nil {
		return err
	}
	l.journal.resume()
	return nil
}

// maintain repairs the log after failures and compacts it on request, until it is closed.
func (l *Log) maintain() {
	defer close(l.ended)
	for {
		select {
		case <-l.repairing:
			l.repair()
		case <-l.compacting:
			if err := l.CompactNow(l.config.Now().Add(-time.Duration(l.keep.Load()))); err != nil {
				l.config.Log.Error("the log could not be rewritten", "file", l.path(), "error", fmt.Errorf("compact: %w", err))
			}
		case <-l.ending:
			return
		}
	}
}

// Close writes what is queued and closes the log. Calling it again does nothing.
func (l *Log) Close() (err error) {
	l.closing.Do(func() {
		close(l.ending)
		<-l.ended
		err = errors.Join(l.journal.close(), l.lock.Unlock())
	})
	return err
}

// syncDir makes renamed and created files of a directory durable. Windows does that by itself and
// cannot sync directories.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(filepath.Clean(dir))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
