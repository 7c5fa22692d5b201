package store

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"dojang/store/eventlog"
	"dojang/store/ledger"
)

// embedded is the Redis inside the process: miniredis on in-memory
// connections, so that no port is opened that others on the machine could
// reach.
//
// With a directory it is durable. The events are in a log there, and nowhere
// else: a change runs its script, the events that it has appended to the streams
// are taken out and written to the log, and nobody gets to see what they changed
// before they are on disk.
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

// OpenDir opens the embedded store in the directory, which is made if it is
// not there. It fails when another process has it open, and when its log is
// damaged; a line that a crash has left half written is cut off. now is the
// clock by which it is laid out.
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
	return &Store{embedded: e, client: redis.NewClient(e.options())}, nil
}

// run carries out a change of the group and returns when its events are on
// disk.
func (e *embedded) run(ctx context.Context, guild, group string, change func(context.Context) (any, error)) (any, error) {
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

// takeEvents takes the events that a change has appended out of the group's
// stream.
func (e *embedded) takeEvents(guild, group string) ([]*eventlog.Record, error) {
	stream := groupKey(guild, group) + eventsKey
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

// close ends the store; a second time does nothing.
func (e *embedded) close() (err error) {
	if e.log != nil {
		err = e.log.Close()
	}
	e.server.Close()
	return err
}

// purge deletes a guild by the change, notes that in the log, and has the log
// compacted. Until then what the log says of the guild before is void.
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

// keep puts a hash that follows from no event into the log.
func (e *embedded) keep(ctx context.Context, key string, fields map[string]string) error {
	if e.log == nil {
		return nil
	}
	return e.log.Put(ctx, key, fields)
}

// read reads something and returns when all that it may have seen is on disk. An
// error of the log means that the store is away.
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
	return unsaved(err)
}
