package store

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/redis/go-redis/v9"

	"dojang/link"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/store/ledger"
	"dojang/store/redistest"
	"dojang/study"
)

// each runs a test on miniredis and on a real redis-server. open opens one
// more store on the same Redis.
func each(t *testing.T, test func(t *testing.T, open func() *Store)) {
	t.Run("miniredis", func(t *testing.T) {
		first := openEmbedded(t)
		test(t, func() *Store {
			s := &Store{embedded: first.embedded, client: redis.NewClient(first.embedded.options()), limits: bounds}
			s.AddHook(&hook{each: oneSlot(t)})
			t.Cleanup(func() { _ = s.client.Close() })
			return s
		})
	})
	t.Run("log", func(t *testing.T) {
		first := openLog(t, t.TempDir())
		test(t, func() *Store {
			s := &Store{embedded: first.embedded, client: redis.NewClient(first.embedded.options()), limits: bounds}
			s.AddHook(&hook{each: oneSlot(t)})
			t.Cleanup(func() { _ = s.client.Close() })
			return s
		})
	})
	t.Run("redis", func(t *testing.T) {
		server := redistest.Start(t)
		test(t, func() *Store { return openURL(t, server.URL) })
	})
}

// openLog opens the durable embedded store in the directory.
func openLog(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := OpenDir(dir, func() time.Time { return newWorld(t, nil).now }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func openEmbedded(t testing.TB) *Store { return openURL(t, "") }

func openURL(t testing.TB, url string) *Store {
	t.Helper()
	s, err := Open(url)
	if err != nil {
		t.Fatal(err)
	}
	s.AddHook(&hook{each: oneSlot(t)})
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// world is a guild with a group in it, and a clock and operation ids for acts.
type world struct {
	t     testing.TB
	s     *Store
	guild string
	now   time.Time
	ops   int
}

const seoulMonday = "2026-11-23T10:00:00+09:00"

func newWorld(t testing.TB, s *Store) *world {
	now, err := time.Parse(time.RFC3339, seoulMonday)
	if err != nil {
		t.Fatal(err)
	}
	return &world{t: t, s: s, guild: "1000", now: now}
}

// op returns a new operation of the user on herself.
func (w *world) op(user string) study.Operation {
	w.ops++
	return study.Operation{ID: fmt.Sprintf("op%d", w.ops), Now: w.now, Actor: user, Member: user, Name: "name of " + user, Groups: study.AnyGroups}
}

// group makes a group with the name.
func (w *world) group(name string) *study.Group {
	w.t.Helper()
	zone, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		w.t.Fatal(err)
	}
	op := w.op("1")
	template, _ := markdown.Template("python-backend")
	g := &study.Group{ID: study.GroupID(op.ID), Guild: w.guild, Version: w.load().Version, Name: name, Channel: "77",
		Language: roadmap.Korean, Template: "python-backend", RoadmapVersion: 1, Roadmap: template,
		Calendar: study.Calendar{{Zone: zone, Start: time.Monday}}, Digest: study.Schedule{Day: time.Monday, Hour: 9},
		State: study.Active, Created: w.now, Since: w.now}
	if _, err := w.s.SaveGroup(w.t.Context(), g, op); err != nil {
		w.t.Fatal(err)
	}
	return w.load().Group(g.ID)
}

// load returns the guild as it is now.
func (w *world) load() *study.Guild {
	w.t.Helper()
	guild, err := w.s.Current(w.t.Context(), w.guild)
	if err != nil {
		w.t.Fatal(err)
	}
	return guild
}

func (w *world) check(g *study.Group, user, item string) study.CheckResult {
	w.t.Helper()
	result, err := w.s.Check(w.t.Context(), g, w.op(user), item, w.now, nil, "")
	if err != nil {
		w.t.Fatal(err)
	}
	return result
}

func (w *world) uncheck(g *study.Group, user, item string) {
	w.t.Helper()
	if _, err := w.s.Uncheck(w.t.Context(), g, w.op(user), item); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) link(url string) *link.Link {
	w.t.Helper()
	l, err := link.Parse(url)
	if err != nil {
		w.t.Fatal(err)
	}
	return &l
}

func (w *world) board(g *study.Group, user string, period study.Period, by study.Kind) study.Board {
	w.t.Helper()
	b, err := w.s.Board(w.t.Context(), g, w.op(user), period, by, 0, 100)
	if err != nil {
		w.t.Fatal(err)
	}
	return b
}

// derived dumps everything stored that follows from the events: all keys but
// the streams and the operations' results, and all fields but the number of
// events and the operations' ids.
func (w *world) derived() map[string]any {
	w.t.Helper()
	ctx := w.t.Context()
	dump := map[string]any{}
	keys, err := w.s.client.Keys(ctx, "*").Result()
	if err != nil {
		w.t.Fatal(err)
	}
	for _, key := range keys {
		switch kind := w.s.client.Type(ctx, key).Val(); {
		case key == layoutKey, strings.HasSuffix(key, ":ops"), strings.HasSuffix(key, ledger.SnapshotKey), kind == "stream", kind == "list":
		case kind == "hash":
			fields := w.s.client.HGetAll(ctx, key).Val()
			delete(fields, "seq")
			for name, value := range fields {
				if f := strings.Fields(value); strings.Contains(name, ".c.") && len(f) == 5 {
					fields[name] = strings.Join(f[:3], " ") // without the operation
				}
				if f := strings.Split(value, "\t"); strings.HasSuffix(key, ledger.RosterKey) && len(f) == 5 {
					fields[name] = strings.Join(append(f[:3], f[4]), "\t")
				}
			}
			if len(fields) > 0 {
				dump[key] = fields
			}
		case kind == "zset":
			dump[key] = w.s.client.ZRangeWithScores(ctx, key, 0, -1).Val()
		default:
			dump[key] = kind
		}
	}
	return dump
}

// same fails the test when the two dumps differ.
func same(t *testing.T, what string, want, got map[string]any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// hook sees every command that goes to Redis.
type hook struct {
	mu    sync.Mutex
	trips int // round trips: commands, and pipelines
	each  func(redis.Cmder)
}

func (h *hook) DialHook(next redis.DialHook) redis.DialHook { return next }

func (h *hook) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		h.saw(cmd)
		return next(ctx, cmd)
	}
}

func (h *hook) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		h.saw(cmds...)
		return next(ctx, cmds)
	}
}

func (h *hook) saw(cmds ...redis.Cmder) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.trips++
	for _, cmd := range cmds {
		if h.each != nil {
			h.each(cmd)
		}
	}
}
