package view

import (
	"cmp"
	"strings"

	"dojang/roadmap"
)

// Tick is what there is to say about an item that was ticked off.
type Tick struct {
	Group     *roadmap.Group
	Act       roadmap.Act
	Spot      roadmap.Spot
	Result    roadmap.Ticked
	Elsewhere bool          // the reply stands in a channel that is not the group's
	Link      *roadmap.Link // the link that was given, nil for none
	Title     string        // the title that was given, "" for none
}

// title is the title of the link.
func (t Tick) title() string { return cmp.Or(t.Title, t.Link.Title()) }

// Ticked is the public reply to a check.
func (p Printer) Ticked(t Tick) Message {
	r := t.Result
	all := t.Group.Roadmap.Len()
	lines := []string{
		p.T("check.done", "item", t.Spot.Item.Title, "name", t.Act.Name),
		p.path(t.Spot),
	}
	numbers := []string{p.total(r.Total, all)}
	if r.Place > 0 {
		numbers = append(numbers, p.T("check.place", "place", p.Ordinal(r.Place)))
	}
	if r.Others > 0 {
		numbers = append(numbers, p.T("check.others", "n", r.Others))
	} else {
		numbers = append(numbers, p.T("check.first"))
	}
	lines = append(lines, strings.Join(numbers, " · "))
	if !r.Check.At.Equal(t.Act.Now) {
		lines = append(lines, p.T("check.dated", "date", t.Group.Calendar.Day(r.Check.At)))
	}
	if r.Stamped {
		lines = append(lines, p.T("check.stamp", "section", t.Spot.Section.Title))
	}
	switch r.Post.Outcome {
	case roadmap.SharedNew, roadmap.SharedUpdated, roadmap.SharedSame:
		lines = append(lines, p.T("check.post", "post", Link(r.Post.Post.Title, t.Link.URL)))
	case roadmap.SharedTaken:
		lines = append(lines, p.T("check.taken", "name", r.Post.By, "date", Day(r.Post.At)))
	}
	switch {
	case r.Joined && r.Total > 1:
		lines = append(lines, p.T("check.back", "group", t.Group.Name))
	case r.Joined:
		lines = append(lines, p.T("check.joined", "group", t.Group.Name))
	}
	post := ""
	if r.Post.Outcome != roadmap.SharedTaken {
		post = r.Post.Post.ID
	}
	if t.Elsewhere {
		lines = append(lines, p.T("elsewhere", "group", t.Group.Name))
	}
	undo := ID("undo", t.Group.ID, t.Act.Member, t.Act.ID, t.Spot.Item.ID, post)
	link := ID("link", t.Group.ID, t.Act.Member, t.Spot.Item.ID)
	return card(colourDone, text(strings.Join(lines, "\n")),
		row(button(styleSecondary, p.T("button.undo"), undo), button(styleSecondary, p.T("button.link"), link)))
}

// total writes how many of the items are done: 3/168 (1%).
func (p Printer) total(done, all int) string {
	return p.T("total", "done", done, "all", all, "percent", roadmap.Percent(done, all))
}

// Already is the private reply to a check of an item that was done before. It
// offers to share the link that was given with it.
func (p Printer) Already(t Tick) Message {
	lines := []string{p.T("check.already", "item", t.Spot.Item.Title, "date", t.Group.Calendar.Day(t.Result.Check.At))}
	buttons := []Component{button(styleSecondary, p.T("button.link"), ID("link", t.Group.ID, t.Act.Member, t.Spot.Item.ID))}
	if t.Link != nil && len(t.Link.URL) <= MaxButtonURL {
		lines = append(lines, p.T("check.offer", "post", Link(t.title(), t.Link.URL)))
		attach := button(stylePrimary, p.T("button.attach"), ID("attach", t.Group.ID, t.Act.Member, t.Spot.Item.ID, onOff(t.Title != "")))
		shown := Component{Type: typeButton, Style: styleLink, Label: Cut(t.title(), MaxLabel), URL: t.Link.URL}
		buttons = []Component{attach, shown}
	}
	return card(colourPlain, text(strings.Join(lines, "\n")), row(buttons...))
}

// Unticked is the private reply to /uncheck.
func (p Printer) Unticked(g *roadmap.Group, spot roadmap.Spot, r roadmap.Unticked) Message {
	lines := []string{
		p.T("uncheck.done", "item", spot.Item.Title, "date", g.Calendar.Day(r.Check.At)),
		p.path(spot),
	}
	numbers := p.total(r.Total, g.Roadmap.Len())
	if r.Place > 0 {
		numbers += " · " + p.T("check.place", "place", p.Ordinal(r.Place))
	}
	return card(colourPlain, text(strings.Join(append(lines, numbers), "\n")))
}

// Undone takes the place of the message whose Undo was pressed. what is the
// item's or the post's title; by is the manager who pressed it for the member,
// or "".
func (p Printer) Undone(what roadmap.Text, member, by string) Message {
	if by != "" {
		return card(colourPlain, text(p.T("undo.by", "what", what, "name", member, "by", by)))
	}
	return card(colourPlain, text(p.T("undo.done", "what", what, "name", member)))
}

// LinkModal is the form for sharing a link on an item.
func (p Printer) LinkModal(group, member string, spot roadmap.Spot) Modal {
	return Modal{
		CustomID: ID("linked", group, member, spot.Item.ID),
		Title:    Cut(p.T("modal.link.title", "item", Plain(spot.Item.Title.In(p.Lang))), MaxModalTitle),
		Components: []Component{
			input("link", p.T("modal.link.link"), "", "https://", true, roadmap.MaxLink),
			input("title", p.T("modal.link.name"), "", p.T("modal.link.hint"), false, roadmap.MaxPostTitle),
		},
	}
}
