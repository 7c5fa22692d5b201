package commands

import (
	"context"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/link"
	"dojang/study"
	"dojang/view"
)

// maxSearchText limits the text to search for that a message keeps for its other pages, in
// characters.
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
			q := study.PostQuery{Author: r.Text("member")}
			q.Text, q.Link = searched(r.Text("text"))
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
			router.InPlace(view.PostsID, router.ReadableGroup, turnPage(posts, listedQuery)),
			router.InPlace(view.FoundID, router.ReadableGroup, turnPage(posts, foundQuery))),
	}
}

// searched returns what a list of posts is searched for: the text or, if that is too long to be
// kept, the mark of the link in it and the beginning of the text, to show it. Of a long text
// without a link only the beginning is searched for.
func searched(typed string) (text, mark string) {
	if utf8.RuneCountInString(typed) <= maxSearchText {
		return typed, ""
	}
	if l, err := link.Parse(typed); err == nil {
		return view.Cut(link.Unescape(typed), maxSearchText), link.Mark(l.Canonical)
	}
	return string([]rune(typed)[:maxSearchText]), ""
}

// turnPage shows another page of the list that the button is on.
func turnPage(posts Posts, query func(*router.Request) study.PostQuery) router.Handler {
	return func(ctx context.Context, r *router.Request) (router.Reply, error) {
		m, err := listPosts(ctx, r, posts, query(r), r.IntArg("offset"))
		return router.Replace(m), err
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

// foundQuery is listedQuery for a list that was searched for a long link.
func foundQuery(r *router.Request) study.PostQuery {
	q := listedQuery(r)
	q.Link = r.Arg("mark")
	return q
}
