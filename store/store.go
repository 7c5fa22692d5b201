// Package store keeps everything in Redis: groups, members, checks, posts, boards, the
// events that these follow from, and which digests are due.
//
// There is one implementation. Without a Redis URL it talks to a miniredis inside the
// process. Each change is one Lua script over the keys of one guild. It is atomic and safe
// to repeat: a repeated operation id returns the stored result. Most replies that change
// nothing also need just one script. Every script compares the guild's version with the one
// that the caller knows. If it differs, the method fails with [study.ErrStale].
//
// The events are the source of truth; all other keys follow from them. Package ledger applies
// events and lays out the resulting state as keys, which tells Verify and Rebuild what should
// be stored. The events of a group are in a stream or, in the durable embedded store, in its
// log: see package eventlog. keys.go and ledger/keys.go name every key and what it holds. The
// scripts are in lua/.
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

// Store is the only store of a process. Its methods may be called from any goroutine. An error
// that is not a refusal means that Redis could not be reached or gave an unexpected reply. A
// change may have happened or not; sending it again with the same operation id is safe.
type Store struct {
	client   redis.UniversalClient
	embedded *embedded // nil if the store uses a Redis server
	guilds   guildCache
	replicas int                    // how many replicas must have a change before it returns
	limits   limits                 // of posts
	rate     atomic.Int64           // how many operations a user has a minute in a guild; 0 for any number
	keep     atomic.Int64           // how long single events are kept, in nanoseconds; 0 for keepEvents
	id       atomic.Pointer[string] // as Identify has found it
	replaced atomic.Bool            // the store is another one than Identify has found

	rewriteRefused atomic.Bool // see RewriteLogs
}

// Open makes a store for the Redis at url, in one of the forms that url.go lists, or starts
// the embedded store in memory if url is empty. It does not connect yet, so an unreachable
// Redis is no error.
func Open(url string) (*Store, error) {
	silenceRedisLog.Do(func() { redis.SetLogger(silentLogger{}) })
	s := &Store{limits: bounds}
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
		client.AddHook(replacedHook{&s.replaced})
	}
	return s, nil
}

// silenceRedisLog turns off the log of go-redis, which all its clients share. Failures are
// returned as errors, and the caller logs them once.
var silenceRedisLog sync.Once

type silentLogger struct{}

// Printf discards a message of go-redis.
func (silentLogger) Printf(context.Context, string, ...any) {}

// AddHook observes every command, for tests and metrics.
func (s *Store) AddHook(hook redis.Hook) { s.client.AddHook(hook) }

// Ping reports whether Redis answers.
func (s *Store) Ping(ctx context.Context) error {
	ctx, cancel := s.within(ctx)
	defer cancel()
	return s.client.Ping(ctx).Err()
}

// InMemory reports whether the store is only in this process's memory.
func (s *Store) InMemory() bool { return s.embedded != nil && s.embedded.log == nil }

// durable reports whether the store is embedded and keeps a log on disk.
func (s *Store) durable() bool { return s.embedded != nil && s.embedded.log != nil }

// Latest returns when the last event was recorded that was in the durable embedded store's log
// when it was opened. It returns the zero time if there was none.
func (s *Store) Latest() time.Time {
	if !s.durable() {
		return time.Time{}
	}
	return s.embedded.log.Latest()
}

// Close closes the connections and stops the embedded store. What is only in memory is lost.
func (s *Store) Close() error {
	err := s.client.Close()
	if s.embedded != nil {
		err = errors.Join(err, s.embedded.close())
	}
	return err
}

// layoutVersion is the version of the key layout: which keys exist and what they hold. Groups,
// digests, events, snapshots and backups have their own versions as well.
const layoutVersion = 1

// layoutKey is a string: the layoutVersion that everything is stored in.
const layoutKey = "dojang:{layout}"

// CheckLayout checks that the data is stored in the layout of this release. A newer layout is
// an error, and so is an older one, which has to be rebuilt. It fails with [ErrUnfinishedRestore]
// if that is so. An empty store is given the current version.
func (s *Store) CheckLayout(ctx context.Context) error {
	if err := s.checkRestored(ctx); err != nil {
		return err
	}
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

// layout returns the stored layout version, 0 for none. A version that is newer than
// layoutVersion is an error.
func (s *Store) layout(ctx context.Context) (version int, err error) {
	stored, err := s.client.Get(ctx, layoutKey).Result()
	if isMissing(err) {
		return 0, nil
	}
	if err != nil {
		return 0, refusedByServer(err)
	}
	if version, err = strconv.Atoi(stored); err != nil || version < 1 {
		return 0, fmt.Errorf("the store's key %s has the value %q, which is no version", layoutKey, stored)
	}
	if version > layoutVersion {
		return 0, ledger.Newer("what is stored", version, layoutVersion)
	}
	return version, nil
}

// setLayout records that everything is stored in the current layout.
func (s *Store) setLayout(ctx context.Context) error {
	if err := s.client.Set(ctx, layoutKey, layoutVersion, 0).Err(); err != nil {
		return refusedByServer(err)
	}
	return nil
}
