package option

import (
	"cmp"
	"context"
	_ "embed"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/router"
	"dojang/refusal"
	"dojang/view"
)

// Zone takes a group's time zone; see [FindZone].
func Zone() router.Option {
	return router.Option{Name: "timezone", Type: discordgo.ApplicationCommandOptionString, Text: "setting.timezone", Complete: completeZone}
}

// zoneNames are the zones that are offered, one per line: those that people live in, from
// the tables of the IANA time zone database (public domain).
//
//go:embed zones.txt
var zoneNames string

// otherZones are the database's other names, mostly older ones, one per line. They are
// accepted but not offered. Names that only this machine knows are not accepted, because
// another machine might not know them.
//
//go:embed zones-other.txt
var otherZones string

// zonesByName has all names by their [plainZone].
var zonesByName = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for name := range strings.Lines(zoneNames + otherZones) {
		name = strings.TrimSpace(name)
		names[plainZone(name)] = name
	}
	return names
})

// plainZone returns a zone's name in lower case and with spaces for underscores.
func plainZone(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", " ")) }

// completeZone offers time zones with their current time. Words match in any order, and an
// underscore is a space: "new york".
func completeZone(_ context.Context, r *router.Request, typed string) ([]view.Choice, error) {
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
		if choice, ok := ZoneChoice(r.Now, name); ok {
			choices = append(choices, choice)
		}
	}
	return choices, nil
}

// FindZone returns the zone with a name of the IANA database.
func FindZone(name string) (*time.Location, error) {
	loc, err := time.LoadLocation(zonesByName()[plainZone(name)])
	if err != nil || zonesByName()[plainZone(name)] == "" {
		if near := nearZones(name); len(near) > 0 {
			return nil, refusal.New("zone.near", "zone", view.Code(name), "near", view.Markup("`"+strings.Join(near, "`, `")+"`"))
		}
		return nil, refusal.New("zone.unknown", "zone", view.Code(name))
	}
	return loc, nil
}

// nearZones returns up to three zones whose name or city is closest to the typed text:
// within one or two letters, or containing it.
func nearZones(typed string) []string {
	typed = plainZone(strings.TrimSpace(typed))
	limit := min(len(typed)/3, 2) // letters
	if limit == 0 {
		return nil
	}
	type near struct {
		name   string
		errors int
	}
	var found []near
	for name := range strings.Lines(zoneNames) {
		name = strings.TrimSpace(name)
		plain := plainZone(name)
		city := plain[strings.LastIndexByte(plain, '/')+1:]
		errors := min(distance(typed, plain), distance(typed, city))
		if strings.Contains(plain, typed) {
			errors = min(errors, 1)
		}
		if errors <= limit {
			found = append(found, near{name, errors})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.errors, b.errors) })
	var names []string
	for _, n := range found[:min(len(found), 3)] {
		if n.errors == found[0].errors {
			names = append(names, n.name)
		}
	}
	return names
}

// distance returns the Levenshtein distance of two texts, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			changed := before
			if a[i] != b[j] {
				changed++
			}
			before = row[j+1]
			row[j+1] = min(changed, before+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// LikelyZones returns zones with many inhabitants, those of the guild's locale first.
func LikelyZones(locale string) []string {
	zones := slices.Clone(zonesByLocale[locale])
	for _, name := range []string{"Asia/Seoul", "Asia/Tokyo", "Asia/Shanghai", "Asia/Singapore", "Asia/Kolkata", "Asia/Dubai",
		"Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Moscow", "Africa/Lagos", "America/New_York", "America/Chicago",
		"America/Denver", "America/Los_Angeles", "America/Sao_Paulo", "Australia/Sydney", "Pacific/Auckland", "UTC"} {
		if !slices.Contains(zones, name) {
			zones = append(zones, name)
		}
	}
	return zones
}

// zonesByLocale are the zones of the countries that use a locale of Discord's.
// See https://discord.com/developers/docs/reference#locales.
var zonesByLocale = map[string][]string{
	"ko": {"Asia/Seoul"}, "ja": {"Asia/Tokyo"}, "zh-CN": {"Asia/Shanghai"}, "zh-TW": {"Asia/Taipei"}, "vi": {"Asia/Ho_Chi_Minh"},
	"th": {"Asia/Bangkok"}, "id": {"Asia/Jakarta"}, "hi": {"Asia/Kolkata"}, "tr": {"Europe/Istanbul"}, "ru": {"Europe/Moscow"},
	"uk": {"Europe/Kyiv"}, "en-GB": {"Europe/London"}, "de": {"Europe/Berlin"}, "fr": {"Europe/Paris"}, "it": {"Europe/Rome"},
	"es-ES": {"Europe/Madrid"}, "nl": {"Europe/Amsterdam"}, "pl": {"Europe/Warsaw"}, "sv-SE": {"Europe/Stockholm"},
	"pt-BR": {"America/Sao_Paulo"}, "es-419": {"America/Mexico_City", "America/Bogota", "America/Argentina/Buenos_Aires"},
	"en-US": {"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"},
}

// ZoneChoice returns a zone as a choice, with its current time.
func ZoneChoice(now time.Time, name string) (view.Choice, bool) {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return view.Choice{}, false // missing in this system's database
	}
	return view.Choice{Name: name + " · " + now.In(zone).Format("15:04"), Value: name}, true
}
