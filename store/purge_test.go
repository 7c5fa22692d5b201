package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dojang/store/eventlog"
	"dojang/store/ledger"
	"dojang/store/redistest"
	"dojang/study"
)

// busy lets something of each kind happen in a guild, with two groups.
func busy(t *testing.T, s *Store, guild string) *world {
	t.Helper()
	w := newWorld(t, s)
	w.guild, w.ops = guild, 100*len(guild) // operations of its own
	for _, name := range []string{"a", "b"} {
		g := w.group(name)
		for _, item := range section {
			w.check(g, "21", item)
		}
		w.check(g, "22", "gil")
		if _, err := s.Share(t.Context(), g, w.op("22"), *w.link("https://example.com/a"), "A", "gil"); err != nil {
			t.Fatal(err)
		}
		d := study.Digest{Week: g.Calendar.Week(w.now).Name, State: study.DigestPosting, Due: w.now, Started: w.now, Channel: "77", Body: []byte(`{}`)}
		if err := s.SaveDigest(t.Context(), g, &d, w.op("0")); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// keep is all keys of the guild with what they hold.
func (w *world) keep() map[string]any {
	kept := map[string]any{}
	for key, value := range w.state() {
		if strings.HasPrefix(key, ledger.GuildKey(w.guild)) {
			kept[key] = value
		}
	}
	return kept
}

// A guild is deleted with all that is stored of it, and no other.
func TestPurge(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		s := open()
		w, other := busy(t, s, "1000"), busy(t, s, "10001")
		before := other.keep()
		old := w.load()
		renamed := *old.Groups[0]
		renamed.Name = "c"
		if _, err := s.SaveGroup(t.Context(), &renamed, w.op("1")); err != nil {
			t.Fatal(err)
		}
		if err := s.Purge(t.Context(), old); !errors.Is(err, study.ErrStale) || len(w.load().Groups) != 2 {
			t.Errorf("a guild that has changed since: %v, %d groups", err, len(w.load().Groups))
		}
		guild := w.load()
		if err := s.Purge(t.Context(), guild); err != nil {
			t.Fatal(err)
		}
		if err := s.Purge(t.Context(), guild); !errors.Is(err, study.ErrStale) {
			t.Errorf("a second time: %v", err)
		}
		keys, err := s.client.Keys(t.Context(), "*").Result()
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range keys {
			if strings.Contains(key, "{1000}") {
				t.Errorf("%s is left", key)
			}
		}
		for shard := range dueShards {
			for _, id := range s.client.ZRange(t.Context(), dueKey(shard), 0, -1).Val() {
				if strings.HasPrefix(id, "1000:") {
					t.Errorf("%s is still due", id)
				}
			}
		}
		if n := len(w.load().Groups); n != 0 {
			t.Errorf("%d groups are left in memory", n)
		}
		same(t, "another guild", before, other.keep())
		clean(t, s, w.now)

		again := busy(t, s, "1000")
		if n := len(again.load().Groups); n != 2 {
			t.Errorf("%d groups after a new beginning", n)
		}
		clean(t, s, w.now)
	})
}

// A purged guild is nowhere on disk once the log is compacted, which the next start does if
// it was not done before. No backup has it, even before that.
func TestAPurgedGuildIsNotOnDisk(t *testing.T) {
	dir, crashed := t.TempDir(), t.TempDir()
	s := openLog(t, dir)
	w, other := busy(t, s, "778899"), busy(t, s, "10001")
	before := other.keep()

	release := s.embedded.log.HoldCompaction() // the log is not compacted yet
	if err := s.Purge(t.Context(), w.load()); err != nil {
		t.Fatal(err)
	}
	var backup bytes.Buffer
	_, err := BackupDir(dir, &backup, func(int) {})
	log, readErr := os.ReadFile(filepath.Join(dir, eventlog.FileName))
	release()
	if err != nil || readErr != nil {
		t.Fatal(err, readErr)
	}
	if bytes.Contains(backup.Bytes(), []byte("778899")) || !bytes.Contains(backup.Bytes(), []byte("10001")) {
		t.Error("a backup has the purged guild, or has not the other")
	}

	name := filepath.Join(crashed, eventlog.FileName) // as after a crash
	if err := os.WriteFile(name, log, 0o600); err != nil {
		t.Fatal(err)
	}
	s = openLog(t, crashed)
	w.s, other.s = s, s
	if n := len(w.load().Groups); n != 0 {
		t.Errorf("%d groups are back after a restart", n)
	}
	same(t, "another guild", before, other.keep())
	clean(t, s, w.now)
	for deadline := time.Now().Add(time.Minute); bytes.Contains(log, []byte("778899")); {
		if log, err = os.ReadFile(name); err != nil || time.Now().After(deadline) {
			t.Fatalf("the log still has the guild (%v)", err)
		}
	}
	clean(t, s, w.now)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	other.s = openLog(t, crashed)
	same(t, "another guild after the log was written anew", before, other.keep())
}

// That the bot is gone survives a restart, also of a group that posts no
// digests, and it is looked for at the time that was due before.
func TestThatTheBotIsGoneSurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	w := newWorld(t, openLog(t, dir))
	g := w.group("g")
	g.State, g.RemovedAt = study.Paused, w.now
	if _, err := w.s.SaveGroup(t.Context(), g, w.op("1")); err != nil {
		t.Fatal(err)
	}
	clean(t, w.s, w.now)
	if err := w.s.Close(); err != nil {
		t.Fatal(err)
	}
	w.s = openLog(t, dir)
	if found := w.load().Group(g.ID); !found.RemovedAt.Equal(w.now) {
		t.Errorf("gone since %v, want %v", found.RemovedAt, w.now)
	}
	next, ok, err := w.s.NextDue(t.Context())
	if away := next.Sub(w.now); err != nil || !ok || away <= 0 || away%(12*time.Hour) != 0 {
		t.Errorf("next look %v from when it was gone, %t, %v", away, ok, err)
	}
}

// A bot that has cached a guild from before it was purged and set up again does not mistake
// the new one for it.
func TestAGuildThatWasPurgedIsKnownByAnotherVersion(t *testing.T) {
	server := redistest.Start(t, "--port", redistest.Port(t))
	a, b := openURL(t, server.URL), openURL(t, server.URL)
	w := newWorld(t, a)
	old := w.group("before")
	if guild, err := b.Current(t.Context(), w.guild); err != nil || len(guild.Groups) != 1 {
		t.Fatal(guild, err)
	}
	if err := a.Purge(t.Context(), w.load()); err != nil {
		t.Fatal(err)
	}
	w.now = w.now.Add(study.KeepRemoved)
	anew := w.group("after")
	if _, err := b.Check(t.Context(), old, w.op("22"), "gil", w.now, nil, ""); !errors.Is(err, study.ErrStale) {
		t.Errorf("a check in the deleted group: %v", err)
	}
	guild, err := b.Current(t.Context(), w.guild)
	if err != nil || len(guild.Groups) != 1 || guild.Group(anew.ID) == nil {
		t.Errorf("the other bot knows %+v, %v; want the new group alone", guild.Groups, err)
	}
	clean(t, a, w.now)
}
