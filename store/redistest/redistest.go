// Package redistest starts real Redis servers for tests and benchmarks: one, a
// Cluster, or a master with replicas and sentinels. They listen on sockets in
// a directory of their own and on loopback ports, and end with the test.
package redistest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// Required is the environment variable that turns a missing server from a
// reason to skip into a failure.
const Required = "DOJANG_TEST_REQUIRE"

// Program is the environment variable that names another server program than
// the redis-server that is found, such as that of another version or Valkey.
const Program = "DOJANG_TEST_REDIS_SERVER"

// Server is a redis-server, which ends with the test. Unless its arguments say
// otherwise it has no persistence, so that it is empty after Stop and Start.
type Server struct {
	URL     string
	t       testing.TB
	program string
	dir     string
	args    []string
	running *exec.Cmd
	ended   chan struct{} // closed when it has ended
}

// Start starts a redis-server on a socket. Further arguments are the server's.
// Without the program on this machine the test is skipped or, where that is
// required, fails.
func Start(t testing.TB, args ...string) *Server {
	t.Helper()
	s := prepare(t, append([]string{"--port", "0"}, args...)...)
	s.Start()
	return s
}

// prepare makes a server that has not been started.
func prepare(t testing.TB, args ...string) *Server {
	t.Helper()
	dir, err := os.MkdirTemp("", "redis") // a test's own directory has too long a name for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	s := &Server{t: t, program: program(t), dir: dir}
	s.URL = "unix://" + s.socket()
	s.args = append([]string{"--unixsocket", s.socket(), "--dir", dir, "--logfile", s.log(), "--bind", "127.0.0.1",
		"--save", "", "--appendonly", "no"}, args...)
	t.Cleanup(s.Stop)
	return s
}

// program finds the server's program.
func program(t testing.TB) string {
	t.Helper()
	name := os.Getenv(Program)
	if name == "" {
		name = "redis-server"
	}
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv(Required) != "" {
			t.Fatalf("%s is not installed", name)
		}
		t.Skipf("%s is not installed: this part needs a real one", name)
	}
	return path
}

func (s *Server) socket() string { return filepath.Join(s.dir, "s") }
func (s *Server) log() string    { return filepath.Join(s.dir, "log") }

// Start starts the server, or starts it again after Stop.
func (s *Server) Start() {
	s.t.Helper()
	s.launch()
	s.await("redis-server", func() error {
		conn, err := net.Dial("unix", s.socket())
		if err != nil {
			return err
		}
		return conn.Close()
	})
}

// launch starts the program and does not wait until it can be used.
func (s *Server) launch() {
	s.t.Helper()
	running, ended := exec.Command(s.program, s.args...), make(chan struct{})
	if err := running.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.running, s.ended = running, ended
	go func() {
		_ = running.Wait() // it is killed: how it ended says nothing
		close(ended)
	}()
}

// await is [await] for something of the server's; it fails with the server's
// log, and at once when the server has ended.
func (s *Server) await(what string, done func() error) {
	s.t.Helper()
	err := poll(func() error {
		select {
		case <-s.ended:
			return fatal{errors.New("it has ended")}
		default:
			return done()
		}
	})
	if err != nil {
		log, _ := os.ReadFile(s.log())
		s.t.Fatalf("%s: %v\n%s", what, err, log[max(0, len(log)-2000):])
	}
}

// await waits until done returns no error, and fails the test when that does
// not happen in time.
func await(t testing.TB, what string, done func() error) {
	t.Helper()
	if err := poll(done); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// fatal is an error after which it is no use to ask again.
type fatal struct{ error }

// patience is how long something of the servers' may take on a busy machine.
const patience = 60 * time.Second

// poll asks until there is no error, and returns the last one when patience is
// over.
func poll(done func() error) error {
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	retry := time.NewTicker(10 * time.Millisecond)
	defer retry.Stop()
	for {
		err := done()
		if err == nil || errors.As(err, new(fatal)) {
			return err
		}
		select {
		case <-deadline.C:
			return err
		case <-retry.C:
		}
	}
}

// do sends a command to the server, by its socket.
func (s *Server) do(args ...any) (any, error) {
	client := s.Client()
	defer client.Close()
	return client.Do(context.Background(), args...).Result()
}

// must is do for a command that cannot fail.
func (s *Server) must(args ...any) any {
	s.t.Helper()
	reply, err := s.do(args...)
	if err != nil {
		s.t.Fatalf("%v: %v", args, err)
	}
	return reply
}

// AwaitReplica waits until the server is in touch with its master.
func (s *Server) AwaitReplica() {
	s.t.Helper()
	s.await("the replica follows", s.replicates)
}

// replicates returns an error for a replica that is not in touch with its
// master.
func (s *Server) replicates() error {
	info, err := s.do("INFO", "replication")
	if err != nil {
		return err
	}
	if text := fmt.Sprint(info); strings.Contains(text, "role:slave") && !strings.Contains(text, "master_link_status:up") {
		return errors.New(text)
	}
	return nil
}

// Client makes a client for this very server, whatever part of a Cluster it
// is.
func (s *Server) Client() *redis.Client {
	return redis.NewClient(&redis.Options{Network: "unix", Addr: s.socket(), Protocol: 2, MaxRetries: -1, DisableIdentity: true})
}

// Freeze stops the server's clock: it takes connections and answers nothing,
// until it is thawed.
func (s *Server) Freeze() { s.signal(syscall.SIGSTOP) }

// Thaw lets a frozen server go on.
func (s *Server) Thaw() { s.signal(syscall.SIGCONT) }

func (s *Server) signal(sig os.Signal) {
	s.t.Helper()
	if err := s.running.Process.Signal(sig); err != nil {
		s.t.Fatal(err)
	}
}

// Stop kills the server, if it runs.
func (s *Server) Stop() {
	if s.running != nil {
		_ = s.running.Process.Kill()
		<-s.ended
		s.running = nil
	}
}

// The ports are given out from blocks, of which each belongs to one process: it
// listens on the block's first port until it ends. All are below those that the
// system gives to clients, so that none of them takes one meanwhile.
const (
	lowest, highest = 10_000, 20_000
	blockSize       = 100
)

var ports struct {
	sync.Mutex
	next, left int            // of the present block
	locks      []net.Listener // of the blocks
}

// Port returns a loopback port that nobody listens on.
func Port(t testing.TB) string {
	t.Helper()
	return strconv.Itoa(port(t, 0))
}

// port returns a port that nobody listens on, nor on the one so much above it.
func port(t testing.TB, above int) int {
	t.Helper()
	ports.Lock()
	defer ports.Unlock()
	for range highest - lowest {
		if ports.left == 0 {
			claimBlock(t)
		}
		port := ports.next
		ports.next, ports.left = ports.next+1, ports.left-1
		if free(port) && free(port+above) {
			return port
		}
	}
	t.Fatal("no port is free")
	return 0
}

// block takes a block that no process has.
func claimBlock(t testing.TB) {
	t.Helper()
	for _, n := range rand.Perm((highest - lowest) / blockSize) {
		first := lowest + n*blockSize
		lock, err := listen(first)
		if err != nil {
			continue
		}
		ports.locks = append(ports.locks, lock)
		ports.next, ports.left = first+1, blockSize-1
		return
	}
	t.Fatal("no block of ports is free")
}

// free reports whether nobody listens on the port.
func free(port int) bool {
	listener, err := listen(port)
	if err != nil {
		return false
	}
	return listener.Close() == nil
}

func listen(port int) (net.Listener, error) {
	return net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
}
