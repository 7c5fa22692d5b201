package timezone

import (
	"slices"
	"sync/atomic"
	"time"
)

// clock is how a zone's clocks go in a year.
type clock struct {
	offsets       [12]int // at the beginning of each month, in seconds east of Greenwich
	abbreviations []string
}

// hasSummer reports whether the offset changes within the year.
func (c clock) hasSummer() bool {
	return slices.ContainsFunc(c.offsets[:], func(offset int) bool { return offset != c.offsets[0] })
}

// clocks are the clocks of all zones that are offered, in a year.
type clocks struct {
	year   int
	zones  map[string]clock
	summer map[string]bool // whether there is summer time somewhere in a country
}

// lastClocks are the clocks of the year that was asked for last. Making them takes some ten
// milliseconds, and years rarely change.
var lastClocks atomic.Pointer[clocks]

// clocksOf returns the clocks of the year.
func clocksOf(now time.Time) *clocks {
	year := now.UTC().Year()
	if c := lastClocks.Load(); c != nil && c.year == year {
		return c
	}
	c := &clocks{year: year, zones: map[string]clock{}, summer: map[string]bool{}}
	t := zones()
	for _, z := range t.all[:t.offered] {
		loc, err := time.LoadLocation(z.ID)
		if err != nil {
			continue // missing in this system's database
		}
		var one clock
		for month := range one.offsets {
			name, offset := time.Date(year, time.Month(month+1), 1, 12, 0, 0, 0, time.UTC).In(loc).Zone()
			one.offsets[month] = offset
			if !slices.Contains(one.abbreviations, name) {
				one.abbreviations = append(one.abbreviations, name)
			}
		}
		c.zones[z.ID] = one
		c.summer[z.code] = c.summer[z.code] || one.hasSummer()
	}
	lastClocks.Store(c)
	return c
}

// offsetAt returns the zone's offset at a moment, in seconds east of Greenwich.
func offsetAt(id string, now time.Time) (seconds int, ok bool) {
	loc, err := time.LoadLocation(id)
	if err != nil {
		return 0, false
	}
	_, seconds = now.In(loc).Zone()
	return seconds, true
}
