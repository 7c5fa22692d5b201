package router

import (
	"context"
	"unicode/utf8"

	"dojang/view"
)

// maxTyped limits the text that is completed, in characters. It has room for two titles of items,
// which are the longest names. Discord lets members type 6,000 characters, and comparing those with
// every name takes seconds.
const maxTyped = 400

// complete returns the choices for the option that is being typed.
func (r *Router) complete(ctx context.Context, req *Request, t *target) (Reply, error) {
	for _, given := range t.given {
		for _, o := range t.command.Options {
			if !given.Focused || o.Name != given.Name || o.Complete == nil {
				continue
			}
			typed := req.Text(o.Name)
			if o.Checks == MemberChecks && !req.Has("member") || utf8.RuneCountInString(typed) > maxTyped {
				break
			}
			if err := r.loadForCompletion(ctx, req, o); err != nil {
				return Reply{}, err
			}
			choices, err := o.Complete(ctx, req, typed)
			return Reply{Choices: withinLimits(choices)}, err
		}
	}
	return Reply{Choices: []view.Choice{}}, nil
}

// loadForCompletion loads what the option's completion needs.
func (r *Router) loadForCompletion(ctx context.Context, req *Request, o Option) (err error) {
	id, user := req.From.GuildID, req.User()
	if o.Checks == OwnChecks {
		req.Guild, req.groups, req.Done, err = r.Guilds.GuildWithChecks(ctx, id, user)
	} else {
		req.Guild, req.groups, err = r.Guilds.Guild(ctx, id, user)
	}
	if err == nil && o.Checks == MemberChecks {
		req.Guild, _, req.Done, err = r.Guilds.GuildWithChecks(ctx, id, req.Text("member"))
	}
	if err == nil && o.ByGroup {
		req.Group, req.basis, err = req.findGroup()
	}
	return err
}

// withinLimits cuts choices to Discord's limits. The result is never nil, because Discord
// needs a list.
func withinLimits(choices []view.Choice) []view.Choice {
	out := make([]view.Choice, 0, min(len(choices), view.MaxOptions))
	for _, c := range choices {
		if len(out) == view.MaxOptions {
			break
		}
		if c.Name != "" && c.Value != "" && utf8.RuneCountInString(c.Value) <= view.MaxOptionText {
			out = append(out, view.Choice{Name: view.ChoiceName(c.Name), Value: c.Value})
		}
	}
	return out
}
