// Package store keeps everything in Redis: groups, members, checks, posts,
// boards, the events they follow from, and which digests are due.
//
// There is one implementation. Without a Redis URL it talks to a miniredis
// inside the process. Each change is one Lua script over keys of one guild,
// atomic and safe to repeat: the operation's id finds the result of the first
// time. Each read is one script too. All of them check the version of the
// guild that the caller's reply is made from and answer
// [roadmap.ErrStale] when it has moved on.
//
// The events, one stream a group, are the truth; whatever else is stored
// follows from them. keys.go names every key and what it holds, lua/ has the
// scripts.
package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// Store is the one store of a process. Its methods may be called from any
// goroutine. An error that is no refusal means that Redis could not be
// reached or answered strangely; whether a change took place is unknown then,
// and sending it again with the same operation id is safe.
type Store struct {
	client   redis.UniversalClient
	embedded *embedded // nil with a Redis of its own
	guilds   guildCache
}

// timeout bounds one round trip. A reply has to be made within Discord's three
// seconds, so an outage must be noticed well before.
const timeout = 1500 * time.Millisecond

// Open connects to the Redis at url (redis://, rediss:// or unix://), or
// starts the embedded store when url is empty. It returns at once when Redis
// cannot be reached: the error then tells so, and the store serves as soon as
// Redis is back.
func Open(url string) (*Store, error) {
	quiet.Do(func() { redis.SetLogger(silent{}) })
	s := &Store{}
	if url == "" {
		embedded, err := startEmbedded()
		if err != nil {
			return nil, fmt.Errorf("embedded store: %w", err)
		}
		s.embedded = embedded
		s.client = redis.NewClient(embedded.options())
	} else {
		options, err := parseURL(url)
		if err != nil {
			return nil, err
		}
		s.client = redis.NewClient(options)
	}
	return s, nil
}

// quiet keeps go-redis, whose log is one for all its clients, from writing to
// it: what goes wrong comes back as an error, and is logged once, by whoever
// asked.
var quiet sync.Once

type silent struct{}

// Printf is where go-redis would log.
func (silent) Printf(context.Context, string, ...any) {}

// parseURL reads a Redis URL. The URL itself is left out of the error: it may
// hold a password.
func parseURL(url string) (*redis.Options, error) {
	options, err := redis.ParseURL(url)
	if err != nil {
		return nil, errors.New("the Redis URL is not of the form redis://[user:password@]host[:port][/0], rediss://… or unix:///path")
	}
	return tune(options), nil
}

// tune sets what go-redis leaves open for a bot that has three seconds:
// deadlines of the context count during socket input and output, connecting
// does not go on for longer than a reply may take, and the handshake is one
// round trip. Retries are safe because every script may be repeated.
func tune(options *redis.Options) *redis.Options {
	options.Protocol = 2
	options.DisableIdentity = true
	options.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	options.ContextTimeoutEnabled = true
	options.DialTimeout = time.Second
	options.DialerRetries = 1
	options.ReadTimeout = timeout
	options.WriteTimeout = timeout
	options.PoolTimeout = timeout
	options.MaxRetries = 1
	return options
}

// AddHook observes every command, for tests and metrics.
func (s *Store) AddHook(hook redis.Hook) { s.client.AddHook(hook) }

// Ping asks Redis for a sign of life.
func (s *Store) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return s.client.Ping(ctx).Err()
}

// Embedded reports whether the store lives in this process, in memory only.
func (s *Store) Embedded() bool { return s.embedded != nil }

// Close closes the connections, and the embedded store with all it holds.
func (s *Store) Close() error {
	err := s.client.Close()
	if s.embedded != nil {
		s.embedded.close()
	}
	return err
}
