package study_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dojang/civil"
	"dojang/study"
)

func TestChange(t *testing.T) {
	type change struct {
		zone  string
		start time.Weekday
		hour  int
		now   string
	}
	const first, second = "2026-11-25T12:00:00+09:00", "2026-11-28T12:00:00+09:00"
	for _, test := range []struct {
		name    string
		changes []change
		rules   int
		want    []string // the weeks from the one of the first change on: name, start, end
	}{
		{"nothing", []change{{"Asia/Seoul", time.Monday, 0, first}}, 1, []string{
			"2026-11-23 2026-11-22T15:00:00Z 2026-11-29T15:00:00Z", "2026-11-30 2026-11-29T15:00:00Z 2026-12-06T15:00:00Z",
		}},
		{"week start", []change{{"Asia/Seoul", time.Sunday, 0, first}}, 2, []string{
			"2026-11-23 2026-11-22T15:00:00Z 2026-12-05T15:00:00Z", "2026-12-06 2026-12-05T15:00:00Z 2026-12-12T15:00:00Z",
		}},
		{"later hour", []change{{"Asia/Seoul", time.Monday, 6, first}}, 2, []string{
			"2026-11-23 2026-11-22T15:00:00Z 2026-11-29T21:00:00Z", "2026-11-30 2026-11-29T21:00:00Z 2026-12-06T21:00:00Z",
		}},
		{"zone to the west", []change{{"America/New_York", time.Monday, 0, first}}, 2, []string{
			"2026-11-23 2026-11-22T15:00:00Z 2026-11-30T05:00:00Z", "2026-11-30 2026-11-30T05:00:00Z 2026-12-07T05:00:00Z",
		}},
		{"zone to the east", []change{{"Pacific/Apia", time.Monday, 0, first}}, 2, []string{
			"2026-11-23 2026-11-22T15:00:00Z 2026-12-06T11:00:00Z", "2026-12-07 2026-12-06T11:00:00Z 2026-12-13T11:00:00Z",
		}},
		{"zone with the same clocks", []change{{"Asia/Tokyo", time.Monday, 0, first}}, 2, []string{
			"2026-11-23 2026-11-22T15:00:00Z 2026-11-29T15:00:00Z", "2026-11-30 2026-11-29T15:00:00Z 2026-12-06T15:00:00Z",
		}},
		{"back before it takes effect", []change{{"America/New_York", time.Sunday, 6, first}, {"Asia/Seoul", time.Monday, 0, second}}, 1, []string{
			"2026-11-23 2026-11-22T15:00:00Z 2026-11-29T15:00:00Z", "2026-11-30 2026-11-29T15:00:00Z 2026-12-06T15:00:00Z",
		}},
		{"twice before it takes effect", []change{{"America/New_York", time.Sunday, 6, first}, {"Asia/Seoul", time.Monday, 6, second}}, 2, []string{
			"2026-11-23 2026-11-22T15:00:00Z 2026-11-29T21:00:00Z", "2026-11-30 2026-11-29T21:00:00Z 2026-12-06T21:00:00Z",
		}},
		{"again while the long week runs on", []change{{"Asia/Seoul", time.Sunday, 0, first}, {"Asia/Seoul", time.Monday, 0, "2026-12-02T00:00:00Z"}}, 3, []string{
			"2026-11-23 2026-11-22T15:00:00Z 2026-12-06T15:00:00Z", "2026-12-07 2026-12-06T15:00:00Z 2026-12-13T15:00:00Z",
		}},
		{"again in the next week", []change{{"Asia/Seoul", time.Sunday, 0, first}, {"Asia/Seoul", time.Monday, 0, "2026-12-07T00:00:00Z"}}, 3, []string{
			"2026-11-23 2026-11-22T15:00:00Z 2026-12-05T15:00:00Z", "2026-12-06 2026-12-05T15:00:00Z 2026-12-13T15:00:00Z", "2026-12-14 2026-12-13T15:00:00Z 2026-12-20T15:00:00Z",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := calendar(t, "Asia/Seoul", time.Monday, 0)
			before := c.Ended(instant(t, first))
			for _, change := range test.changes {
				c = c.Change(study.WeekRule{Zone: zone(t, change.zone), Start: change.start, Hour: change.hour}, instant(t, change.now))
			}
			if len(c) != test.rules {
				t.Errorf("%d rules, want %d", len(c), test.rules)
			}
			w := c.Week(instant(t, first))
			if c.Before(w) != before {
				t.Errorf("the week before is %v, was %v", c.Before(w), before)
			}
			var got []string
			for range test.want {
				got = append(got, describe(w))
				w = c.After(w)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever is changed, and when: weeks that are over stay as they were, the
// running week starts as it did, and all weeks tile time under names that no
// two share.
func TestChangesKeepThePast(t *testing.T) {
	var rules []study.WeekRule
	for i, name := range []string{"Asia/Seoul", "America/New_York", "Pacific/Apia", "America/Santiago", "Etc/GMT+12", "Pacific/Kiritimati"} {
		rules = append(rules, study.WeekRule{Zone: zone(t, name), Start: time.Weekday(i), Hour: i * 2})
		rules = append(rules, study.WeekRule{Zone: zone(t, name), Start: time.Monday, Hour: 0})
	}
	waits := []time.Duration{0, time.Minute, 30 * time.Hour, 6*24*time.Hour + 23*time.Hour, 9 * 24 * time.Hour}
	begin := instant(t, "2026-08-20T00:00:00Z")
	for i, first := range rules {
		t.Run(fmt.Sprint(first.Zone, first.Start), func(t *testing.T) {
			for j := range rules {
				for k := range waits {
					c := study.Calendar{first}
					now := begin
					for n := range 4 { // the further rules and waits, in an order of no pattern
						now = now.Add(waits[(k+n*n)%len(waits)])
						c = changed(t, c, rules[(i+j*(n+1)+n)%len(rules)], now)
					}
					covered(t, c, begin.AddDate(0, 0, -21), now.AddDate(0, 0, 28))
					if t.Failed() {
						t.Fatalf("rules %v", c)
					}
				}
			}
		})
	}
}

// changed changes a calendar and compares it with what it was.
func changed(t *testing.T, c study.Calendar, rule study.WeekRule, now time.Time) study.Calendar {
	kept := slices.Clone(c)
	after := c.Change(rule, now)
	for i := range kept {
		if c[i] != kept[i] {
			t.Errorf("rule %d of the calendar that was changed is another one", i)
		}
	}
	running, was := after.Week(now), c.Week(now)
	if !running.Start.Equal(was.Start) || running.Name != was.Name || !running.Contains(now) {
		t.Errorf("the running week was %v, is %v", was, running)
	}
	for range 5 {
		was, running = c.Before(was), after.Before(running)
		if was != running {
			t.Errorf("week %v is now %v", was, running)
		}
	}
	if got := after.Latest(); got.Zone != rule.Zone || got.Start != rule.Start || got.Hour != rule.Hour {
		t.Errorf("the latest rule is %v, want %v", got, rule)
	}
	return after
}

// covered checks that weeks follow one another and have names of their own.
func covered(t *testing.T, c study.Calendar, from, to time.Time) {
	for w := c.Week(from); w.Start.Before(to) && !t.Failed(); {
		next := c.After(w)
		if !next.Start.Equal(w.End) || next.Name.Compare(w.Name) <= 0 || c.Before(next) != w || !w.End.After(w.Start) {
			t.Errorf("after week %v comes %v, before which comes %v", w, next, c.Before(next))
		}
		for at := w.Start; at.Before(w.End); at = at.Add(5 * time.Hour) {
			if c.Week(at) != w {
				t.Errorf("%v is in week %v, want %v", at, c.Week(at), w)
			}
		}
		if c.Week(w.End.Add(-1)) != w {
			t.Errorf("the last moment of week %v is in %v", w, c.Week(w.End.Add(-1)))
		}
		w = next
	}
}

func TestRuleInForce(t *testing.T) {
	old := study.WeekRule{Zone: zone(t, "Asia/Seoul"), Start: time.Monday}
	c := study.Calendar{old}.Change(study.WeekRule{Zone: zone(t, "America/New_York"), Start: time.Monday}, instant(t, "2026-11-25T12:00:00Z"))
	from := instant(t, "2026-11-29T15:00:00Z") // the running week's end by the old rule
	if c.Rule(from.Add(-1)) != old || c.Zone(from.Add(-1)) != old.Zone {
		t.Errorf("before the change the rule is %v", c.Rule(from.Add(-1)))
	}
	if got := c.Rule(from); got != c.Latest() || got.Zone.String() != "America/New_York" || !got.From.Equal(from) {
		t.Errorf("from the change on the rule is %v", got)
	}
}

func TestStreak(t *testing.T) {
	for _, test := range []struct {
		name  string
		weeks []string
		want  int
	}{
		{"none", nil, 0},
		{"running week only", []string{"2026-11-23"}, 1},
		{"running week not yet", []string{"2026-11-16", "2026-11-09"}, 2},
		{"running week too", []string{"2026-11-23", "2026-11-16", "2026-11-09"}, 3},
		{"gap before", []string{"2026-11-23", "2026-11-16", "2026-11-02"}, 2},
		{"last week missed", []string{"2026-11-09", "2026-11-02"}, 0},
		{"last week missed, this one not", []string{"2026-11-23", "2026-11-09"}, 1},
		{"over a year's end and clock changes", []string{"2026-11-16", "2026-11-09", "2026-11-02", "2026-10-26", "2026-10-19"}, 5},
	} {
		t.Run(test.name, func(t *testing.T) {
			weeks := map[civil.Date]bool{}
			for _, w := range test.weeks {
				weeks[day(t, w)] = true
			}
			c := calendar(t, "America/New_York", time.Monday, 3)
			if got := c.Streak(weeks, instant(t, "2026-11-25T12:00:00Z")); got != test.want {
				t.Errorf("%d weeks, want %d", got, test.want)
			}
		})
	}
}

// A week that a change made longer is one week of a streak.
func TestStreakOverAChange(t *testing.T) {
	c := calendar(t, "Asia/Seoul", time.Monday, 0)
	c = c.Change(study.WeekRule{Zone: zone(t, "Asia/Seoul"), Start: time.Sunday}, instant(t, "2026-11-25T00:00:00Z"))
	weeks := map[civil.Date]bool{}
	for _, at := range []string{"2026-11-18T00:00:00Z", "2026-12-04T00:00:00Z", "2026-12-08T00:00:00Z"} {
		weeks[c.Week(instant(t, at)).Name] = true
	}
	if got := c.Streak(weeks, instant(t, "2026-12-09T00:00:00Z")); got != 3 {
		t.Errorf("%d weeks, want 3", got)
	}
}
