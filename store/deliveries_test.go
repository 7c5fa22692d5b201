package store

import (
	"errors"
	"testing"
	"time"

	"dojang/civil"
	"dojang/study"
)

func TestDeliveries(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g, idle := w.group("g"), w.group("idle")
		g = w.load().Group(g.ID)
		week := g.Calendar.Ended(w.now)
		save := func(week study.Week, state study.DigestState, problem string) {
			t.Helper()
			d := study.Digest{Week: week.Name, State: state, Problem: problem, Due: w.now, Channel: g.Channel, Message: "5"}
			if err := w.s.SaveDigest(t.Context(), g, &d, w.op("0")); err != nil {
				t.Fatal(err)
			}
		}
		before := g.Calendar.Before(week)
		save(before, study.DigestPosted, "")
		save(week, study.DigestFailed, "permission")

		guild := w.load()
		found, err := w.s.Deliveries(t.Context(), guild, guild.Groups, w.now)
		if err != nil {
			t.Fatal(err)
		}
		d := found[g.ID]
		if last := d.Last(); last == nil || last.Week != week.Name || last.Problem != "permission" {
			t.Errorf("the last digest is %+v", last)
		}
		if posted := d.Posted(); posted == nil || posted.Week != before.Name || posted.Message != "5" || d.LastPublished != before.Name {
			t.Errorf("posted is %+v, told of %v", posted, d.LastPublished)
		}
		if stuck := d.Stuck(g, w.now); stuck == nil || stuck.Week != week.Name {
			t.Errorf("stuck is %+v", stuck)
		}
		if want := g.NextDue(w.now); !d.Next.Equal(want) {
			t.Errorf("the next attempt is due at %v, want %v", d.Next, want)
		}
		later := w.now.AddDate(0, 0, 14)
		if stuck := d.Stuck(g, later); stuck != nil {
			t.Errorf("two weeks later, %+v is still stuck", stuck)
		}
		if none := found[idle.ID]; none.Last() != nil || none.Posted() != nil || none.Stuck(idle, w.now) != nil || none.LastPublished != (civil.Date{}) {
			t.Errorf("a group without a digest has %+v", none)
		}

		changed := *w.load().Group(g.ID)
		changed.State = study.Paused
		if _, err := w.s.SaveGroup(t.Context(), &changed, w.op("1")); err != nil {
			t.Fatal(err)
		}
		if d.Stuck(&changed, w.now) != nil {
			t.Error("a paused group owes a digest")
		}
		if _, err := w.s.Deliveries(t.Context(), guild, guild.Groups, w.now.Add(time.Minute)); !errors.Is(err, study.ErrStale) {
			t.Errorf("from old settings: %v, want %v", err, study.ErrStale)
		}
	})
}
