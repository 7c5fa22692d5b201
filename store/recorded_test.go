package store

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"dojang/store/eventlog"
	"dojang/store/redistest"
	"dojang/study"
)

// The files in testdata/recorded were written by the release before the ledger
// and the event log became packages of their own: a log of the embedded store, a
// backup of a Redis, and all keys of that Redis as JSON. They hold events of every
// kind, snapshots of old events and, in the log, a guild that was purged.
// served.txt is what that release answered about them. They are never written
// again: a layout that changes gets a recording of its own beside them, as links.log
// did, see links_test.go.

// recordedUsers are the users who did something in the recording.
var recordedUsers = []string{"21", "22", "23", "24", "25"}

// recordedNow is when the recording ends.
func recordedNow(t *testing.T) time.Time {
	return newWorld(t, nil).now.AddDate(1, 2, 0)
}

func recorded(t *testing.T, name string) []byte {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", "recorded", name+".gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unzipped)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// dumpedKey is a key of the recorded Redis.
type dumpedKey struct {
	Type   string
	Fields map[string]string `json:",omitempty"` // a hash
	Scores map[string]string `json:",omitempty"` // a sorted set
	Items  []string          `json:",omitempty"` // a list, or a string as one
	Stream [][2]string       `json:",omitempty"` // ids and events
	Last   string            `json:",omitempty"` // of a stream: the last id, which may be deleted
}

// write puts the key into a Redis.
func (k *dumpedKey) write(ctx context.Context, client redis.UniversalClient, key string) error {
	var errs []error
	for field, value := range k.Fields {
		errs = append(errs, client.HSet(ctx, key, field, value).Err())
	}
	for member, score := range k.Scores {
		errs = append(errs, client.Do(ctx, "ZADD", key, score, member).Err())
	}
	for _, entry := range k.Stream {
		errs = append(errs, client.XAdd(ctx, &redis.XAddArgs{Stream: key, ID: entry[0], Values: []any{"e", entry[1]}}).Err())
	}
	switch k.Type {
	case "list":
		for _, item := range k.Items {
			errs = append(errs, client.RPush(ctx, key, item).Err())
		}
	case "string":
		errs = append(errs, client.Set(ctx, key, k.Items[0], 0).Err())
	case "stream":
		if n := len(k.Stream); n == 0 || k.Stream[n-1][0] != k.Last {
			errs = append(errs, client.XAdd(ctx, &redis.XAddArgs{Stream: key, ID: k.Last, Values: []any{"e", ""}}).Err(),
				client.XDel(ctx, key, k.Last).Err())
		}
	}
	return cmp.Or(errs...)
}

func TestWhatTheReleaseBeforeWroteIsServed(t *testing.T) {
	want, err := os.ReadFile(filepath.Join("testdata", "recorded", "served.txt"))
	if err != nil {
		t.Fatal(err)
	}
	now := recordedNow(t)
	serves := func(t *testing.T, s *Store) {
		t.Helper()
		if sum := clean(t, s, now); sum.Groups == 0 || sum.Events == 0 {
			t.Errorf("verified %+v", sum)
		}
		w := newWorld(t, s)
		w.now = now
		if diff := gocmp.Diff(string(want), w.served()); diff != "" {
			t.Errorf("served (-before +now):\n%s", diff)
		}
		w.goesOn()
		clean(t, s, now)
	}
	t.Run("directory", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, eventlog.FileName), recorded(t, "events.log"), 0o600); err != nil {
			t.Fatal(err)
		}
		serves(t, openLog(t, dir))
	})
	t.Run("backup into a directory", func(t *testing.T) {
		dir := t.TempDir()
		if _, err := RestoreDir(dir, bytes.NewReader(recorded(t, "backup")), false, func(int) {}); err != nil {
			t.Fatal(err)
		}
		serves(t, openLog(t, dir))
	})
	t.Run("backup into a Redis", func(t *testing.T) {
		s := openURL(t, redistest.Start(t).URL)
		if _, err := s.Restore(t.Context(), bytes.NewReader(recorded(t, "backup")), false, now, func(int) {}); err != nil {
			t.Fatal(err)
		}
		serves(t, s)
	})
	t.Run("Redis", func(t *testing.T) {
		s := openURL(t, redistest.Start(t).URL)
		var keys map[string]*dumpedKey
		if err := json.Unmarshal(recorded(t, "redis.json"), &keys); err != nil {
			t.Fatal(err)
		}
		for key, content := range keys {
			if err := content.write(t.Context(), s.client, key); err != nil {
				t.Fatalf("%s: %v", key, err)
			}
		}
		if err := s.CheckLayout(t.Context()); err != nil {
			t.Error(err)
		}
		serves(t, s)
	})
}

