// Package store keeps everything in Redis: groups, members, checks, posts,
// boards, the events they follow from, and which digests are due.
//
// There is one implementation. Without a Redis URL it talks to a miniredis
// inside the process. Each change is one Lua script over keys of one guild,
// atomic and safe to repeat: the operation's id finds the result of the first
// time. What a reply rests on is read by one script too. All of them check the
// version of the guild that the caller's reply is made from and answer
// [study.ErrStale] when it has moved on.
//
// The events are the source of truth; all other keys follow from them. Package
// ledger applies events and lays their state out as keys, which is how Verify and
// Rebuild know what should be stored. The events are in one stream a group or, in
// the durable embedded store, in its log: see package eventlog. keys.go and
// ledger/keys.go name every key and what it holds, lua/ has the scripts.
package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/store/ledger"
)

// Store is the one store of a process. Its methods may be called from any
// goroutine. An error that is no refusal means that Redis could not be
// reached or answered strangely; whether a change took place is unknown then,
// and sending it again with the same operation id is safe.
type Store struct {
	client   redis.UniversalClient
	embedded *embedded // nil with a Redis of its own
	guilds   guildCache
	replicas int          // that a change waits for
	keep     atomic.Int64 // how long events are kept one by one; 0 for keepEvents
}

// Open connects to the Redis at url (redis://, rediss:// or unix://), or
// starts the embedded store when url is empty. It returns at once when Redis
// cannot be reached: the error then tells so, and the store serves as soon as
// Redis is back.
func Open(url string) (*Store, error) {
	silenceRedisLog.Do(func() { redis.SetLogger(silentLogger{}) })
	s := &Store{}
	if url == "" {
		embedded, err := startEmbedded()
		if err != nil {
			return nil, fmt.Errorf("embedded store: %w", err)
		}
		s.embedded = embedded
		s.client = redis.NewClient(embedded.options())
	} else {
		client, err := parse(url)
		if err != nil {
			return nil, err
		}
		s.client = client
	}
	return s, nil
}

// quiet keeps go-redis, whose log is one for all its clients, from writing to
// it: what goes wrong comes back as an error, and is logged once, by whoever
// asked.
var silenceRedisLog sync.Once

type silentLogger struct{}

// Printf is where go-redis would log.
func (silentLogger) Printf(context.Context, string, ...any) {}

// AddHook observes every command, for tests and metrics.
func (s *Store) AddHook(hook redis.Hook) { s.client.AddHook(hook) }

// Ping asks Redis for a sign of life.
func (s *Store) Ping(ctx context.Context) error {
	ctx, cancel := s.within(ctx)
	defer cancel()
	return s.client.Ping(ctx).Err()
}

// InMemory reports whether the store lives in the memory of this process only.
func (s *Store) InMemory() bool { return s.embedded != nil && s.embedded.log == nil }

// durable reports whether the store lives in this process and keeps a log.
func (s *Store) durable() bool { return s.embedded != nil && s.embedded.log != nil }

// Latest returns when the last event was recorded that the embedded store has
// found at its start; the zero time if it found none.
func (s *Store) Latest() time.Time {
	if !s.durable() {
		return time.Time{}
	}
	return s.embedded.log.Latest()
}

// Close closes the connections, and the embedded store with all it holds.
func (s *Store) Close() error {
	err := s.client.Close()
	if s.embedded != nil {
		err = errors.Join(err, s.embedded.close())
	}
	return err
}

// layoutVersion is the version of what keys.go says: which keys there are and
// what they hold. Groups, digests, events, snapshots and backups have versions
// of their own besides.
const layoutVersion = 1

// layoutKey holds the version of the layout in which everything is stored.
const layoutKey = "dojang:{layout}"

// CheckLayout tells whether this Dojang knows the layout of what is stored. A
// newer one is an error; an older one has to be rebuilt. An empty store gets
// this one's.
func (s *Store) CheckLayout(ctx context.Context) error {
	version, err := s.layout(ctx)
	switch {
	case err != nil:
		return err
	case version == 0:
		return s.setLayout(ctx)
	case version < layoutVersion:
		return fmt.Errorf("what is stored was written by an older Dojang (version %d, this one writes %d): stop all bots and run \"dojang rebuild\" once", version, layoutVersion)
	}
	return nil
}

// layout returns the version of what is stored, 0 for none. A newer one is an
// error.
func (s *Store) layout(ctx context.Context) (version int, err error) {
	stored, err := s.client.Get(ctx, layoutKey).Result()
	if isMissing(err) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("layout: %w", wrapUnavailable(err))
	}
	if version, err = strconv.Atoi(stored); err != nil || version < 1 {
		return 0, fmt.Errorf("layout: %s holds %q, which is no version", layoutKey, stored)
	}
	if version > layoutVersion {
		return 0, ledger.Newer("what is stored", version, layoutVersion)
	}
	return version, nil
}

// setLayout says that everything is stored in this Dojang's layout.
func (s *Store) setLayout(ctx context.Context) error {
	if err := s.client.Set(ctx, layoutKey, layoutVersion, 0).Err(); err != nil {
		return fmt.Errorf("layout: %w", wrapUnavailable(err))
	}
	return nil
}
