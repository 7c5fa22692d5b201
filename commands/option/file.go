package option

import (
	"github.com/bwmarrin/discordgo"

	"dojang/commands/router"
)

// File takes a Markdown file; see [router.Request.File].
func File() router.Option {
	return router.Option{Name: "file", Type: discordgo.ApplicationCommandOptionAttachment, Required: true, Text: "option.file"}
}
