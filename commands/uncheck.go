package commands

import (
	"context"

	"dojang/commands/option"
	"dojang/commands/router"
)

// uncheck takes a check back.
func uncheck(checks Checks) router.Command {
	return router.Command{
		Name:    "uncheck",
		Group:   router.WritableGroup,
		Private: router.Always,
		Options: []router.Option{option.CheckedItem(), option.Group()},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			ref, err := option.FindItem(r, r.Text("item"))
			if err != nil {
				return router.Reply{}, err
			}
			result, err := checks.Uncheck(ctx, r.Group, r.Operation(), ref.Item.ID)
			if err != nil {
				return router.Reply{}, err
			}
			return router.Private(r.Print.Unchecked(r.Group, r.User(), ref, result)), nil
		},
	}
}
