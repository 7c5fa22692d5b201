package view

import (
	"strings"

	"dojang/roadmap"
)

// What a digest shows of the lists it is made from.
const (
	DigestRows  = 10 // lines of the board
	DigestPosts = 50 // newest posts looked at
)

// Digest is what a group's weekly message tells.
type Digest struct {
	Group   *roadmap.Group
	Tally   *roadmap.Tally
	Focus   Focus
	Late    bool // posted well after its time
	Preview bool // of the running week, for managers
}

// Digest is the weekly message, in the group's language.
func (p Printer) Digest(d Digest) Message {
	t := d.Tally
	first, last := p.span(d.Group, t.Week)
	head := []string{p.T("digest.title", "group", d.Group.Name),
		p.T("digest.span", "first", first, "last", last, "zone", d.Group.Calendar.Zone(t.Week.Start).String())}
	quiet := "digest.quiet"
	if d.Preview {
		head = append(head, p.T("digest.preview"))
		quiet = "digest.quiet.now"
		if d.Group.State != roadmap.Active {
			head = append(head, p.T("digest.idle"))
		}
	}
	if d.Late {
		head = append(head, p.T("digest.late"))
	}
	parts := []Component{text(strings.Join(head, "\n"))}
	if t.Checks == 0 && t.Posts == 0 {
		parts = append(parts, text(p.T(quiet)))
	} else {
		parts = append(parts, line(), text(p.summary(d.Group, t)))
		if board := p.digestBoard(t); board != "" {
			parts = append(parts, text(board))
		}
		if earned := p.earned(d.Group, t.Earned); earned != "" {
			parts = append(parts, text(earned))
		}
		if posts := p.written(d.Group, t); posts != "" {
			parts = append(parts, text(posts))
		}
	}
	parts = append(parts, line(), text(p.phases(d.Group, t)))
	parts = append(parts, text(p.focus(d.Group, d.Focus, min(900, room(parts)))),
		row(button(stylePrimary, p.T("button.next"), ID("next", d.Group.ID, t.Week.Name.String()))))
	return card(colourPlain, parts...)
}

// summary compares the group's week with the one before, if the group was
// there then. In a week of posts only there is nothing to compare.
func (p Printer) summary(g *roadmap.Group, t *roadmap.Tally) string {
	change := t.Checks - t.Before
	key := "digest.same"
	switch {
	case change > 0:
		key = "digest.up"
	case change < 0:
		key, change = "digest.down", -change
	}
	var s string
	switch {
	case t.Checks == 0:
	case g.Created.Before(t.Week.Start):
		s = p.T("digest.total", "n", t.Checks) + " " + p.T(key, "before", t.Before, "change", change) + "\n"
	default:
		s = p.T("digest.first", "n", t.Checks) + "\n"
	}
	numbers := []string{p.T("digest.members", "n", t.Members)}
	if t.Posts > 0 {
		numbers = append(numbers, p.T("board.unit.posts", "n", t.Posts))
	}
	if t.Stamps > 0 {
		numbers = append(numbers, p.T("board.unit.stamps", "n", t.Stamps))
	}
	return s + strings.Join(numbers, " · ")
}

// digestBoard is the top of the week's board, with how places have moved since
// the digest before.
func (p Printer) digestBoard(t *roadmap.Tally) string {
	if len(t.Rows) == 0 {
		return ""
	}
	lines := []string{p.T("digest.board")}
	for i, r := range t.Rows {
		if i == DigestRows {
			break
		}
		r.Name = Cut(r.Name, 32)
		lines = append(lines, p.row(r, string(roadmap.Checks))+p.moved(t, r))
	}
	if more := t.Size - DigestRows; more > 0 {
		lines = append(lines, p.T("more.people", "n", more))
	}
	return strings.Join(lines, "\n")
}

// moved tells how a member's place has changed; nothing where there is no
// digest to compare with.
func (p Printer) moved(t *roadmap.Tally, r roadmap.Row) string {
	if t.Places == nil {
		return ""
	}
	before, ok := t.Places[r.User]
	switch {
	case !ok:
		return " · " + p.T("digest.new")
	case before > r.Place:
		return " · ▲" + number(before-r.Place)
	case before < r.Place:
		return " · ▼" + number(r.Place-before)
	}
	return ""
}

