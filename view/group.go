package view

import (
	"strings"
	"time"

	"dojang/study"
)

// settings lists a group's settings.
func (p Printer) settings(g *study.Group, now, next time.Time) string {
	rule := g.Calendar.Latest()
	lines := []string{
		p.T("group.roadmap", "roadmap", g.Roadmap.Title, "n", g.Roadmap.Len()),
		p.T("group.channel", "channel", Channel(g.Channel)),
		p.T("group.language", "language", Markup(p.T("language."+string(g.Language)))),
		p.zone(rule.Zone, now),
		p.T("group.week", "day", rule.Start, "hour", rule.Hour),
	}
	if rule.From.After(now) {
		lines = append(lines, p.T("group.pending", "when", g.Calendar.Week(now).End))
	}
	if g.State == study.Active {
		lines = append(lines, p.T("group.digest", "day", g.Digest.Day, "time", g.Digest.String(), "next", next, "ago", Ago(next)))
	} else {
		lines = append(lines, p.T("group.digestless", "day", g.Digest.Day, "time", g.Digest.String()))
	}
	return strings.Join(lines, "\n")
}

// Created is the public reply to /group create. next is when the next digest is due;
// problems are catalogue keys of what the manager should fix.
func (p Printer) Created(g *study.Group, now, next time.Time, problems []string) Message {
	parts := []Component{text(p.T("group.created", "group", g.Name)), text(p.settings(g, now, next))}
	for _, problem := range problems {
		parts = append(parts, text(p.T(problem, "channel", Channel(g.Channel))))
	}
	return card(colourDone, append(parts, text(p.T("group.start")))...)
}

// Settings is the private reply to /group settings.
func (p Printer) Settings(g *study.Group, now, next time.Time, changed bool, problems []string) Message {
	title := p.T("group.title", "group", g.Name, "state", Markup(p.T("state."+string(g.State))))
	if changed {
		title += "\n" + p.T("group.changed")
	}
	parts := []Component{text(title), text(p.settings(g, now, next))}
	for _, problem := range problems {
		parts = append(parts, text(p.T(problem, "channel", Channel(g.Channel))))
	}
	return card(colourPlain, parts...)
}

// Groups is the private reply to /group list. mine says which groups the caller is in.
func (p Printer) Groups(guild *study.Guild, mine func(group string) bool, activity map[string]study.Activity, now time.Time) Message {
	if len(guild.Groups) == 0 {
		return card(colourPlain, text(p.T("refusal.group.none")))
	}
	var lines fitter
	for _, g := range guild.Groups {
		s := p.T("groups.line", "group", g.Name, "channel", Channel(g.Channel), "n", activity[g.ID].Members)
		if g.State != study.Active {
			s += " · " + p.T("state."+string(g.State))
		} else {
			s += " · " + p.T("groups.next", "ago", Ago(g.NextDigest(now, activity[g.ID].LastPublished)))
		}
		if mine(g.ID) {
			s += " · " + p.T("groups.mine")
		}
		lines.add(s, s)
	}
	return card(colourPlain, text(p.T("groups.title")+"\n"+lines.text(p, share(3800))))
}

// Joined is the public reply to /group join. kept is the number of checks in the record of
// a member who returns.
func (p Printer) Joined(g *study.Group, name string, kept int) Message {
	s := p.T("join.done", "name", name, "group", g.Name)
	if kept > 0 {
		s += "\n" + p.T("join.kept", "n", kept)
	}
	return card(colourPlain, text(s))
}

// Leave asks whether to keep the record. left says that the member has left before and kept
// it.
func (p Printer) Leave(g *study.Group, left bool) Message {
	cancel := button(styleSecondary, p.T("button.cancel"), CancelID.With())
	if left {
		return card(colourRefused, text(p.T("leave.left", "group", g.Name)),
			row(button(styleDanger, p.T("button.erase.kept"), LeaveID.With(g.ID, "erase")), cancel))
	}
	return card(colourRefused, text(p.T("leave.ask", "group", g.Name)), row(
		button(stylePrimary, p.T("button.keep"), LeaveID.With(g.ID, "keep")),
		button(styleDanger, p.T("button.erase"), LeaveID.With(g.ID, "erase")), cancel))
}

// Left replaces the question of Leave. how is keep or erase.
func (p Printer) Left(g *study.Group, how string) Message {
	return card(colourPlain, text(p.T("leave."+how, "group", g.Name)))
}

// State is the public reply to /group pause, resume and archive. next is when the next
// digest of an active group is due.
func (p Printer) State(g *study.Group, next time.Time) Message {
	return card(colourPlain, text(p.T("group."+string(g.State), "group", g.Name, "next", next)))
}

// MembersPage is the number of members on a page.
const MembersPage = 10

// Members is a page of the private reply to /group members.
func (p Printer) Members(g *study.Group, members []study.Member, checks map[string]int, offset int) Message {
	total := len(members)
	offset = min(max(0, offset), max(0, (total-1)/MembersPage*MembersPage))
	page := members[offset:min(total, offset+MembersPage)]
	if total == 0 {
		return card(colourPlain, text(p.T("members.none", "group", g.Name)))
	}
	lines := []string{p.T("members.title", "group", g.Name, "n", total)}
	var options []Option
	for _, m := range page {
		s := p.T("members.line", "name", Cut(m.Name, 32), "n", checks[m.User], "date", Day(m.Joined))
		switch {
		case m.Left:
			s = p.T("members.left", "name", Cut(m.Name, 32), "date", Day(m.Joined))
		case m.Hidden:
			s = p.T("members.hidden", "name", Cut(m.Name, 32), "n", checks[m.User], "date", Day(m.Joined))
		}
		lines = append(lines, s)
		if !m.Left {
			key := "members.hide"
			if m.Hidden {
				key = "members.show"
			}
			options = append(options, Option{Label: Cut(p.T(key, "name", Plain(m.Name)), MaxOptionText), Value: m.User + ":" + onOff(!m.Hidden)})
		}
	}
	parts := []Component{text(strings.Join(lines, "\n"))}
	if len(options) > 0 {
		parts = append(parts, menu(HideID.With(g.ID, number(offset)), p.T("members.choose"), options))
	}
	if total > MembersPage {
		parts = append(parts, row(
			button(styleSecondary, p.T("button.back"), MembersID.With(g.ID, "back", number(offset-MembersPage))).enabled(offset > 0),
			button(styleSecondary, p.T("button.forward"), MembersID.With(g.ID, "forward", number(offset+MembersPage))).enabled(offset+MembersPage < total)))
	}
	return card(colourPlain, parts...)
}

func onOff(on bool) string {
	if on {
		return "1"
	}
	return "0"
}
