package option

import (
	"context"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/router"
	"dojang/refusal"
	"dojang/timezone"
	"dojang/view"
)

// Zone takes a group's time zone; see [FindZone].
func Zone() router.Option {
	return router.Option{Name: "timezone", Type: discordgo.ApplicationCommandOptionString, Text: "setting.timezone", Complete: completeZone}
}

// completeZone offers time zones with their place, offset and time.
func completeZone(_ context.Context, r *router.Request, typed string) ([]view.Choice, error) {
	return zoneChoices(r, timezone.Complete(typed, r.From.GuildLocale, r.Now, view.MaxOptions)), nil
}

// LikelyZones offers zones with many inhabitants.
func LikelyZones(r *router.Request) []view.Choice {
	return zoneChoices(r, timezone.Likely(r.From.GuildLocale))
}

func zoneChoices(r *router.Request, ids []string) []view.Choice {
	var choices []view.Choice
	for _, id := range ids {
		if choice, ok := r.Print.ZoneChoice(id, r.Now); ok {
			choices = append(choices, choice)
		}
	}
	return choices
}

// FindZone returns the zone that a text names; see [timezone.Find].
func FindZone(r *router.Request, text string) (*time.Location, error) {
	id, near := timezone.Find(text, r.From.GuildLocale, r.Now)
	switch {
	case id != "":
		return timezone.Load(id)
	case len(near) > 0:
		return nil, refusal.New("zone.near", "zone", view.Code(text), "near", view.Markup("`"+strings.Join(near, "`, `")+"`"))
	}
	return nil, refusal.New("zone.unknown", "zone", view.Code(text))
}
