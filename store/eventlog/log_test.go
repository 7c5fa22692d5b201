package eventlog

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"runtime"
	"sync"
	"testing"
	"time"

	"dojang/study"
)

// memory is what a log is loaded into: the hashes that follow from no event.
type memory struct {
	mu    sync.Mutex
	keys  map[string]string
	loads chan int // how many keys each load has found
}

func (m *memory) load(c *Contents) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keys = map[string]string{}
	for key, body := range c.Others {
		m.keys[key] = string(body)
	}
	m.loads <- len(m.keys)
	return nil
}

func (m *memory) set(key string) []*Record {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keys[key] = "{}"
	return []*Record{{Key: key, Hash: json.RawMessage("{}")}}
}

func (m *memory) has(key string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.keys[key] != ""
}

func openMemory(t *testing.T, dir string) (*Log, *memory) {
	t.Helper()
	m := &memory{loads: make(chan int, 10)}
	l, err := Open(dir, Config{Load: m.load, Now: time.Now, Log: slog.New(slog.DiscardHandler), Keep: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	<-m.loads
	return l, m
}

// failing is a disk whose Sync fails until failures is closed.
type failing struct {
	Disk
	failures chan struct{} // closed when it syncs again
}

func (f *failing) Sync() error {
	select {
	case <-f.failures:
		return f.Disk.Sync()
	default:
		return errors.New("no space left on device")
	}
}

func TestAChangeThatCannotBeWrittenIsUndone(t *testing.T) {
	dir := t.TempDir()
	l, m := openMemory(t, dir)
	change := func(key string) error {
		return l.Change(t.Context(), func(context.Context) ([]*Record, error) { return m.set(key), nil })
	}
	if err := change("first"); err != nil {
		t.Fatal(err)
	}
	f := &failing{failures: make(chan struct{})}
	l.WrapDisk(func(d Disk) Disk {
		f.Disk = d
		return f
	})
	if err := change("second"); !errors.Is(err, study.ErrNotPersisted) {
		t.Errorf("a change that cannot be written: %v", err)
	}
	if n := <-m.loads; n != 1 || m.has("second") {
		t.Errorf("%d keys while it cannot be written, want the first", n)
	}
	close(f.failures)
	for l.Broken() != nil { // until it is tried again
		runtime.Gosched()
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, m := openMemory(t, dir); !m.has("first") || m.has("second") {
		t.Error("after a restart the second change is there, or the first is not")
	}
}

func TestAChangeThatFailsIsUndone(t *testing.T) {
	l, m := openMemory(t, t.TempDir())
	err := l.Change(t.Context(), func(context.Context) ([]*Record, error) {
		m.set("half")
		return nil, errors.New("broken off")
	})
	if err == nil {
		t.Error("the change has no error")
	}
	if n := <-m.loads; n != 0 {
		t.Errorf("%d keys after the repair, want none", n)
	}
}
