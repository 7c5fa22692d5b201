package commands

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/study"
	"dojang/view"
)

// maxSought is how many characters of a text are looked for.
const maxSought = 100

// posts lists the group's posts, newest first.
func posts(posts Posts) router.Command {
	return router.Command{
		Name:    "posts",
		Group:   router.ReadableGroup,
		Private: router.Always,
		Options: []router.Option{
			option.Topic(),
			option.Member(),
			{Name: "text", Type: discordgo.ApplicationCommandOptionString},
			option.Group(),
		},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			q := study.PostQuery{Author: r.Text("member"), Text: view.Cut(r.Text("text"), maxSought)}
			if text := r.Text("item"); text != "" {
				var err error
				if q.Topic, err = option.FindTopic(r, text); err != nil {
					return router.Reply{}, err
				}
			}
			m, err := listPosts(ctx, r, posts, q, 0)
			return router.Private(m), err
		},
		Actions: append(postActions(posts),
			router.InPlace(view.PostsID, router.ReadableGroup, func(ctx context.Context, r *router.Request) (router.Reply, error) {
				m, err := listPosts(ctx, r, posts, listedQuery(r), r.IntArg("offset"))
				return router.Replace(m), err
			})),
	}
}

// listPosts makes a page of the group's posts.
func listPosts(ctx context.Context, r *router.Request, posts Posts, q study.PostQuery, offset int) (view.Message, error) {
	page, err := posts.Posts(ctx, r.Group, r.Operation(), q, offset, view.PostsPage)
	if err != nil {
		return view.Message{}, err
	}
	l := view.PostList{PostPage: page, Group: r.Group, Query: q}
	if q.Author != "" {
		if _, named := r.From.Data.Resolved.Users[q.Author]; named {
			l.Name = r.NameOf(q.Author)
		}
		if len(page.Posts) > 0 {
			l.Name = page.Posts[0].Name
		}
	}
	return r.Print.Posts(l), nil
}

// listedQuery is what the list asked for on which a button or menu stands.
func listedQuery(r *router.Request) study.PostQuery {
	return study.PostQuery{Topic: r.Arg("topic"), Author: r.Arg("author"), Text: view.Sought(r.From.Message.Components)}
}
