package commands

import (
	"cmp"
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
			return showProgress(ctx, r, boards, cmp.Or(r.Text("member"), r.User()))
		},
	}
}

// progressOfMember shows the progress of the member in whose menu it is chosen.
func progressOfMember(boards Boards) router.Command {
	return router.Command{
		Name:    "Progress",
		On:      router.OnMember,
		Text:    "menu.progress",
		Group:   router.ReadableGroup,
		Private: router.Always,
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			return showProgress(ctx, r, boards, r.Target())
		},
	}
}

// showProgress shows a user's progress, to the caller only unless the option "show" is set.
func showProgress(ctx context.Context, r *router.Request, boards Boards, user string) (router.Reply, error) {
	op := r.Operation()
	if user != op.Member {
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
}
