package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/gofrs/flock"
	"github.com/redis/go-redis/v9"
)

// embedded is the Redis inside the process: miniredis on in-memory
// connections, so that no port is opened that others on the machine could
// reach.
//
// With a directory it is durable. The events are in a log there, and nowhere
// else: a change runs its script, the events that it has appended to the streams
// are taken out and written to the log, and nobody gets to see what they came to
// before they are on disk. When the log cannot be written, it is cut to what was
// on disk, and miniredis is filled from it anew.
type embedded struct {
	server *miniredis.Miniredis

	// Of a durable one:
	dir        string
	now        func() time.Time
	log        *slog.Logger
	lock       *flock.Flock
	change     sync.Mutex   // held while a change runs and its events are handed to the journal
	latest     int64        // when the last event was recorded that was found at the start
	oldest     atomic.Int64 // when the first event was recorded that is in the log; 0 for none
	journal    *journal
	mending    chan struct{} // has an element when the log is to be mended
	compacting chan struct{} // has an element when it is to be written anew
	ending     chan struct{}
	ended      chan struct{} // closed when neither is under way any more
	rewriting  sync.Mutex    // held while the log is written anew
	closing    sync.Once
	keepFor    atomic.Int64 // as in Store.keep
}

func startEmbedded() (*embedded, error) {
	server, err := startServer()
	return &embedded{server: server}, err
}

func startServer() (*miniredis.Miniredis, error) {
	server := miniredis.NewMiniRedis()
	c, err := server.Dial() // starts it without a listener
	if err != nil {
		return nil, err
	}
	return server, c.Close()
}

func (e *embedded) options() *redis.Options {
	options := tune(&redis.Options{Addr: "embedded", Dialer: func(context.Context, string, string) (net.Conn, error) {
		conn, err := e.server.Dial()
		if err != nil {
			return nil, err
		}
		return newPatient(conn), nil
	}})
	options.DialTimeout, options.PoolTimeout = patience, patience
	options.ReadTimeout, options.WriteTimeout = patience, patience
	return options
}

// The files of a durable embedded store.
const (
	logName  = "events.log"
	lockName = "lock"
)

// OpenDir opens the embedded store in the directory, which is made if it is
// not there. It fails when another process has it open, and when its log is
// damaged; a line that a crash has left half written is cut off. now is the
// clock by which it is laid out.
func OpenDir(dir string, now func() time.Time, log *slog.Logger) (*Store, error) {
	server, err := startServer()
	if err != nil {
		return nil, err
	}
	e := &embedded{server: server, dir: dir, now: now, log: log, mending: make(chan struct{}, 1), compacting: make(chan struct{}, 1),
		ending: make(chan struct{}), ended: make(chan struct{})}
	if err := e.open(); err != nil {
		return nil, fmt.Errorf("data directory %s: %w", dir, err)
	}
	go e.upkeep()
	return &Store{embedded: e, client: redis.NewClient(e.options())}, nil
}