// goesOn checks that members can go on where the recording ends.
func (w *world) goesOn() {
	w.t.Helper()
	w.ops = 1000
	for _, g := range w.load().Groups {
		before := w.overview(g, "22").Total
		if got := w.check(g, "22", "asyncio"); got.AlreadyDone || got.Total != len(w.overview(g, "22").Record.Checks) {
			w.t.Errorf("a check after the recording = %+v", got)
		}
		w.uncheck(g, "22", "asyncio")
		if got := w.overview(g, "22").Total; got != before {
			w.t.Errorf("%d checks after taking one back, %d before", got, before)
		}
	}
}

func (w *world) overview(g *study.Group, user string) *study.Overview {
	w.t.Helper()
	o, err := w.s.Overview(w.t.Context(), g, w.op(user))
	if err != nil {
		w.t.Fatal(err)
	}
	return o
}

// served is what the store answers about all of the guild's groups, a line each.
func (w *world) served() string {
	w.t.Helper()
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	try := func(err error) {
		w.t.Helper()
		if err != nil {
			w.t.Fatal(err)
		}
	}
	at := func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05") }
	ctx := w.t.Context()
	for _, g := range w.load().Groups {
		say("group %s %q, roadmap %d with %d items, %d rules", g.ID, g.Name, g.RoadmapVersion, g.Roadmap.Len(), len(g.Calendar))
		members, checks, err := w.s.Members(ctx, g, w.op("1"))
		try(err)
		for _, m := range members {
			say("  member %s %q left %t hidden %t joined %s, %d checks", m.User, m.Name, m.Left, m.Hidden, at(m.Joined), checks[m.User])
		}
		for _, by := range []study.Kind{study.Checks, study.Posts, study.Stamps} {
			for _, period := range []study.Period{study.ThisWeek, study.LastWeek, study.ThisMonth, study.AllTime} {
				board := w.board(g, "22", period, by)
				say("  board %s %s: total %d, size %d, mine %d place %d order %d", by, period, board.Total, board.Size, board.Mine.Score, board.Mine.Rank, board.Order)
				for _, row := range board.Rows {
					say("    %d. %s %q %d", row.Rank, row.User, row.Name, row.Score)
				}
			}
		}
		for _, user := range recordedUsers {
			o := w.overview(g, user)
			say("  record of %s: %d active, total %d, week %d, place %d, %d posts", user, o.Active, o.Total, o.Week, o.Rank, o.Record.Posts)
			for _, item := range slices.Sorted(maps.Keys(o.Record.Checks)) {
				check := o.Record.Checks[item]
				say("    check %s %s, week %s, by %s", item, at(check.At), check.Week, check.Op)
			}
			for _, section := range slices.Sorted(maps.Keys(o.Record.Stamps)) {
				say("    stamp %s %s", section, at(o.Record.Stamps[section].At))
			}
		}
		posts, err := w.s.Posts(ctx, g, w.op("1"), study.PostQuery{}, 0, 100)
		try(err)
		for _, p := range posts.Posts {
			say("  post %s by %s %q %s %q %v %s", p.ID, p.Member, p.Name, p.URL, p.Title, p.Items, at(p.At))
		}
		digests, err := w.s.History(ctx, g, w.op("1"), 0, 100)
		try(err)
		for _, d := range digests.Digests {
			say("  digest %s %s message %q body %q places %v checks %d", d.Week, d.State, d.Message, d.Body, d.Ranks, d.Checks)
		}
		versions, err := w.s.Versions(ctx, g, true)
		try(err)
		for _, v := range versions {
			say("  version %d by %q like %d, %d items", v.N, v.By, v.Like, v.Items)
		}
	}
	return b.String()
}
