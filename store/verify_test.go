package store

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"dojang/store/ledger"
	"dojang/study"
)

// clean fails the test when anything stored is not as the events say.
func clean(t *testing.T, s *Store, now time.Time) Checked {
	t.Helper()
	sum, err := s.Verify(t.Context(), now, func(d Difference) { t.Errorf("verify: %s", d) })
	if err != nil {
		t.Errorf("verify: %v", err)
	}
	return sum
}

// grown is a store in which something of each kind is kept.
func grown(t *testing.T, s *Store) (*world, *study.Group) {
	t.Helper()
	w := newWorld(t, s)
	g := w.group("g")
	w.group("other")
	g = w.load().Group(g.ID)
	for _, item := range section {
		w.check(g, "21", item)
	}
	w.check(g, "22", "gil")
	w.check(g, "22", "pytest")
	g = w.replace(g, line(g, "pytest"), "") // but it stays 22's
	w.check(g, "23", "gil")
	if _, err := w.s.Share(t.Context(), g, w.op("22"), *w.link("https://example.com/a"), "A", "gil"); err != nil {
		t.Fatal(err)
	}
	if err := w.s.Leave(t.Context(), g, w.op("23"), false); err != nil {
		t.Fatal(err)
	}
	d := study.Digest{Week: g.Calendar.Week(w.now).Name, State: study.DigestPosted, Due: w.now, Started: w.now, Message: "5"}
	if err := w.s.SaveDigest(t.Context(), g, &d, w.op("0")); err != nil {
		t.Fatal(err)
	}
	return w, g
}

// Verify finds whatever is missing or wrong, and Rebuild repairs it.
func TestRebuildRepairsWhatVerifyFinds(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		s := open()
		if s.durable() {
			t.Skip("its memory is made anew at every start")
		}
		w, g := grown(t, s)
		own := ledger.GroupKey(g.Guild, g.ID)
		before := w.state()
		board := own + ledger.BoardKey + "c.w20261123"
		ctx := t.Context()
		for name, damage := range map[string]func() error{
			"a check is lost": func() error { return s.client.HDel(ctx, ledger.UserKey("1000", "21"), g.ID+".c.gil").Err() },
			"a check too many": func() error {
				return s.client.HSet(ctx, ledger.UserKey("1000", "21"), g.ID+".c.mypy", "1 20261123 202611 op 1").Err()
			},
			"a number is wrong":         func() error { return s.client.HIncrBy(ctx, own+ledger.CountersKey, "c.all", 3).Err() },
			"the numbers are lost":      func() error { return s.client.Del(ctx, own+ledger.CountersKey).Err() },
			"a score is wrong":          func() error { return s.client.ZIncrBy(ctx, board, 2, "22").Err() },
			"somebody is on a board":    func() error { return s.client.ZAdd(ctx, board, redis.Z{Score: 9, Member: "23"}).Err() },
			"a board is lost":           func() error { return s.client.Del(ctx, board).Err() },
			"counts of items are lost":  func() error { return s.client.Del(ctx, own+ledger.ItemsKey).Err() },
			"a member is lost":          func() error { return s.client.HDel(ctx, own+ledger.RosterKey, "22").Err() },
			"a member too many":         func() error { return s.client.HSet(ctx, own+ledger.RosterKey, "29", "active\t0\t1\t1:op\tx").Err() },
			"posts are lost":            func() error { return s.client.Del(ctx, own+ledger.PostsKey, own+ledger.URLsKey).Err() },
			"the index is lost":         func() error { return s.client.Del(ctx, own+ledger.IndexKey, own+ledger.BegunKey).Err() },
			"versions are lost":         func() error { return s.client.Del(ctx, own+ledger.VersionsKey).Err() },
			"digests are lost":          func() error { return s.client.Del(ctx, own+ledger.DigestsKey).Err() },
			"a group's settings differ": func() error { return s.client.HSet(ctx, ledger.GuildKey("1000"), "g."+g.ID, "{}").Err() },
			"a guild is lost":           func() error { return s.client.Del(ctx, ledger.GuildKey("1000")).Err() },
			"all but the events is lost": func() error {
				for _, key := range s.client.Keys(ctx, "*").Val() {
					if !strings.HasSuffix(key, ledger.EventsKey) {
						if err := s.client.Del(ctx, key).Err(); err != nil {
							return err
						}
					}
				}
				return nil
			},
		} {
			t.Run(name, func(t *testing.T) {
				if err := damage(); err != nil {
					t.Fatal(err)
				}
				found := 0
				if _, err := s.Verify(ctx, w.now, func(Difference) { found++ }); err != nil || found == 0 {
					t.Errorf("verify found %d differences, %v", found, err)
				}
				if sum, err := s.Rebuild(ctx, w.now, func(Difference) {}); err != nil || sum.Differences != found {
					t.Errorf("rebuild mended %d of %d differences, %v", sum.Differences, found, err)
				}
				clean(t, s, w.now)
				same(t, "rebuilt", before, w.state())
				// Nothing that a bot remembers of before may be taken for the present.
				if got := w.check(w.load().Group(g.ID), "22", "gc"); got.Total != 2 || got.Rank != 2 {
					t.Errorf("a check afterwards = %+v", got)
				}
				w.uncheck(w.load().Group(g.ID), "22", "gc")
			})
		}
	})
}

