package commands

import (
	"context"
	_ "embed"
	"strings"
	"time"

	"dojang/roadmap"
	"dojang/view"
)

// zoneNames are the names of the zones that people live in, from the tables of
// the IANA time zone database (public domain), one a line.
//
//go:embed zones.txt
var zoneNames string

// completeZone offers time zones with the time it is there now. Words are
// matched in any order, and an underscore is a space: "new york".
func completeZone(_ context.Context, r *Request, typed string) ([]view.Choice, error) {
	words := strings.Fields(strings.ToLower(strings.ReplaceAll(typed, "_", " ")))
	var choices []view.Choice
	for name := range strings.Lines(zoneNames) {
		name = strings.TrimSpace(name)
		plain := strings.ToLower(strings.ReplaceAll(name, "_", " "))
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

// zone reads a zone's name. "Local" is a name to Go and none to anybody else.
func zone(name string) (*time.Location, error) {
	loc, err := time.LoadLocation(name)
	if err != nil || name == "Local" || name == "" {
		return nil, roadmap.Refuse("zone.unknown", "zone", view.Plain(strings.ReplaceAll(view.Cut(name, 60), "`", "'")))
	}
	return loc, nil
}
