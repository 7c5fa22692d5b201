package commands

import (
	"context"
	"strings"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/study"
	"dojang/view"
)

// postActions are the actions on one post, whose message replaces the list that it was
// chosen from. Its author and managers may edit and delete it.
func postActions(posts Posts) []router.Action {
	showPost := func(ctx context.Context, r *router.Request, id string, from study.PostQuery, offset int) (router.Reply, error) {
		post, err := posts.Post(ctx, r.Group, r.Operation(), id)
		if err != nil {
			return router.Reply{}, err
		}
		return router.Replace(r.Print.Post(postDetails(r, post, from, offset))), nil
	}
	return []router.Action{
		router.InPlace(view.PostID, router.ReadableGroup, func(ctx context.Context, r *router.Request) (router.Reply, error) {
			return showPost(ctx, r, r.Chosen(), listedQuery(r), r.IntArg("offset"))
		}),
		router.InPlace(view.FoundPostID, router.ReadableGroup, func(ctx context.Context, r *router.Request) (router.Reply, error) {
			return showPost(ctx, r, r.Chosen(), foundQuery(r), r.IntArg("offset"))
		}),
		router.InPlace(view.PostAgainID, router.ReadableGroup, func(ctx context.Context, r *router.Request) (router.Reply, error) {
			return showPost(ctx, r, r.Arg("post"), study.PostQuery{}, 0)
		}),
		{ID: view.PostEditID, Group: router.WritableGroup, Owner: router.OwnerOrManager, Modal: true, Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			post, err := posts.Post(ctx, r.Group, r.Operation(), r.Arg("post"))
			if err != nil {
				return router.Reply{}, err
			}
			return router.Form(r.Print.PostModal(r.Group, post)), nil
		}},
		{ID: view.PostFormID, Group: router.WritableGroup, Owner: router.OwnerOrManager, Update: true, Private: true, Run: savePost(posts)},
		{ID: view.PostDeleteID, Group: router.WritableGroup, Owner: router.OwnerOrManager, Update: true, Private: true, Run: deletePost(posts)},
	}
}

// savePost saves what was entered in the form.
func savePost(posts Posts) router.Handler {
	return func(ctx context.Context, r *router.Request) (router.Reply, error) {
		title := r.FormText("title")
		if err := option.CheckTitle(title); err != nil {
			return router.Reply{}, err
		}
		var items []string
		if text := r.FormText("items"); strings.Trim(text, option.ItemSeparator+" ") != "" {
			refs, err := option.FindItems(r, text)
			if err != nil {
				return router.Reply{}, err
			}
			items = itemIDs(refs)
		}
		if r.Group.RoadmapVersion > 1 { // keep the items that the form cannot show
			before, err := posts.Post(ctx, r.Group, r.Operation(), r.Arg("post"))
			if err != nil {
				return router.Reply{}, err
			}
			for _, item := range before.Items {
				if _, ok := r.Group.Roadmap.Item(item); !ok {
					items = append(items, item)
				}
			}
		}
		post, err := posts.Edit(ctx, r.Group, r.Operation(), r.Arg("post"), title, items)
		if err != nil {
			return router.Reply{}, err
		}
		l := postDetails(r, post, study.PostQuery{}, 0)
		l.Saved = true
		return router.Replace(r.Print.Post(l)), nil
	}
}

// deletePost asks for confirmation and, once it is given, deletes the post.
func deletePost(posts Posts) router.Handler {
	return func(ctx context.Context, r *router.Request) (router.Reply, error) {
		if r.Arg("answer") == "yes" {
			post, err := posts.Remove(ctx, r.Group, r.Operation(), r.Arg("post"))
			if err != nil {
				return router.Reply{}, err
			}
			return router.Replace(r.Print.PostDeleted(r.Group, post)), nil
		}
		post, err := posts.Post(ctx, r.Group, r.Operation(), r.Arg("post"))
		if err != nil {
			return router.Reply{}, err
		}
		return router.Replace(r.Print.PostDelete(r.Group, post)), nil
	}
}

// postDetails returns the view of a post that was chosen from a page of a list.
func postDetails(r *router.Request, post study.Post, from study.PostQuery, offset int) view.PostDetails {
	return view.PostDetails{Group: r.Group, Post: post, Items: itemRefs(r.Group, post.Items), Mine: post.Member == r.User() || r.IsManager(), From: from, Offset: offset}
}
