package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"
)

// child is the environment variable by which this test binary runs as a bot
// instead, in a process of its own.
const child = "DOJANG_BENCH_CHILD"

func TestMain(m *testing.M) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	if os.Getenv(child) != "" {
		operationsPerMinute = 0
	}
	switch os.Getenv(child) {
	case "":
		stop()
		os.Exit(runTests(m))
	case "dojang":
		if err := run(ctx, []string{"dojang"}, os.Getenv, os.Stdin, os.Stdout, os.Stderr); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	case "ahead":
		ahead, err := time.ParseDuration(os.Getenv(aheadBy))
		if err == nil {
			p := &program{env: os.Getenv, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}
			err = p.runBot(ctx, func() time.Time { return time.Now().Add(ahead) })
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	case "small":
		if err := smallBot(ctx); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	stop()
}

// runTests runs the tests, and ends what they share.
func runTests(m *testing.M) int {
	defer func() { endBrowser() }()
	return m.Run()
}

// guard is how long a test waits for what has to come. It only ends a test that
// hangs: shortly before all tests are ended, so that the test can still say what
// was missing.
func guard(t testing.TB) time.Duration {
	if t, ok := t.(interface{ Deadline() (time.Time, bool) }); ok {
		if end, limited := t.Deadline(); limited {
			return max(time.Until(end)-30*time.Second, time.Second)
		}
	}
	return time.Hour
}
