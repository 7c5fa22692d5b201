package router

import (
	"strings"
	"unicode"

	"dojang/view"
)

// maxName is how long a shown name may be; Discord's own names are no longer.
const maxName = 32

// name is what the guild calls the member. Characters that could reorder or
// hide the text around them are left out.
func (m GuildMember) name() string {
	for _, name := range []string{m.Nick, m.User.GlobalName, m.User.Username} {
		if name = CleanLine(name); name != "" {
			return view.Cut(name, maxName)
		}
	}
	return m.User.ID
}

// CleanLine makes one line of a text, without control and format characters.
// Joiners and variation selectors stay: emoji are made with them.
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
