package study

import (
	"fmt"
	"time"

	"dojang/civil"
)

// WeekRule says when weeks and days begin.
type WeekRule struct {
	From  time.Time      // start of validity; zero for a group's first rule
	Zone  *time.Location // the group's zone
	Start time.Weekday   // the day on which weeks begin
	Hour  int            // 0 to 11: hour at which a study day begins
}

// Calendar holds the rules of a group's weeks, oldest first and never empty. A new rule
// holds from the end of the week that is running under the rule before it, so past weeks
// keep their bounds and names. That running week is extended to the first week start under
// the new rule.
type Calendar []WeekRule

// Week is a half-open span [Start, End). Its Name is the date of its first day, which is
// unique in the calendar.
type Week struct {
	Start, End time.Time
	Name       civil.Date
}

// Contains reports whether t is in the week.
func (w Week) Contains(t time.Time) bool { return !t.Before(w.Start) && t.Before(w.End) }

// day returns the study day of t under the rule: the last one that has begun. It can be
// after the local date, where clocks that showed midnight were set back over it (St John's
// did this until 2011).
func (r WeekRule) day(t time.Time) civil.Date {
	d := civil.DateOf(t.In(r.Zone)).AddDays(1)
	for t.Before(r.begin(d)) {
		d = d.AddDays(-1)
	}
	return d
}

// first returns the date of the rule's last week start at or before t.
func (r WeekRule) first(t time.Time) civil.Date {
	d := r.day(t)
	return d.AddDays(-((int(d.Weekday()) - int(r.Start) + 7) % 7))
}

// begin returns the instant at which the study day d begins.
func (r WeekRule) begin(d civil.Date) time.Time { return d.At(r.Zone, r.Hour, 0) }

// next returns the rule's first week start at or after t.
func (r WeekRule) next(t time.Time) time.Time {
	d := r.first(t)
	if start := r.begin(d); !start.Before(t) {
		return start
	}
	return r.begin(d.AddDays(7))
}

// rule returns the index of the rule that holds at t.
func (c Calendar) rule(t time.Time) int {
	i := len(c) - 1
	for i > 0 && t.Before(c[i].From) {
		i--
	}
	return i
}

// Week returns the week that contains t.
func (c Calendar) Week(t time.Time) Week {
	i := c.rule(t)
	for i > 0 && t.Before(c[i].next(c[i].From)) { // still the week before the change
		t = c[i].From.Add(-1)
		i--
	}
	name := c[i].first(t)
	start := c[i].begin(name)
	end := c[i].begin(name.AddDays(7))
	for i++; i < len(c) && !c[i].From.After(end); i++ {
		end = c[i].next(c[i].From)
	}
	return Week{Start: start, End: end, Name: name}
}

// Before returns the week that ends where w starts.
func (c Calendar) Before(w Week) Week { return c.Week(w.Start.Add(-1)) }

// After returns the week that starts where w ends.
func (c Calendar) After(w Week) Week { return c.Week(w.End) }

// Named returns the week with the name, if there is one.
func (c Calendar) Named(name civil.Date) (Week, bool) {
	w := c.Week(name.At(time.UTC, 12, 0)) // within a day of the first day in any zone
	for _, w := range []Week{w, c.Before(w), c.After(w)} {
		if w.Name == name {
			return w, true
		}
	}
	return Week{}, false
}

// Ended returns the last week that ended at or before t, which is the week covered by a
// digest due at t.
func (c Calendar) Ended(t time.Time) Week { return c.Before(c.Week(t)) }

// Day returns the study day of t. Before the hour at which days begin, it is the day before
// the local date.
func (c Calendar) Day(t time.Time) civil.Date { return c[c.rule(t)].day(t) }

// Span is a half-open span of time [Start, End).
type Span struct{ Start, End time.Time }

