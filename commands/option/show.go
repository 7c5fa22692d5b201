package option

import (
	"github.com/bwmarrin/discordgo"

	"dojang/commands/router"
)

// Show lets the caller show a private reply to everyone.
func Show() router.Option {
	return router.Option{Name: "show", Type: discordgo.ApplicationCommandOptionBoolean}
}

// Unshown reports whether the reply is private because Show was not chosen.
func Unshown(r *router.Request) bool { return !r.On("show") }
