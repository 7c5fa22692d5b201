// Package redistest starts real Redis servers for tests and benchmarks: a single one, a Cluster, or
// a master with replicas and sentinels. They listen on Unix sockets in temporary directories and on
// loopback ports, and end with the test.
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

// Required is the environment variable with which a test fails, instead of being skipped, if the
// server program is missing.
const Required = "DOJANG_TEST_REQUIRE"

// Program is the environment variable that names the server program, for example another version or
// Valkey. The default is redis-server.
const Program = "DOJANG_TEST_REDIS_SERVER"

// Server is a redis-server that ends with the test. By default it does not persist anything, so it
// is empty after Stop and Start.
type Server struct {
	URL     string
	t       testing.TB
	program string
	dir     string
	args    []string
	running *exec.Cmd
	ended   chan struct{} // closed when the process has ended
}

// Start starts a redis-server on a Unix socket. args are further arguments of the server. If the
// program is missing, the test is skipped or, with Required, fails.
func Start(t testing.TB, args ...string) *Server {
	t.Helper()
	s := prepare(t, append([]string{"--port", "0"}, args...)...)
	s.Start()
	return s
}

// prepare returns a server that is not started yet.
func prepare(t testing.TB, args ...string) *Server {
	t.Helper()
	dir, err := os.MkdirTemp("", "redis") // the path of t.TempDir is too long for a socket
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

// program returns the path of the server program.
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

// launch starts the program without waiting until it answers.
func (s *Server) launch() {
	s.t.Helper()
	running, ended := exec.Command(s.program, s.args...), make(chan struct{})
	if err := running.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.running, s.ended = running, ended
	go func() {
		_ = running.Wait() // tests kill it, so the error says nothing
		close(ended)
	}()
}

// await is [await] for a condition of the server. It fails at once if the server has ended, and
// prints the end of the server's log.
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

// await waits until done returns no error. It fails the test if that takes longer than patience.
func await(t testing.TB, what string, done func() error) {
	t.Helper()
	if err := poll(done); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// fatal is an error that ends poll at once.
type fatal struct{ error }

// patience is how long to wait for a condition. It allows for a busy machine.
const patience = 60 * time.Second

// poll calls done until it returns no error. After patience it returns the last error.
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

// do sends a command to the server and returns the reply.
func (s *Server) do(args ...any) (any, error) {
	client := s.Client()
	defer client.Close()
	return client.Do(context.Background(), args...).Result()
}

// must is do, but fails the test on an error.
func (s *Server) must(args ...any) any {
	s.t.Helper()
	reply, err := s.do(args...)
	if err != nil {
		s.t.Fatalf("%v: %v", args, err)
	}
	return reply
}

// AwaitReplica waits until the server is connected to its master.
func (s *Server) AwaitReplica() {
	s.t.Helper()
	s.await("the replica follows", s.replicates)
}

// replicates returns an error if the server is a replica that is not connected to its master, or a
// master that takes no changes for want of a replica.
func (s *Server) replicates() error {
	info, err := s.do("INFO", "replication")
	if err != nil {
		return err
	}
	text := fmt.Sprint(info)
	if strings.Contains(text, "role:slave") && !strings.Contains(text, "master_link_status:up") {
		return errors.New(text)
	}
	if strings.Contains(text, "role:master") && strings.Contains(text, "min_slaves_good_slaves:0") {
		return errors.New(text) // it needs a replica to take changes, and does not see it yet
	}
	return nil
}

// Client returns a client of this server only, even if it is part of a Cluster.
func (s *Server) Client() *redis.Client {
	return redis.NewClient(&redis.Options{Network: "unix", Addr: s.socket(), Protocol: 2, MaxRetries: -1, DisableIdentity: true})
}

// Freeze suspends the server's process: connections still succeed, but nothing is answered until
// Thaw.
func (s *Server) Freeze() { s.signal(syscall.SIGSTOP) }

// Thaw resumes the server after Freeze.
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

// Ports come from blocks. A process claims a block by listening on its first port until it ends. All
// blocks are below the range from which the system assigns ports to clients, so none of those is
// taken in the meantime.
const (
	lowest, highest = 10_000, 20_000
	blockSize       = 100
)

var ports struct {
	sync.Mutex
	next, left int            // the next port of the current block, and how many are left
	locks      []net.Listener // on the first ports of the claimed blocks
}

// Port returns a loopback port that nobody listens on.
func Port(t testing.TB) string {
	t.Helper()
	return strconv.Itoa(port(t, 0))
}

// port returns a port such that nobody listens on it or on the port that is above higher.
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

// claimBlock claims a block that no process has.
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
