package option

import (
	"github.com/bwmarrin/discordgo"

	"dojang/commands/router"
)

// Show makes a private reply public.
func Show() router.Option {
	return router.Option{Name: "show", Type: discordgo.ApplicationCommandOptionBoolean}
}

// UnlessShown reports whether the reply is private because Show was not chosen.
func UnlessShown(r *router.Request) bool { return !r.On("show") }
