package store

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"dojang/store/redistest"
)

// leastRights are those that docs/operations.md asks for.
const leastRights = "~dojang:* ~dojang.* +@read +@write +@scripting -@dangerous +ping +info +config|get +time +wait +bgrewriteaof"

// The least rights are enough for everything that the program does.
func TestTheLeastRightsAreEnough(t *testing.T) {
	if docs, err := os.ReadFile("../docs/operations.md"); err != nil || !strings.Contains(string(docs), "`"+leastRights+"`") {
		t.Errorf("docs/operations.md does not ask for %s, %v", leastRights, err)
	}
	args := append([]string{"--user", "default", "on", "nopass", "resetkeys", "-@all"}, strings.Fields(leastRights)...)
	s := openURL(t, redistest.Start(t, append(args, redistest.Durable...)...).URL)
	for name, do := range map[string]func() error{
		"load":     func() error { return s.Load(t.Context()) },
		"layout":   func() error { return s.CheckLayout(t.Context()) },
		"identify": func() error { _, err := s.Identify(t.Context()); return err },
		"rewrite":  func() error { _, err := s.RewriteLogs(t.Context()); return err },
	} {
		if err := do(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	h, err := s.Health(t.Context())
	if err != nil || h.Persists != Yes || h.Version == "" {
		t.Errorf("health: %+v, %v", h, err)
	}
	w, _ := grown(t, s)
	clean(t, s, w.now)
	backup := backupOf(t, s)
	if _, err := s.Restore(t.Context(), bytes.NewReader(backup), true, w.now, func(int) {}); err != nil {
		t.Errorf("restore: %v", err)
	}
	if _, err := s.Rebuild(t.Context(), w.now, func(Difference) {}); err != nil {
		t.Errorf("rebuild: %v", err)
	}
	if err := s.Purge(t.Context(), w.load()); err != nil {
		t.Errorf("purge: %v", err)
	}
}
