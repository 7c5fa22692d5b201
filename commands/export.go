package commands

import (
	"cmp"
	"context"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// exportRoadmap sends the caller's own checklist as a Markdown file.
func exportRoadmap(checks Checks) router.Command {
	return router.Command{
		Name:    "export",
		Group:   router.ReadableGroup,
		Private: router.Always,
		Large:   true,
		Lists:   true,
		Options: []router.Option{
			{Name: "language", Type: discordgo.ApplicationCommandOptionString, Shown: "setting.language",
				Choices: []string{string(roadmap.Korean), string(roadmap.English)}},
			option.Group(),
		},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			done, posts, err := checks.Checklist(ctx, r.Group, r.Operation())
			if err != nil {
				return router.Reply{}, err
			}
			lang := cmp.Or(roadmap.Lang(r.Text("language")), r.Print.Lang)
			return router.Private(r.Print.Checklist(r.Group, markdown.NewChecklist(r.Group, done, posts), lang)), nil
		},
	}
}
