package commands

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"dojang/roadmap"
	"dojang/view"
)

type groupSaver interface {
	// SaveGroup stores a group that was made or changed, and returns the week of
	// its last digest.
	SaveGroup(ctx context.Context, g *roadmap.Group, act roadmap.Act) (told roadmap.Date, err error)
	// SaveUntouched is SaveGroup for a group in which no member and no digest was
	// recorded yet; else it stores nothing, and untouched is false.
	SaveUntouched(ctx context.Context, g *roadmap.Group, act roadmap.Act) (untouched bool, err error)
	// Activity returns what each group is up to, and the ids of the groups that
	// the user is in.
	Activity(ctx context.Context, guild *roadmap.Guild, user string) (activity map[string]roadmap.Activity, groups string, err error)
}

type membership interface {
	overviewer
	Join(ctx context.Context, g *roadmap.Group, act roadmap.Act) (kept int, err error)
	Leave(ctx context.Context, g *roadmap.Group, act roadmap.Act, erase bool) error
	Hide(ctx context.Context, g *roadmap.Group, act roadmap.Act, hidden bool) error
	Members(ctx context.Context, g *roadmap.Group, act roadmap.Act) ([]roadmap.Member, map[string]int, error)
}

// group makes, joins and manages groups.
func group(store interface {
	groupSaver
	membership
}) Command {
	return Command{
		Name: "group",
		Sub: []Command{
			createGroup(store),
			groupSettings(store),
			listGroups(store),
			joinGroup(store),
			leaveGroup(store),
			groupState(store, "pause", roadmap.Paused),
			groupState(store, "resume", roadmap.Active),
			groupState(store, "archive", roadmap.Archived),
			groupMembers(store),
		},
	}
}

func listGroups(store groupSaver) Command {
	return Command{
		Name:    "list",
		Private: always,
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			activity, groups, err := store.Activity(ctx, r.Guild, r.User())
			if err != nil {
				return Reply{}, err
			}
			mine := func(group string) bool { return slices.Contains(strings.Fields(groups), group) }
			return private(r.Print.Groups(r.Guild, mine, activity, r.Now)), nil
		},
	}
}

func joinGroup(store membership) Command {
	return Command{
		Name:    "join",
		Options: []Option{groupOption(completeGroup)},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Open()
			if err != nil {
				return Reply{}, err
			}
			kept, err := store.Join(ctx, g, r.Act(groups))
			if err != nil {
				return Reply{}, err
			}
			return public(r.Print.Joined(g, r.Name(), kept)), nil
		},
	}
}

func leaveGroup(store membership) Command {
	return Command{
		Name:    "leave",
		Private: always,
		Options: []Option{groupOption(completeGroup)},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Group()
			if err != nil {
				return Reply{}, err
			}
			o, err := store.Overview(ctx, g, r.Act(groups))
			if err != nil {
				return Reply{}, err
			}
			if o.Record.Member.Joined.IsZero() {
				return Reply{}, roadmap.Refuse("member.absent", "group", g.Name)
			}
			return private(r.Print.Leave(g, o.Record.Member.Left)), nil
		},
		Actions: []Action{{Name: "leave", Args: 2, Update: true, Private: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, err := r.named(r.Args[0])
			if err != nil {
				return Reply{}, err
			}
			how := r.Args[1]
			if how != "keep" && how != "erase" {
				return Reply{}, roadmap.Refuse("button.old")
			}
			if err := store.Leave(ctx, g, r.Act(roadmap.AnyGroups), how == "erase"); err != nil {
				return Reply{}, err
			}
			return replace(r.Print.Left(g, how)), nil
		}}},
	}
}

// groupState pauses, resumes or archives a group.
func groupState(store groupSaver, name string, state roadmap.State) Command {
	return Command{
		Name:     name,
		Managers: true,
		Options:  []Option{groupOption(completeGroup)},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Group()
			if err != nil {
				return Reply{}, err
			}
			if g.State == state {
				return Reply{}, roadmap.Refuse("group.already."+string(state), "group", g.Name)
			}
			changed := *g
			changed.State = state
			if state == roadmap.Active {
				changed.Since = r.Now
			}
			told, err := store.SaveGroup(ctx, &changed, r.Act(groups))
			if err != nil {
				return Reply{}, err
			}
			return public(r.Print.State(&changed, changed.NextDigest(r.Now, told))), nil
		},
	}
}

// groupMembers lists the members, and takes them off the boards or puts them
// back.
func groupMembers(store membership) Command {
	list := func(ctx context.Context, r *Request, g *roadmap.Group, groups string, offset int) (view.Message, error) {
		members, checks, err := store.Members(ctx, g, r.Act(groups))
		return r.Print.Members(g, members, checks, offset), err
	}
	return Command{
		Name:     "members",
		Managers: true,
		Private:  always,
		Options:  []Option{groupOption(completeGroup)},
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Group()
			if err != nil {
				return Reply{}, err
			}
			m, err := list(ctx, r, g, groups, 0)
			return private(m), err
		},
		Actions: []Action{
			{Name: "members", Args: 3, Managers: true, Update: true, Private: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
				g, err := r.named(r.Args[0])
				if err != nil {
					return Reply{}, err
				}
				offset, err := strconv.Atoi(r.Args[2])
				if err != nil {
					return Reply{}, roadmap.Refuse("button.old")
				}
				m, err := list(ctx, r, g, roadmap.AnyGroups, offset)
				return replace(m), err
			}},
			{Name: "hide", Args: 2, Managers: true, Update: true, Private: true, Run: func(ctx context.Context, r *Request) (Reply, error) {
				g, err := r.named(r.Args[0])
				if err != nil {
					return Reply{}, err
				}
				if err := writable(g); err != nil {
					return Reply{}, err
				}
				user, hidden, ok := strings.Cut(r.chosen(), ":")
				offset, err := strconv.Atoi(r.Args[1])
				if err != nil || !ok {
					return Reply{}, roadmap.Refuse("button.old")
				}
				act := r.Act(roadmap.AnyGroups)
				act.Member, act.Name = user, ""
				if err := store.Hide(ctx, g, act, hidden == "1"); err != nil {
					return Reply{}, err
				}
				m, err := list(ctx, r, g, roadmap.AnyGroups, offset)
				return replace(m), err
			}},
		},
	}
}
