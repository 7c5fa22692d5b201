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

// CheckedItem is the data of a reply about one checked item.
type CheckedItem struct {
	Group     *study.Group
	Op        study.Operation
	Item      roadmap.ItemRef
	Result    study.CheckResult
	Elsewhere bool       // the reply is outside the group's home channel
	Link      *link.Link // the given link, or nil
	Title     string     // the given title, or ""
}

// title returns the title of the link.
func (t CheckedItem) title() string { return cmp.Or(t.Title, t.Link.Title()) }

// Checked is the public reply to a check.
func (p Printer) Checked(t CheckedItem) Message {
	r := t.Result
	lines := []string{
		p.T("check.done", "item", t.Item.Item.Name(), "name", t.Op.Name),
		p.path(t.Item),
	}
	others := p.T("check.first")
	if r.Others > 0 {
		others = p.T("check.others", "n", r.Others)
	}
	lines = append(lines, p.numbers(t.Group, r.Total, r.Rank)+" · "+others)
	if !r.Check.At.Equal(t.Op.Now) {
		lines = append(lines, p.T("check.dated", "date", t.Group.Calendar.Day(r.Check.At)))
	}
	if r.Stamped {
		lines = append(lines, p.T("check.stamp", "section", t.Item.Section.Name()))
	}
	if t.Link != nil {
		lines = append(lines, p.sharedWith(r.Post, cmp.Or(r.Post.Post.Title, t.title()), t.Link))
	}
	lines = append(lines, p.joinedLines(t.Group, r.Joined, r.Total > 1, t.Elsewhere)...)
	post := ""
	if r.Post.Outcome != study.SharedTaken {
		post = r.Post.Post.ID
	}
	undo := UndoID.With(t.Group.ID, t.Op.Member, t.Op.ID, t.Item.Item.ID, post)
	link := LinkID.With(t.Group.ID, t.Op.Member, t.Item.Item.ID)
	return card(colourDone, text(strings.Join(lines, "\n")),
		row(button(styleSecondary, p.T("button.undo"), undo), button(styleSecondary, p.T("button.link"), link)))
}

// numbers returns a member's progress and rank this week.
func (p Printer) numbers(g *study.Group, total, place int) string {
	numbers := p.total(total, g.Roadmap.Len())
	if place > 0 {
		numbers += " · " + p.T("check.place", "place", p.Ordinal(place))
	}
	return numbers
}

// sharedWith says what happened to the link that was given with a check. It shows the address
// that is stored, which is the first one under which the member shared the post.
func (p Printer) sharedWith(s study.ShareResult, title string, link *link.Link) string {
	if s.Outcome == study.SharedTaken {
		return p.T("check.taken", "name", s.By, "date", Day(s.At))
	}
	return p.T("check.post", "post", Link(title, cmp.Or(s.Post.URL, link.URL)))
}

