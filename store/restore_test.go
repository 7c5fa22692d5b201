package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/store/eventlog"
	"dojang/study"
)

// A backup of either kind of store can be restored into the other.
func TestBackupsMoveBetweenStores(t *testing.T) {
	dir := t.TempDir()
	w, g := filled(t, dir)
	g = w.replace(g, line(g, "gcp"), "")
	var first bytes.Buffer
	if _, err := BackupDir(dir, &first, func(int) {}); err != nil { // while it is open
		t.Fatal(err)
	}
	before := w.state()
	for key := range before {
		if strings.Contains(key, ":commands:") {
			delete(before, key) // Discord has them
		}
	}
	each(t, func(t *testing.T, open func() *Store) {
		s := open()
		if s.durable() {
			t.Skip("restored into a directory below")
		}
		w := newWorld(t, s)
		w.group("another")
		if _, err := s.Restore(t.Context(), bytes.NewReader(first.Bytes()), false, w.now, func(int) {}); !errors.Is(err, ErrNotEmpty) {
			t.Errorf("into a store with a group in it: %v", err)
		}
		if _, err := s.Restore(t.Context(), bytes.NewReader(first.Bytes()), true, w.now, func(int) {}); err != nil {
			t.Fatal(err)
		}
		same(t, "restored", before, w.state())
		clean(t, s, w.now)
		if w.check(w.load().Group(g.ID), "21", "gc").Total != 4 {
			t.Error("the record does not go on where it was")
		}
		w.uncheck(w.load().Group(g.ID), "21", "gc")
		var second bytes.Buffer
		if _, err := s.Backup(t.Context(), &second, func(int) {}); err != nil {
			t.Fatal(err)
		}
		into := t.TempDir()
		if _, err := RestoreDir(into, bytes.NewReader(second.Bytes()), false, func(int) {}); err != nil {
			t.Fatal(err)
		}
		if _, err := RestoreDir(into, bytes.NewReader(second.Bytes()), false, func(int) {}); !errors.Is(err, ErrNotEmpty) {
			t.Errorf("into a directory with a log in it: %v", err)
		}
		w.s = openLog(t, into)
		same(t, "restored into a directory", before, w.state())
		clean(t, w.s, w.now)
	})
}

// Logs that were last written in the same second are all kept when one after the
// other is put aside.
func TestNoLogThatWasPutAsideIsLost(t *testing.T) {
	source, dir := t.TempDir(), t.TempDir()
	filled(t, source)
	var backup bytes.Buffer
	if _, err := BackupDir(source, &backup, func(int) {}); err != nil {
		t.Fatal(err)
	}
	name, at := filepath.Join(dir, eventlog.FileName), time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	want := []string{"a", "b", "c", "d"}
	for n, contents := range want {
		if err := os.WriteFile(name, []byte(contents), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, at, at); err != nil {
			t.Fatal(err)
		}
		away := func() error { return EmptyDir(dir) }
		if n%2 == 1 {
			away = func() error {
				_, err := RestoreDir(dir, bytes.NewReader(backup.Bytes()), true, func(int) {})
				return err
			}
		}
		if err := away(); err != nil {
			t.Fatal(err)
		}
	}
	aside, err := filepath.Glob(name + ".replaced-*")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, file := range aside {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(raw))
	}
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("kept are %q, want %q", got, want)
	}
}

func TestABackupThatIsNotWholeIsRefused(t *testing.T) {
	dir := t.TempDir()
	filled(t, dir)
	var backup bytes.Buffer
	if _, err := BackupDir(dir, &backup, func(int) {}); err != nil {
		t.Fatal(err)
	}
	whole := backup.Bytes()
	if _, err := eventlog.CheckBackup(bytes.NewReader(whole)); err != nil {
		t.Fatal(err)
	}
	for cut := range len(whole) {
		if _, err := eventlog.CheckBackup(bytes.NewReader(whole[:cut])); err == nil {
			t.Errorf("the first %d bytes of %d are taken for a backup", cut, len(whole))
		}
	}
	lines := bytes.SplitAfter(whole, []byte("\n"))
	without := bytes.Join(append(lines[:2:2], lines[3:]...), nil)
	if _, err := eventlog.CheckBackup(bytes.NewReader(without)); err == nil || !strings.Contains(err.Error(), "lines before") {
		t.Errorf("a backup without a line of it: %v", err)
	}
	newer := resum([]byte(`{"dojang":"backup","v":2,"sum":"00000000"}`))
	if _, err := eventlog.CheckBackup(bytes.NewReader(append(newer, whole[len(lines[0]):]...))); err == nil || !strings.Contains(err.Error(), "newer Dojang") {
		t.Errorf("a backup of a newer kind: %v", err)
	}
}

// swapLines returns the file with two of its lines in each other's place. The first line has
// number 1.
func swapLines(file []byte, a, b int) []byte {
	lines := bytes.SplitAfter(file, []byte("\n"))
	lines[a-1], lines[b-1] = lines[b-1], lines[a-1]
	return bytes.Join(lines, nil)
}

