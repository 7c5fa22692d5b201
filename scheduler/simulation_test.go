package scheduler_test

import (
	"flag"
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/store"
	"dojang/study"
	"dojang/view"
)

var (
	seed    = flag.Uint64("seed", 0, "seed of the simulation; 0 chooses one")
	weeks   = flag.Int("weeks", 8, "weeks that the simulation lasts")
	crashes = flag.Int("crashes", 100, "crashes that the simulation has at the least")
)

// The rules by which the outcome is judged.
const (
	useful   = 48 * time.Hour   // a digest later than this is of no use
	repair   = 14 * time.Hour   // after this long without trouble, the bots have caught up
	astray   = 20 * time.Second // how far a bot's clock may be off
	longest  = 20 * time.Minute // how long a bot may stall
	patience = 72 * time.Hour   // after the last week, until everything is posted
)

// simulation is a year of study groups, of bots that crash, stall and lose their
// connections, and of a Discord and a Redis with outages. All randomness follows from
// the seed.
type simulation struct {
	t       *testing.T
	seed    uint64
	store   *store.Store
	discord *discord
	start   time.Time
	end     time.Time
	groups  []*subject
	items   []string // of the roadmap
	redis   spans    // for which nobody reaches the store
	fleet   spans    // for which no bot runs

	acting  sync.Mutex // held while something happens that is not a bot's doing
	mu      sync.Mutex
	crashed map[string]int // by where
	stalled int
}

// subject is a group, and what its members did.
type subject struct {
	*study.Group
	zone    *time.Location
	checks  map[string]int // by local date
	refused spans          // for which the bot may not post
	gone    spans          // from the channel's deletion until the group has another
}

// span is a time in which something is out of order.
type span struct{ from, to time.Time }

type spans []span

func (s spans) at(t time.Time) bool {
	return slices.ContainsFunc(s, func(one span) bool { return !t.Before(one.from) && t.Before(one.to) })
}

// clear returns how much of [from, to) is free of the spans, at the longest and
// in all.
func (s spans) clear(from, to time.Time) (longest, all time.Duration) {
	slices.SortFunc(s, func(a, b span) int { return a.from.Compare(b.from) })
	for _, one := range append(slices.Clone(s), span{to, to}) {
		if one.from.After(to) {
			one.from = to
		}
		if free := one.from.Sub(from); free > 0 {
			longest, all = max(longest, free), all+free
		}
		if one.to.After(from) {
			from = one.to
		}
	}
	return longest, all
}

// chance returns what is left to chance about something; several goroutines may
// ask for more of it.
func (s *simulation) chance(about ...any) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprint(h, about...)
	return rand.New(&dice{pcg: rand.NewPCG(s.seed, h.Sum64())})
}

// dice is a source for several goroutines.
type dice struct {
	mu  sync.Mutex
	pcg *rand.PCG
}

func (d *dice) Uint64() uint64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.pcg.Uint64()
}

// troubles are spans of at most the given length, a few of them long, and n of
// them in a year.
func (s *simulation) troubles(r *rand.Rand, n int, most time.Duration) (all spans) {
	for range (n**weeks + 51) / 52 {
		from := s.start.Add(time.Duration(r.Int64N(int64(s.end.Sub(s.start)))))
		length := time.Duration(r.Int64N(int64(most)))
		if r.IntN(3) > 0 {
			length /= 20
		}
		all = append(all, span{from, from.Add(length)})
	}
	return all
}

// places are where the groups are, and when they want their digest. Some of
// these times do not exist, or come twice, when clocks change.
var places = []struct {
	zone     string
	day      time.Weekday
	at       string
	weekFrom time.Weekday
}{
	{"Asia/Seoul", time.Monday, "09:00", time.Monday},
	{"America/New_York", time.Sunday, "02:30", time.Sunday},
	{"Europe/London", time.Sunday, "01:30", time.Monday},
	{"America/Santiago", time.Sunday, "00:00", time.Monday},
	{"Africa/Cairo", time.Friday, "00:30", time.Saturday},
	{"Australia/Lord_Howe", time.Sunday, "02:10", time.Sunday},
	{"Asia/Kathmandu", time.Monday, "09:15", time.Monday},
	{"America/New_York", time.Monday, "09:00", time.Monday},
	{"Asia/Seoul", time.Wednesday, "23:59", time.Thursday},
	{"Europe/London", time.Monday, "09:00", time.Monday},
}

