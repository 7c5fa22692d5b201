package option

import (
	"context"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/router"
	"dojang/view"
)

// Group lets the caller say which group is meant; the router resolves it. It
// stands last.
func Group() router.Option {
	return router.Option{Name: "group", Type: discordgo.ApplicationCommandOptionString, Text: "option.group", Complete: completeGroup}
}

func completeGroup(_ context.Context, r *router.Request, typed string) ([]view.Choice, error) {
	var choices []view.Choice
	for _, g := range r.Guild.Groups {
		if Matches(g.Name, typed) {
			choices = append(choices, view.Choice{Name: g.Name, Value: g.ID})
		}
	}
	return choices, nil
}

// Matches reports whether what was typed stands in the name, in any case.
func Matches(name, typed string) bool {
	return strings.Contains(strings.ToLower(name), strings.ToLower(strings.TrimSpace(typed)))
}
