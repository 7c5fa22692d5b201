package commands

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/study"
	"dojang/view"
)

// maxSearchText limits the text to search for, in characters.
const maxSearchText = 100

// posts lists the group's posts, newest first, or those that match the options.
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
			q := study.PostQuery{Author: r.Text("member"), Text: view.Cut(r.Text("text"), maxSearchText)}
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

// listPosts returns a page of posts.
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

// listedQuery returns the query of the list that the button or menu is on.
func listedQuery(r *router.Request) study.PostQuery {
	return study.PostQuery{Topic: r.Arg("topic"), Author: r.Arg("author"), Text: view.SearchedText(r.From.Message.Components)}
}
