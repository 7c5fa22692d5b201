package commands

import (
	"cmp"
	"context"

	"github.com/bwmarrin/discordgo"

	"dojang/roadmap"
)

type checklister interface {
	// Checklist returns what the act's member has done, by item, and the
	// member's posts, oldest first.
	Checklist(ctx context.Context, g *roadmap.Group, act roadmap.Act) (map[string]roadmap.Check, []roadmap.Post, error)
}

// exportRoadmap gives the caller's own checklist as a Markdown file.
func exportRoadmap(store checklister) Command {
	return Command{
		Name:    "export",
		Private: always,
		Large:   true,
		Options: []Option{
			{Name: "language", Type: discordgo.ApplicationCommandOptionString, Shown: "setting.language",
				Choices: []string{string(roadmap.Korean), string(roadmap.English)}},
			groupOption(completeGroup),
		},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Group()
			if err != nil {
				return Reply{}, err
			}
			checks, posts, err := store.Checklist(ctx, g, r.Act(groups))
			if err != nil {
				return Reply{}, err
			}
			lang := cmp.Or(roadmap.Lang(r.Text("language")), r.Print.Lang)
			return private(r.Print.Checklist(g, g.Checklist(checks, posts), lang)), nil
		},
	}
}
