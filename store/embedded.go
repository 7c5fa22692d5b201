package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"dojang/store/eventlog"
	"dojang/store/ledger"
)

// embedded is the Redis inside the process: miniredis on in-memory connections. It opens no port
// that others on the machine could reach.
//
// With a directory it is durable. The events are then only in the log in that directory. A change
// runs its script, moves the events that the script has appended from the stream to the log, and
// returns when they are on disk. Until then no read returns what they changed.
type embedded struct {
	server *miniredis.Miniredis
	log    *eventlog.Log // nil without a directory
}

func startEmbedded() (*embedded, error) {
	server, err := startServer()
	return &embedded{server: server}, err
}

func startServer() (*miniredis.Miniredis, error) {
	server := miniredis.NewMiniRedis()
	c, err := server.Dial() // starts the server without a listener
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
		return newBufferedConn(conn), nil
	}})
	options.DialTimeout, options.PoolTimeout = embeddedTimeout, embeddedTimeout
	options.ReadTimeout, options.WriteTimeout = embeddedTimeout, embeddedTimeout
	return options
}

// OpenDir opens the embedded store in dir, which it creates if necessary. It fails if another
// process has the directory open or if the log is damaged. A line that a crash left half written
// is cut off. now is the clock that determines which boards exist and what is due.
func OpenDir(dir string, now func() time.Time, log *slog.Logger) (*Store, error) {
	server, err := startServer()
	if err != nil {
		return nil, err
	}
	e := &embedded{server: server}
	e.log, err = eventlog.Open(dir, eventlog.Config{Now: now, Log: log, Keep: keepEvents, Load: func(c *eventlog.Contents) error {
		server.FlushAll()
		return fill(server, c, c.LayoutTime(now()))
	}})
	if err != nil {
		return nil, fmt.Errorf("data directory %s: %w", dir, err)
	}
	return &Store{embedded: e, client: redis.NewClient(e.options()), limits: bounds}, nil
}

// change runs a change of the group and returns when its events are on disk.
func (e *embedded) change(ctx context.Context, guild, group string, change func(context.Context) (any, error)) (any, error) {
	if e.log == nil {
		return change(ctx)
	}
	var reply any
	err := e.log.Change(ctx, func(ctx context.Context) (records []*eventlog.Record, err error) {
		if reply, err = change(ctx); err != nil {
			return nil, err
		}
		return e.takeEvents(guild, group)
	})
	if err != nil {
		return nil, err
	}
	return reply, nil
}

// takeEvents removes the events that a change has appended from the group's stream and returns
// them.
func (e *embedded) takeEvents(guild, group string) ([]*eventlog.Record, error) {
	stream := ledger.GroupKey(guild, group) + ledger.EventsKey
	entries, err := e.server.Stream(stream)
	if err != nil || len(entries) == 0 {
		return nil, nil // nothing was appended
	}
	records := make([]*eventlog.Record, len(entries))
	for i, entry := range entries {
		seq, err := ledger.SeqOf(entry.ID)
		if err != nil {
			return nil, err
		}
		records[i] = &eventlog.Record{Guild: guild, Group: group, Seq: seq, Event: json.RawMessage(entry.Values[1])}
	}
	e.server.Del(stream)
	return records, nil
}

// close closes the log and the server. Calling it again does nothing.
func (e *embedded) close() (err error) {
	if e.log != nil {
		err = e.log.Close()
	}
	e.server.Close()
	return err
}

// purge runs a change that deletes a guild, records that in the log, and starts a compaction,
// which removes the guild's earlier lines. Until then those lines are void.
func (e *embedded) purge(ctx context.Context, guild string, change func(context.Context) (any, error)) (reply any, err error) {
	if e.log == nil {
		return change(ctx)
	}
	err = e.log.Change(ctx, func(ctx context.Context) (records []*eventlog.Record, err error) {
		if reply, err = change(ctx); err == nil && reply == purged {
			records = append(records, &eventlog.Record{Guild: guild, Purged: true})
		}
		return records, err
	})
	if err == nil {
		e.log.Compact()
	}
	return reply, err
}

// keep writes a hash that does not follow from events to the log.
func (e *embedded) keep(ctx context.Context, key string, fields map[string]string) error {
	if e.log == nil {
		return nil
	}
	return e.log.Put(ctx, key, fields)
}

