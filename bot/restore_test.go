package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dojang/store/redistest"
)

// A backup goes from a data directory into Redis and back. What cannot be restored is
// said, and a restore needs a file or --abort.
func TestRestore(t *testing.T) {
	server := redistest.Start(t)
	dir := t.TempDir()
	sandbox, redis := filepath.Join(dir, "sandbox"), map[string]string{"DOJANG_REDIS_URL": server.URL}
	dojang := func(env map[string]string, stdin string, args ...string) (out string, err error) {
		var b strings.Builder
		err = run(t.Context(), append([]string{"dojang"}, args...), func(key string) string { return env[key] }, strings.NewReader(stdin), &b, &b)
		return b.String(), err
	}
	must := func(want string, env map[string]string, args ...string) {
		t.Helper()
		if out, err := dojang(env, "", args...); err != nil || !strings.Contains(out, want) {
			t.Fatalf("%s: %v, %q, want %q", args, err, out, want)
		}
	}
	refused := func(want string, env map[string]string, args ...string) {
		t.Helper()
		if _, err := dojang(env, "", args...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", args, err, want)
		}
	}
	empty := map[string]string{"DOJANG_DATA_DIR": filepath.Join(dir, "nowhere")}
	for where, env := range map[string]map[string]string{"Redis": redis, "a directory": empty} {
		if out, err := dojang(env, "", "verify"); exitStatus(err) != 2 {
			t.Errorf("verify of nothing in %s: %v, %q", where, err, out)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "nowhere")); err == nil {
		t.Error("verify has made the directory")
	}
	if out, err := dojang(nil, "민수: /check item:GIL\n", "sandbox", "--terminal", "--data", sandbox); err != nil {
		t.Fatalf("sandbox: %v\n%s", err, out)
	}
	first, second := filepath.Join(dir, "first"), filepath.Join(dir, "second")
	must("records", map[string]string{"DOJANG_DATA_DIR": sandbox}, "backup", first)
	must("records restored", redis, "restore", first)
	must("1 groups in 1 servers", redis, "verify")
	refused("there are groups already; nothing was changed", redis, "restore", first)
	must("Redis needs memory for both; it now uses", redis, "restore", "--replace", first)
	must("records", redis, "backup", second)
	must("records restored", map[string]string{"DOJANG_DATA_DIR": filepath.Join(dir, "copy")}, "restore", second)
	must("1 groups in 1 servers", map[string]string{"DOJANG_DATA_DIR": filepath.Join(dir, "copy")}, "verify")

	raw, err := os.ReadFile(second)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(raw), "\n")
	lines[1], lines[2] = lines[2], lines[1]
	if err := os.WriteFile(second, []byte(strings.Join(lines, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	refused("nothing was changed: line 2 of the backup", redis, "restore", "--replace", second)
	refused("no restore was interrupted", redis, "restore", "--abort")
	refused("no restore was interrupted", map[string]string{"DOJANG_DATA_DIR": sandbox}, "restore", "--abort")
	refused("or --abort alone", redis, "restore")
	refused("or --abort alone", redis, "restore", "--abort", first)
}
