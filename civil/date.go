package civil

import (
	"fmt"
	"time"
)

// Date is a calendar day without a zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the calendar day of t in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate parses a day such as 2026-11-23 or, as is usual in Korea, 2026.11.23. Leading
// zeros may be left out.
func ParseDate(s string) (Date, error) {
	for _, layout := range []string{"2006-1-2", "2006.1.2", "2006. 1. 2", "2006. 1. 2."} {
		if t, err := time.Parse(layout, s); err == nil {
			return DateOf(t), nil
		}
	}
	return Date{}, fmt.Errorf("date %q is not of the form 2026-11-23", s)
}

// String formats the day as 2026-11-23.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// AddDays returns the day n days later, or earlier for a negative n.
func (d Date) AddDays(n int) Date {
	return DateOf(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC))
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday()
}

// Compare returns a negative number if d is before other, 0 if they are equal, and a
// positive number if d is after other.
func (d Date) Compare(other Date) int {
	if c := d.Year - other.Year; c != 0 {
		return c
	}
	if c := int(d.Month - other.Month); c != 0 {
		return c
	}
	return d.Day - other.Day
}

// At returns the first instant of the day in the zone at which the local clock shows
// hour:minute or later. If a clock change skips that reading (in some zones midnight
// itself), it is the instant of the change; if the reading occurs twice, it is the first
// one. [time.Date] guarantees neither: for a skipped midnight it returns 23:00 of the day
// before.
func (d Date) At(zone *time.Location, hour, minute int) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, zone)
	reading := func(t time.Time) time.Time { // the local clock as if it were UTC, for comparison
		y, m, day := t.Date()
		return time.Date(y, m, day, t.Hour(), t.Minute(), 0, 0, time.UTC)
	}
	wanted := time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, time.UTC)
	start, end := t.ZoneBounds()
	switch got := reading(t); {
	case got.Before(wanted):
		return end.In(zone)
	case got.After(wanted):
		return start.In(zone)
	}
	if !start.IsZero() {
		_, offset := t.Zone()
		_, before := start.Add(-time.Second).Zone()
		if first := t.Add(time.Duration(offset-before) * time.Second); before > offset && first.Before(start) {
			return first
		}
	}
	return t
}
