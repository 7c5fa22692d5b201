package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/store/ledger"
	"dojang/study"
)

// replicaTimeout is how long a change waits for its replicas. It is part of [timeout].
const replicaTimeout = time.Second

// sendTries is how often a change is sent if it reaches a server that is not, or no longer, the
// master of its keys.
const sendTries = 3

// AwaitReplicas makes every later change of a group wait until n replicas have it. The default is
// 0. Redis answers before its replicas have a change, so without waiting a master that dies takes
// the newest changes with it. A change that fewer than n replicas have in time fails with
// [study.ErrUnavailable], but it may have happened; it is safe to send it again. AwaitReplicas has
// no effect on the embedded store.
func (s *Store) AwaitReplicas(n int) { s.replicas = n }

// commit runs a script that changes a guild and waits for the replicas, see AwaitReplicas.
func (s *Store) commit(ctx context.Context, guild string, script *redis.Script, keys []string, args []any) (any, error) {
	if s.replicas == 0 {
		return s.run(ctx, script, keys, args)
	}
	limit := s.limit(len(keys) + len(args))
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	send := script.EvalSha
	for try := 1; ; {
		server, err := s.server(ctx, ledger.GuildKey(guild))
		if err != nil {
			return nil, wrapUnavailable(err)
		}
		if limit > timeout {
			server = server.WithTimeout(limit)
		}
		reply, err := s.replicated(ctx, server, guild, func(pipe redis.Scripter) *redis.Cmd { return send(ctx, pipe, keys, args...) })
		switch {
		case redis.HasErrorPrefix(err, "NOSCRIPT"): // the server was restarted, or was a replica
			send = script.Eval
		case err != nil && try < sendTries && s.moved(ctx, err):
			try++
		default:
			return reply, wrapUnavailable(err)
		}
	}
}

// server returns a client of the server that has the key. WAIT counts only what its own
// connection has written, so the script and WAIT have to go to the same server.
func (s *Store) server(ctx context.Context, key string) (*redis.Client, error) {
	switch client := s.client.(type) {
	case *redis.Client:
		return client, nil
	case *redis.ClusterClient:
		return client.MasterForKey(ctx, key)
	}
	return nil, fmt.Errorf("a client of type %T has no servers", s.client)
}

// moved reports whether a change should be sent again after the error, perhaps to another server.
// On a Cluster it also reloads the topology.
func (s *Store) moved(ctx context.Context, err error) bool {
	var fromServer redis.Error
	if errors.As(err, &fromServer) && !redis.HasErrorPrefix(err, "MOVED") && !redis.HasErrorPrefix(err, "READONLY") {
		return false
	}
	if errors.Is(err, study.ErrUnavailable) || ctx.Err() != nil {
		return false
	}
	if cluster, ok := s.client.(*redis.ClusterClient); ok {
		// ForEachMaster reloads the topology and waits for it.
		_ = cluster.ForEachMaster(ctx, func(context.Context, *redis.Client) error { return nil })
	}
	return true
}

// replicated sends a script and WAIT to the server, on one connection and in one round trip.
// Between them it writes a key that nobody reads. Since Redis 7.2, WAIT waits only for writes of
// its own connection. A script that finds the operation done writes nothing, but its reply too
// has to wait until the replicas have the change.
func (s *Store) replicated(ctx context.Context, server *redis.Client, guild string, send func(redis.Scripter) *redis.Cmd) (any, error) {
	pipe := server.Pipeline()
	reply := send(pipe)
	pipe.Set(ctx, waitKey(guild), "", 24*time.Hour)
	wait := pipe.Do(ctx, "WAIT", s.replicas, replicaTimeout.Milliseconds())
	_, err := pipe.Exec(ctx)
	if reply.Err() != nil && !isMissing(reply.Err()) {
		return nil, reply.Err() // err is the pipeline's first error, which may be another
	}
	if err != nil && !isMissing(err) {
		return nil, err
	}
	have, err := wait.Int()
	if err != nil {
		return nil, err
	}
	if have < s.replicas {
		return nil, fmt.Errorf("%w: %d of %d replicas have the change in time", study.ErrUnavailable, have, s.replicas)
	}
	return reply.Val(), nil
}
