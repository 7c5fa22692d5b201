package commands

import (
	"context"
	"regexp"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dojang/civil"
	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/link"
	"dojang/normalize"
	"dojang/refusal"
	"dojang/roadmap"
	"dojang/study"
	"dojang/view"
)

// correct lets a manager change another member's record. The reply is public and names the
// reason. The event records who did it and why.
func correct(store Store) router.Command {
	return router.Command{Name: "correct", Sub: []router.Command{correctCheck(store), correctUncheck(store), correctRemove(store)}}
}

// correction returns a subcommand of /correct. what is the option for what is corrected.
func correction(name string, what router.Option, run func(context.Context, *router.Request, study.Operation) (router.Reply, error), more ...router.Option) router.Command {
	member := option.Member()
	member.Required, member.Text = true, "correct.member"
	why := router.Option{Name: "why", Type: discordgo.ApplicationCommandOptionString, Required: true, Text: "correct.why"}
	return router.Command{
		Name:     name,
		Managers: true,
		Group:    router.WritableGroup,
		Options:  append(append([]router.Option{member, what, why}, more...), option.Group()),
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			op := r.OperationOn(r.Text("member"))
			op.Why = r.Text("why")
			if n := utf8.RuneCountInString(op.Why); n == 0 || n > study.MaxWhy {
				return router.Reply{}, refusal.New("correct.why", "limit", study.MaxWhy)
			}
			return run(ctx, r, op)
		},
	}
}

// corrected returns the public reply about a correction.
func corrected(r *router.Request, what string, op study.Operation, title roadmap.Text, day civil.Date) router.Reply {
	c := view.Correction{What: what, Name: r.NameOf(op.Member), By: r.Name(), Why: op.Why}
	return router.Public(r.Print.Corrected(c, title, day))
}

func correctCheck(checks Checks) router.Command {
	return correction("tick", option.ItemOfMember(false), func(ctx context.Context, r *router.Request, op study.Operation) (router.Reply, error) {
		ref, err := option.FindItem(r, r.Text("item"))
		if err != nil {
			return router.Reply{}, err
		}
		at, err := option.At(r, r.Text("date"))
		if err != nil {
			return router.Reply{}, err
		}
		result, err := checks.Check(ctx, r.Group, op, ref.Item.ID, at, nil, "")
		switch {
		case err != nil:
			return router.Reply{}, err
		case result.AlreadyDone:
			return router.Reply{}, refusal.New("correct.already", "name", r.NameOf(op.Member), "item", ref.Item.Name(), "date", r.Group.Calendar.Day(result.Check.At))
		}
		return corrected(r, "tick", op, ref.Item.Name(), r.Group.Calendar.Day(at)), nil
	}, option.Date())
}

func correctUncheck(checks Checks) router.Command {
	return correction("untick", option.ItemOfMember(true), func(ctx context.Context, r *router.Request, op study.Operation) (router.Reply, error) {
		ref, err := option.FindItem(r, r.Text("item"))
		if err != nil {
			return router.Reply{}, err
		}
		result, err := checks.Uncheck(ctx, r.Group, op, ref.Item.ID)
		if err != nil {
			return router.Reply{}, err
		}
		return corrected(r, "untick", op, ref.Item.Name(), r.Group.Calendar.Day(result.Check.At)), nil
	})
}

func correctRemove(posts Posts) router.Command {
	which := router.Option{Name: "post", Type: discordgo.ApplicationCommandOptionString, Required: true,
		Complete: completePosts(posts), ByGroup: true, Checks: router.NoChecks}
	return correction("remove", which, func(ctx context.Context, r *router.Request, op study.Operation) (router.Reply, error) {
		id, err := findPost(ctx, r, posts, op, r.Text("post"))
		if err != nil {
			return router.Reply{}, err
		}
		post, err := posts.Remove(ctx, r.Group, op, id)
		if err != nil {
			return router.Reply{}, err
		}
		return corrected(r, "remove", op, roadmap.Text{"": post.Title}, civil.Date{}), nil
	})
}

// postIDPattern matches the id of a post.
var postIDPattern = regexp.MustCompile(`^[a-z2-7]{10}$`)

// findPost returns the id of a post of the operation's member. text is its id, title or
// address.
func findPost(ctx context.Context, r *router.Request, posts Posts, op study.Operation, text string) (string, error) {
	if postIDPattern.MatchString(text) {
		return text, nil
	}
	page, err := posts.Posts(ctx, r.Group, op, study.PostQuery{Author: op.Member}, 0, postsToChoose)
	if err != nil {
		return "", err
	}
	given, _ := link.Parse(text)
	var named []string
	for _, post := range page.Posts {
		if post.URL == text {
			return post.ID, nil // another one may have an older address of the same page
		}
		if normalize.Text(post.Title) == normalize.Text(text) || given.IsSamePage(post.URL) {
			named = append(named, post.ID)
		}
	}
	if len(named) != 1 {
		return "", refusal.New("post.unknown", "post", text)
	}
	return named[0], nil
}

// postsToChoose is how many of a member's newest posts /correct remove can find.
const postsToChoose = 200

// completePosts offers the posts of the member in the option "member", newest first.
func completePosts(posts Posts) router.Completer {
	return func(ctx context.Context, r *router.Request, typed string) ([]view.Choice, error) {
		if !r.Has("member") {
			return nil, nil
		}
		op := r.Operation()
		op.Groups = study.AnyGroups
		page, err := posts.Posts(ctx, r.Group, op, study.PostQuery{Author: r.Text("member")}, 0, postsToChoose)
		if err != nil {
			return nil, err
		}
		var choices []view.Choice
		for _, post := range page.Posts {
			if normalize.Matches(post.Title, typed) {
				choices = append(choices, view.Choice{Name: post.Title, Value: post.ID})
			}
		}
		return choices, nil
	}
}
