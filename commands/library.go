package commands

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"dojang/roadmap"
	"dojang/view"
)

type librarian interface {
	// Library returns all posts of the group, in the order of time.
	Library(ctx context.Context, g *roadmap.Group, act roadmap.Act) ([]roadmap.Post, error)
}

// library gives the roadmap with everyone's posts under each item, as Markdown
// files.
func library(store librarian) Command {
	return Command{
		Name:    "library",
		Private: func(r *Request) bool { return !r.On("show") },
		Large:   true,
		Options: []Option{
			{Name: "area", Type: discordgo.ApplicationCommandOptionString, Complete: completeArea},
			{Name: "show", Type: discordgo.ApplicationCommandOptionBoolean},
			groupOption(completeGroup),
		},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Group()
			if err != nil {
				return Reply{}, err
			}
			var area *roadmap.Area
			if r.Text("area") != "" {
				if area, err = r.area(g); err != nil {
					return Reply{}, err
				}
			}
			posts, err := store.Library(ctx, g, r.Act(groups))
			if err != nil {
				return Reply{}, err
			}
			messages := r.Print.Library(g.Library(area, posts), r.From.fileLimit())
			return inTurn(messages, !r.On("show")), nil
		},
	}
}

// inTurn is a reply of several messages.
func inTurn(messages []view.Message, private bool) Reply {
	reply := Reply{Message: &messages[0], Private: private}
	if len(messages) > 1 {
		reply.Then = new(inTurn(messages[1:], private))
	}
	return reply
}

// fileLimit is how many bytes a file of a reply may have.
func (in *Interaction) fileLimit() int {
	if in.AttachmentSizeLimit > 0 {
		return min(in.AttachmentSizeLimit, view.MaxFile)
	}
	return view.MaxFile
}
