// Package redistest starts a real redis-server for tests and benchmarks.
package redistest

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// Required is the environment variable that turns a missing server from a
// reason to skip into a failure.
const Required = "DOJANG_TEST_REQUIRE"

// Server is a redis-server without persistence, which ends with the test.
type Server struct {
	URL     string
	t       testing.TB
	program string
	dir     string
	running *exec.Cmd
}

// Start starts a redis-server. Without the program on this machine the test is
// skipped or, where that is required, fails.
func Start(t testing.TB) *Server {
	t.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		if os.Getenv(Required) != "" {
			t.Fatal("redis-server is not installed")
		}
		t.Skip("redis-server is not installed: this part needs a real one")
	}
	dir, err := os.MkdirTemp("", "redis") // a test's own directory has too long a name for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	s := &Server{URL: "unix://" + filepath.Join(dir, "s"), t: t, program: program, dir: dir}
	s.Start()
	t.Cleanup(s.Stop)
	return s
}

// Start starts the server again after Stop; it is empty then.
func (s *Server) Start() {
	s.t.Helper()
	socket := filepath.Join(s.dir, "s")
	s.running = exec.Command(s.program, "--port", "0", "--unixsocket", socket, "--dir", s.dir, "--save", "", "--appendonly", "no")
	if err := s.running.Start(); err != nil {
		s.t.Fatal(err)
	}
	deadline := time.NewTimer(10 * time.Second)
	defer deadline.Stop()
	retry := time.NewTicker(10 * time.Millisecond)
	defer retry.Stop()
	for {
		conn, err := net.Dial("unix", socket)
		if err == nil {
			_ = conn.Close()
			return
		}
		select {
		case <-deadline.C:
			s.t.Fatalf("redis-server does not answer: %v", err)
		case <-retry.C:
		}
	}
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
		_ = s.running.Wait()
		s.running = nil
	}
}
