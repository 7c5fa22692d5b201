package commands

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"dojang/roadmap"
	"dojang/view"
)

// Request is an interaction after it was checked against the declaration of
// what was used. Its accessors cannot fail.
type Request struct {
	From   *Interaction
	Now    time.Time // when the interaction was made
	Print  view.Printer
	Guild  *roadmap.Guild
	Groups string // ids of the groups the caller is in, as the store lists them

	Args   []string                                   // of the custom_id
	Values []string                                   // chosen in a menu
	Form   map[string]string                          // of a form, by the input's id, as it was typed
	Done   func(group, item string) (time.Time, bool) // what the caller has done and when; set for completions only

	// Confirm asks the store whether guild and groups are still what the
	// request has; if not, the error is roadmap.ErrStale. A handler that
	// answers from them alone, without the store, calls it.
	Confirm func(context.Context) error

	files    Files
	texts    map[string]string
	numbers  map[string]int
	switches map[string]bool
}

// Text returns a text option as one clean line, or a user's or channel's id;
// "" when not given.
func (r *Request) Text(name string) string { return cleanLine(r.texts[name]) }

// Raw returns a text option just as it was typed.
func (r *Request) Raw(name string) string { return r.texts[name] }

// Number returns a number option, and whether it was given.
func (r *Request) Number(name string) (int, bool) {
	n, ok := r.numbers[name]
	return n, ok
}

// On returns a yes-or-no option; false when not given.
func (r *Request) On(name string) bool { return r.switches[name] }

// Has reports whether the option was given.
func (r *Request) Has(name string) bool {
	_, text := r.texts[name]
	_, number := r.numbers[name]
	_, on := r.switches[name]
	return text || number || on
}

// User is the caller's id.
func (r *Request) User() string { return r.From.caller().User.ID }

// Name is what the guild calls the caller.
func (r *Request) Name() string { return r.From.caller().name() }

// Manager reports whether the caller manages the server.
func (r *Request) Manager() bool { return r.From.caller().Permissions.Has(permissionManageGuild) }

// Act begins an act of the caller on the caller; groups is what the choice of
// the group rests on, as [Request.Group] returns it.
func (r *Request) Act(groups string) roadmap.Act {
	return roadmap.Act{ID: r.From.ID, Now: r.Now, Actor: r.User(), Member: r.User(), Name: r.Name(), Groups: groups}
}

// Group finds the group that the command means: the one named in the option;
// else the one whose home channel this is, or the channel of this thread; else
// the caller's only group; else the guild's only group. Of several, archived
// ones are left out; one that is alone in its channel is meant there all the
// same. It also returns what that choice rests on, for [roadmap.Act].
func (r *Request) Group() (*roadmap.Group, string, error) {
	g, groups, err := r.choose()
	if err != nil && r.Guild.Err != nil {
		return nil, "", r.Guild.Err // it may be one that cannot be read
	}
	return g, groups, err
}

func (r *Request) choose() (*roadmap.Group, string, error) {
	if len(r.Guild.Groups) == 0 {
		return nil, "", roadmap.Refuse("group.none")
	}
	if name := r.Text("group"); name != "" {
		if g := r.Guild.Group(name); g != nil {
			return g, roadmap.AnyGroups, nil
		}
		if named := keep(r.Guild.Groups, func(g *roadmap.Group) bool { return strings.EqualFold(g.Name, name) }); len(named) == 1 {
			return named[0], roadmap.AnyGroups, nil
		}
		return nil, "", roadmap.Refuse("group.unknown", "group", name, "groups", r.Guild.Groups)
	}
	here := living(keep(r.Guild.Groups, func(g *roadmap.Group) bool {
		return g.Channel == r.From.ChannelID || g.Channel == r.From.Channel.ParentID
	}))
	if len(here) == 1 {
		return here[0], roadmap.AnyGroups, nil
	}
	among := here
	if len(here) == 0 {
		among = living(r.Guild.Groups)
	}
	if len(among) == 1 {
		return among[0], roadmap.AnyGroups, nil
	}
	in := strings.Fields(r.Groups)
	mine := keep(among, func(g *roadmap.Group) bool { return slices.Contains(in, g.ID) })
	if len(mine) == 1 {
		return mine[0], r.Groups, nil
	}
	return nil, "", roadmap.Refuse("group.which", "groups", among)
}

// Open is Group for a change: an archived group is refused.
func (r *Request) Open() (*roadmap.Group, string, error) {
	g, groups, err := r.Group()
	if err != nil {
		return nil, "", err
	}
	return g, groups, writable(g)
}

// writable refuses to change what an archived group holds.
func writable(g *roadmap.Group) error {
	if g.State == roadmap.Archived {
		return roadmap.Refuse("group.archived", "group", g.Name)
	}
	return nil
}

// named returns the group that a custom_id names.
func (r *Request) named(id string) (*roadmap.Group, error) {
	if g := r.Guild.Group(id); g != nil {
		return g, nil
	}
	return nil, roadmap.Refuse("button.old")
}

// offset returns the argument of a custom_id that says where a page begins.
func (r *Request) offset(arg int) (int, error) {
	n, err := strconv.Atoi(r.Args[arg])
	if err != nil {
		return 0, roadmap.Refuse("button.old")
	}
	return max(0, n), nil
}

// elsewhere reports whether the group's home is another channel than this one.
func (r *Request) elsewhere(g *roadmap.Group) bool {
	return g.Channel != r.From.ChannelID && g.Channel != r.From.Channel.ParentID
}

// living returns the groups that are not archived or, if all are, all.
func living(groups []*roadmap.Group) []*roadmap.Group {
	if open := keep(groups, func(g *roadmap.Group) bool { return g.State != roadmap.Archived }); len(open) > 0 {
		return open
	}
	return groups
}

// keep returns the groups for which ok is true.
func keep(groups []*roadmap.Group, ok func(*roadmap.Group) bool) []*roadmap.Group {
	var kept []*roadmap.Group
	for _, g := range groups {
		if ok(g) {
			kept = append(kept, g)
		}
	}
	return kept
}
