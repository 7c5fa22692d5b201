package store

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dojang/study"
)

const testLease = time.Minute

func claim(t *testing.T, s *Store, now time.Time, token string) []study.Claim {
	t.Helper()
	due, err := s.ClaimDue(t.Context(), now, token, testLease, 10, study.Spread{Above: 40, PerSecond: 40})
	if err != nil {
		t.Fatal(err)
	}
	return due.Claims
}

func TestADueGroupIsClaimedOnce(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		due := g.NextDue(w.now)
		if next, ok, err := w.s.NextDue(t.Context()); err != nil || !ok || !next.Equal(due) {
			t.Errorf("next due = %s, %t, %v; want %s", next, ok, err, due)
		}
		if early := claim(t, w.s, due.Add(-time.Second), "a"); len(early) != 0 {
			t.Errorf("claimed before it is due: %+v", early)
		}
		want := []study.Claim{{Guild: g.Guild, Group: g.ID, Due: due.Local(), Token: "a"}}
		if diff := cmp.Diff(want, claim(t, w.s, due, "a")); diff != "" {
			t.Errorf("claims (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(want, claim(t, w.s, due, "a")); diff != "" {
			t.Errorf("the same call once more (-want +got):\n%s", diff)
		}
		if other := claim(t, open(), due, "b"); len(other) != 0 {
			t.Errorf("claimed by a second bot too: %+v", other)
		}
		next := due.AddDate(0, 0, 7)
		if err := w.s.Release(t.Context(), study.Claim{Guild: g.Guild, Group: g.ID, Token: "b"}, next); err != nil {
			t.Fatal(err)
		}
		if got, _, _ := w.s.NextDue(t.Context()); !got.Equal(due) {
			t.Errorf("released by who does not hold it: due at %s, want %s", got, due)
		}
		if err := w.s.Release(t.Context(), want[0], next); err != nil {
			t.Fatal(err)
		}
		if got, _, _ := w.s.NextDue(t.Context()); !got.Equal(next) {
			t.Errorf("due next at %s, want %s", got, next)
		}
	})
}

// A group that is claimed out of turn is nobody else's, and due at once if the claim is
// not released.
func TestAGroupIsClaimedOutOfTurn(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		due := g.NextDue(w.now)
		got, err := w.s.ClaimGroup(t.Context(), g, w.now, "a", testLease)
		if diff := cmp.Diff(study.Claim{Guild: g.Guild, Group: g.ID, Due: due.Local(), Token: "a"}, got); diff != "" || err != nil {
			t.Errorf("claim: %v (-want +got):\n%s", err, diff)
		}
		if next, _, _ := w.s.NextDue(t.Context()); !next.Equal(w.now) {
			t.Errorf("due at %s, want now", next)
		}
		if other := claim(t, open(), due, "b"); len(other) != 0 {
			t.Errorf("claimed by a second bot, too: %+v", other)
		}
		if err := w.s.Release(t.Context(), got, got.Due); err != nil {
			t.Fatal(err)
		}
		if next, _, _ := w.s.NextDue(t.Context()); !next.Equal(due) {
			t.Errorf("released, it is due at %s, want %s", next, due)
		}
		regular := claim(t, w.s, due, "c")
		if got, err = w.s.ClaimGroup(t.Context(), g, due.Add(time.Second), "d", testLease); err != nil || !got.Due.Equal(due) {
			t.Errorf("claimed from somebody: due at %s, %v", got.Due, err)
		}
		if err := w.s.Release(t.Context(), regular[0], due.AddDate(0, 0, 7)); err != nil {
			t.Fatal(err)
		}
		if next, _, _ := w.s.NextDue(t.Context()); !next.Equal(due) {
			t.Errorf("the earlier claim still holds: due at %s", next)
		}
	})
}

func TestALeaseEnds(t *testing.T) {
	s := openEmbedded(t)
	w := newWorld(t, s)
	g := w.group("g")
	due := g.NextDue(w.now)
	started := time.Now()
	s.embedded.server.SetTime(started)
	first := claim(t, s, due, "a")
	s.embedded.server.SetTime(started.Add(testLease - time.Second))
	if early := claim(t, s, due, "b"); len(early) != 0 {
		t.Errorf("claimed during the lease: %+v", early)
	}
	s.embedded.server.SetTime(started.Add(testLease + time.Second))
	if late := claim(t, s, due, "b"); len(late) != 1 {
		t.Errorf("claims after the lease = %+v, want one", late)
	}
	if err := s.Release(t.Context(), first[0], due.AddDate(0, 0, 7)); err != nil {
		t.Fatal(err)
	}
	if got, _, _ := s.NextDue(t.Context()); !got.Equal(due) {
		t.Errorf("the first one's claim still holds after the second's: due at %s", got)
	}
}

