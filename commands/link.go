package commands

import (
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dojang/roadmap"
)

func linkOption(required bool) Option {
	return Option{Name: "link", Type: discordgo.ApplicationCommandOptionString, Required: required}
}

func titleOption() Option {
	return Option{Name: "title", Type: discordgo.ApplicationCommandOptionString}
}

// readLink reads a link as it was typed and a title: no link is nil, no title
// is "".
func readLink(raw, title string) (*roadmap.Link, string, error) {
	if n := utf8.RuneCountInString(title); n > roadmap.MaxPostTitle {
		return nil, "", roadmap.Refuse("post.title", "length", n, "limit", roadmap.MaxPostTitle)
	}
	if raw == "" {
		if title != "" {
			return nil, "", roadmap.Refuse("post.linkless", "title", title)
		}
		return nil, "", nil
	}
	link, err := roadmap.ParseLink(raw)
	if err != nil {
		return nil, "", err
	}
	return &link, title, nil
}
