package redistest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
)

// SentinelGroup is a master with two replicas, watched by three sentinels.
type SentinelGroup struct {
	URL           string // names all sentinels
	Servers       []*Server
	sentinels     []*Server
	ports         []string // of the servers
	sentinelPorts []string // ports of the sentinels
	t             testing.TB
}

// masterName is the master's name in the sentinels.
const masterName = "dojang"

// StartSentinel starts a master, two replicas and three sentinels that watch them. args are further
// arguments of the master and the replicas.
func StartSentinel(t testing.TB, args ...string) *SentinelGroup {
	t.Helper()
	w := &SentinelGroup{t: t}
	for i := range 3 {
		port := Port(t)
		own := []string{"--port", port, "--repl-diskless-sync-delay", "0"}
		if i > 0 {
			own = append(own, "--replicaof", "127.0.0.1", w.ports[0])
		}
		s := prepare(t, append(own, args...)...)
		s.Start()
		w.Servers, w.ports = append(w.Servers, s), append(w.ports, port)
	}
	for range 3 {
		w.startSentinel()
	}
	w.Await()
	w.URL = "redis+sentinel://127.0.0.1:" + strings.Join(w.sentinelPorts, ",127.0.0.1:") + "/" + masterName
	return w
}

// startSentinel starts a sentinel.
func (w *SentinelGroup) startSentinel() {
	w.t.Helper()
	s := prepare(w.t)
	port := Port(w.t)
	file := filepath.Join(s.dir, "sentinel.conf")
	text := fmt.Sprintf("port %s\nbind 127.0.0.1\ndir %s\nlogfile %s\nsentinel monitor %[4]s 127.0.0.1 %s 2\n"+
		"sentinel down-after-milliseconds %[4]s 1000\nsentinel failover-timeout %[4]s 5000\n", port, s.dir, s.log(), masterName, w.ports[0])
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
	s.args = []string{file, "--sentinel"}
	s.launch()
	s.await("redis-sentinel", func() error {
		conn, err := net.Dial("tcp", "127.0.0.1:"+port)
		if err != nil {
			return err
		}
		return conn.Close()
	})
	w.sentinels, w.sentinelPorts = append(w.sentinels, s), append(w.sentinelPorts, port)
	// By default, sentinels announce themselves every two seconds and ask for replicas every ten.
	_ = w.ask(len(w.sentinelPorts)-1, "SENTINEL", "DEBUG", "PUBLISH-PERIOD", "100", "INFO-PERIOD", "200").Err() // since 7.0
}

// ask sends a command to a sentinel.
func (w *SentinelGroup) ask(i int, args ...any) *redis.Cmd {
	client := redis.NewClient(&redis.Options{Addr: "127.0.0.1:" + w.sentinelPorts[i], Protocol: 2, MaxRetries: -1, DisableIdentity: true})
	defer client.Close()
	return client.Do(context.Background(), args...)
}

// Await waits until the sentinels know one another and the replicas and agree on the master, and all
// running servers follow it.
func (w *SentinelGroup) Await() {
	w.t.Helper()
	for i := range w.sentinelPorts {
		await(w.t, "the sentinels know one another", func() error {
			reply, err := w.ask(i, "SENTINEL", "MASTER", masterName).Slice()
			if err != nil {
				return err
			}
			if text := fmt.Sprint(reply...); !strings.Contains(text, "num-slaves2") || !strings.Contains(text, "num-other-sentinels2") {
				return errors.New(text)
			}
			return nil
		})
	}
	await(w.t, "there is one master", func() error {
		for i, s := range w.Servers {
			if s.running == nil {
				continue
			}
			role, err := s.do("ROLE")
			if err != nil {
				return err
			}
			if master := strings.HasPrefix(fmt.Sprint(role), "[master"); master != (s == w.master()) {
				return fmt.Errorf("server %d is %v", i, role)
			}
		}
		return nil
	})
	for _, s := range w.Servers {
		if s.running != nil {
			s.AwaitReplica()
		}
	}
}

// Master returns the server that all sentinels consider the master. It fails the test if they do not
// agree.
func (w *SentinelGroup) Master() *Server {
	w.t.Helper()
	master := w.master()
	if master == nil {
		w.t.Fatal("the sentinels do not agree on a master")
	}
	return master
}

// master returns the server that all sentinels consider the master; nil if they do not agree.
func (w *SentinelGroup) master() *Server {
	var master *Server
	for i := range w.sentinelPorts {
		reply, err := w.ask(i, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", masterName).StringSlice()
		if err != nil || len(reply) != 2 {
			return nil
		}
		at := slices.Index(w.ports, reply[1])
		if at < 0 || master != nil && master != w.Servers[at] {
			return nil
		}
		master = w.Servers[at]
	}
	return master
}

// Flush deletes everything on the servers.
func (w *SentinelGroup) Flush() {
	w.t.Helper()
	for _, s := range w.Servers {
		if s.running == nil {
			continue
		}
		if err := flush(s); err != nil {
			w.t.Fatal(err)
		}
	}
}
