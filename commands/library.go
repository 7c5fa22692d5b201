package commands

import (
	"context"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/view"
)

// library sends the roadmap with all posts under their items, as Markdown files.
func library(posts Posts) router.Command {
	return router.Command{
		Name:    "library",
		Group:   router.ReadableGroup,
		Private: option.UnlessShown,
		Large:   true,
		Lists:   true,
		Options: []router.Option{option.Area(), option.Show(), option.Group()},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			var area *roadmap.Area
			if r.Text("area") != "" {
				var err error
				if area, err = option.FindArea(r); err != nil {
					return router.Reply{}, err
				}
			}
			all, err := posts.Library(ctx, r.Group, r.Operation())
			if err != nil {
				return router.Reply{}, err
			}
			messages := r.Print.Library(markdown.NewLibrary(r.Group, area, all), r.From.FileLimit())
			return chainMessages(messages, option.UnlessShown(r)), nil
		},
	}
}

// chainMessages returns several messages as one reply, sent one after the other.
func chainMessages(messages []view.Message, private bool) router.Reply {
	reply := router.Reply{Message: &messages[0], Private: private}
	if len(messages) > 1 {
		reply.Then = new(chainMessages(messages[1:], private))
	}
	return reply
}