func (e *embedded) open() error {
	if err := os.MkdirAll(e.dir, 0o700); err != nil {
		return err
	}
	var err error
	if e.lock, err = lockDir(e.dir); err != nil {
		return err
	}
	if err := e.begin(); err != nil {
		return errors.Join(err, e.lock.Unlock())
	}
	return nil
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
func (e *embedded) begin() error {
	file, err := os.OpenFile(e.path(), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	found, err := e.load(file)
	if err != nil {
		return errors.Join(err, file.Close())
	}
	e.latest = found.latest
	e.oldest.Store(found.oldest)
	if found.purged { // it was ended before the log was written anew
		e.compactSoon()
	}
	if found.torn > 0 {
		e.log.Warn("the log's end was not whole, as after a crash; it is cut off", "file", e.path(), "lines", found.torn, "bytes", found.size)
	}
	if err := errors.Join(file.Truncate(found.size), file.Sync(), syncDir(e.dir)); err != nil {
		return errors.Join(err, file.Close())
	}
	if found.size == 0 {
		if found.size, err = put(file, []*record{{Dojang: logFile, V: recordVersion}}, 0); err != nil {
			return errors.Join(err, file.Close())
		}
	}
	e.journal = startJournal(file, found.size, e.lost)
	return nil
}

func (e *embedded) path() string { return filepath.Join(e.dir, logName) }

// load makes the memory what the log comes to.
func (e *embedded) load(log io.ReaderAt) (*contents, error) {
	found, err := replay(e.path(), io.NewSectionReader(log, 0, 1<<62))
	if err != nil {
		return nil, err
	}
	e.server.FlushAll()
	return found, found.fill(e.server, found.now(e.now()))
}

// run carries out a change of the group and returns when its events are on
// disk.
func (e *embedded) run(ctx context.Context, guild, group string, change func(context.Context) (any, error)) (any, error) {
	if e.journal == nil {
		return change(ctx)
	}
	e.change.Lock()
	reply, written, err := e.carryOut(ctx, guild, group, change)
	e.change.Unlock()
	if err != nil {
		return nil, err
	}
	return reply, e.journal.wait(ctx, written)
}

// carryOut runs a change and hands its events to the journal. The lock is held.
func (e *embedded) carryOut(ctx context.Context, guild, group string, change func(context.Context) (any, error)) (any, ticket, error) {
	if _, err := e.journal.append(); err != nil {
		return nil, ticket{}, err
	}
	// Whether a script that was broken off has run is not known; this one is in
	// the same process and takes no time.
	reply, err := change(context.WithoutCancel(ctx))
	if err != nil {
		e.journal.spoil(err) // how far it came is not known
		return nil, ticket{}, err
	}
	stream := groupKey(guild, group) + eventsKey
	entries, readErr := e.server.Stream(stream)
	if readErr != nil {
		entries = nil // nothing was appended
	}
	var records []*record
	for _, entry := range entries {
		seq, err := seqOf(entry.ID)
		if err != nil {
			return nil, ticket{}, err
		}
		records = append(records, &record{Guild: guild, Group: group, Seq: seq, Event: json.RawMessage(entry.Values[1])})
	}
	if len(records) > 0 {
		e.server.Del(stream)
	}
	written, err := e.journal.append(records...)
	return reply, written, err
}

// settled returns when all that was seen since the ticket was taken is on disk.
// Where something was undone meanwhile it may never be.
func (e *embedded) settled(ctx context.Context, before ticket) error {
	e.change.Lock() // a change that runs has not handed over its events yet
	seen, err := e.journal.append()
	e.change.Unlock()
	if err == nil && seen.failures != before.failures {
		err = errUnsaved
	}
	if err != nil {
		return err
	}
	return e.journal.wait(ctx, seen)
}

// keep puts a hash that follows from no event into the log.
func (e *embedded) keep(ctx context.Context, key string, fields map[string]string) error {
	if e.journal == nil {
		return nil
	}
	body, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	written, err := e.journal.append(&record{Key: key, Hash: body})
	if err != nil {
		return err
	}
	return e.journal.wait(ctx, written)
}

// ledgers reads the log anew and returns what it comes to, by guild. The lock
// is held.
func (e *embedded) ledgers(ctx context.Context) (map[string][]*ledger, error) {
	all, err := e.journal.append()
	if err != nil {
		return nil, err
	}
	if err := e.journal.wait(ctx, all); err != nil {
		return nil, err
	}
	found, err := replay(e.path(), io.NewSectionReader(e.journal.reader(), 0, e.journal.length()))
	if err != nil {
		return nil, err
	}
	guilds := map[string][]*ledger{}
	for p, l := range found.ledgers {
		guilds[p.guild] = append(guilds[p.guild], l)
	}
	return guilds, nil
}

// lost is told when the log cannot be written.
func (e *embedded) lost(err error) {
	e.log.Error("the log cannot be written; changes are refused until it can", "file", e.path(), "error", err)
	select {
	case e.mending <- struct{}{}:
	default:
	}
}

// mendPause is how long to wait before the log is tried again.
const mendPause = time.Second

// mend makes the log fit for writing again after a failure, and the memory
// what the log comes to.
func (e *embedded) mend() {
	for e.journal.broken() != nil {
		if err := e.restore(); err == nil {
			e.log.Info("the log can be written again", "file", e.path())
			return
		}
		select {
		case <-time.After(mendPause):
		case <-e.ending:
			return
		}
	}
}

func (e *embedded) restore() error {
	e.change.Lock()
	defer e.change.Unlock()
	if err := e.journal.mend(); err != nil {
		return err
	}
	if _, err := e.load(e.journal.reader()); err != nil {
		return err
	}
	e.journal.resume()
	return nil
}

// close ends the store; a second time does nothing.
func (e *embedded) close() (err error) {
	e.closing.Do(func() {
		if e.journal != nil {
			close(e.ending)
			<-e.ended
			err = errors.Join(e.journal.close(), e.lock.Unlock())
		}
		e.server.Close()
	})
	return err
}