// found makes the groups.
func (s *simulation) found(n int) {
	edition, _ := markdown.Template(markdown.Templates()[0])
	for ref := range edition.Items() {
		s.items = append(s.items, ref.Item.ID)
	}
	for i := range n {
		place := places[i%len(places)]
		zone, err := time.LoadLocation(place.zone)
		if err != nil {
			s.t.Fatal(err)
		}
		var schedule study.Schedule
		fmt.Sscanf(place.at, "%d:%d", &schedule.Hour, &schedule.Minute)
		schedule.Day = place.day
		r := s.chance("group", i)
		g := &subject{zone: zone, checks: map[string]int{}, refused: s.troubles(r, 8, 80*time.Hour), gone: s.troubles(r, 6, 80*time.Hour)}
		g.Group = &study.Group{ID: fmt.Sprintf("abcdef%c%c", 'a'+i/20, 'a'+i%20), Guild: fmt.Sprint(1 + i/2), Name: fmt.Sprint("g", i),
			Language: roadmap.English, Template: markdown.Templates()[0], RoadmapVersion: 1, Roadmap: edition,
			Calendar: study.Calendar{{Zone: zone, Start: place.weekFrom}}, Digest: schedule, State: study.Active, Created: s.start, Since: s.start}
		s.discord.create(g)
		s.groups = append(s.groups, g)
		s.save(g)
	}
}

// save stores the group's settings.
func (s *simulation) save(g *subject) {
	now := time.Now()
	op := study.Operation{ID: fmt.Sprint("save ", g.ID, now.UnixNano()), Now: now, Actor: "9", Member: "9", Groups: study.AnyGroups}
	guild, err := s.store.Current(s.t.Context(), g.Guild)
	if err == nil {
		g.Version = guild.Version
		_, err = s.store.SaveGroup(s.t.Context(), g.Group, op)
	}
	if err != nil {
		s.t.Errorf("save: %v", err)
	}
}

// at does something at a time.
func (s *simulation) at(t time.Time, do func()) {
	time.AfterFunc(time.Until(t), func() {
		s.acting.Lock()
		defer s.acting.Unlock()
		do()
	})
}

// live lets the members of a group check items at noon of each day, another
// number each week, its channel be deleted and made anew, and the permission to
// post in it be taken and given.
func (s *simulation) live(g *subject, order int) {
	done := 0
	noon := time.Date(s.start.Year(), s.start.Month(), s.start.Day()+1, 12, order, 0, order*1000, g.zone)
	for day := 0; noon.Before(s.end); day++ {
		at := noon
		for range (day*day + order + day/7*3) % 4 {
			n := done
			done++
			s.at(at.Add(time.Duration(n%7)*time.Second), func() { s.check(g, n) })
		}
		noon = time.Date(noon.Year(), noon.Month(), noon.Day()+1, 12, order, 0, order*1000, g.zone)
	}
	for _, one := range g.gone {
		s.at(one.from, func() { s.discord.delete(g.Channel) })
		s.at(one.to, func() {
			s.discord.create(g)
			s.save(g)
		})
	}
}

// check is the n-th thing that the group's members do.
func (s *simulation) check(g *subject, n int) {
	user, now := fmt.Sprint(21+n%4), time.Now()
	guild, err := s.store.Current(s.t.Context(), g.Guild)
	if err != nil {
		s.t.Errorf("check: %v", err)
		return
	}
	op := study.Operation{ID: fmt.Sprint("check ", g.ID, n), Now: now, Actor: user, Member: user, Name: "m" + user, Groups: study.AnyGroups}
	if _, err := s.store.Check(s.t.Context(), guild.Group(g.ID), op, s.items[n/4%len(s.items)], now, nil, ""); err != nil {
		s.t.Errorf("check: %v", err)
		return
	}
	g.checks[now.In(g.zone).Format(time.DateOnly)]++
}

// happens is one occurrence of a group's digest, found by looking at the local
// clock minute by minute: not in the way in which the bot computes it.
type happens struct {
	due   time.Time
	week  string // its first day
	last  string // its last day
	count int    // checks of its days
}

// expected lists what the group's digests should be.
func (s *simulation) expected(g *subject) (all []happens) {
	const reading = "2006-01-02 15:04"
	for day := s.start.UTC().Truncate(24 * time.Hour); day.Before(s.end.Add(patience + 24*time.Hour)); day = day.Add(24 * time.Hour) {
		if day.Weekday() != g.Digest.Day {
			continue
		}
		wanted := day.Format(time.DateOnly) + " " + g.Digest.String()
		due := day.Add(-15 * time.Hour)
		for due.In(g.zone).Format(reading) < wanted {
			due = due.Add(time.Minute)
		}
		if !due.After(s.start) {
			continue
		}
		first := day // the week of the due time, then the one before
		for first.Weekday() != g.Calendar[0].Start {
			first = first.AddDate(0, 0, -1)
		}
		first = first.AddDate(0, 0, -7)
		h := happens{due: due, week: first.Format(time.DateOnly), last: first.AddDate(0, 0, 6).Format(time.DateOnly)}
		for d := range 7 {
			h.count += g.checks[first.AddDate(0, 0, d).Format(time.DateOnly)]
		}
		all = append(all, h)
	}
	return all
}

// verdict is the result of the simulation.
type verdict struct{ posts, late, skipped, twice, missing int }

