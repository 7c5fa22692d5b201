package commands

import (
	"context"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dojang/roadmap"
	"dojang/view"
)

type corrector interface {
	checker
	postLister
	Remove(ctx context.Context, g *roadmap.Group, act roadmap.Act, post string) (roadmap.Post, error)
	Marks(ctx context.Context, id, user string) (*roadmap.Guild, string, func(group, item string) (time.Time, bool), error)
}

// correct is a manager's doing on another member's record, in the channel and
// with the reason. All of it is recorded with who did it and why.
func correct(store corrector) Command {
	member := Option{Name: "member", Type: discordgo.ApplicationCommandOptionUser, Required: true, Text: "correct.member"}
	why := Option{Name: "why", Type: discordgo.ApplicationCommandOptionString, Required: true, Text: "correct.why"}
	item := func(done bool) Option {
		return Option{Name: "item", Type: discordgo.ApplicationCommandOptionString, Required: true, Reads: true, Complete: completeTheirs(store, done)}
	}
	return Command{
		Name: "correct",
		Sub: []Command{{
			Name:     "tick",
			Managers: true,
			Options:  []Option{member, item(false), why, dateOption(), groupOption(completeGroup)},
			Run: func(ctx context.Context, r *Request) (Reply, error) {
				g, act, err := r.correction()
				if err != nil {
					return Reply{}, err
				}
				spot, err := r.item(g)
				if err != nil {
					return Reply{}, err
				}
				at, err := r.at(g, r.Text("date"))
				if err != nil {
					return Reply{}, err
				}
				ticked, err := store.Check(ctx, g, act, spot.Item.ID, at, nil, "")
				switch {
				case err != nil:
					return Reply{}, err
				case ticked.Already:
					return Reply{}, roadmap.Refuse("correct.already", "name", r.nameOf(act.Member), "item", spot.Item.Title, "date", g.Calendar.Day(ticked.Check.At))
				}
				return public(r.Print.Corrected(r.corrected("tick", act), spot.Item.Title, g.Calendar.Day(at))), nil
			},
		}, {
			Name:     "untick",
			Managers: true,
			Options:  []Option{member, item(true), why, groupOption(completeGroup)},
			Run: func(ctx context.Context, r *Request) (Reply, error) {
				g, act, err := r.correction()
				if err != nil {
					return Reply{}, err
				}
				spot, err := r.item(g)
				if err != nil {
					return Reply{}, err
				}
				unticked, err := store.Uncheck(ctx, g, act, spot.Item.ID)
				if err != nil {
					return Reply{}, err
				}
				return public(r.Print.Corrected(r.corrected("untick", act), spot.Item.Title, g.Calendar.Day(unticked.Check.At))), nil
			},
		}, {
			Name:     "remove",
			Managers: true,
			Options: []Option{member, {Name: "post", Type: discordgo.ApplicationCommandOptionString, Required: true, Reads: true, Complete: completePosts(store)},
				why, groupOption(completeGroup)},
			Run: func(ctx context.Context, r *Request) (Reply, error) {
				g, act, err := r.correction()
				if err != nil {
					return Reply{}, err
				}
				id, err := theirPost(ctx, store, g, act, r.Text("post"))
				if err != nil {
					return Reply{}, err
				}
				post, err := store.Remove(ctx, g, act, id)
				if err != nil {
					return Reply{}, err
				}
				return public(r.Print.Corrected(r.corrected("remove", act), roadmap.Text{"": post.Title}, roadmap.Date{})), nil
			},
		}},
	}
}

// correction begins a correction of the member that the option names.
func (r *Request) correction() (*roadmap.Group, roadmap.Act, error) {
	g, _, err := r.Open()
	if err != nil {
		return nil, roadmap.Act{}, err
	}
	act := r.Act(roadmap.AnyGroups)
	act.Member, act.Name, act.Why = r.Text("member"), "", r.Text("why")
	if n := utf8.RuneCountInString(act.Why); n == 0 || n > roadmap.MaxWhy {
		return nil, act, roadmap.Refuse("correct.why", "limit", roadmap.MaxWhy)
	}
	return g, act, nil
}

// corrected is what there is to say of a correction that was done.
func (r *Request) corrected(what string, act roadmap.Act) view.Correction {
	return view.Correction{What: what, Name: r.nameOf(act.Member), By: r.Name(), Why: act.Why}
}

// completeTheirs offers the items that the member named in the option has
// done, the newest first, or has not done.
func completeTheirs(store corrector, done bool) func(context.Context, *Request, string) ([]view.Choice, error) {
	return func(ctx context.Context, r *Request, typed string) ([]view.Choice, error) {
		if !r.Has("member") {
			return nil, nil
		}
		var err error
		if r.Guild, _, r.Done, err = store.Marks(ctx, r.From.GuildID, r.Text("member")); err != nil {
			return nil, err
		}
		if done {
			return completeDone(ctx, r, typed)
		}
		g, _, err := r.Group()
		if err != nil {
			return nil, err
		}
		var open []roadmap.Spot
		for _, spot := range g.Roadmap.Complete(typed, func(string) bool { return false }, g.Roadmap.Len()) {
			if _, ticked := r.Done(g.ID, spot.Item.ID); !ticked {
				open = append(open, spot)
			}
		}
		return r.itemChoices(open, func(string) bool { return false }), nil
	}
}

// postForm is the form of a post's id.
var postForm = regexp.MustCompile(`^[a-z2-7]{10}$`)

// theirPost returns the id of the act's member's post that the text names: by
// its id, its title or its address.
func theirPost(ctx context.Context, store corrector, g *roadmap.Group, act roadmap.Act, text string) (string, error) {
	if postForm.MatchString(text) {
		return text, nil
	}
	page, err := store.Posts(ctx, g, act, roadmap.PostQuery{Author: act.Member}, 0, postsToChoose)
	if err != nil {
		return "", err
	}
	var named []string
	for _, post := range page.Posts {
		if strings.EqualFold(post.Title, text) || post.URL == text {
			named = append(named, post.ID)
		}
	}
	if len(named) != 1 {
		return "", roadmap.Refuse("post.unknown", "post", text)
	}
	return named[0], nil
}

// postsToChoose is how many of a member's newest posts can be chosen from.
const postsToChoose = 200

// completePosts offers the posts of the member named in the option, the newest
// first.
func completePosts(store corrector) func(context.Context, *Request, string) ([]view.Choice, error) {
	return func(ctx context.Context, r *Request, typed string) ([]view.Choice, error) {
		g, _, err := r.Group()
		if err != nil || !r.Has("member") {
			return nil, err
		}
		page, err := store.Posts(ctx, g, r.Act(roadmap.AnyGroups), roadmap.PostQuery{Author: r.Text("member")}, 0, postsToChoose)
		if err != nil {
			return nil, err
		}
		var choices []view.Choice
		for _, post := range page.Posts {
			if matches(post.Title, typed) {
				choices = append(choices, view.Choice{Name: post.Title, Value: post.ID})
			}
		}
		return choices, nil
	}
}
