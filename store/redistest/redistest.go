// Package redistest starts a real redis-server for tests and benchmarks.
package redistest

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Required is the environment variable that turns a missing server from a
// reason to skip into a failure.
const Required = "DOJANG_TEST_REQUIRE"

// Start starts a redis-server without persistence that ends with the test, and
// returns its URL. Without the program on this machine the test is skipped or,
// where that is required, fails.
func Start(t testing.TB) string {
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
	socket := filepath.Join(dir, "s")
	server := exec.Command(program, "--port", "0", "--unixsocket", socket, "--dir", dir, "--save", "", "--appendonly", "no")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	deadline := time.NewTimer(10 * time.Second)
	defer deadline.Stop()
	retry := time.NewTicker(10 * time.Millisecond)
	defer retry.Stop()
	for {
		conn, err := net.Dial("unix", socket)
		if err == nil {
			_ = conn.Close()
			return "unix://" + socket
		}
		select {
		case <-deadline.C:
			t.Fatalf("redis-server does not answer: %v", err)
		case <-retry.C:
		}
	}
}
