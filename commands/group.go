package commands

import (
	"context"
	"slices"
	"strings"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/refusal"
	"dojang/study"
	"dojang/view"
)

// group creates, joins and manages groups.
func group(store Store) router.Command {
	return router.Command{
		Name: "group",
		Sub: []router.Command{
			createGroup(store),
			groupSettings(store),
			listGroups(store),
			joinGroup(store),
			leaveGroup(store),
			groupState(store, "pause", study.Paused),
			groupState(store, "resume", study.Active),
			groupState(store, "archive", study.Archived),
			groupMembers(store),
		},
	}
}

func listGroups(groups Groups) router.Command {
	return router.Command{
		Name:    "list",
		Private: router.Always,
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			activity, mine, err := groups.Activity(ctx, r.Guild, r.User())
			if err != nil {
				return router.Reply{}, err
			}
			isMine := func(group string) bool { return slices.Contains(strings.Fields(mine), group) }
			return router.Private(r.Print.Groups(r.Guild, isMine, activity, r.Now)), nil
		},
	}
}

func joinGroup(groups Groups) router.Command {
	return router.Command{
		Name:    "join",
		Group:   router.WritableGroup,
		Options: []router.Option{option.Group()},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			kept, err := groups.Join(ctx, r.Group, r.Operation())
			if err != nil {
				return router.Reply{}, err
			}
			return router.Public(r.Print.Joined(r.Group, r.Name(), kept)), nil
		},
	}
}

// leaveGroup asks whether to keep the record, and leaves.
func leaveGroup(store Store) router.Command {
	return router.Command{
		Name:    "leave",
		Group:   router.ReadableGroup,
		Private: router.Always,
		Options: []router.Option{option.Group()},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			o, err := store.Overview(ctx, r.Group, r.Operation())
			if err != nil {
				return router.Reply{}, err
			}
			if o.Record.Member.Joined.IsZero() {
				return router.Reply{}, refusal.New("member.absent", "group", r.Group.Name)
			}
			return router.Private(r.Print.Leave(r.Group, o.Record.Member.Left)), nil
		},
		Actions: []router.Action{
			router.InPlace(view.LeaveID, router.ReadableGroup, func(ctx context.Context, r *router.Request) (router.Reply, error) {
				how := r.Arg("how")
				if how != "keep" && how != "erase" {
					return router.Reply{}, errOldButton()
				}
				if err := store.Leave(ctx, r.Group, r.Operation(), how == "erase"); err != nil {
					return router.Reply{}, err
				}
				return router.Replace(r.Print.Left(r.Group, how)), nil
			}),
		},
	}
}

// groupState pauses, resumes or archives a group.
func groupState(groups Groups, name string, state study.State) router.Command {
	return router.Command{
		Name:     name,
		Managers: true,
		Group:    router.ReadableGroup,
		Options:  []router.Option{option.Group()},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			if r.Group.State == state {
				return router.Reply{}, refusal.New("group.already."+string(state), "group", r.Group.Name)
			}
			changed := *r.Group
			changed.State = state
			if state == study.Active {
				changed.Since = r.Now
			}
			lastPublished, err := groups.SaveGroup(ctx, &changed, r.Operation())
			if err != nil {
				return router.Reply{}, err
			}
			return router.Public(r.Print.State(&changed, changed.NextDigest(r.Now, lastPublished))), nil
		},
	}
}

// groupMembers lists the members, hides them from boards and shows them again.
func groupMembers(groups Groups) router.Command {
	list := func(ctx context.Context, r *router.Request, offset int) (view.Message, error) {
		members, checks, err := groups.Members(ctx, r.Group, r.Operation())
		return r.Print.Members(r.Group, members, checks, offset), err
	}
	return router.Command{
		Name:     "members",
		Managers: true,
		Group:    router.ReadableGroup,
		Private:  router.Always,
		Options:  []router.Option{option.Group()},
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			m, err := list(ctx, r, 0)
			return router.Private(m), err
		},
		Actions: []router.Action{
			router.InPlace(view.MembersID, router.ReadableGroup, func(ctx context.Context, r *router.Request) (router.Reply, error) {
				m, err := list(ctx, r, r.IntArg("offset"))
				return router.Replace(m), err
			}).ForManagers(),
			router.InPlace(view.HideID, router.WritableGroup, func(ctx context.Context, r *router.Request) (router.Reply, error) {
				user, hidden, ok := strings.Cut(r.Chosen(), ":")
				if !ok {
					return router.Reply{}, errOldButton()
				}
				if err := groups.Hide(ctx, r.Group, r.OperationOn(user), hidden == "1"); err != nil {
					return router.Reply{}, err
				}
				m, err := list(ctx, r, r.IntArg("offset"))
				return router.Replace(m), err
			}).ForManagers(),
		},
	}
}
