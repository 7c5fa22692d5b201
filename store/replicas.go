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

// waiting is how long a change waits for its replicas, within [timeout].
const replicaTimeout = time.Second

// tries is how often a change is sent when the server that it was sent to is
// not, or not any longer, the one to send it to.
const sendTries = 3

// AwaitReplicas makes every later change of a group return only when n
// replicas have it; 0, the default, waits for none. Redis answers before its
// replicas have a change: without waiting, the newest changes are lost with a
// master that dies. A change that fewer replicas have in time fails with
// [study.ErrUnavailable], although it may last: sent again, it happens once. It has
// no effect on the embedded store.
func (s *Store) AwaitReplicas(n int) { s.replicas = n }

// commit runs a script that changes a guild, and waits for as many replicas as
// are wanted to have the change.
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
		case redis.HasErrorPrefix(err, "NOSCRIPT"): // a server that was started meanwhile, or was a replica
			send = script.Eval
		case err != nil && try < sendTries && s.moved(ctx, err):
			try++
		default:
			return reply, wrapUnavailable(err)
		}
	}
}

// server returns a client of the server that has the key: WAIT counts for the
// connection that has written, so both have to go to one.
func (s *Store) server(ctx context.Context, key string) (*redis.Client, error) {
	switch client := s.client.(type) {
	case *redis.Client:
		return client, nil
	case *redis.ClusterClient:
		return client.MasterForKey(ctx, key)
	}
	return nil, fmt.Errorf("a client of type %T has no servers", s.client)
}

// moved reports whether it is worth sending a change again after the error,
// which may have to go to another server by now. It asks the Cluster at once.
func (s *Store) moved(ctx context.Context, err error) bool {
	var fromServer redis.Error
	if errors.As(err, &fromServer) && !redis.HasErrorPrefix(err, "MOVED") && !redis.HasErrorPrefix(err, "READONLY") {
		return false
	}
	if errors.Is(err, study.ErrUnavailable) || ctx.Err() != nil {
		return false
	}
	if cluster, ok := s.client.(*redis.ClusterClient); ok {
		// It loads what is known of the Cluster anew, and waits for that.
		_ = cluster.ForEachMaster(ctx, func(context.Context, *redis.Client) error { return nil })
	}
	return true
}

// replicated sends a script and WAIT to the server, on one connection and in
// one round trip. Between them it writes to a key that nobody reads: since
// Redis 7.2 WAIT waits only for what its own connection has written, but a
// script that finds the operation done writes nothing, and its answer too says
// that the change is there.
func (s *Store) replicated(ctx context.Context, server *redis.Client, guild string, send func(redis.Scripter) *redis.Cmd) (any, error) {
	pipe := server.Pipeline()
	reply := send(pipe)
	pipe.Set(ctx, waitKey(guild), "", 24*time.Hour)
	wait := pipe.Do(ctx, "WAIT", s.replicas, replicaTimeout.Milliseconds())
	_, err := pipe.Exec(ctx)
	if reply.Err() != nil && !isMissing(reply.Err()) {
		return nil, reply.Err() // the first error of all need not be this one
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
