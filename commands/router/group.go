package router

import (
	"slices"
	"strconv"
	"strings"

	"dojang/refusal"
	"dojang/study"
	"dojang/view"
)

// FindGroup finds the group that a command means: the one in the option "group", else the
// one with this home channel (or this thread's channel), else the caller's only group, else
// the guild's only group. Archived groups do not count if there are others to choose from.
// Commands that declare a Group need not call it.
func (r *Request) FindGroup() (*study.Group, error) {
	g, _, err := r.findGroup()
	return g, err
}

// ChosenByMembership reports whether Group was chosen because it is the caller's only one
// here.
func (r *Request) ChosenByMembership() bool { return r.basis != study.AnyGroups }

// findGroup is FindGroup. basis is for [study.Operation].Groups.
func (r *Request) findGroup() (g *study.Group, basis string, err error) {
	g, basis, err = r.chooseGroup()
	if err != nil && r.Guild.Err != nil {
		return nil, "", r.Guild.Err // it may be among those that cannot be read
	}
	return g, basis, err
}

func (r *Request) chooseGroup() (g *study.Group, basis string, err error) {
	if len(r.Guild.Groups) == 0 {
		return nil, "", refusal.New("group.none")
	}
	if name := r.Text("group"); name != "" {
		if g := r.Guild.Group(name); g != nil {
			return g, study.AnyGroups, nil
		}
		if g := r.Guild.Named(name); g != nil {
			return g, study.AnyGroups, nil
		}
		return nil, "", refusal.New("group.unknown", "group", name, "groups", r.Guild.Groups)
	}
	here := unarchived(filter(r.Guild.Groups, func(g *study.Group) bool {
		return g.Channel == r.From.ChannelID || g.Channel == r.From.Channel.ParentID
	}))
	if len(here) == 1 {
		return here[0], study.AnyGroups, nil
	}
	among := here
	if len(here) == 0 {
		among = unarchived(r.Guild.Groups)
	}
	if len(among) == 1 {
		return among[0], study.AnyGroups, nil
	}
	in := strings.Fields(r.groups)
	mine := filter(among, func(g *study.Group) bool { return slices.Contains(in, g.ID) })
	if len(mine) == 1 {
		return mine[0], r.groups, nil
	}
	return nil, "", refusal.New("group.which", "groups", among)
}

// resolve finds and checks what the command or action declares.
func (r *Request) resolve(t *target) error {
	r.basis = study.AnyGroups
	switch {
	case t.group() == NoGroup:
		return nil
	case t.command != nil:
		var err error
		if r.Group, r.basis, err = r.findGroup(); err != nil {
			if refused := view.AsRefusal(err); refused != nil && refused.Code == "group.which" && t.command.On != OnNothing {
				return refusal.New("group.which.menu", refused.Args...) // there is no option to choose one with
			}
			return err
		}
	default:
		if r.Group = r.Guild.Group(r.Arg("group")); r.Group == nil {
			return refusal.New("button.old")
		}
		if err := r.resolveOwner(t.action.Owner); err != nil {
			return err
		}
	}
	if t.group() == WritableGroup && r.Group.State == study.Archived {
		return refusal.New("group.archived", "group", r.Group.Name)
	}
	if t.action != nil && t.action.Version && r.Arg("version") != strconv.Itoa(r.Group.RoadmapVersion) {
		return refusal.New("replace.changed")
	}
	return nil
}

// resolveOwner checks whether the caller may use the action.
func (r *Request) resolveOwner(need OwnerNeed) error {
	if need == Anyone || r.Arg("member") == r.User() {
		return nil
	}
	if need == OwnerOrManager && r.IsManager() {
		r.onBehalf = r.Arg("member")
		return nil
	}
	return refusal.New("button.foreign", "name", view.User(r.Arg("member")))
}

// unarchived returns the groups that are not archived or, if all are, all of them.
func unarchived(groups []*study.Group) []*study.Group {
	if open := filter(groups, func(g *study.Group) bool { return g.State != study.Archived }); len(open) > 0 {
		return open
	}
	return groups
}

// filter returns the groups for which ok is true.
func filter(groups []*study.Group, ok func(*study.Group) bool) []*study.Group {
	var kept []*study.Group
	for _, g := range groups {
		if ok(g) {
			kept = append(kept, g)
		}
	}
	return kept
}
