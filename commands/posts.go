package commands

import (
	"context"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"dojang/roadmap"
	"dojang/view"
)

type postLister interface {
	Posts(ctx context.Context, g *roadmap.Group, act roadmap.Act, item, author string, offset, length int) (roadmap.PostPage, error)
}

// posts lists the group's posts, newest first.
func posts(store postLister) Command {
	list := func(ctx context.Context, r *Request, g *roadmap.Group, groups, item, author string, offset int) (view.Message, error) {
		page, err := store.Posts(ctx, g, r.Act(groups), item, author, offset, view.PostsPage)
		if err != nil {
			return view.Message{}, err
		}
		l := view.PostList{PostPage: page, Group: g, Item: item, Author: author}
		if author != "" {
			l.Name = r.nameOf(author)
			if len(page.Posts) > 0 {
				l.Name = page.Posts[0].Name
			}
		}
		return r.Print.Posts(l), nil
	}
	return Command{
		Name:    "posts",
		Private: always,
		Options: []Option{
			itemOption(false, completeItem),
			{Name: "member", Type: discordgo.ApplicationCommandOptionUser},
			groupOption(completeGroup),
		},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Group()
			if err != nil {
				return Reply{}, err
			}
			item := ""
			if r.Text("item") != "" {
				spot, err := r.item(g)
				if err != nil {
					return Reply{}, err
				}
				item = spot.Item.ID
			}
			m, err := list(ctx, r, g, groups, item, r.Text("member"), 0)
			return private(m), err
		},
		Actions: []Action{{Name: "posts", Args: 5, Update: true, Private: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, err := r.named(r.Args[0])
			if err != nil {
				return Reply{}, err
			}
			offset, err := strconv.Atoi(r.Args[4])
			if err != nil {
				return Reply{}, roadmap.Refuse("button.old")
			}
			m, err := list(ctx, r, g, roadmap.AnyGroups, r.Args[1], r.Args[2], max(0, offset))
			return replace(m), err
		}}},
	}
}
