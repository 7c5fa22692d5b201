package store

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"dojang/store/redistest"
)

// Each start of a server with an append-only file is followed by one rewrite, whichever
// bot asks first.
func TestLogsAreRewrittenAfterARestart(t *testing.T) {
	server := redistest.Start(t, redistest.Durable...)
	a, b := openURL(t, server.URL), openURL(t, server.URL)
	for start := range 2 {
		if n, err := a.RewriteLogs(t.Context()); n != 1 || err != nil {
			t.Errorf("start %d, the first bot: %d, %v", start, n, err)
		}
		server.AwaitRewritten()
		for name, s := range map[string]*Store{"the first bot again": a, "another bot": b} {
			if n, err := s.RewriteLogs(t.Context()); n != 0 || err != nil {
				t.Errorf("start %d, %s: %d, %v", start, name, n, err)
			}
		}
		server.Restart()
	}
}

// Where there is nothing to rewrite, nothing is asked.
func TestWhatNeedsNoRewrite(t *testing.T) {
	const redis = "redis_version:8.0.0\r\nrun_id:abc\r\nrole:master\r\naof_enabled:1\r\n"
	for _, test := range []struct {
		name, info string
		want       bool
	}{
		{"Redis", redis, true},
		{"a replica", strings.Replace(redis, "master", "slave", 1), false},
		{"no append-only file", strings.Replace(redis, "enabled:1", "enabled:0", 1), false},
		{"a Valkey before the mend", redis + "valkey_version:9.1.1\r\n", true},
		{"a Valkey with the mend", redis + "valkey_version:9.1.2\r\n", false},
		{"a newer Valkey", redis + "valkey_version:10.0.0\r\n", false},
		{"a server that tells little", "redis_version:8.0.0\r\n", false},
	} {
		if _, got := needsRewrite(test.info); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
	s := openURL(t, redistest.Start(t).URL)
	if n, err := s.RewriteLogs(t.Context()); n != 0 || err != nil {
		t.Errorf("a server that saves nothing: %d, %v", n, err)
	}
}

// A server that refuses is warned of, once in the log of each bot and in every look at
// its health.
func TestARefusedRewriteIsSaid(t *testing.T) {
	args := append(slices.Clone(redistest.Durable), "--user", "default", "on", "nopass", "~*", "&*", "+@all", "-bgrewriteaof")
	server := redistest.Start(t, args...)
	for _, name := range []string{"the first bot", "another bot"} {
		s := openURL(t, server.URL)
		if n, err := s.RewriteLogs(t.Context()); n != 0 || !errors.Is(err, ErrRewriteRefused) {
			t.Errorf("%s: %d, %v", name, n, err)
		}
		if n, err := s.RewriteLogs(t.Context()); n != 0 || err != nil {
			t.Errorf("%s again: %d, %v", name, n, err)
		}
		h, err := s.Health(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		warns(t, h, "BGREWRITEAOF")
	}
}
