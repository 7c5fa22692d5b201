package store

import (
	"errors"
	"testing"

	"dojang/store/redistest"
	"dojang/study"
)

// A change that waits for a replica costs one round trip, and fails as
// uncertain when the replica does not have it in time, also when it was done
// before and is sent again. When the replica is back it succeeds, and has
// happened once.
func TestAwaitReplicas(t *testing.T) {
	port := redistest.Port(t)
	server := redistest.Start(t, "--port", port, "--repl-diskless-sync-delay", "0")
	replica := redistest.Start(t, "--replicaof", "127.0.0.1", port, "--repl-diskless-sync-delay", "0")
	replica.AwaitReplica()
	s := openURL(t, server.URL)
	if err := s.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, s)
	g := w.group("one")
	s.AwaitReplicas(1)
	counter := &hook{}
	s.AddHook(counter)
	check := func(op study.Operation, item string) study.CheckResult {
		t.Helper()
		for { // on a busy machine the replica may be late, too
			counter.trips = 0
			if got, err := s.Check(t.Context(), g, op, item, w.now, nil, ""); err == nil {
				return got
			} else if !errors.Is(err, study.ErrUnavailable) {
				t.Fatal(err)
			}
		}
	}
	check(w.op("21"), "gil") // pipelines have connections of their own
	if got := check(w.op("21"), "gc"); got.Total != 2 || counter.trips != 1 {
		t.Errorf("check = %+v in %d round trips", got, counter.trips)
	}

	replica.Freeze()
	op := w.op("21")
	for range 2 {
		if got, err := s.Check(t.Context(), g, op, "memory", w.now, nil, ""); !errors.Is(err, study.ErrUnavailable) {
			t.Errorf("check = %+v, %v while the replica hangs", got, err)
		}
	}
	replica.Thaw()
	if got := check(op, "memory"); got.Total != 3 {
		t.Errorf("check = %+v when the replica is back", got)
	}
	clean(t, s, w.now)
}

// Scripts that the server has lost are sent again.
func TestAwaitReplicasWithoutScripts(t *testing.T) {
	server := redistest.Start(t)
	s := openURL(t, server.URL)
	w := newWorld(t, s)
	g := w.group("one")
	s.AwaitReplicas(0) // as many as there are
	s.replicas = -1    // and yet by WAIT, which takes any number
	if err := s.client.ScriptFlush(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	if got := w.check(g, "21", "gc"); got.Total != 1 {
		t.Errorf("check = %+v", got)
	}
}
