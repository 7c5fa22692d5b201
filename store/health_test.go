package store

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dojang/store/redistest"
	"dojang/study"
)

func TestHealth(t *testing.T) {
	for _, test := range []struct {
		name string
		args []string
		want Health
		warn []string // what each warning has in it
	}{
		{"neither AOF nor RDB", nil, Health{Persists: No, Evicts: No}, []string{"NOT PERSIST"}},
		{"AOF", []string{"--appendonly", "yes"}, Health{Persists: Yes, Evicts: No}, nil},
		{"AOF that is not synced", []string{"--appendonly", "yes", "--appendfsync", "no"}, Health{Persists: Yes, Evicts: No}, []string{"appendfsync no"}},
		{"RDB", []string{"--save", "3600", "1"}, Health{Persists: Yes, Evicts: No}, nil},
		{"evicts", []string{"--appendonly", "yes", "--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"},
			Health{Persists: Yes, Evicts: Yes}, []string{"EVICTS"}},
		{"would evict, but has no limit", []string{"--appendonly", "yes", "--maxmemory-policy", "allkeys-lru"}, Health{Persists: Yes, Evicts: No}, nil},
		{"CONFIG is forbidden", []string{"--rename-command", "CONFIG", ""}, Health{Persists: Unknown, Evicts: No}, nil},
		{"CONFIG is forbidden, AOF", []string{"--rename-command", "CONFIG", "", "--appendonly", "yes"}, Health{Persists: Yes, Evicts: No}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := openURL(t, redistest.Start(t, test.args...).URL)
			got, err := s.Health(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got.Version == "" || before(got.Version, oldest) {
				t.Errorf("version %q", got.Version)
			}
			test.want.Kind, test.want.Role, test.want.Masters = got.Kind, "master", 1
			if diff := cmp.Diff(test.want, got, cmpopts.IgnoreUnexported(Health{}), cmpopts.IgnoreFields(Health{}, "Version")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			warns(t, got, test.warn...)
		})
	}
}

// warns compares the warnings with what each should have in it.
func warns(t *testing.T, h Health, want ...string) {
	t.Helper()
	got := h.Warnings()
	if len(got) != len(want) {
		t.Fatalf("warnings %q, want %q", got, want)
	}
	for i := range want {
		if !strings.Contains(got[i].Text, want[i]) {
			t.Errorf("warning %q, want %q", got[i], want[i])
		}
	}
}

// A server that tells nothing at all is no reason for a warning.
func TestHealthOfAServerThatTellsNothing(t *testing.T) {
	server := redistest.Start(t, "--user", "default", "on", "nopass", "~*", "&*", "+@all", "-info", "-config")
	got, err := openURL(t, server.URL).Health(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Health{Kind: Redis, Masters: 1, Persists: Unknown, Evicts: Unknown}, got, cmpopts.IgnoreUnexported(Health{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	warns(t, got)
}

func TestHealthOfAServerThatIsAway(t *testing.T) {
	server := redistest.Start(t)
	s := openURL(t, server.URL)
	server.Stop()
	if h, err := s.Health(t.Context()); err == nil {
		t.Errorf("health = %+v of a server that is away", h)
	}
}

func TestHealthOfTheEmbeddedStore(t *testing.T) {
	got, err := openEmbedded(t).Health(t.Context())
	if err != nil || got.Kind != Embedded {
		t.Fatalf("health = %+v, %v", got, err)
	}
	warns(t, got, "memory of this process")
}

// What this machine has no servers for.
func TestWarnings(t *testing.T) {
	info := func(text string) Health { return readHealth(text, nil) }
	valkey := "redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.1.1\r\nrole:master\r\naof_enabled:1\r\nmaxmemory:0\r\n"
	if h := info(valkey); h.Kind != Valkey || h.Version != "8.1.1" || h.Persists != Yes || h.Evicts != No {
		t.Errorf("valkey: %+v", h)
	}
	warns(t, info("redis_version:6.0.16\r\naof_enabled:1\r\n"), "version 6.0.16: the oldest that is supported is 6.2")
	warns(t, info("redis_version:6.2.0\r\naof_enabled:1\r\n"))
	warns(t, info("redis_version:10.0.0\r\naof_enabled:1\r\n"))
	warns(t, info("redis_version:8.0.0\r\naof_enabled:1\r\nrole:slave\r\n"), "a replica")
	warns(t, info("redis_version:8.0.0\r\naof_enabled:1\r\naof_last_write_status:err\r\n"), "FAILED")
	few := info("redis_version:8.0.0\r\naof_enabled:1\r\nrole:master\r\nconnected_slaves:1\r\n")
	few.wait = 2
	warns(t, few, "redis_wait is 2, but the Redis server has 1 replicas")

	whole := info(valkey).combine(info("redis_version:7.0.0\r\nrole:master\r\naof_enabled:1\r\nmaxmemory:5\r\nmaxmemory_policy:allkeys-lru\r\n"))
	if whole.Version != "7.0.0" || whole.Masters != 2 || whole.Evicts != Yes {
		t.Errorf("both: %+v", whole)
	}
	warns(t, whole, "EVICTS what is stored when its memory is full (maxmemory-policy allkeys-lru)")
}

func TestAway(t *testing.T) {
	server := redistest.Start(t)
	s := openURL(t, server.URL)
	for text, want := range map[string]bool{
		"NOREPLICAS Not enough good replicas to write.":                                                true,
		"ERR Error running script (call to f_0): @user_script:1: @user_script: 1: -READONLY You can't": true,
		"MOVED 1 127.0.0.1:1": true,
		"BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.": true,
		"NOAUTH Authentication required.": true,
		"ERR unknown command":             false,
		"NOPERM no permissions.":          false,
	} {
		err := wrapUnavailable(s.client.Eval(t.Context(), "return redis.error_reply(ARGV[1])", nil, text).Err())
		if got := isAway(err); err == nil || got != want {
			t.Errorf("%q: %v, away %t", text, err, got)
		}
	}
}

// A server whose memory is full refuses the first write of a script: nothing was changed.
// What is recorded can still be read, and once there is memory the same request goes
// through.
func TestAFullRedisSavesNothingAndIsRead(t *testing.T) {
	server := redistest.Start(t, "--appendonly", "yes")
	s := openURL(t, server.URL)
	w := newWorld(t, s)
	g := w.group("g")
	w.check(g, "21", "gil")
	before := w.state()
	limit := func(bytes string) {
		t.Helper()
		client := server.Client()
		defer func() { _ = client.Close() }()
		if err := client.ConfigSet(t.Context(), "maxmemory", bytes).Err(); err != nil {
			t.Fatal(err)
		}
	}
	limit("1000000")
	op := w.op("21")
	if _, err := s.Check(t.Context(), g, op, "gc", w.now, nil, ""); !errors.Is(err, study.ErrNotPersisted) || !isAway(err) {
		t.Errorf("a check: %v", err)
	}
	same(t, "what is stored", before, w.state())
	if o, err := s.Overview(t.Context(), g, w.op("21")); err != nil || o.Total != 1 {
		t.Errorf("a read: %+v, %v", o, err)
	}
	h, err := s.Health(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	warns(t, h, "memory is FULL (maxmemory 976.56K)")
	limit("0")
	if got, err := s.Check(t.Context(), g, op, "gc", w.now, nil, ""); err != nil || got.Total != 2 {
		t.Errorf("the same check: %+v, %v", got, err)
	}
	clean(t, s, w.now)
}

func isAway(err error) bool { return errors.Is(err, study.ErrUnavailable) }