// backupOf returns a backup of the store.
func backupOf(t *testing.T, s *Store) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := s.Backup(t.Context(), &b, func(int) {}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// snapshotBackup returns a backup that has the fields of a group's snapshot, and then
// one event.
func snapshotBackup(t *testing.T, s *Store, g *study.Group, fields ...string) []byte {
	t.Helper()
	l, err := s.ledger(t.Context(), g.Guild, g.ID)
	if err != nil {
		t.Fatal(err)
	}
	values, err := l.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := eventlog.NewBackup(&b)
	for _, field := range fields {
		w.Put(&eventlog.Record{Guild: g.Guild, Group: g.ID, Field: field, Value: values[field]})
	}
	w.Put(&eventlog.Record{Guild: g.Guild, Group: g.ID, Seq: l.Seq + 1, Event: []byte(`{"v":1,"type":"leave","op":"9","member":"21"}`)})
	if _, err := w.End(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Two lines of a backup had changed places: its checksums were right, it was written over
// what was there, and then the bot did not start.
func TestABackupThatCannotBeOpenedIsRefused(t *testing.T) {
	source := newWorld(t, openEmbedded(t))
	g := source.group("g")
	source.check(g, "21", "gil")
	source.check(g, "22", "gil")
	events := backupOf(t, source.s)
	snapshot := snapshotBackup(t, source.s, g, "head", "m.21", "m.22")
	for _, good := range [][]byte{events, snapshot} {
		if _, err := eventlog.CheckBackup(bytes.NewReader(good)); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		name   string
		backup []byte
		want   string
	}{
		{"two events in each other's place", swapLines(events, 3, 4), "line 4 of the backup: event 2 comes after event 3"},
		{"an event before the group's settings", swapLines(events, 2, 3), `line 2 of the backup: event 2 is of the type "check"`},
		{"a part of the snapshot behind an event", swapLines(snapshot, 4, 5), "line 5 of the backup: a part of the group's snapshot comes after its events"},
		{"a snapshot without settings", snapshotBackup(t, source.s, g, "m.21"), "line 3 of the backup: event 4 is of the type"},
		{"a part of the snapshot twice", snapshotBackup(t, source.s, g, "head", "m.21", "m.21"), "line 4 of the backup: the group's snapshot has m.21 twice"},
	} {
		t.Run(test.name, func(t *testing.T) {
			refused := func(err error) {
				t.Helper()
				if err == nil || !strings.Contains(err.Error(), test.want) {
					t.Errorf("got %v, want %q", err, test.want)
				}
			}
			s := openEmbedded(t)
			w := newWorld(t, s)
			w.check(w.group("mine"), "21", "gc")
			before := w.state()
			_, err := s.Restore(t.Context(), bytes.NewReader(test.backup), true, w.now, func(int) {})
			refused(err)
			same(t, "what was there", before, w.state())
			if err := s.CheckLayout(t.Context()); err != nil {
				t.Errorf("a bot does not start: %v", err)
			}
			dir := t.TempDir()
			_, err = RestoreDir(dir, bytes.NewReader(test.backup), true, func(int) {})
			refused(err)
			if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
				t.Errorf("left in the directory: %v, %v", left, err)
			}
		})
	}
}

// errGone is the error of a command that fails.
var errGone = errors.New("the connection is gone")

// failing lets so many commands through. The others fail, before or after Redis has
// executed them.
type failing struct {
	left    int
	after   bool
	scripts bool // only scripts count and fail
}

func (f *failing) DialHook(next redis.DialHook) redis.DialHook { return next }

func (f *failing) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (f *failing) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if f.scripts && !strings.HasPrefix(cmd.Name(), "eval") {
			return next(ctx, cmd)
		}
		if f.left--; f.left >= 0 {
			return next(ctx, cmd)
		}
		if f.after {
			_ = next(ctx, cmd)
		}
		cmd.SetErr(errGone)
		return errGone
	}
}