// Settings that are saved while somebody works on the group say when it is due
// next. Whoever had read the old ones must not put that aside.
func TestSavingSettingsEndsAClaim(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		due := g.NextDue(w.now)
		claimed := claim(t, w.s, due, "a")
		w.now = due.Add(time.Minute)
		changed := *g
		changed.Digest.Day, changed.Since = time.Tuesday, w.now
		if _, err := w.s.SaveGroup(t.Context(), &changed, w.op("1")); err != nil {
			t.Fatal(err)
		}
		if err := w.s.Release(t.Context(), claimed[0], g.NextDue(w.now)); err != nil {
			t.Fatal(err)
		}
		if got, ok, _ := w.s.NextDue(t.Context()); !ok || !got.Equal(due.AddDate(0, 0, 1)) {
			t.Errorf("due next at %s, %t; want Tuesday", got, ok)
		}
	})
}

// A change of settings must not put off a digest that is due and not posted.
func TestSavingSettingsKeepsWhatIsDue(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		due := g.NextDue(w.now)
		w.now = due.Add(time.Minute)
		changed := *g
		changed.Name = "renamed"
		if _, err := w.s.SaveGroup(t.Context(), &changed, w.op("1")); err != nil {
			t.Fatal(err)
		}
		if claims := claim(t, w.s, w.now, "a"); len(claims) != 1 {
			t.Errorf("claims = %+v, want the group", claims)
		}
	})
}

func TestOneBotStoresWhatBecameOfADigest(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		week := g.Calendar.Week(w.now).Name
		none, err := w.s.Digest(t.Context(), g, week)
		if err != nil || none.Revision != 0 {
			t.Fatalf("a digest that is not there = %+v, %v", none, err)
		}
		mine, theirs := none, none
		mine.State, mine.Channel, mine.Body, mine.Ranks = study.DigestPosting, "77", []byte(`{"a":1}`), map[string]int{"21": 1}
		mine.Due, mine.Started = w.now.Local(), w.now.Local()
		if err := w.s.SaveDigest(t.Context(), g, &mine, w.op("0")); err != nil || mine.Revision == 0 {
			t.Fatalf("saved = %+v, %v", mine, err)
		}
		theirs.State = study.DigestSkipped
		if err := w.s.SaveDigest(t.Context(), g, &theirs, w.op("0")); !errors.Is(err, study.ErrStale) {
			t.Errorf("the second bot's: %v, want %v", err, study.ErrStale)
		}
		got, err := w.s.Digest(t.Context(), g, week)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(mine, got); diff != "" {
			t.Errorf("stored (-want +got):\n%s", diff)
		}
	})
}

func TestWeekSummary(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		for _, item := range section {
			w.check(g, "21", item)
		}
		w.check(g, "22", "gil")
		if _, err := w.s.Check(t.Context(), g, w.op("22"), "gc", w.now.AddDate(0, 0, -7), nil, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := w.s.Share(t.Context(), g, w.op("22"), *w.link("https://example.com/a"), "A", "gil"); err != nil {
			t.Fatal(err)
		}
		summary, err := w.s.WeekSummary(t.Context(), g, w.op("0"), g.Calendar.Week(w.now), 10, 10)
		if err != nil {
			t.Fatal(err)
		}
		if summary.Checks != 5 || summary.Before != 1 || summary.Posts != 1 || summary.Stamps != 1 || summary.All != 6 || summary.Active != 2 || summary.Size != 2 {
			t.Errorf("tally = %+v", summary)
		}
		rows := []study.Row{{User: "21", Name: "name of 21", Score: 4, Rank: 1}, {User: "22", Name: "name of 22", Score: 1, Rank: 2}}
		if diff := cmp.Diff(rows, summary.Rows); diff != "" {
			t.Errorf("rows (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]study.EarnedStamp{{Section: "python", Name: "name of 21"}}, summary.Earned); diff != "" {
			t.Errorf("stamps (-want +got):\n%s", diff)
		}
		if len(summary.WeekPosts) != 1 || summary.WeekPosts[0].Title != "A" || summary.WeekPosts[0].Name != "name of 22" || summary.Counts["gil"] != 2 {
			t.Errorf("posts = %+v, counts = %+v", summary.WeekPosts, summary.Counts)
		}
		begun, posts, err := w.s.Focus(t.Context(), g, w.op("0"), []string{"python", "typing"}, []string{"gil", "gc"}, 3)
		if err != nil || len(posts) != 1 || begun[0].Count != 2 || begun[1].Count != 0 {
			t.Errorf("focus = %+v, %+v, %v; want two who have begun the first and a post", begun, posts, err)
		}
	})
}

