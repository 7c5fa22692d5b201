package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"
)

// Health is what the store's server is, and whether it can be relied on, as
// far as it lets one know: managed servers often refuse to tell.
type Health struct {
	Kind     Kind
	Version  string // the lowest of a Cluster's masters; "" for unknown
	Role     string // "master" or "slave", as Redis calls them; "" for unknown
	Masters  int    // how many were asked: more than one for a Cluster
	Replicas int    // the fewest that one of them has
	Persists Known  // to disk, by AOF or RDB
	Evicts   Known  // what is stored, when memory is short
	Failing  bool   // the last save to disk did not succeed

	old    bool   // older than the oldest that serves
	policy string // by which it evicts
	wait   int    // replicas that a change waits for
}

// Kind is the kind of a server.
type Kind string

// The kinds of servers.
const (
	Redis    Kind = "redis"
	Valkey   Kind = "valkey"
	Embedded Kind = "embedded"
)

// Known is whether something is so.
type Known string

// The values of Known.
const (
	Yes     Known = "yes"
	No      Known = "no"
	Unknown Known = "unknown"
)

func known(b bool) Known {
	if b {
		return Yes
	}
	return No
}

// oldest is the oldest version of Redis that is supported.
const oldest = "6.2"

// Health asks the server what it is; of a Cluster every master, and what is
// worst counts. An error means that it cannot be reached.
func (s *Store) Health(ctx context.Context) (Health, error) {
	if s.embedded != nil {
		return Health{Kind: Embedded, Masters: 1, Persists: known(!s.InMemory()), Evicts: No}, nil
	}
	ctx, cancel := s.within(ctx)
	defer cancel()
	cluster, ok := s.client.(*redis.ClusterClient)
	if !ok {
		h, err := health(ctx, s.client)
		h.wait = s.replicas
		return h, err
	}
	var mu sync.Mutex
	var worst Health
	err := cluster.ForEachMaster(ctx, func(ctx context.Context, master *redis.Client) error {
		h, err := health(ctx, master)
		mu.Lock()
		defer mu.Unlock()
		worst = worst.worst(h)
		return err
	})
	if err == nil && worst.Masters == 0 {
		err = errors.New("the Cluster has no masters")
	}
	worst.wait = s.replicas
	return worst, wrapUnavailable(err)
}

// health asks one server, in one round trip.
func health(ctx context.Context, server redis.UniversalClient) (Health, error) {
	pipe := server.Pipeline()
	info := pipe.Info(ctx)
	save := pipe.ConfigGet(ctx, "save") // INFO does not tell when RDB saves
	_, _ = pipe.Exec(ctx)               // each command has its own error
	for _, err := range []error{info.Err(), save.Err()} {
		if err != nil && !isRefused(err) {
			return Health{}, wrapUnavailable(err)
		}
	}
	return readHealth(info.Val(), save.Val()), nil
}

// readHealth reads what INFO and CONFIG GET save have said; nothing where they
// were refused.
func readHealth(text string, save map[string]string) Health {
	h := Health{Kind: Redis, Masters: 1, Persists: Unknown, Evicts: Unknown}
	if text == "" {
		return h
	}
	info := parseInfo(text)
	h.Version, h.Role = info["redis_version"], info["role"]
	h.old = h.Version != "" && before(h.Version, oldest)
	if v := info["valkey_version"]; v != "" {
		h.Kind, h.Version = Valkey, v // its redis_version is that of the Redis it is compatible with
	}
	h.Replicas, _ = strconv.Atoi(info["connected_slaves"])
	h.Failing = info["rdb_last_bgsave_status"] == "err" ||
		info["aof_enabled"] == "1" && (info["aof_last_write_status"] == "err" || info["aof_last_bgrewrite_status"] == "err")
	if memory, ok := info["maxmemory"]; ok {
		h.policy = info["maxmemory_policy"]
		h.Evicts = known(memory != "0" && h.policy != "noeviction")
	}
	if value, ok := save["save"]; ok {
		h.Persists = known(value != "")
	}
	if info["aof_enabled"] == "1" {
		h.Persists = Yes
	}
	return h
}

// refused reports whether a server that can be reached does not let one know.
func isRefused(err error) bool {
	var fromServer redis.Error
	return err != nil && errors.As(err, &fromServer) && wrapUnavailable(err) == err
}

// parseInfo reads the lines of INFO.
func parseInfo(text string) map[string]string {
	info := map[string]string{}
	for line := range strings.Lines(text) {
		if name, value, found := strings.Cut(strings.TrimSpace(line), ":"); found {
			info[name] = value
		}
	}
	return info
}

// before compares two versions by their first two numbers.
func before(a, b string) bool {
	numbers := func(version string) (major, minor int) {
		_, _ = fmt.Sscanf(version, "%d.%d", &major, &minor) // what cannot be read is 0
		return major, minor
	}
	majorA, minorA := numbers(a)
	majorB, minorB := numbers(b)
	return majorA < majorB || majorA == majorB && minorA < minorB
}

// and is the worse of the health of two parts of a Cluster.
func (h Health) worst(other Health) Health {
	if h.Masters == 0 {
		return other
	}
	h.Masters += other.Masters
	h.Replicas = min(h.Replicas, other.Replicas)
	if before(other.Version, h.Version) {
		h.Version = other.Version
	}
	if other.Role != "master" {
		h.Role = other.Role
	}
	h.Persists = worse(h.Persists, other.Persists, No)
	if h.Evicts != Yes {
		h.policy = other.policy
	}
	h.Evicts = worse(h.Evicts, other.Evicts, Yes)
	h.Failing = h.Failing || other.Failing
	h.old = h.old || other.old
	return h
}

// worse returns the worse of two values, of which bad is the worst and Unknown
// is worse than the third.
func worse(a, b, bad Known) Known {
	for _, one := range []Known{bad, Unknown} {
		if a == one || b == one {
			return one
		}
	}
	return a
}

// Warning is something that whoever runs the bot should know of its store.
type Warning struct {
	Code string // lost, evicts, failing, old, replica or wait
	Text string // a sentence
}

// Warnings are what is not well, the worst first. What the server does not tell
// is no warning.
func (h Health) Warnings() []Warning {
	var warnings []Warning
	add := func(when bool, code, format string, args ...any) {
		if when {
			warnings = append(warnings, Warning{code, fmt.Sprintf(format, args...)})
		}
	}
	add(h.Persists == No && h.Kind == Embedded, "lost", "everything is kept in the memory of this process only and is LOST when it ends")
	add(h.Persists == No && h.Kind != Embedded, "lost", "the Redis server does NOT PERSIST anything (neither AOF nor RDB): everything is LOST when it restarts; set appendonly yes")
	add(h.Evicts == Yes, "evicts", "the Redis server EVICTS what is stored when its memory is full (maxmemory-policy %s): records get lost; set maxmemory-policy noeviction", h.policy)
	add(h.Failing, "failing", "the Redis server's last save to disk FAILED: look into its log")
	add(h.old, "old", "the Redis server is version %s: the oldest that is supported is %s", h.Version, oldest)
	add(h.Role == "slave", "replica", "the Redis server is a replica, which takes no changes: name its master, or its sentinels with redis+sentinel://")
	add(h.Version != "" && h.Replicas < h.wait, "wait", "redis_wait is %d, but the Redis server has %d replicas: every change is reported as uncertain", h.wait, h.Replicas)
	return warnings
}
