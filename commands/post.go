package commands

import (
	"context"
	"strings"
	"unicode/utf8"

	"dojang/roadmap"
	"dojang/view"
)

type postReader interface {
	Post(ctx context.Context, g *roadmap.Group, act roadmap.Act, post string) (roadmap.Post, error)
}

type postEditor interface {
	postReader
	Edit(ctx context.Context, g *roadmap.Group, act roadmap.Act, post, title string, items []string) (roadmap.Post, error)
	Remove(ctx context.Context, g *roadmap.Group, act roadmap.Act, post string) (roadmap.Post, error)
}

// postActions are what can be done with one post, in the place of the list that
// it was chosen from. Its author and managers may change it and delete it.
func postActions(store postEditor) []Action {
	look := func(ctx context.Context, r *Request, id string, from roadmap.PostQuery, offset int) (Reply, error) {
		g, err := r.named(r.Args[0])
		if err != nil {
			return Reply{}, err
		}
		post, err := store.Post(ctx, g, r.Act(roadmap.AnyGroups), id)
		if err != nil {
			return Reply{}, err
		}
		return replace(r.Print.Post(r.looked(g, post, from, offset))), nil
	}
	return []Action{
		inPlace("post", 4, func(ctx context.Context, r *Request) (Reply, error) {
			offset, err := r.offset(3)
			if err != nil {
				return Reply{}, err
			}
			return look(ctx, r, r.chosen(), roadmap.PostQuery{Topic: r.Args[1], Author: r.Args[2], Text: view.Sought(r.From.Message.Components)}, offset)
		}),
		inPlace("post-at", 2, func(ctx context.Context, r *Request) (Reply, error) {
			return look(ctx, r, r.Args[1], roadmap.PostQuery{}, 0)
		}),
		{Name: "post-edit", Args: 3, Modal: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, act, err := r.editing()
			if err != nil {
				return Reply{}, err
			}
			post, err := store.Post(ctx, g, act, r.Args[2])
			if err != nil {
				return Reply{}, err
			}
			modal := r.Print.PostModal(g, post)
			return Reply{Modal: &modal}, nil
		}},
		inPlace("post-edited", 3, func(ctx context.Context, r *Request) (Reply, error) {
			g, act, err := r.editing()
			if err != nil {
				return Reply{}, err
			}
			title := cleanLine(r.Form["title"])
			if n := utf8.RuneCountInString(title); n > roadmap.MaxPostTitle {
				return Reply{}, roadmap.Refuse("post.title", "length", n, "limit", roadmap.MaxPostTitle)
			}
			var items []string
			if text := cleanLine(r.Form["items"]); strings.Trim(text, itemsApart+" ") != "" {
				spots, err := r.items(g, text)
				if err != nil {
					return Reply{}, err
				}
				for _, spot := range spots {
					items = append(items, spot.Item.ID)
				}
			}
			if g.Revision > 1 { // what the form cannot show stays
				before, err := store.Post(ctx, g, act, r.Args[2])
				if err != nil {
					return Reply{}, err
				}
				for _, item := range before.Items {
					if _, ok := g.Roadmap.Spot(item); !ok {
						items = append(items, item)
					}
				}
			}
			post, err := store.Edit(ctx, g, act, r.Args[2], title, items)
			if err != nil {
				return Reply{}, err
			}
			l := r.looked(g, post, roadmap.PostQuery{}, 0)
			l.Saved = true
			return replace(r.Print.Post(l)), nil
		}),
		inPlace("post-delete", 4, func(ctx context.Context, r *Request) (Reply, error) {
			g, act, err := r.editing()
			if err != nil {
				return Reply{}, err
			}
			if r.Args[3] == "yes" {
				post, err := store.Remove(ctx, g, act, r.Args[2])
				if err != nil {
					return Reply{}, err
				}
				return replace(r.Print.PostDeleted(g, post)), nil
			}
			post, err := store.Post(ctx, g, act, r.Args[2])
			if err != nil {
				return Reply{}, err
			}
			return replace(r.Print.PostDelete(g, post)), nil
		}),
	}
}

// looked is a post to look at, chosen from a page of a list.
func (r *Request) looked(g *roadmap.Group, post roadmap.Post, from roadmap.PostQuery, offset int) view.PostLook {
	return view.PostLook{Group: g, Post: post, Spots: spotsOf(g, post.Items), Mine: post.Member == r.User() || r.Manager(), From: from, Offset: offset}
}

// editing begins the change of a post whose group and author the custom_id
// begins with: by the author or by a manager.
func (r *Request) editing() (*roadmap.Group, roadmap.Act, error) {
	g, act, _, err := r.undoing()
	return g, act, err
}
