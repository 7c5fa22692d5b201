package option

import (
	"cmp"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/router"
	"dojang/link"
	"dojang/refusal"
)

// Link takes the address of a post; see [ReadLink].
func Link(required bool) router.Option {
	return router.Option{Name: "link", Type: discordgo.ApplicationCommandOptionString, Required: required}
}

// Title takes the title of a post.
func Title() router.Option {
	return router.Option{Name: "title", Type: discordgo.ApplicationCommandOptionString}
}

// ReadLink parses a pasted link and checks the title. The link is nil if raw is "". If no title
// is given, that of a pasted [title](address) is returned.
func ReadLink(raw, title string) (*link.Link, string, error) {
	if err := CheckTitle(title); err != nil {
		return nil, "", err
	}
	if raw == "" {
		if title != "" {
			return nil, "", refusal.New("post.linkless", "title", title)
		}
		return nil, "", nil
	}
	found, err := link.Parse(raw)
	if err != nil {
		return nil, "", err
	}
	return &found, cmp.Or(title, found.Label), nil
}

// CheckTitle refuses a title that is too long.
func CheckTitle(title string) error {
	if n := utf8.RuneCountInString(title); n > link.MaxPostTitle {
		return refusal.New("post.title", "length", n, "limit", link.MaxPostTitle)
	}
	return nil
}
