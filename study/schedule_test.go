package study_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dojang/civil"
	"dojang/study"
)

func TestDigestsAreDueOnceAWeek(t *testing.T) {
	for _, name := range zones {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := calendar(t, name, time.Monday, 0)
			for on := time.Sunday; on <= time.Saturday; on++ {
				for _, minute := range []int{0, 1, 30, 60, 90, 105, 120, 135, 150, 9 * 60, 12*60 + 5, 23*60 + 30, 23*60 + 59} {
					s := study.Schedule{Day: on, Hour: minute / 60, Minute: minute % 60}
					for _, span := range spans {
						due(t, c, s, instant(t, span.from), instant(t, span.to))
						if t.Failed() {
							t.Fatalf("due on %v at %v", on, s)
						}
					}
				}
			}
		})
	}
}

// due checks the occurrences of a schedule, one after the other.
func due(t *testing.T, c study.Calendar, s study.Schedule, from, to time.Time) {
	z := c.Latest().Zone
	last := c.Last(s, from)
	d := civil.DateOf(last.In(z))
	for last.Before(to) {
		next := c.Next(s, last)
		d = d.AddDays(7)
		if d.Weekday() != s.Day || !firstAt(next, z, d, s.Hour, s.Minute) {
			t.Errorf("%v on %v is due at %v", s, d, next.In(z))
		}
		middle := last.Add(next.Sub(last) / 2)
		for _, at := range []time.Time{last, last.Add(30 * time.Minute), middle, next.Add(-time.Hour), next.Add(-1)} {
			if !c.Last(s, at).Equal(last) || !c.Next(s, at).Equal(next) {
				t.Errorf("around %v: last due at %v, next at %v; want %v and %v", at.In(z), c.Last(s, at), c.Next(s, at), last, next)
			}
		}
		if !c.Last(s, next).Equal(next) {
			t.Errorf("due at %v, but the last one then is %v", next, c.Last(s, next))
		}
		if t.Failed() {
			return
		}
		last = next
	}
}

// A digest is due by the zone in force at the time, through a change of zones.
func TestDueThroughChanges(t *testing.T) {
	seoul, york := zone(t, "Asia/Seoul"), zone(t, "America/New_York")
	for _, test := range []struct {
		name     string
		from, to *time.Location
		on       time.Weekday
		want     []string
	}{
		{"to the west", seoul, york, time.Monday, []string{"2026-11-23T02:00:00Z", "2026-11-30T16:00:00Z", "2026-12-07T16:00:00Z"}},
		{"to the west, due again before the new week", seoul, york, time.Sunday, []string{"2026-11-29T02:00:00Z", "2026-11-29T16:00:00Z", "2026-12-06T16:00:00Z"}},
		{"to the east, past it when it takes effect", york, seoul, time.Monday, []string{"2026-11-23T16:00:00Z", "2026-12-07T02:00:00Z", "2026-12-14T02:00:00Z"}},
		{"to the east", york, seoul, time.Sunday, []string{"2026-11-29T16:00:00Z", "2026-12-06T02:00:00Z", "2026-12-13T02:00:00Z"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := study.Calendar{{Zone: test.from, Start: time.Monday}}
			c = c.Change(study.WeekRule{Zone: test.to, Start: time.Monday}, instant(t, "2026-11-25T12:00:00Z"))
			s := study.Schedule{Day: test.on, Hour: 11}
			at := instant(t, test.want[0])
			if last := c.Last(s, at); !last.Equal(at) {
				t.Errorf("last due at %v, want %v", last, at)
			}
			var got []string
			for range test.want {
				got = append(got, at.UTC().Format(time.RFC3339))
				next := c.Next(s, at)
				if last := c.Last(s, next.Add(-1)); !last.Equal(at) || !c.Last(s, next).Equal(next) {
					t.Errorf("before %v the last one is %v, want %v", next, last, at)
				}
				at = next
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestScheduleString(t *testing.T) {
	if got := (study.Schedule{Day: time.Friday, Hour: 9, Minute: 5}).String(); got != "09:05" {
		t.Errorf("the time of day is %s", got)
	}
}
