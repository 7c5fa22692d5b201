package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"
)

// Health describes the store's server and whether it is reliable. Managed servers often refuse to
// answer, which leaves fields unknown.
type Health struct {
	Kind     Kind
	Version  string // the lowest of a Cluster's masters; "" if unknown
	Role     string // "master" or "slave", as Redis calls them; "" if unknown
	Masters  int    // number of servers that were asked; more than one for a Cluster
	Replicas int    // lowest number of replicas of any master
	Persists Known  // whether it saves to disk, by AOF or RDB
	Evicts   Known  // whether it deletes keys when memory is short
	Failing  bool   // the last save to disk failed

	old     bool   // older than oldest
	full    string // how much memory the server may use, if all of it is used; "" if not
	broken  error  // why the embedded store's log cannot be written
	unsafe  bool   // the append-only file is not synced (appendfsync no)
	refused bool   // see RewriteLogs
	policy  string // maxmemory-policy
	wait    int    // how many replicas a change waits for
}

// Kind is a server's kind.
type Kind string

// The kinds of servers.
const (
	Redis    Kind = "redis"
	Valkey   Kind = "valkey"
	Embedded Kind = "embedded"
)

// Known is a boolean that may be unknown.
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

// oldest is the oldest supported version of Redis.
const oldest = "6.2"

// Health asks the server about itself. For a Cluster it asks every master and returns the worst
// value of each. An error means that a server cannot be reached.
func (s *Store) Health(ctx context.Context) (Health, error) {
	if s.embedded != nil {
		h := Health{Kind: Embedded, Masters: 1, Persists: known(!s.InMemory()), Evicts: No}
		if s.durable() {
			h.broken = s.embedded.log.Broken()
		}
		return h, nil
	}
	ctx, cancel := s.within(ctx)
	defer cancel()
	cluster, ok := s.client.(*redis.ClusterClient)
	if !ok {
		h, err := health(ctx, s.client)
		h.wait, h.refused = s.replicas, s.rewriteRefused.Load()
		return h, err
	}
	var mu sync.Mutex
	var worst Health
	err := cluster.ForEachMaster(ctx, func(ctx context.Context, master *redis.Client) error {
		h, err := health(ctx, master)
		mu.Lock()
		defer mu.Unlock()
		worst = worst.combine(h)
		return err
	})
	if err == nil && worst.Masters == 0 {
		err = errors.New("the Cluster has no masters")
	}
	worst.wait, worst.refused = s.replicas, s.rewriteRefused.Load()
	return worst, wrapUnavailable(err)
}

// Memory returns how many bytes of memory the server uses, and its limit, 0 for none. For a Cluster
// it returns the sums of its masters. A server that does not say returns 0.
func (s *Store) Memory(ctx context.Context) (used, limit int64, err error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	var mu sync.Mutex
	add := func(ctx context.Context, server redis.Cmdable) error {
		text, err := server.Info(ctx, "memory").Result()
		if err != nil {
			return wrapUnavailable(err)
		}
		info := parseInfo(text)
		mu.Lock()
		defer mu.Unlock()
		one, _ := strconv.ParseInt(info["used_memory"], 10, 64)
		most, _ := strconv.ParseInt(info["maxmemory"], 10, 64)
		used += one
		limit += most
		return nil
	}
	if cluster, ok := s.client.(*redis.ClusterClient); ok {
		err = cluster.ForEachMaster(ctx, func(ctx context.Context, master *redis.Client) error { return add(ctx, master) })
	} else {
		err = add(ctx, s.client)
	}
	return used, limit, err
}

// health asks one server, in one round trip.
func health(ctx context.Context, server redis.UniversalClient) (Health, error) {
	pipe := server.Pipeline()
	info := pipe.Info(ctx)
	save := pipe.ConfigGet(ctx, "save") // INFO does not say whether RDB saves
	fsync := pipe.ConfigGet(ctx, "appendfsync")
	_, _ = pipe.Exec(ctx) // each command has its own error
	for _, err := range []error{info.Err(), save.Err(), fsync.Err()} {
		if err != nil && !isRefused(err) {
			return Health{}, wrapUnavailable(err)
		}
	}
	config := map[string]string{}
	maps.Copy(config, save.Val())
	maps.Copy(config, fsync.Val())
	return readHealth(info.Val(), config), nil
}