// read calls read and returns when everything that it may have seen is on disk. An error of the log
// is a [study.ErrUnavailable].
func (e *embedded) read(ctx context.Context, read func() error) error {
	if e.log == nil {
		return read()
	}
	failed := false
	err := e.log.Read(ctx, func() error {
		err := read()
		failed = err != nil
		return err
	})
	if failed {
		return err
	}
	return wrapLogError(err)
}

// bufferedConn is a connection whose writes do not wait until the other side reads. miniredis's
// in-memory connections have no buffer. A pipeline of more than a few kilobytes would block for
// ever, because the server writes replies that nobody reads yet.
type bufferedConn struct {
	net.Conn
	mu     sync.Mutex
	ready  *sync.Cond
	queue  [][]byte
	closed bool
}

func newBufferedConn(conn net.Conn) *bufferedConn {
	p := &bufferedConn{Conn: conn}
	p.ready = sync.NewCond(&p.mu)
	go p.pass()
	return p
}

// Write queues the bytes. An error of the connection surfaces when the reply is read.
func (p *bufferedConn) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return 0, net.ErrClosed
	}
	p.queue = append(p.queue, bytes.Clone(b))
	p.ready.Signal()
	return len(b), nil
}

// pass writes the queued bytes until the connection is closed.
func (p *bufferedConn) pass() {
	for {
		p.mu.Lock()
		for len(p.queue) == 0 && !p.closed {
			p.ready.Wait()
		}
		if p.closed {
			p.mu.Unlock()
			return
		}
		b := p.queue[0]
		p.queue = p.queue[1:]
		p.mu.Unlock()
		if _, err := p.Conn.Write(b); err != nil {
			_ = p.Close() // the reader gets the error
			return
		}
	}
}

// Close closes the connection and drops what is still queued.
func (p *bufferedConn) Close() error {
	p.mu.Lock()
	p.closed = true
	p.ready.Signal()
	p.mu.Unlock()
	return p.Conn.Close()
}

// fill writes the contents of a log into an empty miniredis. It calls miniredis directly, because
// scripts would take a hundred times as long.
func fill(server *miniredis.Miniredis, c *eventlog.Contents, now time.Time) error {
	guilds := map[string][]*ledger.Ledger{}
	for p, l := range c.Ledgers {
		if l.Group == nil {
			return fmt.Errorf("the events of group %s of guild %s begin without its settings", p.Group, p.Guild)
		}
		guilds[p.Guild] = append(guilds[p.Guild], l)
	}
	for guild, ledgers := range guilds {
		writeKeyspace(server, ledger.Layout(guild, ledgers, now))
		// Higher than any version that a bot may have cached.
		server.HSet(ledger.GuildKey(guild), "v", strconv.FormatInt(milli(now), 10))
		for _, l := range ledgers {
			server.HSet(ledger.GroupKey(guild, l.ID)+ledger.CountersKey, "seq", strconv.FormatInt(l.Seq, 10))
			due, ok := nextDue(l.Group, now)
			if !ok {
				continue
			}
			if _, err := server.ZAdd(dueKey(dueShard(guild)), float64(milli(due)), dueID(guild, l.ID)); err != nil {
				return err
			}
		}
	}
	for key, body := range c.Others {
		fields := map[string]string{}
		if err := json.Unmarshal(body, &fields); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		for field, value := range fields {
			server.HSet(key, field, value)
		}
	}
	return fillOperations(server, c.Recent)
}

// resultUnknown takes the place of the result of an operation that was done before the store was
// opened. Repeating the operation is then refused with "op.again".
const resultUnknown = "again"

// fillOperations records the operations of the last day as done.
func fillOperations(server *miniredis.Miniredis, recent []eventlog.Operation) error {
	for _, d := range recent {
		server.HSet(opsKey(d.Guild), d.ID, resultUnknown)
		if _, err := server.RPush(queueKey(d.Guild), strconv.FormatInt(d.At, 10)+" "+d.ID); err != nil {
			return err
		}
	}
	return nil
}

// writeKeyspace writes a keyspace into miniredis.
func writeKeyspace(server *miniredis.Miniredis, ks *ledger.Keyspace) {
	for key, fields := range ks.Hashes {
		flat := make([]string, 0, 2*len(fields))
		for field, value := range fields {
			flat = append(flat, field, value)
		}
		server.HSet(key, flat...)
	}
	for key, members := range ks.Sets {
		for member, score := range members {
			n, _ := strconv.ParseFloat(score, 64) // Keyspace.Add has formatted it
			_, _ = server.ZAdd(key, n, member)    // fails only if the key has another type
		}
	}
}
