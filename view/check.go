package view

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"dojang/civil"
	"dojang/link"
	"dojang/roadmap"
	"dojang/study"
)

// CheckedItem is what there is to say about an item that was ticked off.
type CheckedItem struct {
	Group     *study.Group
	Act       study.Operation
	Item      roadmap.ItemRef
	Result    study.CheckResult
	Elsewhere bool       // the reply stands in a channel that is not the group's
	Link      *link.Link // the link that was given, nil for none
	Title     string     // the title that was given, "" for none
}

// title is the title of the link.
func (t CheckedItem) title() string { return cmp.Or(t.Title, t.Link.Title()) }

// Checked is the public reply to a check.
func (p Printer) Checked(t CheckedItem) Message {
	r := t.Result
	lines := []string{
		p.T("check.done", "item", t.Item.Item.Title, "name", t.Act.Name),
		p.path(t.Item),
	}
	others := p.T("check.first")
	if r.Others > 0 {
		others = p.T("check.others", "n", r.Others)
	}
	lines = append(lines, p.numbers(t.Group, r.Total, r.Rank)+" · "+others)
	if !r.Check.At.Equal(t.Act.Now) {
		lines = append(lines, p.T("check.dated", "date", t.Group.Calendar.Day(r.Check.At)))
	}
	if r.Stamped {
		lines = append(lines, p.T("check.stamp", "section", t.Item.Section.Title))
	}
	if t.Link != nil {
		lines = append(lines, p.sharedWith(r.Post, cmp.Or(r.Post.Post.Title, t.title()), t.Link))
	}
	lines = append(lines, p.arrived(t.Group, r.Joined, r.Total > 1, t.Elsewhere)...)
	post := ""
	if r.Post.Outcome != study.SharedTaken {
		post = r.Post.Post.ID
	}
	undo := UndoID.With(t.Group.ID, t.Act.Member, t.Act.ID, t.Item.Item.ID, post)
	link := LinkID.With(t.Group.ID, t.Act.Member, t.Item.Item.ID)
	return card(colourDone, text(strings.Join(lines, "\n")),
		row(button(styleSecondary, p.T("button.undo"), undo), button(styleSecondary, p.T("button.link"), link)))
}

// numbers are how far a member has come, and the place this week.
func (p Printer) numbers(g *study.Group, total, place int) string {
	numbers := p.total(total, g.Roadmap.Len())
	if place > 0 {
		numbers += " · " + p.T("check.place", "place", p.Ordinal(place))
	}
	return numbers
}

// sharedWith says what became of the link that came with a check.
func (p Printer) sharedWith(s study.ShareResult, title string, link *link.Link) string {
	if s.Outcome == study.SharedTaken {
		return p.T("check.taken", "name", s.By, "date", Day(s.At))
	}
	return p.T("check.post", "post", Link(title, link.URL))
}

// arrived are the lines about who came, or came back, and about where.
func (p Printer) arrived(g *study.Group, joined, before, elsewhere bool) (lines []string) {
	switch {
	case joined && before:
		lines = append(lines, p.T("check.back", "group", g.Name))
	case joined:
		lines = append(lines, p.T("check.joined", "group", g.Name))
	}
	if elsewhere {
		lines = append(lines, p.T("elsewhere", "group", g.Name))
	}
	return lines
}

// CheckedItems is what there is to say about several items that were ticked off at once.
type CheckedItems struct {
	Group     *study.Group
	Act       study.Operation
	Items     []roadmap.ItemRef
	At        time.Time // when they were done
	Result    study.BatchResult
	Link      *link.Link // the link that was given, nil for none
	Title     string     // the title that was given, "" for none
	Elsewhere bool       // the reply stands in a channel that is not the group's
}

// CheckedAll is the public reply to a check of several items.
func (p Printer) CheckedAll(t CheckedItems) Message {
	r := t.Result
	var fresh, before, stamps fitting
	for i, ref := range t.Items {
		if r.Before[i].Item == "" {
			one := p.T("checks.item", "item", ref.Item.Title, "section", Cut(ref.Section.Title.In(p.Lang), 60))
			fresh.add(one, one)
		} else {
			before.add(p.before(t, i))
		}
	}
	for _, section := range r.Stamps {
		stamp := p.T("check.stamp", "section", t.Group.Roadmap.Section(section).Title)
		stamps.add(stamp, stamp)
	}
	dated, shared := "", ""
	if !t.At.Equal(t.Act.Now) {
		dated = p.T("check.dated", "date", t.Group.Calendar.Day(t.At))
	}
	if t.Link != nil {
		shared = p.sharedWith(r.Shared[0], r.Shared[0].Post.Title, t.Link)
	}
	end := strings.Join(p.arrived(t.Group, r.Joined, r.Total > r.Checked(), t.Elsewhere), "\n")
	lines := []string{p.T("checks.done", "n", r.Checked(), "name", t.Act.Name), "", p.numbers(t.Group, r.Total, r.Rank), dated, "", shared, "", end}
	left := room([]Component{text(strings.Join(lines, "\n"))}) - 100
	lines[1], lines[4], lines[6] = fresh.text(p, left/2), stamps.text(p, left/4), before.text(p, left/4)
	lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
	return card(colourDone, text(strings.Join(lines, "\n")),
		row(button(styleSecondary, p.T("button.undo"), UndoAllID.With(t.Group.ID, t.Act.Member, t.Act.ID))))
}