// earned lists the week's stamps by section, in roadmap order.
func (p Printer) earned(g *roadmap.Group, earned []roadmap.Earned) string {
	names := map[string][]string{}
	for _, e := range earned {
		names[e.Section] = append(names[e.Section], e.Name)
	}
	var f fitting
	for section := range g.Roadmap.Sections() {
		if names[section.ID] != nil {
			s := p.T("digest.stamp", "section", section.Title, "names", Markup(p.names(names[section.ID], 5)))
			f.add(s, s)
		}
	}
	if len(f.full) == 0 {
		return ""
	}
	return p.T("digest.stamps") + "\n" + f.text(p, 350)
}

// names lists up to max names and how many more there are.
func (p Printer) names(names []string, max int) string {
	var shown []string
	for i, name := range names {
		if i == max {
			shown = append(shown, p.T("more.people", "n", len(names)-max))
			break
		}
		shown = append(shown, Escape(Cut(name, 32)))
	}
	return strings.Join(shown, ", ")
}

// written lists the week's posts under their topics, in roadmap order; posts
// on no item come last.
func (p Printer) written(g *roadmap.Group, t *roadmap.Tally) string {
	byTopic := map[string][]roadmap.Post{}
	for _, post := range t.Written {
		topic := ""
		for _, item := range post.Items {
			if spot, ok := g.Roadmap.Spot(item); ok {
				topic = spot.Section.ID
				break
			}
		}
		byTopic[topic] = append(byTopic[topic], post)
	}
	var f fitting
	add := func(topic string, title roadmap.Text) {
		for _, post := range byTopic[topic] {
			cut, name := Cut(post.Title, 80), Cut(post.Name, 32)
			under := any(title)
			if title == nil {
				under = Markup(p.T("digest.elsewhere"))
			}
			f.add(p.T("digest.post", "post", Link(cut, post.URL), "name", name, "topic", under),
				p.T("digest.post", "post", cut, "name", name, "topic", under))
		}
	}
	for section := range g.Roadmap.Sections() {
		add(section.ID, section.Title)
	}
	add("", nil)
	if len(f.full) == 0 {
		return ""
	}
	lines, left := f.lines(600)
	if left += t.Posts - len(t.Written); left > 0 {
		lines = append(lines, p.T("more", "n", left))
	}
	return p.T("digest.posts") + "\n" + strings.Join(lines, "\n")
}

// phases is how far the group is with each phase.
func (p Printer) phases(g *roadmap.Group, t *roadmap.Tally) string {
	lines := []string{p.T("digest.phases")}
	stages := g.Roadmap.Stages()
	shares := g.Roadmap.StageShares(func(item string) int { return t.Counts[item] }, t.Active)
	for i, share := range shares {
		if i == 8 {
			lines = append(lines, p.T("more", "n", len(shares)-8))
			break
		}
		lines = append(lines, p.T("digest.phase", "bar", Markup(bar(share.Done, share.Of)), "stage", Markup(p.stage(stages[i])),
			"percent", roadmap.Percent(share.Done, share.Of)))
	}
	return strings.Join(lines, "\n")
}

// Sent is the private reply to posting a digest out of its turn; before is set
// when that had been done already.
func (p Printer) Sent(g *roadmap.Group, d roadmap.Digest, before bool) Message {
	switch {
	case d.State == roadmap.DigestSkipped:
		return p.Notice("digest.skipped", "week", d.Week)
	case d.State != roadmap.DigestPosted:
		return p.Notice("digest.underway")
	}
	link := Markup("https://discord.com/channels/" + g.Guild + "/" + d.Channel + "/" + d.Message)
	if before {
		return p.Notice("digest.sent.before", "week", d.Week, "link", link)
	}
	return p.Notice("digest.sent", "link", link)
}

// Places are the places that a digest tells of, by user: what the next one
// compares with.
func (d Digest) Places() map[string]int {
	places := map[string]int{}
	for _, r := range d.Tally.Rows {
		places[r.User] = r.Place
	}
	return places
}