// Stopped anywhere, it can be begun again.
func TestRebuildCanBeInterrupted(t *testing.T) {
	w, _ := grown(t, openEmbedded(t))
	before := w.state()
	step := 4
	if long() {
		step = 1
	}
	for after := 1; ; after += step {
		for _, key := range w.s.client.Keys(t.Context(), "*").Val() {
			if !strings.HasSuffix(key, ledger.EventsKey) {
				w.s.client.Del(t.Context(), key)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		stopping := &Store{embedded: w.s.embedded, client: redis.NewClient(w.s.embedded.options()), limits: bounds}
		left := after
		stopping.AddHook(&hook{each: func(redis.Cmder) {
			if left--; left < 0 {
				cancel()
			}
		}})
		_, interrupted := stopping.Rebuild(ctx, w.now, func(Difference) {})
		cancel()
		_ = stopping.client.Close()
		if _, err := w.s.Rebuild(t.Context(), w.now, func(Difference) {}); err != nil {
			t.Fatal(err)
		}
		clean(t, w.s, w.now)
		same(t, "rebuilt after an interruption", before, w.state())
		if t.Failed() || interrupted == nil {
			break // it has come to its end by itself
		}
	}
}

// Members go on while it is damaged and mended; in the end all is as the
// events say, and no check that was answered is lost.
func TestRebuildBesideMembers(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		s := open()
		if s.durable() {
			t.Skip("its memory is made anew at every start")
		}
		w, g := grown(t, s)
		var items []string
		for ref := range g.Roadmap.Items() {
			items = append(items, ref.Item.ID)
		}
		acts := make([]study.Operation, 100)
		for i := range acts {
			acts[i] = w.op("24")
		}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			member := open()
			for i, op := range acts {
				for {
					guild, err := member.Current(context.Background(), g.Guild)
					if err == nil && guild.Group(g.ID) != nil {
						_, err = member.Check(context.Background(), guild.Group(g.ID), op, items[i], w.now, nil, "")
						if err == nil {
							break
						}
					}
					if err != nil && !errors.Is(err, study.ErrStale) {
						t.Error(err)
						return
					}
				}
			}
		}()
		for busy := true; busy; {
			select {
			case <-ended:
				busy = false
			default:
			}
			s.client.HIncrBy(t.Context(), ledger.GroupKey(g.Guild, g.ID)+ledger.CountersKey, "c.all", 1)
			s.client.Del(t.Context(), ledger.GroupKey(g.Guild, g.ID)+ledger.ItemsKey)
			if _, err := s.Rebuild(t.Context(), w.now, func(Difference) {}); err != nil && !strings.Contains(err.Error(), "calmer") {
				t.Fatal(err)
			}
		}
		if _, err := s.Rebuild(t.Context(), w.now, func(Difference) {}); err != nil {
			t.Fatal(err)
		}
		clean(t, s, w.now)
		o, err := s.Overview(t.Context(), w.load().Group(g.ID), w.op("24"))
		if err != nil || len(o.Record.Checks) != len(acts) {
			t.Errorf("%d checks, want %d, %v", len(o.Record.Checks), len(acts), err)
		}
	})
}
