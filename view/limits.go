package view

import "unicode/utf8"

// Discord's limits, in characters unless said otherwise.
// See https://discord.com/developers/docs/components/reference,
// https://discord.com/developers/docs/reference#uploading-files,
// https://discord.com/developers/docs/resources/message and
// https://discord.com/developers/docs/interactions/application-commands.
const (
	MaxComponents  = 40   // components in a message, nested ones included
	MaxText        = 4000 // text displays of a message together
	MaxRows        = 5    // buttons in a row
	MaxCustomID    = 100
	MaxLabel       = 80  // a button's
	MaxButtonURL   = 512 // a link button's address
	MaxPlaceholder = 150 // a select menu's
	MaxOptions     = 25  // of a select menu; also choices of an autocompletion
	MaxOptionText  = 100 // a select option's label, value and description; a choice's name and value
	MaxModalTitle  = 45
	MaxModalLabel  = 45
	MaxModalHint   = 100 // the placeholder of a modal's text input

	MaxFiles   = 10       // of a message
	MaxFile    = 10 << 20 // bytes of one of them, unless Discord allows less
	maxPayload = 24 << 20 // bytes of a message's files together: a request has at most 25 MiB

	MaxCommandName        = 32
	MaxCommandDescription = 100
	MaxCommandTotal       = 8000 // names, descriptions and values of a command together
	MaxCommands           = 100
)

// Cut shortens s to at most max characters, ending in … where it is cut.
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