// readHealth parses the replies to INFO and CONFIG GET of save and appendfsync. A reply is empty if
// the server refused the command.
func readHealth(text string, config map[string]string) Health {
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
		used, _ := strconv.ParseInt(info["used_memory"], 10, 64)
		if most, _ := strconv.ParseInt(memory, 10, 64); most > 0 && used >= most && h.Evicts == No {
			h.full = cmp.Or(info["maxmemory_human"], memory)
		}
	}
	if value, ok := config["save"]; ok {
		h.Persists = known(value != "")
	}
	if info["aof_enabled"] == "1" {
		h.Persists = Yes
		h.unsafe = config["appendfsync"] == "no"
	}
	return h
}

// isRefused reports whether a reachable server has refused the command.
func isRefused(err error) bool {
	var fromServer redis.Error
	return err != nil && errors.As(err, &fromServer) && wrapUnavailable(err) == err
}

// parseInfo parses the reply to INFO.
func parseInfo(text string) map[string]string {
	info := map[string]string{}
	for line := range strings.Lines(text) {
		if name, value, found := strings.Cut(strings.TrimSpace(line), ":"); found {
			info[name] = value
		}
	}
	return info
}

// before compares two versions by their first three numbers.
func before(a, b string) bool {
	numbers := func(version string) (n [3]int) {
		_, _ = fmt.Sscanf(version, "%d.%d.%d", &n[0], &n[1], &n[2]) // what cannot be read is 0
		return n
	}
	numbersA, numbersB := numbers(a), numbers(b)
	return slices.Compare(numbersA[:], numbersB[:]) < 0
}

// combine merges the health of two parts of a Cluster, taking the worse of each value.
func (h Health) combine(other Health) Health {
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
	h.unsafe = h.unsafe || other.unsafe
	h.full = cmp.Or(h.full, other.full)
	return h
}

// worse returns the worse of two values. bad is the worst value and Unknown comes next.
func worse(a, b, bad Known) Known {
	for _, one := range []Known{bad, Unknown} {
		if a == one || b == one {
			return one
		}
	}
	return a
}

// Warning is a problem of the store that whoever runs the bot should know about.
type Warning struct {
	Code string // lost, full, unsaved, evicts, failing, old, replica, wait, fsync or rewrite
	Text string // a sentence
}

// Warnings returns the problems, the worst first. An unknown value is not a problem.
func (h Health) Warnings() []Warning {
	var warnings []Warning
	add := func(when bool, code, format string, args ...any) {
		if when {
			warnings = append(warnings, Warning{code, fmt.Sprintf(format, args...)})
		}
	}
	add(h.Persists == No && h.Kind == Embedded, "lost", "everything is kept in the memory of this process only and is LOST when it ends")
	add(h.Persists == No && h.Kind != Embedded, "lost", "the Redis server does NOT PERSIST anything (neither AOF nor RDB): everything is LOST when it restarts; set appendonly yes")
	add(h.full != "", "full", "the Redis server's memory is FULL (maxmemory %s): nothing can be recorded until it may use more", h.full)
	add(h.broken != nil, "unsaved", "the log cannot be written: nothing can be recorded until it can (%v)", h.broken)
	add(h.Evicts == Yes, "evicts", "the Redis server EVICTS what is stored when its memory is full (maxmemory-policy %s): records get lost; set maxmemory-policy noeviction", h.policy)
	add(h.Failing, "failing", "the Redis server's last save to disk FAILED: look into its log")
	add(h.old, "old", "the Redis server is version %s: the oldest that is supported is %s", h.Version, oldest)
	add(h.Role == "slave", "replica", "the Redis server is a replica, which takes no changes: name its master, or its sentinels with redis+sentinel://")
	add(h.Version != "" && h.Replicas < h.wait, "wait", "redis_wait is %d, but the Redis server has %d replicas: every change is reported as uncertain", h.wait, h.Replicas)
	add(h.unsafe, "fsync", "the Redis server leaves it to the operating system when its append-only file gets to disk (appendfsync no): what was recorded in the last half minute is LOST when the machine stops; set appendfsync everysec or always")
	add(h.refused, "rewrite", "%v", ErrRewriteRefused)
	return warnings
}