// An import adds to two weeks whose digests are posted. The next digest lists it as an
// import, if the member may be named and the import was not undone.
func TestWeekSummaryNamesImports(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		w.check(g, "21", "gil")
		week := g.Calendar.Week(w.now)
		last, before := g.Calendar.Before(week), g.Calendar.Before(g.Calendar.Before(week))
		summary := func() *study.WeekSummary {
			t.Helper()
			summary, err := w.s.WeekSummary(t.Context(), g, w.op("0"), week, 10, 10)
			if err != nil {
				t.Fatal(err)
			}
			return summary
		}
		published := study.Published{Event: summary().Event}
		for _, one := range []study.Week{before, last} {
			d := study.Digest{Week: one.Name, State: study.DigestPosted, Published: published}
			if err := w.s.SaveDigest(t.Context(), g, &d, w.op("0")); err != nil {
				t.Fatal(err)
			}
		}
		op := w.op("22")
		op.Name = "민수"
		if _, err := w.s.Apply(t.Context(), g, op, study.Batch{
			Checks:         []study.BatchCheck{{Item: "gil", At: before.Start}, {Item: "gc", At: last.Start.AddDate(0, 0, 1)}, {Item: section[0], At: w.now}},
			Posts:          []study.PostInput{{Link: *w.link("https://example.com/a"), Items: []string{"gil"}, At: last.Start}},
			PostsNeedCheck: true,
		}); err != nil {
			t.Fatal(err)
		}
		want := []study.Import{{Name: "민수", Checks: 2, Posts: 1, First: before.Name, Last: last.Name.AddDays(1)}}
		found := summary()
		if diff := cmp.Diff(want, found.Imports); diff != "" {
			t.Errorf("imports (-want +got):\n%s", diff)
		}
		if len(found.Corrections) != 2 || !found.Corrections[0].Imported || !found.Corrections[1].Imported {
			t.Errorf("corrections = %+v, want both weeks explained", found.Corrections)
		}

		if err := w.s.Hide(t.Context(), g, w.op("22"), true); err != nil {
			t.Fatal(err)
		}
		if found := summary(); len(found.Imports) != 0 || len(found.Corrections) != 2 || found.Corrections[0].Imported {
			t.Errorf("of a hidden member: %+v, %+v; want the weeks only", found.Imports, found.Corrections)
		}
		if _, err := w.s.UndoAll(t.Context(), g, w.op("22"), op.ID); err != nil {
			t.Fatal(err)
		}
		if found := summary(); len(found.Imports) != 0 || len(found.Corrections) != 0 {
			t.Errorf("undone: %+v, %+v; want nothing", found.Imports, found.Corrections)
		}
	})
}

// many makes groups due that are not there otherwise.
func many(t *testing.T, s *Store, n int, due time.Time) {
	t.Helper()
	for i := range n {
		g := &study.Group{ID: "g", Guild: strconv.Itoa(1000 + i), State: study.Active, Calendar: study.Calendar{{Zone: time.UTC}},
			Digest: study.Schedule{Day: due.Weekday(), Hour: due.Hour()}}
		if err := s.schedule(t.Context(), g, due.Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestVeryManyDueAreSpread(t *testing.T) {
	s := openEmbedded(t)
	due, spread := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), study.Spread{Above: 40, PerSecond: 40}
	many(t, s, 1001, due)
	clock := time.UnixMilli(1_800_000_000_000 + 300) // in the second half of the first shard's turn
	claim := func(after time.Duration, token string) study.Due {
		t.Helper()
		s.embedded.server.SetTime(clock.Add(after))
		found, err := s.ClaimDue(t.Context(), due, token, time.Hour, 64, spread)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	first := claim(0, "first")
	if first.All != 1001 || !first.Held || len(first.Claims) != dueShards/2 {
		t.Errorf("%d claims of %d, held back: %t; want one of every second shard of 1001", len(first.Claims), first.All, first.Held)
	}
	if diff := cmp.Diff(first, claim(0, "first")); diff != "" {
		t.Errorf("the same call once more (-want +got):\n%s", diff)
	}
	all := 0
	for after := 100 * time.Millisecond; after <= 5*time.Second; after += 100 * time.Millisecond {
		n := len(claim(after, after.String()).Claims)
		if n > 5 {
			t.Errorf("%d claims at once after %s", n, after)
		}
		all += n
	}
	inPause := claim(5*time.Minute+17*time.Millisecond, "after a pause")
	if n := len(inPause.Claims); n > dueShards/2 {
		t.Errorf("%d claims at once after a pause", n)
	}
	if all < 190 || all > 205 {
		t.Errorf("%d claims in 5 seconds, want 40 a second", all)
	}
}

// So many are no more than Discord bears at once.
func TestAFewDueAreNotSpread(t *testing.T) {
	s := openEmbedded(t)
	due := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	many(t, s, 40, due)
	found, err := s.ClaimDue(t.Context(), due, "a", time.Hour, 64, study.Spread{Above: 40, PerSecond: 40})
	if err != nil || len(found.Claims) != 40 || found.All != 40 || found.Held {
		t.Errorf("%d claims of %d, held back: %t, %v; want all of 40", len(found.Claims), found.All, found.Held, err)
	}
}