// judge compares what is in the channels with what should be.
func (s *simulation) judge() (v verdict) {
	s.acting.Lock()
	defer s.acting.Unlock()
	for _, g := range s.groups {
		posted := s.discord.of(g.ID)
		for _, h := range s.expected(g) {
			messages := posted[h.week]
			delete(posted, h.week)
			if !h.due.Before(s.end) {
				continue // there was no time for it
			}
			at := fmt.Sprintf("group %s (%s), week %s, due %s", g.ID, g.zone, h.week, h.due.In(g.zone))
			var remain []*message
			for _, m := range messages {
				if !m.deleted {
					remain = append(remain, m)
				}
			}
			disturbed := slices.Concat(s.redis, s.fleet, s.discord.away, g.refused, g.gone)
			quiet, any := disturbed.clear(h.due, h.due.Add(useful))
			switch {
			case len(remain) == 0 && quiet >= repair:
				v.missing++
				s.t.Errorf("%s: no digest, and %s without trouble", at, quiet)
			case len(remain) > 0 && any <= 0 && len(disturbed) > 0:
				s.t.Errorf("%s: a digest, and nobody could post one", at)
			case len(remain) == 0:
				v.skipped++
				continue
			}
			v.posts += min(len(remain), 1)
			existing := 0
			for _, m := range remain {
				s.inspect(at, h, m)
				if s.discord.channels[m.channel].exists {
					existing++
				}
			}
			if existing > 1 {
				v.twice += existing - 1
				s.t.Errorf("%s: %d digests: %s", at, existing, describe(remain))
			}
			if remain[0].at.Sub(h.due) > time.Hour {
				v.late++
			}
			for _, m := range messages {
				if m.deleted && len(remain) == 0 {
					s.t.Errorf("%s: the only digest was deleted", at)
				}
			}
		}
		for week := range posted {
			s.t.Errorf("group %s: a digest of %s, which was not due", g.ID, week)
		}
	}
	return v
}

func describe(messages []*message) string {
	var b strings.Builder
	for _, m := range messages {
		fmt.Fprintf(&b, "\n%s in %s by bot %d at %s", m.id, m.channel, m.by, m.at.UTC())
	}
	return b.String()
}

// inspect checks one digest.
func (s *simulation) inspect(at string, h happens, m *message) {
	if early := h.due.Sub(m.at); early > astray {
		s.t.Errorf("%s: posted %s early", at, early)
	}
	if late := m.at.Sub(h.due); late > useful+longest+time.Hour {
		s.t.Errorf("%s: posted %s late", at, late)
	}
	total := fmt.Sprintf("**%d items** were done", h.count)
	switch h.count {
	case 0:
		total = "quiet week"
	case 1:
		total = "**1 item** was done"
	}
	if text := m.text(); !strings.Contains(text, total) || !strings.Contains(text, h.week+" to "+h.last) {
		s.t.Errorf("%s: the digest should say %q and does not:\n%s", at, total, text)
	}
}

// Exactly once: bots crash before and after every step and stall for longer than a
// lease, and their clocks differ. Redis and Discord are down, slow, or do not answer.
// Channels are deleted and permissions revoked. In the end there is one digest for
// every group and week in which there was time to post it, by the local clock and with
// that week's numbers.
func TestExactlyOnceForAYear(t *testing.T) {
	chosen := *seed
	if chosen == 0 {
		chosen = rand.Uint64()
	}
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)))
		memory, err := store.Open("")
		if err != nil {
			t.Fatal(err)
		}
		s := &simulation{t: t, seed: chosen, store: memory, start: time.Now(), crashed: map[string]int{}}
		s.end = s.start.AddDate(0, 0, 7*(*weeks))
		s.redis, s.fleet = s.troubles(s.chance("redis"), 12, 30*time.Hour), s.troubles(s.chance("fleet"), 6, 70*time.Hour)
		s.discord = &discord{channels: map[string]*venue{}, nonces: map[string]known{}, away: s.troubles(s.chance("discord"), 12, 70*time.Hour)}
		s.found(20)
		for i, g := range s.groups {
			s.live(g, i)
		}
		var bots sync.WaitGroup
		for n := range 2 + s.chance("bots").IntN(4) {
			bots.Go(func() { s.run(n) })
		}
		bots.Wait()
		if err := memory.Close(); err != nil {
			t.Error(err)
		}
		v := s.judge()
		total := 0
		for _, n := range s.crashed {
			total += n
		}
		t.Logf("seed %d: %d posts (%d more than an hour late), %d skipped or impossible, %d crashes at %d points, %d stalls beyond the lease, duplicates %d, deleted by the bots %d, missing %d",
			chosen, v.posts, v.late, v.skipped, total, len(s.crashed), s.stalled, v.twice, s.discord.removed(), v.missing)
		for _, point := range slices.Sorted(maps.Keys(s.crashed)) {
			t.Logf("%5d crashes %s", s.crashed[point], point)
		}
		if total < *crashes {
			t.Errorf("%d crashes, want %d", total, *crashes)
		}
	})
	if t.Failed() {
		t.Logf("go test ./scheduler -run ExactlyOnce -seed %d -weeks %d", chosen, *weeks)
	}
}

// markOf returns the prefix of the custom_id that identifies a digest.
func markOf(group, week string) string { return view.NextID.With(group, week) }