// A restore that replaces groups is interrupted at each of its commands. No bot starts
// then. The same restore again finishes it; or everything is taken back, until the old
// groups are being deleted.
func TestAnInterruptedRestore(t *testing.T) {
	source := newWorld(t, openEmbedded(t))
	source.check(source.group("restored"), "21", "gil")
	source.check(source.group("another"), "22", "gc")
	backup, restored := backupOf(t, source.s), source.state()
	each(t, func(t *testing.T, open func() *Store) {
		s := open()
		if s.durable() {
			t.Skip("a directory is restored by renaming one file")
		}
		w := newWorld(t, s)
		restore := func(s *Store) error {
			_, err := s.Restore(t.Context(), bytes.NewReader(backup), true, source.now, func(int) {})
			return err
		}
		stages := map[string]int{}
		for n, whole := 0, false; !whole && !t.Failed(); n += 5 {
			if err := s.delete(t.Context(), keyPrefix); err != nil {
				t.Fatal(err)
			}
			w.check(w.group("mine"), "21", "gc")
			before := w.state()
			whole = restore(interruptedAt(open(), n)) == nil
			begun, err := s.restoring(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			stage := begun["stage"]
			stages[stage]++
			if err := s.CheckLayout(t.Context()); stage != "" && !errors.Is(err, ErrUnfinishedRestore) {
				t.Errorf("a bot that starts in the stage %q: %v", stage, err)
			}
			what := fmt.Sprintf("interrupted after %d commands in the stage %q", n, stage)
			if n%2 == 1 { // taking it back is interrupted, too, and then it is restored after all
				_ = interruptedAt(open(), 2+n%19).AbortRestore(t.Context())
				if err := restore(s); err == nil {
					same(t, what+", taken back in part and finished", restored, w.state())
				} else if !errors.Is(err, ErrUnfinishedRestore) {
					t.Errorf("%s, taken back in part and finished: %v", what, err)
				}
				if begun, err = s.restoring(t.Context()); err != nil {
					t.Fatal(err)
				}
				stage = begun["stage"]
			}
			if err = s.AbortRestore(t.Context()); (err == nil) != (stage == staging || stage == swapping || stage == aborting) {
				t.Errorf("%s and taken back: %v", what, err)
			}
			if err == nil {
				same(t, what+" and taken back", before, w.state())
				clean(t, s, w.now)
				_ = restore(interruptedAt(open(), n))
			}
			if err := restore(s); err != nil {
				t.Errorf("%s and finished: %v", what, err)
			}
			same(t, what+" and finished", restored, w.state())
			clean(t, s, source.now)
			for _, prefix := range []string{sidePrefix, oldPrefix, swappedPrefix} {
				if left, err := s.keysByTag(t.Context(), prefix); err != nil || len(left) > 0 {
					t.Errorf("%s and finished: left over are %v, %v", what, left, err)
				}
			}
		}
		for _, stage := range []string{"", staging, swapping, deleting} {
			if stages[stage] == 0 {
				t.Errorf("it was never interrupted in the stage %q", stage)
			}
		}
		if err := s.AbortRestore(t.Context()); !errors.Is(err, ErrNoRestore) {
			t.Errorf("nothing to take back: %v", err)
		}
	})
}

// interruptedAt returns the store with a connection that is gone after n commands.
func interruptedAt(s *Store, n int) *Store {
	s.AddHook(&failing{left: n, after: n%2 == 1})
	return s
}

// While one restore is unfinished, another file is refused, and so is a rebuild.
func TestAnotherRestoreIsRefused(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		s := open()
		if s.durable() {
			t.Skip("a directory is restored by renaming one file")
		}
		w := newWorld(t, s)
		w.group("mine")
		first := backupOf(t, s)
		w.group("other")
		second := backupOf(t, s)
		restore := func(s *Store, backup []byte) error {
			_, err := s.Restore(t.Context(), bytes.NewReader(backup), true, w.now, func(int) {})
			return err
		}
		if err := restore(interruptedAt(open(), 6), first); err == nil {
			t.Fatal("it was not interrupted")
		}
		if err := restore(s, second); !errors.Is(err, ErrUnfinishedRestore) {
			t.Errorf("another backup: %v", err)
		}
		if _, err := s.Rebuild(t.Context(), w.now, func(Difference) {}); !errors.Is(err, ErrUnfinishedRestore) {
			t.Errorf("rebuild: %v", err)
		}
	})
}

// seedBackup is a backup with one of everything, for fuzzing.
func seedBackup(f *testing.F) []byte {
	s, err := Open("")
	if err != nil {
		f.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	w := newWorld(f, s)
	w.check(w.group("g"), "21", "gil")
	var b bytes.Buffer
	if _, err := s.Backup(f.Context(), &b, func(int) {}); err != nil {
		f.Fatal(err)
	}
	return b.Bytes()
}

// resum gives every line of a file that has a checksum the right one, so that
// fuzzing gets behind it.
func resum(file []byte) []byte {
	const start, size = `,"sum":"`, len(`,"sum":"00000000"}`)
	var out []byte
	for line := range bytes.SplitSeq(file, []byte("\n")) {
		if cut := len(line) - size; cut > 0 && bytes.HasPrefix(line[cut:], []byte(start)) {
			line = fmt.Appendf(bytes.Clone(line[:cut]), `%s%08x"}`, start, crc32.Checksum(line[:cut], crc32.MakeTable(crc32.Castagnoli)))
		}
		out = append(append(out, line...), '\n')
	}
	return out
}

// Whatever a backup has in it: no panic, and nothing outside the keys of the
// groups that it names. What was found good can be opened.
func FuzzRestore(f *testing.F) {
	backup := seedBackup(f)
	f.Add(backup, false)
	f.Add(bytes.ReplaceAll(backup, []byte(`"guild":"1000"`), []byte(`"guild":"1}x"`)), true)
	f.Fuzz(func(t *testing.T, backup []byte, sums bool) {
		if sums {
			backup = resum(backup)
		}
		if _, err := eventlog.CheckBackup(bytes.NewReader(backup)); err != nil {
			return
		}
		s, err := Open("")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		now := time.Now()
		if _, err := s.Restore(t.Context(), bytes.NewReader(backup), false, now, func(int) {}); err != nil {
			t.Fatalf("a backup that was found good cannot be opened: %v", err)
		}
		clean(t, s, now)
	})
}
