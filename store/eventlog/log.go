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
)

// The files in a data directory.
const (
	FileName = "events.log"
	lockName = "lock"
)

// Config is what a log needs besides its directory.
type Config struct {
	// Load makes the memory the state that the contents are. It is called by Open,
	// and again after a failure, while no change runs.
	Load func(*Contents) error
	Now  func() time.Time
	Log  *slog.Logger
	Keep time.Duration // how long events are kept one by one
}

// Log is the log of a data directory. Its methods may be called from any
// goroutine.
type Log struct {
	dir     string
	config  Config
	lock    *flock.Flock
	change  sync.Mutex // held while a change runs and its records are handed to the journal
	journal *journal
	latest  int64        // when the last event was recorded that was found at the start
	oldest  atomic.Int64 // when the first event was recorded that is in the log; 0 for none
	keep    atomic.Int64 // as in Config

	repairing  chan struct{} // has an element when the log is to be repaired
	compacting chan struct{} // has an element when it is to be compacted
	rewriting  sync.Mutex    // held while it is compacted
	ending     chan struct{}
	ended      chan struct{} // closed when neither is under way any more
	closing    sync.Once
}

// Open opens the log in the directory, which is made if it is not there, and loads
// the memory from it. It fails when another process has the directory open, and
// with a [*Damage] when a line is damaged; a line that a crash has left half
// written is cut off.
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

// lockDir makes this process the only one that has the directory open.
func lockDir(dir string) (*flock.Flock, error) {
	lock := flock.New(filepath.Join(dir, lockName))
	held, err := lock.TryLock()
	if err == nil && !held {
		err = errors.New("another dojang has it open; only one may at a time")
	}
	return lock, err
}

// begin reads the log, cuts off what is not whole, and goes on with it.
func (l *Log) start() error {
	file, err := os.OpenFile(l.path(), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	found, err := l.load(file)
	if err != nil {
		return errors.Join(err, file.Close())
	}
	l.latest = found.latest
	l.oldest.Store(found.oldest)
	if found.purged { // it was closed before it was compacted
		l.Compact()
	}
	if found.torn > 0 {
		l.config.Log.Warn("the log's end was not whole, as after a crash; it is cut off", "file", l.path(), "lines", found.torn, "bytes", found.size)
	}
	if err := errors.Join(file.Truncate(found.size), file.Sync(), syncDir(l.dir)); err != nil {
		return errors.Join(err, file.Close())
	}
	if found.size == 0 {
		if found.size, err = writeRecords(file, []*Record{{Dojang: logKind, V: FormatVersion}}, 0); err != nil {
			return errors.Join(err, file.Close())
		}
	}
	l.journal = startJournal(file, found.size, l.onFailure)
	return nil
}

func (l *Log) path() string { return filepath.Join(l.dir, FileName) }

// load makes the memory what the log leads to.
func (l *Log) load(file io.ReaderAt) (*Contents, error) {
	found, err := Replay(l.path(), io.NewSectionReader(file, 0, 1<<62))
	if err != nil {
		return nil, err
	}
	return found, l.config.Load(found)
}

// ReadDir reads the log in a directory, which a bot may have open meanwhile.
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

// Latest returns when the last event was recorded that was found at the start; the
// zero time if there was none.
func (l *Log) Latest() time.Time {
	if l.latest == 0 {
		return time.Time{}
	}
	return time.UnixMilli(l.latest)
}

// Change makes a change in memory and returns when the records that stand for it
// are on disk. Changes run one after the other. When change fails, it is not known
// how far it came: the memory is loaded again.
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
	// Whether a change that was broken off took place is not known; it is in the
	// same process and takes no time.
	records, err := change(context.WithoutCancel(ctx))
	if err != nil {
		l.journal.invalidate(err)
		return ticket{}, err
	}
	return l.journal.append(records...)
}

// Read reads from memory and returns when all that it may have seen is on disk.
// Where something was undone meanwhile it may never be. An error of read is
// returned as it is.
func (l *Log) Read(ctx context.Context, read func() error) error {
	before, err := l.journal.append()
	if err != nil {
		return err
	}
	if err := read(); err != nil {
		return err
	}
	l.change.Lock() // a change that runs has not handed over its records yet
	seen, err := l.journal.append()
	l.change.Unlock()
	if err == nil && seen.failures != before.failures {
		err = errNotPersisted
	}
	if err != nil {
		return err
	}
	return l.journal.wait(ctx, seen)
}

// Put writes a hash that follows from no event.
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

// Inspect reads the log from its beginning and calls inspect with its contents.
// Changes wait meanwhile.
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

// Broken tells why nothing can be written now, or nil.
func (l *Log) Broken() error { return l.journal.broken() }

// WrapDisk puts a Disk before the file, for tests in which it fails.
func (l *Log) WrapDisk(wrap func(Disk) Disk) { l.journal.wrap(wrap) }

// failed is told when the log cannot be written.
func (l *Log) onFailure(err error) {
	l.config.Log.Error("the log cannot be written; changes are refused until it can", "file", l.path(), "error", err)
	select {
	case l.repairing <- struct{}{}:
	default:
	}
}

// repairPause is how long to wait before the log is tried again.
const repairPause = time.Second

// repair makes the log fit for writing again after a failure, and the memory
// what the log leads to.
func (l *Log) repair() {
	for l.journal.broken() != nil {
		if err := l.tryRepair(); err == nil {
			l.config.Log.Info("the log can be written again", "file", l.path())
			return
		}
		select {
		case <-time.After(repairPause):
		case <-l.ending:
			return
		}
	}
}

func (l *Log) tryRepair() error {
	l.change.Lock()
	defer l.change.Unlock()
	if err := l.journal.repair(); err != nil {
		return err
	}
	if _, err := l.load(l.journal.reader()); err != nil {
		return err
	}
	l.journal.resume()
	return nil
}

// upkeep repairs the log after failures and compacts it where that is asked for,
// until it is closed.
func (l *Log) maintain() {
	defer close(l.ended)
	for {
		select {
		case <-l.repairing:
			l.repair()
		case <-l.compacting:
			if err := l.CompactNow(l.config.Now().Add(-time.Duration(l.keep.Load()))); err != nil {
				l.config.Log.Error("the log could not be written anew", "file", l.path(), "error", fmt.Errorf("compact: %w", err))
			}
		case <-l.ending:
			return
		}
	}
}

// Close writes what is left and closes the log; a second time does nothing.
func (l *Log) Close() (err error) {
	l.closing.Do(func() {
		close(l.ending)
		<-l.ended
		err = errors.Join(l.journal.close(), l.lock.Unlock())
	})
	return err
}

// syncDir puts on disk which files a directory has. Windows, which does so by
// itself, lets no directory be synced.
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
