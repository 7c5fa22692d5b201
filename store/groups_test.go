package store

import (
	"errors"
	"testing"
	"time"

	"dojang/store/ledger"
	"dojang/study"
)

func TestNoReplyIsMadeFromOldSettings(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		a, b := newWorld(t, open()), newWorld(t, open())
		b.ops = 1000
		g := a.group("g")
		old := b.load().Group(g.ID)

		changed := *g
		changed.State = study.Archived
		if _, err := a.s.SaveGroup(t.Context(), &changed, a.op("1")); err != nil {
			t.Fatal(err)
		}
		_, err := b.s.Check(t.Context(), old, b.op("21"), "gil", b.now, nil, "")
		if !errors.Is(err, study.ErrStale) {
			t.Fatalf("check from old settings: %v, want %v", err, study.ErrStale)
		}
		guild, _, err := b.s.Guild(t.Context(), b.guild, "21")
		if err != nil || guild.Group(g.ID).State != study.Archived {
			t.Errorf("after that the group is %+v, %v; want the new settings at hand", guild, err)
		}
		for name, read := range map[string]func() error{
			"overview": func() error { _, err := b.s.Overview(t.Context(), old, b.op("21")); return err },
			"board": func() error {
				_, err := b.s.Board(t.Context(), old, b.op("21"), study.ThisWeek, study.Checks, 0, 10)
				return err
			},
			"posts": func() error {
				_, err := b.s.Posts(t.Context(), old, b.op("21"), study.PostQuery{}, 0, 10)
				return err
			},
			"settings": func() error { _, err := b.s.SaveGroup(t.Context(), old, b.op("1")); return err },
		} {
			if err := read(); !errors.Is(err, study.ErrStale) {
				t.Errorf("%s from old settings: %v, want %v", name, err, study.ErrStale)
			}
		}
	})
}

func TestTheChoiceOfAGroupByMembershipIsChecked(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		one, two := w.group("one"), w.group("two")
		one = w.load().Group(one.ID)
		w.check(one, "21", "gil")
		op := w.op("21")
		op.Groups = one.ID
		if _, err := w.s.Check(t.Context(), one, op, "gc", w.now, nil, ""); err != nil {
			t.Errorf("the member's only group: %v", err)
		}
		w.check(two, "21", "gil") // now in two groups
		op = w.op("21")
		op.Groups = one.ID
		if _, err := w.s.Check(t.Context(), one, op, "weakref-contextvars", w.now, nil, ""); !errors.Is(err, study.ErrStale) {
			t.Errorf("no longer the only one: %v, want %v", err, study.ErrStale)
		}
	})
}

func TestAGroupSurvivesStorage(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("스터디 <@1>")
		zone, err := time.LoadLocation("America/New_York")
		if err != nil {
			t.Fatal(err)
		}
		changed := *g
		changed.Calendar = g.Calendar.Change(study.WeekRule{Zone: zone, Start: time.Sunday, Hour: 5}, w.now)
		changed.Digest = study.Schedule{Day: time.Friday, Hour: 18, Minute: 30}
		if _, err := w.s.SaveGroup(t.Context(), &changed, w.op("1")); err != nil {
			t.Fatal(err)
		}
		got := w.load().Group(g.ID)
		if got.Name != changed.Name || got.Digest != changed.Digest || len(got.Calendar) != 2 || !got.Created.Equal(g.Created) {
			t.Errorf("loaded %+v, want %+v", got, changed)
		}
		for _, at := range []time.Time{w.now, w.now.AddDate(0, 0, 8), w.now.AddDate(0, 0, 20)} {
			if want, got := changed.Calendar.Week(at), got.Calendar.Week(at); want.Name != got.Name || !want.End.Equal(got.End) {
				t.Errorf("week of %s = %+v, want %+v", at, got, want)
			}
		}
	})
}

func TestAGroupThatCannotBeReadLeavesTheOthers(t *testing.T) {
	for name, body := range map[string]string{
		"a newer one":     `{"v":99,"id":"x"}`,
		"an unknown zone": `{"v":1,"id":"x","roadmap":"python-backend","weeks":[{"zone":"Atlantis/Capital"}]}`,
		"no JSON":         `{`,
	} {
		t.Run(name, func(t *testing.T) {
			s := openEmbedded(t)
			w := newWorld(t, s)
			g := w.group("g")
			if err := s.client.HSet(t.Context(), ledger.GuildKey(g.Guild), "g.x", body, "v", "7").Err(); err != nil {
				t.Fatal(err)
			}
			guild := w.load()
			if guild.Err == nil || guild.Group("x") != nil {
				t.Errorf("it is loaded as if nothing were the matter: %+v", guild)
			}
			if result := w.check(guild.Group(g.ID), "21", "gil"); result.Total != 1 {
				t.Errorf("check in the other group = %+v", result)
			}
		})
	}
}

// Another rule for weeks takes effect at once only while nothing hangs on the
// old one.
func TestOnlyAnUntouchedGroupIsSavedAsOne(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		save := func(name string) bool {
			t.Helper()
			changed := *w.load().Group(g.ID)
			changed.Name = name
			untouched, err := w.s.SaveUntouched(t.Context(), &changed, w.op("1"))
			if err != nil {
				t.Fatal(err)
			}
			return untouched
		}
		if !save("one") || w.load().Group(g.ID).Name != "one" {
			t.Error("a new group is not taken for untouched")
		}
		w.check(w.load().Group(g.ID), "21", "gil")
		if save("two") || w.load().Group(g.ID).Name != "one" {
			t.Error("a group with a member is taken for untouched")
		}
	})
}
