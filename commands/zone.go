package commands

import (
	"context"
	_ "embed"
	"strings"
	"sync"
	"time"

	"dojang/roadmap"
	"dojang/view"
)

// zoneNames are the names of the zones that people live in, from the tables of
// the IANA time zone database (public domain), one a line.
//
//go:embed zones.txt
var zoneNames string

// otherZones are the other names that the database has, older ones for the most
// part: they are not offered, and taken. Names from elsewhere, such as those
// that only this machine's system knows, would not be known to another bot.
//
//go:embed zones-other.txt
var otherZones string

// zonesByName has all names by how they may be typed.
var zonesByName = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for name := range strings.Lines(zoneNames + otherZones) {
		name = strings.TrimSpace(name)
		names[plainZone(name)] = name
	}
	return names
})

// plainZone is a zone's name without regard to case, and with spaces for
// underscores.
func plainZone(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", " ")) }

// completeZone offers time zones with the time it is there now. Words are
// matched in any order, and an underscore is a space: "new york".
func completeZone(_ context.Context, r *Request, typed string) ([]view.Choice, error) {
	words := strings.Fields(plainZone(typed))
	var choices []view.Choice
	for name := range strings.Lines(zoneNames) {
		name = strings.TrimSpace(name)
		plain := plainZone(name)
		found := len(choices) < view.MaxOptions
		for _, word := range words {
			found = found && strings.Contains(plain, word)
		}
		if !found {
			continue
		}
		zone, err := time.LoadLocation(name)
		if err != nil {
			continue // known to the list and not to this system's database
		}
		choices = append(choices, view.Choice{Name: name + " · " + r.Now.In(zone).Format("15:04"), Value: name})
	}
	return choices, nil
}

// zone reads a zone's name, as the IANA database has it.
func zone(name string) (*time.Location, error) {
	loc, err := time.LoadLocation(zonesByName()[plainZone(name)])
	if err != nil || zonesByName()[plainZone(name)] == "" {
		return nil, roadmap.Refuse("zone.unknown", "zone", view.Code(name))
	}
	return loc, nil
}