// Days returns the instants whose study day is first or later and before end. It is more than one
// span if a rule that began in between set the day back.
func (c Calendar) Days(first, end civil.Date) []Span {
	var spans []Span
	for i, r := range c {
		span := Span{r.begin(first), r.begin(end)}
		if span.Start.Before(r.From) {
			span.Start = r.From
		}
		if i+1 < len(c) && c[i+1].From.Before(span.End) {
			span.End = c[i+1].From
		}
		if span.Start.Before(span.End) {
			spans = append(spans, span)
		}
	}
	return spans
}

// Noon returns 12:00 local time of the study day d, which is when a back-dated check
// counts. The zone is the one in force at now.
func (c Calendar) Noon(d civil.Date, now time.Time) time.Time {
	return d.At(c[c.rule(now)].Zone, 12, 0)
}

// Zone returns the zone in force at t.
func (c Calendar) Zone(t time.Time) *time.Location { return c[c.rule(t)].Zone }

// Rule returns the rule in force at t.
func (c Calendar) Rule(t time.Time) WeekRule { return c[c.rule(t)] }

// Latest returns the rule that was set last. It may not be in force yet.
func (c Calendar) Latest() WeekRule { return c[len(c)-1] }

// Change returns the calendar with the rule's zone, start and hour from the end of the week
// that is running at now. An earlier change that is not in force yet is replaced.
func (c Calendar) Change(rule WeekRule, now time.Time) Calendar {
	i := c.rule(now)
	held := c[: i+1 : i+1]
	if same(c[i], rule) {
		return held
	}
	rule.From = held.Week(now).End
	return append(held, rule)
}

// same reports whether two rules produce the same weeks.
func same(a, b WeekRule) bool {
	return a.Zone.String() == b.Zone.String() && a.Start == b.Start && a.Hour == b.Hour
}

// Schedule is when a digest is due: a weekday and a local time.
type Schedule struct {
	Day          time.Weekday
	Hour, Minute int
}

// String writes the time of day as 09:00.
func (s Schedule) String() string { return fmt.Sprintf("%02d:%02d", s.Hour, s.Minute) }

// Last returns the schedule's last occurrence at or before t, in the zone in force at the
// occurrence. It computes with local dates, so clock changes neither drop nor double one.
func (c Calendar) Last(s Schedule, t time.Time) time.Time {
	for i := c.rule(t); ; i-- {
		d := civil.DateOf(t.In(c[i].Zone)).AddDays(1) // as in WeekRule.day
		d = d.AddDays(-((int(d.Weekday()) - int(s.Day) + 7) % 7))
		due := d.At(c[i].Zone, s.Hour, s.Minute)
		if due.After(t) {
			due = d.AddDays(-7).At(c[i].Zone, s.Hour, s.Minute)
		}
		if i == 0 || !due.Before(c[i].From) {
			return due
		}
		t = c[i].From.Add(-1)
	}
}

// Next returns the schedule's first occurrence after t.
func (c Calendar) Next(s Schedule, t time.Time) time.Time {
	for i := c.rule(t); ; i++ {
		d := civil.DateOf(t.In(c[i].Zone))
		d = d.AddDays((int(s.Day) - int(d.Weekday()) + 7) % 7)
		due := d.At(c[i].Zone, s.Hour, s.Minute)
		if !due.After(t) {
			due = d.AddDays(7).At(c[i].Zone, s.Hour, s.Minute)
		}
		if i+1 == len(c) || due.Before(c[i+1].From) {
			return due
		}
		t = c[i+1].From.Add(-1)
	}
}

// Streak returns the number of consecutive weeks with a check, counting back from the week
// of now. The running week adds to the streak but does not break it. weeks holds the names
// of the weeks with a check.
func (c Calendar) Streak(weeks map[civil.Date]bool, now time.Time) int {
	w := c.Week(now)
	n := 0
	if weeks[w.Name] {
		n++
	}
	for w = c.Before(w); weeks[w.Name]; w = c.Before(w) {
		n++
	}
	return n
}
