package store

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dojang/store/eventlog"
	"dojang/study"
)

// filled opens a store in the directory and lets something of each kind happen.
func filled(t *testing.T, dir string) (*world, *study.Group) {
	t.Helper()
	w := newWorld(t, openLog(t, dir))
	g := w.group("g")
	for _, item := range section {
		w.check(g, "21", item)
	}
	w.check(g, "22", "gil")
	op := w.op("22")
	if _, err := w.s.Share(t.Context(), g, op, *w.link("https://example.com/a"), "A", "gil"); err != nil {
		t.Fatal(err)
	}
	w.uncheck(g, "21", "gc")
	week := g.Calendar.Week(w.now).Name
	d := study.Digest{Week: week, State: study.DigestPosting, Due: w.now, Started: w.now, Channel: "77", Body: []byte(`{"a":"<b>"}`)}
	if err := w.s.SaveDigest(t.Context(), g, &d, w.op("0")); err != nil {
		t.Fatal(err)
	}
	if err := w.s.EndCommandSync(t.Context(), "7", "origin", "hash", map[string]string{"check": "1"}); err != nil {
		t.Fatal(err)
	}
	return w, g
}

// state dumps what is stored, except for what changes when the store is opened.
func (w *world) state() map[string]any {
	dump := w.derived()
	for key, value := range dump {
		if fields, ok := value.(map[string]string); ok {
			delete(fields, "v")
			if delete(fields, "lease"); strings.Contains(key, ":commands:") && len(fields) == 0 {
				delete(dump, key)
			}
		}
	}
	return dump
}

func TestWhatIsStoredIsThereAfterARestart(t *testing.T) {
	dir := t.TempDir()
	w, g := filled(t, dir)
	g = w.replace(g, line(g, "gcp"), "")
	before := w.state()
	op := w.op("22")
	if _, err := w.s.Check(t.Context(), g, op, "gc", w.now, nil, ""); err != nil {
		t.Fatal(err)
	}
	w.uncheck(g, "22", "gc")
	if err := w.s.Close(); err != nil {
		t.Fatal(err)
	}
	w.s = openLog(t, dir)
	same(t, "after a restart", before, w.state())
	clean(t, w.s, w.now)
	g = w.load().Group(g.ID)
	if _, err := w.s.Check(t.Context(), g, op, "gc", w.now, nil, ""); err == nil {
		t.Error("an operation of before the restart was carried out again")
	}
	if w.check(g, "21", "gc").Total != 4 {
		t.Error("the record does not go on where it was")
	}
	if _, ids, mine, err := w.s.BeginCommandSync(t.Context(), "7", "origin", "hash", "token"); mine || ids["check"] != "1" || err != nil {
		t.Errorf("registered commands = %v, %t, %v; want those of before", ids, mine, err)
	}
}

func TestASecondProcessIsRefused(t *testing.T) {
	dir := t.TempDir()
	openLog(t, dir)
	if _, err := OpenDir(dir, time.Now, nil); err == nil || !strings.Contains(err.Error(), "another dojang") {
		t.Errorf("the second one: %v", err)
	}
}

