package option

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/router"
	"dojang/normalize"
	"dojang/view"
)

// Group takes the group, which the router resolves. It is the last option of a command.
func Group() router.Option {
	return router.Option{Name: "group", Type: discordgo.ApplicationCommandOptionString, Text: "option.group", Complete: completeGroup}
}

func completeGroup(_ context.Context, r *router.Request, typed string) ([]view.Choice, error) {
	var choices []view.Choice
	for _, g := range r.Guild.Groups {
		if normalize.Matches(g.Name, typed) {
			choices = append(choices, view.Choice{Name: g.Name, Value: g.ID})
		}
	}
	return choices, nil
}
