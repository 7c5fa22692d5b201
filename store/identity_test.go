package store

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dojang/store/eventlog"
	"dojang/store/redistest"
	"dojang/study"
)

// A Redis was emptied under a running bot, and new groups were made in the emptiness.
func TestAnEmptiedRedisIsNoticed(t *testing.T) {
	server := redistest.Start(t)
	s := openURL(t, server.URL)
	if fresh, err := s.Identify(t.Context()); err != nil || !fresh {
		t.Fatalf("a new store: %v, %v", fresh, err)
	}
	w := newWorld(t, s)
	g := w.group("g")
	other := openURL(t, server.URL) // another process
	if fresh, err := other.Identify(t.Context()); err != nil || fresh {
		t.Fatalf("the second process: %v, %v", fresh, err)
	}
	for _, one := range []*Store{s, other} {
		if err := one.CheckIdentity(t.Context()); err != nil {
			t.Fatalf("the store is as it was: %v", err)
		}
	}
	if err := server.Client().FlushAll(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	if err := s.CheckIdentity(t.Context()); !errors.Is(err, study.ErrReplaced) {
		t.Errorf("emptied: %v", err)
	}
	if _, err := s.Check(t.Context(), g, w.op("21"), "gil", w.now, nil, ""); !errors.Is(err, study.ErrReplaced) {
		t.Errorf("a check: %v", err)
	}
	if _, err := s.Overview(t.Context(), g, w.op("21")); !errors.Is(err, study.ErrReplaced) {
		t.Errorf("a read: %v", err)
	}
	if _, err := s.Versions(t.Context(), g, false); !errors.Is(err, study.ErrReplaced) {
		t.Errorf("a read without a script: %v", err)
	}
	if err := s.EndCommandSync(t.Context(), "7", "origin", "hash", nil); !errors.Is(err, study.ErrReplaced) {
		t.Errorf("a write without a script: %v", err)
	}
	if _, _, err := s.Guild(t.Context(), "77", "21"); !errors.Is(err, study.ErrReplaced) {
		t.Errorf("a guild that is not in the cache: %v", err)
	}
	if keys := server.Client().Keys(t.Context(), "*").Val(); len(keys) > 0 {
		t.Errorf("written are %q", keys)
	}
	// A restarted bot accepts the store as it is. One that was not restarted does not
	// accept the new one's id either.
	restarted := openURL(t, server.URL)
	if fresh, err := restarted.Identify(t.Context()); err != nil || !fresh {
		t.Fatalf("restarted: %v, %v", fresh, err)
	}
	newWorld(t, restarted).group("anew")
	if err := other.CheckIdentity(t.Context()); !errors.Is(err, study.ErrReplaced) {
		t.Errorf("another id: %v", err)
	}
}

// A purge and a restore leave the store the one that it is.
func TestAPurgedGuildIsNoEmptiedStore(t *testing.T) {
	s := openURL(t, redistest.Start(t).URL)
	if _, err := s.Identify(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, s)
	w.group("g")
	backup := backupOf(t, s)
	if empty, err := s.IsEmpty(t.Context()); err != nil || empty {
		t.Errorf("empty with a group: %v, %v", empty, err)
	}
	if err := s.Purge(t.Context(), w.load()); err != nil {
		t.Fatal(err)
	}
	if empty, err := s.IsEmpty(t.Context()); err != nil || !empty {
		t.Errorf("empty after the purge: %v, %v", empty, err)
	}
	if _, err := s.Restore(t.Context(), strings.NewReader(string(backup)), true, w.now, func(int) {}); err != nil {
		t.Fatal(err)
	}
	if err := s.CheckIdentity(t.Context()); err != nil {
		t.Error(err)
	}
}

// The log of a running bot was removed, replaced or shortened: checks were answered and
// gone after the restart.
func TestALogThatIsGoneIsNoticed(t *testing.T) {
	for name, disturb := range map[string]func(file string) error{
		"removed":   os.Remove,
		"replaced":  func(file string) error { return os.Rename(copyOf(t, file), file) },
		"shortened": func(file string) error { return os.Truncate(file, 60) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, eventlog.FileName)
			w, g := filled(t, dir)
			if err := w.s.CheckIdentity(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := disturb(file); err != nil {
				t.Fatal(err)
			}
			left, _ := os.ReadFile(file)
			// By the write itself, without a look before.
			if _, err := w.s.Check(t.Context(), g, w.op("22"), "gc", w.now, nil, ""); !errors.Is(err, study.ErrNotPersisted) {
				t.Errorf("a check: %v", err)
			}
			for what, err := range map[string]error{"looking": w.s.CheckIdentity(t.Context()), "asking": w.s.Replaced()} {
				if !errors.Is(err, study.ErrReplaced) || !strings.Contains(err.Error(), name) {
					t.Errorf("%s: %v", what, err)
				}
			}
			if _, err := w.s.Overview(t.Context(), g, w.op("22")); !errors.Is(err, study.ErrReplaced) {
				t.Errorf("a read: %v", err)
			}
			if err := w.s.Close(); !errors.Is(err, study.ErrReplaced) {
				t.Errorf("closed: %v", err)
			}
			if now, _ := os.ReadFile(file); string(now) != string(left) {
				t.Errorf("the file was written to: %d bytes, then %d", len(left), len(now))
			}
		})
	}
}

