package router

import (
	"strings"
	"unicode"

	"dojang/view"
)

// maxName limits a displayed name, in characters. It is Discord's own limit.
const maxName = 32

// name returns the member's name in the guild, without characters that could reorder or
// hide the text around it.
func (m GuildMember) name() string {
	for _, name := range []string{m.Nick, m.User.GlobalName, m.User.Username} {
		if name = CleanLine(name); name != "" {
			return view.Cut(name, maxName)
		}
	}
	return m.User.ID
}

// CleanLine returns s as a single line without control and format characters. It keeps
// joiners and variation selectors, which are parts of emoji.
func CleanLine(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == '\u200d' || r == '\ufe0f':
			return r
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