// A crash may leave any part of what was being written. All that is whole is
// kept, the rest is cut off, and the store goes on.
func TestATornEndIsCutOff(t *testing.T) {
	dir := t.TempDir()
	w, _ := filled(t, dir)
	if err := w.s.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, eventlog.FileName)
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(whole, []byte("\n"))
	first := len(lines[0]) + len(lines[1]) // the first line, and the group's settings
	for cut := len(whole); cut >= len(lines[0]); cut-- {
		if cut > len(lines[0])+2 && cut < first {
			continue // within the settings nothing else is found
		}
		beside := bytes.IndexByte(whole[max(cut-2, 0):min(cut+2, len(whole))], '\n') >= 0
		if !beside && cut%5 != 0 && !long() {
			continue // each fifth place within a line, and all beside its ends
		}
		if err := os.WriteFile(name, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		s := openLog(t, dir)
		sum := clean(t, s, w.now)
		if want := max(0, bytes.Count(whole[:cut], []byte(`"event"`))-1); sum.Events < want {
			t.Fatalf("cut at %d: %d events, want at least %d", cut, sum.Events, want)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if t.Failed() {
			t.Fatalf("cut at %d", cut)
		}
	}
}

func TestADamagedLineStopsTheStartAndNothingIsTouched(t *testing.T) {
	dir := t.TempDir()
	w, _ := filled(t, dir)
	if err := w.s.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, eventlog.FileName)
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := range bytes.Count(whole, []byte("\n")) - 1 { // but for the last line, which may be torn
		lines := bytes.SplitAfter(bytes.Clone(whole), []byte("\n"))
		lines[i][len(lines[i])/2] ^= 1
		damaged := bytes.Join(lines, nil)
		if err := os.WriteFile(name, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		var damage *eventlog.Damage
		_, err := OpenDir(dir, time.Now, nil)
		if !errors.As(err, &damage) || damage.Line != i+1 {
			t.Errorf("line %d damaged: %v", i+1, err)
		}
		if after, err := os.ReadFile(name); err != nil || !bytes.Equal(after, damaged) {
			t.Errorf("line %d damaged: the file was changed, %v", i+1, err)
		}
	}
}

// faulty is a disk that fails when told to.
type faulty struct {
	eventlog.Disk
	mu   sync.Mutex
	fail func(what string) error
}

func (f *faulty) on(what string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fail == nil {
		return nil
	}
	return f.fail(what)
}

func (f *faulty) set(fail func(string) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail = fail
}

// WriteAt writes half of what it should when it fails, as a full disk does.
func (f *faulty) WriteAt(b []byte, at int64) (int, error) {
	if err := f.on("write"); err != nil {
		n, _ := f.Disk.WriteAt(b[:len(b)/2], at)
		return n, err
	}
	return f.Disk.WriteAt(b, at)
}

func (f *faulty) Sync() error {
	if err := f.on("sync"); err != nil {
		return err
	}
	return f.Disk.Sync()
}

func (f *faulty) Truncate(size int64) error {
	if err := f.on("truncate"); err != nil {
		return err
	}
	return f.Disk.Truncate(size)
}

func TestWhatCannotBeSavedIsRefusedAndUndone(t *testing.T) {
	for _, what := range []string{"write", "sync"} {
		t.Run(what, func(t *testing.T) {
			dir := t.TempDir()
			w, g := filled(t, dir)
			f := &faulty{}
			w.s.embedded.log.WrapDisk(func(d eventlog.Disk) eventlog.Disk {
				f.Disk = d
				return f
			})
			before := w.state()
			failed := make(chan struct{}, 100)
			f.set(func(on string) error {
				if on == what {
					failed <- struct{}{}
					return errors.New("no space left on device")
				}
				return nil
			})
			if _, err := w.s.Check(t.Context(), g, w.op("22"), "gc", w.now, nil, ""); !errors.Is(err, study.ErrNotPersisted) {
				t.Errorf("a check that cannot be saved: %v", err)
			}
			waitFor(t, func() bool { return w.s.embedded.log.Fresh() })
			same(t, "read while nothing can be saved", before, w.state())
			if _, err := w.s.Overview(t.Context(), g, w.op("22")); err != nil {
				t.Errorf("a read while nothing can be saved: %v", err)
			}
			if _, err := w.s.Check(t.Context(), g, w.op("22"), "gc", w.now, nil, ""); !errors.Is(err, study.ErrNotPersisted) {
				t.Errorf("the next check: %v", err)
			}
			h, err := w.s.Health(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			warns(t, h, "no space left on device")
			<-failed
			<-failed // it is tried again
			f.set(nil)
			waitFor(t, func() bool { return w.s.embedded.log.Broken() == nil })
			same(t, "after the failure", before, w.state())
			if got := w.check(w.load().Group(g.ID), "22", "gc"); got.AlreadyDone || got.Total != 2 {
				t.Errorf("the check once more = %+v", got)
			}
			clean(t, w.s, w.now)
			after := w.state()
			if err := w.s.Close(); err != nil {
				t.Fatal(err)
			}
			w.s = openLog(t, dir)
			same(t, "after a restart", after, w.state())
		})
	}
}

// waitFor waits until something is so that another goroutine does.
func waitFor(t *testing.T, so func() bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !so() {
		if time.Now().After(deadline) {
			t.Fatal("it never is so")
		}
		time.Sleep(time.Millisecond)
	}
}

// Many members at once: each sees what is on disk, and all of it is there in
// the end.
func TestManyChangesAtOnce(t *testing.T) {
	dir := t.TempDir()
	w := newWorld(t, openLog(t, dir))
	g := w.group("g")
	var items []string
	for ref := range g.Roadmap.Items() {
		items = append(items, ref.Item.ID)
	}
	var wg sync.WaitGroup
	for user := range 8 {
		acts := make([]study.Operation, 40)
		for i := range acts {
			acts[i] = w.op(decimal(int64(21 + user)))
		}
		wg.Go(func() {
			for i, op := range acts {
				if _, err := w.s.Check(t.Context(), g, op, items[i], w.now, nil, ""); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	clean(t, w.s, w.now)
	before := w.state()
	if err := w.s.Close(); err != nil {
		t.Fatal(err)
	}
	w.s = openLog(t, dir)
	same(t, "after a restart", before, w.state())
	if o, err := w.s.Overview(t.Context(), g, w.op("21")); err == nil && o.Total != 320 {
		t.Errorf("%d checks, want 320", o.Total)
	}
}

func TestOldEventsAreCompactedAndNothingIsLost(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		for _, item := range section {
			w.check(g, "21", item)
		}
		first := w.op("22")
		if _, err := w.s.Check(t.Context(), g, first, "gil", w.now, w.link("https://example.com/a"), ""); err != nil {
			t.Fatal(err)
		}
		w.check(g, "23", "gil")
		d := study.Digest{Week: g.Calendar.Week(w.now).Name, State: study.DigestPosted, Due: w.now, Started: w.now, Message: "5"}
		if err := w.s.SaveDigest(t.Context(), g, &d, w.op("0")); err != nil {
			t.Fatal(err)
		}
		g = w.replace(g, line(g, section[0]), "") // of a stamp
		w.now = w.now.AddDate(1, 1, 0)
		w.check(g, "22", "gc")
		if err := w.s.Leave(t.Context(), g, w.op("23"), true); err != nil {
			t.Fatal(err)
		}
		before, events := w.state(), clean(t, w.s, w.now).Events
		if w.s.durable() {
			if err := w.s.embedded.log.CompactNow(w.now.Add(-keepEvents)); err != nil {
				t.Fatal(err)
			}
		} else if err := w.s.compactOld(t.Context(), g, w.now.Add(-keepEvents)); err != nil {
			t.Fatal(err)
		}
		if left := clean(t, w.s, w.now).Events; left != 1 || events < 6 {
			t.Errorf("%d events of %d are left, want one", left, events)
		}
		same(t, "after compacting", before, w.state())
		if _, err := w.s.Undo(t.Context(), g, w.op("22"), first.ID, "gil", postID(first.ID)); err != nil {
			t.Errorf("undoing what is compacted: %v", err)
		}
		clean(t, w.s, w.now)
		var backup bytes.Buffer
		if w.s.durable() {
			if _, err := BackupDir(w.s.embedded.log.Dir(), &backup, func(int) {}); err != nil {
				t.Fatal(err)
			}
		} else if _, err := w.s.Backup(t.Context(), &backup, func(int) {}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(backup.String(), `name of 23`) {
			t.Errorf("an erased member is in the backup:\n%s", backup.String())
		}
	})
}

// The log is compacted while members go on.
func TestCompactingWhileTheStoreGoesOn(t *testing.T) {
	dir := t.TempDir()
	w, g := filled(t, dir)
	if err := w.s.Leave(t.Context(), g, w.op("21"), true); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	acts := make([]study.Operation, 100)
	for i := range acts {
		acts[i] = w.op("22")
	}
	wg.Go(func() {
		for i, op := range acts {
			var err error
			if i%2 == 0 {
				_, err = w.s.Check(t.Context(), g, op, "pytest", w.now, nil, "")
			} else {
				_, err = w.s.Uncheck(t.Context(), g, op, "pytest")
			}
			if err != nil {
				t.Error(err)
			}
		}
	})
	for range 10 {
		if err := w.s.embedded.log.CompactNow(w.now.AddDate(-1, 0, 0)); err != nil {
			t.Error(err)
		}
	}
	wg.Wait()
	before := w.state()
	clean(t, w.s, w.now)
	if err := w.s.Close(); err != nil {
		t.Fatal(err)
	}
	log, err := os.ReadFile(filepath.Join(dir, eventlog.FileName))
	if err != nil || bytes.Contains(log, []byte("name of 21")) {
		t.Errorf("the erased member is in the log still, %v", err)
	}
	w.s = openLog(t, dir)
	same(t, "after a restart", before, w.state())
	clean(t, w.s, w.now)
}

// slowDisk waits in its first Sync until it is let go.
type slowDisk struct {
	eventlog.Disk
	once      sync.Once
	in, letGo chan struct{}
}

func (d *slowDisk) Sync() error {
	d.once.Do(func() {
		close(d.in)
		<-d.letGo
	})
	return d.Disk.Sync()
}

// A change failed while another one was on its way to the disk. That one was told that it
// was not saved, and was in the log nevertheless: the next change got its number, and the
// log did not open again.
func TestAChangeThatFailsWhileAnotherIsWritten(t *testing.T) {
	dir := t.TempDir()
	w := newWorld(t, openLog(t, dir))
	g := w.group("g")
	w.check(g, "21", "gil")
	slow := &slowDisk{in: make(chan struct{}), letGo: make(chan struct{})}
	w.s.embedded.log.WrapDisk(func(d eventlog.Disk) eventlog.Disk {
		slow.Disk = d
		return slow
	})
	op, later := w.op("21"), w.op("22")
	written, failed := make(chan error), make(chan error)
	go func() {
		_, err := w.s.Check(t.Context(), g, op, "gc", w.now, nil, "")
		written <- err
	}()
	<-slow.in
	go func() {
		_, err := w.s.embedded.change(t.Context(), g.Guild, g.ID, func(context.Context) (any, error) {
			close(slow.letGo)
			return nil, errors.New("a script fails")
		})
		failed <- err
	}()
	if err := <-failed; err == nil {
		t.Error("the change that fails has no error")
	}
	if err := <-written; err != nil {
		t.Errorf("the change that gets to disk: %v", err)
	}
	waitFor(t, func() bool { return w.s.embedded.log.Broken() == nil })
	if _, err := w.s.Check(t.Context(), g, later, "mypy", w.now, nil, ""); err != nil {
		t.Error(err)
	}
	before := w.state()
	if err := w.s.Close(); err != nil {
		t.Fatal(err)
	}
	w.s = openLog(t, dir)
	same(t, "after a restart", before, w.state())
	clean(t, w.s, w.now)
}

// A compaction does not write over a log that somebody put in its place.
func TestACompactionLeavesAnotherLogAlone(t *testing.T) {
	dir := t.TempDir()
	w, _ := filled(t, dir)
	file := filepath.Join(dir, eventlog.FileName)
	if err := os.Rename(copyOf(t, file), file); err != nil {
		t.Fatal(err)
	}
	there, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.s.embedded.log.CompactNow(w.now); !errors.Is(err, study.ErrReplaced) {
		t.Errorf("compacted: %v", err)
	}
	if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, there) {
		t.Errorf("the other log has changed, %v", err)
	}
	if err := w.s.Replaced(); err == nil {
		t.Error("it is not noticed")
	}
}
