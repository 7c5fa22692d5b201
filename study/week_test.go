package study_test

import (
	"fmt"
	"testing"
	"time"
	_ "time/tzdata" // the zones below, wherever the tests run

	"github.com/google/go-cmp/cmp"

	"dojang/civil"
	"dojang/study"
)

// zones has a zone for each thing that clocks do: nothing; a change at night;
// one at midnight, so that a day begins at 01:00 or has its last hour twice;
// one of half an hour; an odd offset; a day left out (Apia, 30 December 2011);
// and the hour around midnight twice (St John's until 2011).
var zones = []string{
	"Asia/Seoul", "America/New_York", "Europe/London", "America/Santiago", "Africa/Cairo",
	"Australia/Lord_Howe", "Asia/Kathmandu", "Asia/Beirut", "Pacific/Apia", "America/St_Johns",
}

// spans are the years that the tests go through.
var spans = []struct{ from, to string }{
	{"2010-08-01T12:00:00Z", "2012-02-01T00:00:00Z"},
	{"2025-12-31T12:00:00Z", "2029-01-01T00:00:00Z"},
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func instant(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func day(t testing.TB, s string) civil.Date {
	t.Helper()
	d, err := civil.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func calendar(t testing.TB, zoneName string, start time.Weekday, hour int) study.Calendar {
	return study.Calendar{{Zone: zone(t, zoneName), Start: start, Hour: hour}}
}

// clock is what the zone's clocks show at t, as a time in UTC to compare with.
func clock(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	y, m, d := t.Date()
	return time.Date(y, m, d, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// firstAt reports whether t is the first instant at which the zone's clocks
// show hour:minute of the day or later.
func firstAt(t time.Time, zone *time.Location, d civil.Date, hour, minute int) bool {
	wanted := time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, time.UTC)
	return !clock(t, zone).Before(wanted) && clock(t.Add(-1), zone).Before(wanted)
}

func TestWeeksTile(t *testing.T) {
	for _, name := range zones {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for start := time.Sunday; start <= time.Saturday; start++ {
				for hour := range 12 {
					c := calendar(t, name, start, hour)
					for _, span := range spans {
						tile(t, c, instant(t, span.from), instant(t, span.to))
						if t.Failed() {
							t.Fatalf("weeks from %v at %d:00", start, hour)
						}
					}
				}
			}
		})
	}
}

// tile checks the weeks of a calendar with one rule, one after the other.
func tile(t *testing.T, c study.Calendar, from, to time.Time) {
	rule := c.Latest()
	for w := c.Week(from); w.Start.Before(to); {
		if !firstAt(w.Start, rule.Zone, w.Name, rule.Hour, 0) || w.Name.Weekday() != rule.Start {
			t.Errorf("week %v starts at %v", w.Name, w.Start.In(rule.Zone))
		}
		middle := w.Start.Add(w.End.Sub(w.Start) / 2)
		for _, at := range []time.Time{w.Start, w.Start.Add(30 * time.Minute), middle, w.End.Add(-time.Hour), w.End.Add(-1)} {
			if !w.Contains(at) || c.Week(at) != w {
				t.Errorf("%v is in week %v, want %v", at.In(rule.Zone), c.Week(at), w)
			}
		}
		if w.Contains(w.Start.Add(-1)) || w.Contains(w.End) {
			t.Errorf("week %v holds an instant outside it", w.Name)
		}
		next := c.After(w)
		if !next.Start.Equal(w.End) || next.Name != w.Name.AddDays(7) || c.Before(next) != w || c.Ended(w.End) != w || c.Ended(w.End.Add(-1)) == w {
			t.Errorf("after week %v comes %v", w, next)
		}
		if t.Failed() {
			return
		}
		w = next
	}
}

func TestWeekStarts(t *testing.T) {
	for _, test := range []struct {
		name, zone string
		start      time.Weekday
		hour       int
		at         string
		want       string // of the week that at is in: name, start, end
	}{
		{"Seoul", "Asia/Seoul", time.Monday, 0, "2026-11-25T12:00:00Z", "2026-11-23 2026-11-22T15:00:00Z 2026-11-29T15:00:00Z"},
		{"Seoul, night of the first day", "Asia/Seoul", time.Monday, 5, "2026-11-22T19:59:59Z", "2026-11-16 2026-11-15T20:00:00Z 2026-11-22T20:00:00Z"},
		{"Seoul, first morning", "Asia/Seoul", time.Monday, 5, "2026-11-22T20:00:00Z", "2026-11-23 2026-11-22T20:00:00Z 2026-11-29T20:00:00Z"},
		{"midnight left out in Santiago", "America/Santiago", time.Sunday, 0, "2026-09-08T00:00:00Z", "2026-09-06 2026-09-06T04:00:00Z 2026-09-13T03:00:00Z"},
		{"midnight left out in Cairo", "Africa/Cairo", time.Friday, 0, "2026-04-25T00:00:00Z", "2026-04-24 2026-04-23T22:00:00Z 2026-04-30T21:00:00Z"},
		{"last hour twice in Santiago", "America/Santiago", time.Sunday, 0, "2026-04-05T03:30:00Z", "2026-03-29 2026-03-29T03:00:00Z 2026-04-05T04:00:00Z"},
		{"02:00 left out in New York", "America/New_York", time.Sunday, 2, "2026-03-08T07:00:00Z", "2026-03-08 2026-03-08T07:00:00Z 2026-03-15T06:00:00Z"},
		{"01:00 twice in New York: the first", "America/New_York", time.Sunday, 1, "2026-11-01T06:30:00Z", "2026-11-01 2026-11-01T05:00:00Z 2026-11-08T06:00:00Z"},
		{"half an hour left out on Lord Howe", "Australia/Lord_Howe", time.Sunday, 2, "2026-10-04T00:00:00Z", "2026-10-04 2026-10-03T15:30:00Z 2026-10-10T15:00:00Z"},
		{"Friday left out in Apia", "Pacific/Apia", time.Friday, 6, "2012-01-01T00:00:00Z", "2011-12-30 2011-12-30T10:00:00Z 2012-01-05T16:00:00Z"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := calendar(t, test.zone, test.start, test.hour).Week(instant(t, test.at))
			if diff := cmp.Diff(test.want, describe(w)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func describe(w study.Week) string {
	return fmt.Sprintf("%v %s %s", w.Name, w.Start.UTC().Format(time.RFC3339), w.End.UTC().Format(time.RFC3339))
}

func TestEndedWeek(t *testing.T) {
	c := calendar(t, "Asia/Seoul", time.Monday, 6)
	for _, test := range []struct{ name, at, want string }{
		{"due at its end", "2026-11-23T06:00:00+09:00", "2026-11-16"},
		{"due a moment before", "2026-11-23T05:59:59+09:00", "2026-11-09"},
		{"due in the middle of the next", "2026-11-26T09:00:00+09:00", "2026-11-16"},
		{"due on the last day of the next", "2026-11-29T23:00:00+09:00", "2026-11-16"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := c.Ended(instant(t, test.at)); got.Name != day(t, test.want) {
				t.Errorf("the last week is %v, want %s", got.Name, test.want)
			}
		})
	}
}

func TestStudyDays(t *testing.T) {
	for _, test := range []struct {
		name, zone string
		hour       int
		at, want   string
	}{
		{"morning", "Asia/Seoul", 5, "2026-11-23T05:00:00+09:00", "2026-11-23"},
		{"night", "Asia/Seoul", 5, "2026-11-23T04:59:59+09:00", "2026-11-22"},
		{"night of a month's first day", "Asia/Seoul", 5, "2026-12-01T04:00:00+09:00", "2026-11-30"},
		{"midnight", "Asia/Seoul", 0, "2026-11-23T00:00:00+09:00", "2026-11-23"},
		{"hour left out", "America/New_York", 2, "2026-03-08T03:00:00-04:00", "2026-03-08"},
		{"before the hour left out", "America/New_York", 2, "2026-03-08T01:59:59-05:00", "2026-03-07"},
		{"hour twice, first", "America/New_York", 1, "2026-11-01T01:00:00-04:00", "2026-11-01"},
		{"hour twice, second", "America/New_York", 1, "2026-11-01T01:00:00-05:00", "2026-11-01"},
		{"midnight twice, between", "America/St_Johns", 0, "2010-11-06T23:30:00-03:30", "2010-11-07"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := calendar(t, test.zone, time.Monday, test.hour)
			if got := c.Day(instant(t, test.at)); got != day(t, test.want) {
				t.Errorf("study day %v, want %s", got, test.want)
			}
		})
	}
}

func TestNoon(t *testing.T) {
	c := calendar(t, "Asia/Seoul", time.Monday, 11)
	at := c.Noon(day(t, "2026-11-23"), instant(t, "2026-11-25T00:00:00Z"))
	if want := instant(t, "2026-11-23T12:00:00+09:00"); !at.Equal(want) || c.Day(at) != day(t, "2026-11-23") {
		t.Errorf("noon is %v, of the study day %v", at, c.Day(at))
	}
}

// The spans of a month hold exactly the instants whose study day is in it, also where another
// rule sets the day back at the end of the month.
func TestDaysAreTheInstantsOfTheirStudyDays(t *testing.T) {
	seoul, newYork := time.FixedZone("KST", 9*3600), time.FixedZone("EST", -5*3600)
	turn := time.Date(2026, 12, 1, 0, 0, 0, 0, seoul)
	for name, c := range map[string]study.Calendar{
		"one rule": {{Zone: seoul, Start: time.Monday, Hour: 4}},
		"set back": {{Zone: seoul, Start: time.Tuesday}, {From: turn, Zone: newYork, Start: time.Tuesday}},
		"set on":   {{Zone: newYork, Start: time.Tuesday}, {From: turn, Zone: seoul, Start: time.Tuesday, Hour: 11}},
	} {
		spans := c.Days(civil.Date{Year: 2026, Month: 11, Day: 1}, civil.Date{Year: 2026, Month: 12, Day: 1})
		for at := turn.AddDate(0, 0, -35); at.Before(turn.AddDate(0, 0, 5)); at = at.Add(time.Hour) {
			in := 0
			for _, span := range spans {
				if !at.Before(span.Start) && at.Before(span.End) {
					in++
				}
			}
			if november := c.Day(at).Month == time.November; (in == 1) != november || in > 1 {
				t.Errorf("%s: %v is in %d spans of November, its day is %v", name, at, in, c.Day(at))
			}
		}
	}
}
