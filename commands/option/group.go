package option

import (
	"context"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/router"
	"dojang/view"
)

// Group takes the group, which the router resolves. It is the last option of a command.
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

// Matches reports whether the name contains what was typed, ignoring case.
func Matches(name, typed string) bool {
	return strings.Contains(strings.ToLower(name), strings.ToLower(strings.TrimSpace(typed)))
}