// before says when an item was done, twice for a fitting.
func (p Printer) before(t CheckedItems, i int) (full, short string) {
	line := p.T("checks.before", "item", t.Items[i].Item.Title, "date", t.Group.Calendar.Day(t.Result.Before[i].At))
	return line, line
}

// AlreadyAll is the private reply to a check of several items that were all done
// before.
func (p Printer) AlreadyAll(t CheckedItems) Message {
	var before fitting
	for i := range t.Items {
		before.add(p.before(t, i))
	}
	lines := []string{p.T("checks.already"), before.text(p, 3000)}
	if t.Link != nil {
		lines = append(lines, p.T("checks.link"))
	}
	return card(colourPlain, text(strings.Join(lines, "\n")))
}

// total writes how many of the items are done: 3/168 (1%).
func (p Printer) total(done, all int) string {
	return p.T("total", "done", done, "all", all, "percent", study.Percent(done, all))
}

// Already is the private reply to a check of an item that was done before. It
// offers to share the link that was given with it.
func (p Printer) Already(t CheckedItem) Message {
	lines := []string{p.T("check.already", "item", t.Item.Item.Title, "date", t.Group.Calendar.Day(t.Result.Check.At))}
	buttons := []Component{button(styleSecondary, p.T("button.link"), LinkID.With(t.Group.ID, t.Act.Member, t.Item.Item.ID))}
	if t.Link != nil && len(t.Link.URL) <= MaxButtonURL {
		lines = append(lines, p.T("check.offer", "post", Link(t.title(), t.Link.URL)))
		attach := button(stylePrimary, p.T("button.attach"), AttachID.With(t.Group.ID, t.Act.Member, t.Item.Item.ID, onOff(t.Title != "")))
		shown := Component{Type: typeButton, Style: styleLink, Label: Cut(t.title(), MaxLabel), URL: t.Link.URL}
		buttons = []Component{attach, shown}
	}
	return card(colourPlain, text(strings.Join(lines, "\n")), row(buttons...))
}

// Unchecked is the private reply to /uncheck of the user.
func (p Printer) Unchecked(g *study.Group, user string, ref roadmap.ItemRef, r study.UncheckResult) Message {
	lines := []string{
		p.T("uncheck.done", "item", ref.Item.Title, "date", g.Calendar.Day(r.Check.At)),
		p.path(ref),
	}
	lines = append(lines, p.numbers(g, r.Total, r.Rank))
	if r.Posts == 0 {
		return card(colourPlain, text(strings.Join(lines, "\n")))
	}
	lines = append(lines, p.T("uncheck.posts", "n", r.Posts))
	return card(colourPlain, text(strings.Join(lines, "\n")),
		row(button(styleSecondary, p.T("button.mine.posts"), PostsID.With(g.ID, ref.Item.ID, user, "back", "0"))))
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

// UndoneAll is the same for an operation that ticked off or shared several things.
func (p Printer) UndoneAll(u study.UndoResult, by string) Message {
	var what []string
	if u.Checks > 0 {
		what = append(what, p.T("undo.checks", "n", u.Checks))
	}
	if u.Posts > 0 {
		what = append(what, p.T("undo.posts", "n", u.Posts))
	}
	return p.Undone(roadmap.Text{"": strings.Join(what, " · ")}, u.Name, by)
}

// LinkModal is the form for sharing a link on an item.
func (p Printer) LinkModal(group, member string, ref roadmap.ItemRef) Modal {
	return Modal{
		CustomID: LinkFormID.With(group, member, ref.Item.ID),
		Title:    Cut(p.T("modal.link.title", "item", Plain(ref.Item.Title.In(p.Lang))), MaxModalTitle),
		Components: []Component{
			input("link", p.T("modal.link.link"), "", "https://", true, link.MaxLength),
			input("title", p.T("modal.link.name"), "", p.T("modal.link.hint"), false, link.MaxPostTitle),
		},
	}
}

// Correction is what a manager did to another member's record.
type Correction struct {
	What string // tick, untick or remove
	Name string // the member's
	By   string // the manager's name
	Why  string
}

// Corrected is the public reply to /correct. what is the item's or the post's
// title, day the one on which a check counts or counted.
func (p Printer) Corrected(c Correction, what roadmap.Text, day civil.Date) Message {
	return card(colourPlain, text(p.T("correct."+c.What, "what", what, "name", c.Name, "by", c.By, "date", day)+"\n"+p.T("correct.reason", "why", c.Why)))
}
