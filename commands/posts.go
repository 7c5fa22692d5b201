package commands

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"dojang/roadmap"
	"dojang/view"
)

type postLister interface {
	Posts(ctx context.Context, g *roadmap.Group, act roadmap.Act, q roadmap.PostQuery, offset, length int) (roadmap.PostPage, error)
}

// maxSought is how many characters of a text are looked for.
const maxSought = 100

// listPosts makes a page of the group's posts.
func (r *Request) listPosts(ctx context.Context, store postLister, g *roadmap.Group, groups string, q roadmap.PostQuery, offset int) (view.Message, error) {
	page, err := store.Posts(ctx, g, r.Act(groups), q, offset, view.PostsPage)
	if err != nil {
		return view.Message{}, err
	}
	l := view.PostList{PostPage: page, Group: g, Query: q}
	if q.Author != "" {
		if _, named := r.From.Data.Resolved.Users[q.Author]; named {
			l.Name = r.nameOf(q.Author)
		}
		if len(page.Posts) > 0 {
			l.Name = page.Posts[0].Name
		}
	}
	return r.Print.Posts(l), nil
}

// posts lists the group's posts, newest first.
func posts(store interface {
	postLister
	postEditor
}) Command {
	return Command{
		Name:    "posts",
		Private: always,
		Options: []Option{
			itemOption(false, completeTopic),
			{Name: "member", Type: discordgo.ApplicationCommandOptionUser},
			{Name: "text", Type: discordgo.ApplicationCommandOptionString},
			groupOption(completeGroup),
		},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Group()
			if err != nil {
				return Reply{}, err
			}
			topic := ""
			if text := r.Text("item"); text != "" {
				if topic, err = r.topic(g, text); err != nil {
					return Reply{}, err
				}
			}
			m, err := r.listPosts(ctx, store, g, groups, roadmap.PostQuery{Topic: topic, Author: r.Text("member"), Text: view.Cut(r.Text("text"), maxSought)}, 0)
			return private(m), err
		},
		Actions: append(postActions(store), Action{Name: "posts", Args: 5, Update: true, Private: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, err := r.named(r.Args[0])
			if err != nil {
				return Reply{}, err
			}
			offset, err := r.offset(4)
			if err != nil {
				return Reply{}, err
			}
			m, err := r.listPosts(ctx, store, g, roadmap.AnyGroups, roadmap.PostQuery{Topic: r.Args[1], Author: r.Args[2], Text: view.Sought(r.From.Message.Components)}, offset)
			return replace(m), err
		}}),
	}
}