// joinedLines says that a member joined or returned, and to which group.
func (p Printer) joinedLines(g *study.Group, joined, before, elsewhere bool) (lines []string) {
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

// CheckedItems is the data of a reply about several checked items.
type CheckedItems struct {
	Group     *study.Group
	Op        study.Operation
	Items     []roadmap.ItemRef
	At        time.Time // when they count
	Result    study.BatchResult
	Link      *link.Link // the given link, or nil
	Title     string     // the given title, or ""
	Elsewhere bool       // the reply is outside the group's home channel
}

// CheckedAll is the public reply to a check of several items.
func (p Printer) CheckedAll(t CheckedItems) Message {
	r := t.Result
	var fresh, before, stamps fitter
	for i, ref := range t.Items {
		if r.Before[i].Item == "" {
			one := p.T("checks.item", "item", ref.Item.Name(), "section", p.place(ref, 60))
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
	if !t.At.Equal(t.Op.Now) {
		dated = p.T("check.dated", "date", t.Group.Calendar.Day(t.At))
	}
	if t.Link != nil {
		shared = p.sharedWith(r.Shared[0], r.Shared[0].Post.Title, t.Link)
	}
	end := strings.Join(p.joinedLines(t.Group, r.Joined, r.Total > r.Checked(), t.Elsewhere), "\n")
	lines := []string{p.T("checks.done", "n", r.Checked(), "name", t.Op.Name), "", p.numbers(t.Group, r.Total, r.Rank), dated, "", shared, "", end}
	left := free(text(strings.Join(lines, "\n"))).minus(share(100))
	lines[1], lines[4], lines[6] = fresh.text(p, left.over(2)), stamps.text(p, left.over(4)), before.text(p, left.over(4))
	lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
	return card(colourDone, text(strings.Join(lines, "\n")),
		row(button(styleSecondary, p.T("button.undo"), UndoAllID.With(t.Group.ID, t.Op.Member, t.Op.ID))))
}

// before says when an item was checked before. It returns the line twice, for a fitter.
func (p Printer) before(t CheckedItems, i int) (full, short string) {
	line := p.T("checks.before", "item", t.Items[i].Item.Name(), "date", t.Group.Calendar.Day(t.Result.Before[i].At))
	return line, line
}

// AlreadyAll is the private reply to a check of several items that were all checked before.
func (p Printer) AlreadyAll(t CheckedItems) Message {
	var before fitter
	for i := range t.Items {
		before.add(p.before(t, i))
	}
	lines := []string{p.T("checks.already"), before.text(p, share(3000))}
	if t.Link != nil {
		lines = append(lines, p.T("checks.link"))
	}
	return card(colourPlain, text(strings.Join(lines, "\n")))
}

// total writes how many items are checked: 3/168 (1%).
func (p Printer) total(done, all int) string {
	return p.T("total", "done", done, "all", all, "percent", study.Percent(done, all))
}

// Already is the private reply to a check of an item that was checked before. It offers to
// share the given link on it.
func (p Printer) Already(t CheckedItem) Message {
	lines := []string{p.T("check.already", "item", t.Item.Item.Name(), "date", t.Group.Calendar.Day(t.Result.Check.At))}
	buttons := []Component{button(styleSecondary, p.T("button.link"), LinkID.With(t.Group.ID, t.Op.Member, t.Item.Item.ID))}
	if t.Link != nil && len(t.Link.URL) <= MaxButtonURL {
		lines = append(lines, p.T("check.offer", "post", Link(t.title(), t.Link.URL)))
		attach := button(stylePrimary, p.T("button.attach"), AttachID.With(t.Group.ID, t.Op.Member, t.Item.Item.ID, onOff(t.Title != "")))
		shown := Component{Type: typeButton, Style: styleLink, Label: Cut(t.title(), MaxLabel), URL: t.Link.URL}
		buttons = []Component{attach, shown}
	}
	return card(colourPlain, text(strings.Join(lines, "\n")), row(buttons...))
}

// Unchecked is the private reply to /uncheck.
func (p Printer) Unchecked(g *study.Group, user string, ref roadmap.ItemRef, r study.UncheckResult) Message {
	lines := []string{
		p.T("uncheck.done", "item", ref.Item.Name(), "date", g.Calendar.Day(r.Check.At)),
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

// Undone replaces the message whose Undo button was pressed. what is the title of the item
// or post. by is the manager who pressed the button for the member, or "".
func (p Printer) Undone(what roadmap.Text, member, by string) Message {
	if by != "" {
		return card(colourPlain, text(p.T("undo.by", "what", what, "name", member, "by", by)))
	}
	return card(colourPlain, text(p.T("undo.done", "what", what, "name", member)))
}

// UndoneAll is Undone for an operation with several checks or posts.
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
		Title:    Cut(p.T("modal.link.title", "item", Plain(ref.Item.Name().In(p.Lang))), MaxModalTitle),
		Components: []Component{
			input("link", p.T("modal.link.link"), "", "https://", true, link.MaxLength),
			input("title", p.T("modal.link.name"), "", p.T("modal.link.hint"), false, link.MaxPostTitle),
		},
	}
}

// Correction is a manager's change of another member's record.
type Correction struct {
	What string // tick, untick or remove
	Name string // the member's name
	By   string // the manager's name
	Why  string
}

// Corrected is the public reply to /correct. what is the title of the item or post, day the
// study day of the check.
func (p Printer) Corrected(c Correction, what roadmap.Text, day civil.Date) Message {
	return card(colourPlain, text(p.T("correct."+c.What, "what", what, "name", c.Name, "by", c.By, "date", day)+"\n"+p.T("correct.reason", "why", c.Why)))
}
