package timezone

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Zone is a zone of the IANA database.
type Zone struct {
	ID            string // Asia/Seoul
	Country, City Name   // empty for zones that belong to no place, and for older names of zones

	code string // of the country, by ISO 3166
	search
}

// Name is a name in two languages.
type Name struct{ English, Korean string }

// Get returns the zone with an id, spelled as the database spells it.
func Get(id string) (Zone, bool) {
	t := zones()
	if i, ok := t.byID[plain(id)]; ok && t.all[i].ID == id {
		return t.all[i], true
	}
	return Zone{}, false
}

// Load returns the location of a zone. It fails only for an id that is not in the database.
func Load(id string) (*time.Location, error) {
	if _, ok := Get(id); !ok {
		return nil, fmt.Errorf("time zone %q is not in the database", id)
	}
	return time.LoadLocation(id) // also knows Local and this machine's own files
}

// plain returns an id in lower case and with spaces for underscores.
func plain(id string) string { return strings.ToLower(strings.ReplaceAll(id, "_", " ")) }

// timeless are ids that name an offset rather than a place. People who choose them mostly
// mean a place, whose clocks may change in summer. UTC, which nobody lives by, is none.
var timeless = regexp.MustCompile(`^(EST|MST|HST|Greenwich|GMT0?|GMT[+-]0|Etc/Greenwich|Etc/GMT0?|Etc/GMT[+-]\d+)$`)

// offeredTimeless are the timeless ids without their doubles.
var offeredTimeless = regexp.MustCompile(`^(EST|MST|HST|GMT|Etc/GMT[+-][1-9]\d?)$`)

// LacksSummerTime reports whether the zone keeps one offset all year although people may
// expect summer time of it: because its country has summer time elsewhere, or because it is
// no place, such as EST or Etc/GMT+9.
func (z Zone) LacksSummerTime(now time.Time) bool {
	if timeless.MatchString(z.ID) {
		return true
	}
	c := clocksOf(now)
	return z.code != "" && z.code != antarctica && !c.zones[z.ID].hasSummer() && c.summer[z.code]
}

// antarctica is the code of a place that is no country: each of its stations has the time of
// the country that runs it.
const antarctica = "AQ"

// Counterpart returns a zone that has summer time and otherwise the offset of z, which has
// none, or "" if there is no such zone.
func (z Zone) Counterpart(now time.Time) string {
	offset, ok := offsetAt(z.ID, now)
	c := clocksOf(now)
	for _, id := range append(Likely(""), alsoLikely...) {
		if one := c.zones[id]; ok && one.hasSummer() && slices.Min(one.offsets[:]) == offset {
			return id
		}
	}
	return ""
}

// Offset writes the offset that a location has at a moment: UTC+9, UTC-3:30, UTC+0.
func Offset(loc *time.Location, at time.Time) string {
	_, seconds := at.In(loc).Zone()
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	s := "UTC" + sign + strconv.Itoa(seconds/3600)
	if minutes := seconds / 60 % 60; minutes > 0 {
		s += fmt.Sprintf(":%02d", minutes)
	}
	return s
}