// copyOf makes a copy of a file beside it and returns its name.
func copyOf(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	name := file + ".copy"
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// While nobody writes, looking finds it.
func TestALogThatIsGoneIsNoticedWithoutAWrite(t *testing.T) {
	dir := t.TempDir()
	w, g := filled(t, dir)
	if err := w.s.embedded.log.CompactNow(w.now); err != nil {
		t.Fatal(err)
	}
	if err := w.s.CheckIdentity(t.Context()); err != nil {
		t.Fatalf("after a compaction: %v", err)
	}
	if err := os.Remove(filepath.Join(dir, eventlog.FileName)); err != nil {
		t.Fatal(err)
	}
	if err := w.s.CheckIdentity(t.Context()); !errors.Is(err, study.ErrReplaced) {
		t.Errorf("looking: %v", err)
	}
	if _, err := w.s.Check(t.Context(), g, w.op("22"), "gc", w.now, nil, ""); !errors.Is(err, study.ErrReplaced) {
		t.Errorf("a check: %v", err)
	}
}

// A disk that was full and then lost the log is not tried again.
func TestALogThatIsGoneIsNotRepaired(t *testing.T) {
	dir := t.TempDir()
	w, g := filled(t, dir)
	full := &faulty{}
	w.s.embedded.log.WrapDisk(func(d eventlog.Disk) eventlog.Disk {
		full.Disk = d
		return full
	})
	full.set(func(on string) error {
		if on != "write" {
			return nil
		}
		return errors.Join(errors.New("no space left on device"), os.RemoveAll(filepath.Join(dir, eventlog.FileName)))
	})
	if _, err := w.s.Check(t.Context(), g, w.op("22"), "gc", w.now, nil, ""); !errors.Is(err, study.ErrNotPersisted) {
		t.Errorf("a check: %v", err)
	}
	waitFor(t, func() bool { return w.s.Replaced() != nil })
	if err := w.s.CheckIdentity(t.Context()); !errors.Is(err, study.ErrReplaced) {
		t.Errorf("looking: %v", err)
	}
}

// An empty file and one of zero bytes opened as an empty store.
func TestAnEmptyLogIsRefused(t *testing.T) {
	for name, content := range map[string]string{"empty": "", "zero bytes": strings.Repeat("\x00", 4096), "half a first line": `{"dojang":"eve`} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, eventlog.FileName)
			if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			if s, err := OpenDir(dir, time.Now, slog.New(slog.DiscardHandler)); err == nil {
				_ = s.Close()
				t.Error("it was opened")
			} else if !strings.Contains(err.Error(), "Nothing was changed") {
				t.Error(err)
			}
			if got, err := os.ReadFile(file); err != nil || string(got) != content {
				t.Errorf("the file is %q, %v", got, err)
			}
		})
	}
}
