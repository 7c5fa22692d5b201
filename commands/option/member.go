package option

import (
	"github.com/bwmarrin/discordgo"

	"dojang/commands/router"
)

// Member takes another member.
func Member() router.Option {
	return router.Option{Name: "member", Type: discordgo.ApplicationCommandOptionUser}
}
