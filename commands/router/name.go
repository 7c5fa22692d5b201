package router

import (
	"dojang/normalize"
	"dojang/view"
)

// maxName limits a displayed name, in characters. It is Discord's own limit.
const maxName = 32

// name returns the member's name in the guild, without characters that could reorder or
// hide the text around it.
func (m GuildMember) name() string {
	for _, name := range []string{m.Nick, m.User.GlobalName, m.User.Username} {
		if name = normalize.Clean(name); name != "" {
			return view.Cut(name, maxName)
		}
	}
	return m.User.ID
}
