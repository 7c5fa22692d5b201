package view

import "unicode/utf8"

// Discord's limits, in characters unless said otherwise.
// See https://discord.com/developers/docs/components/reference,
// https://discord.com/developers/docs/reference#uploading-files,
// https://discord.com/developers/docs/resources/message and
// https://discord.com/developers/docs/interactions/application-commands.
const (
	MaxComponents  = 40   // components in a message, including nested ones
	MaxText        = 4000 // in all text displays of a message
	MaxRows        = 5    // buttons in a row
	MaxCustomID    = 100
	MaxLabel       = 80  // label of a button
	MaxButtonURL   = 512 // address of a link button
	MaxPlaceholder = 150 // placeholder of a select menu
	MaxOptions     = 25  // options of a select menu, choices of an autocompletion
	MaxOptionText  = 100 // label, value and description of an option; name and value of a choice
	MaxModalTitle  = 45
	MaxModalLabel  = 45
	MaxModalHint   = 100 // placeholder of a modal's text input

	MaxFiles   = 10       // files of a message
	MaxFile    = 10 << 20 // bytes of a file, unless Discord allows less
	maxPayload = 24 << 20 // bytes of all files of a message; a request has at most 25 MiB

	MaxCommandName        = 32
	MaxCommandDescription = 100
	MaxCommandTotal       = 8000 // all names, descriptions and values of a command
	MaxCommands           = 100
	MaxMenuCommands       = 15 // each on messages and on members
)

// MaxBytes limits all strings of a message that people read, in bytes of UTF-8: texts,
// labels, placeholders, descriptions. Discord does not document this limit. Measurements
// found that it fails once the texts of a message, with 12 more for each, have about 10,170
// bytes: with status 500, or, in the first answer to an interaction, as if the interaction
// were unknown. A Hangul syllable has three bytes, so 4,000 characters are too many.
// See https://github.com/discord/discord-api-docs/issues/8554 and
// https://github.com/discord/discord-api-docs/issues/7310.
const MaxBytes = 9000

// ChoiceName shortens the name of an autocompletion's choice, so that as many choices as
// there can be have room.
func ChoiceName(name string) string { return cutBytes(Cut(name, MaxOptionText), MaxBytes/MaxOptions) }

// Cut shortens s to at most max characters. A shortened text ends in ….
func Cut(s string, max int) string {
	if utf8.RuneCountInString(s) <= max {
		return s
	}
	n := 0
	for i := range s {
		if n == max-1 {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
