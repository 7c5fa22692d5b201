package commands

import (
	"context"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/refusal"
)

// progress shows a member's progress.
func progress(boards Boards) router.Command {
	return router.Command{
		Name:    "progress",
		Group:   router.ReadableGroup,
		Private: option.UnlessShown,
		Options: []router.Option{option.Member(), option.Show(), option.Group()},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			op := r.Operation()
			if user := r.Text("member"); user != "" && user != op.Member {
				op = r.OperationOn(user)
				op.Name = r.NameOf(user)
			}
			o, err := boards.Overview(ctx, r.Group, op)
			if err != nil {
				return router.Reply{}, err
			}
			if o.Record.Member.Joined.IsZero() && op.Member != r.User() {
				return router.Reply{}, refusal.New("member.other", "name", op.Name)
			}
			if o.Record.Member.Hidden && (r.On("show") || op.Member != r.User()) {
				o.Rank = 0
			}
			return router.Reply{Message: new(r.Print.Progress(r.Group, o, op.Name, r.Now)), Private: option.UnlessShown(r)}, nil
		},
	}
}
