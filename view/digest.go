package view

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dojang/roadmap"
	"dojang/study"
)

// How much a digest shows of its lists.
const (
	DigestRows  = 10 // rows of the board
	DigestPosts = 50 // newest posts read
	digestLinks = 12 // posts listed
)

// Digest is the data of a weekly message.
type Digest struct {
	Group   *study.Group
	Summary *study.WeekSummary
	Focus   Focus
	Late    bool // posted long after it was due
	Preview bool // a preview of the running week, for managers
	Brief   bool // only what has to be told
}

// Limits of a digest's lists, in characters; see [share]. The week's posts get what the others
// leave, up to mostPosts.
const (
	roomStamps      = 350
	roomCorrections = 400
	roomFocus       = 900
	mostPosts       = 2400
)

// Digest is the weekly message. The printer has to be for the group's language.
func (p Printer) Digest(d Digest) Message {
	if d.Brief {
		return p.briefDigest(d)
	}
	t := d.Summary
	head := text(strings.Join(p.digestHead(d), "\n"))
	var board, after []Component // of the week, around its posts
	if t.Checks > 0 || t.Posts > 0 {
		board = append([]Component{line()}, texts(p.summary(d.Group, t), p.digestBoard(t), p.earnedStamps(d.Group, t.Earned))...)
	} else {
		board = texts(p.quietWeek(d))
	}
	if corrections := p.corrections(t); corrections != "" {
		after = append(after, text(corrections))
	}
	after = append(after, line(), text(p.phases(d.Group, t)))
	left := free(slices.Concat([]Component{head, p.digestButtons(d, 1)}, board, after)...)
	focus := p.focus(d.Group, d.Focus, left.atMost(share(roomFocus)))
	after = append(after, text(focus))
	posts, others := p.weekPosts(d.Group, t, left.minus(spaceOf(focus)).atMost(share(mostPosts)))

	parts := append([]Component{head}, board...)
	parts = append(parts, texts(posts)...)
	parts = append(parts, after...)
	return card(colourPlain, append(parts, p.digestButtons(d, others))...)
}

// briefDigest is a digest of about a quarter of the size. It tells the week's numbers and
// the corrections, which no other digest tells.
func (p Printer) briefDigest(d Digest) Message {
	t := d.Summary
	parts := texts(strings.Join(append(p.digestHead(d), p.T("digest.brief")), "\n"))
	if t.Checks > 0 || t.Posts > 0 {
		parts = append(parts, texts(p.summary(d.Group, t), p.digestBoard(t))...)
	} else {
		parts = append(parts, texts(p.quietWeek(d))...)
	}
	parts = append(parts, texts(p.corrections(t))...)
	return card(colourPlain, append(parts, p.digestButtons(d, t.Posts))...)
}

// digestHead returns the title and the days that the digest covers.
func (p Printer) digestHead(d Digest) []string {
	first, last := p.span(d.Group, d.Summary.Week)
	head := []string{p.T("digest.title", "group", d.Group.Name),
		p.T("digest.span", "first", first, "last", last, "zone", d.Group.Calendar.Zone(d.Summary.Week.Start).String())}
	if d.Preview {
		head = append(head, p.T("digest.preview"))
		if d.Group.State != study.Active {
			head = append(head, p.T("digest.idle"))
		}
	}
	if d.Late {
		head = append(head, p.T("digest.late"))
	}
	return head
}

// quietWeek is the text for a week without checks and posts.
func (p Printer) quietWeek(d Digest) string {
	if d.Preview {
		return p.T("digest.quiet.now")
	}
	return p.T("digest.quiet")
}

// digestButtons lead to suggestions for the reader, and to what had no room. left is the
// number of posts without room.
func (p Printer) digestButtons(d Digest, left int) Component {
	week := d.Summary.Week.Name.String()
	buttons := []Component{button(stylePrimary, p.T("button.next"), NextID.With(d.Group.ID, week))}
	if d.Summary.Size > DigestRows && !d.Preview {
		buttons = append(buttons, button(styleSecondary, p.T("button.standings"), StandingsID.With(d.Group.ID, week)))
	}
	if left > 0 {
		buttons = append(buttons, button(styleSecondary, p.T("button.weekposts"), WeekPostsID.With(d.Group.ID, week)))
	}
	return row(buttons...)
}

// corrections lists the imports and, newest first, the other weeks whose numbers differ
// from their posted digests.
func (p Printer) corrections(t *study.WeekSummary) string {
	var f fitter
	for _, one := range t.Imports {
		s := p.importedLine(one)
		f.add(s, s)
	}
	for _, c := range slices.Backward(t.Corrections) {
		if c.Imported {
			continue
		}
		var changed []string
		if c.Before.Checks != c.Now.Checks {
			changed = append(changed, p.T("digest.correction.checks", "before", c.Before.Checks, "n", c.Now.Checks))
		}
		if len(changed) == 0 && len(c.Members) > 0 {
			changed = append(changed, p.T("digest.correction.same", "n", c.Now.Checks))
		}
		if c.Before.Posts != c.Now.Posts {
			changed = append(changed, p.T("digest.correction.posts", "before", c.Before.Posts, "n", c.Now.Posts))
		}
		short := p.T("digest.correction", "week", c.Week, "changes", Markup(strings.Join(changed, " · ")))
		full := short
		if len(c.Members) > 0 {
			full += " (" + p.changes(c.Members) + ")"
		}
		f.add(full, short)
	}
	if len(f.full) == 0 {
		return ""
	}
	return p.T("digest.corrections") + "\n" + f.text(p, share(roomCorrections))
}

// importedLine describes an import.
func (p Printer) importedLine(i study.Import) string {
	var what []string
	if i.Checks > 0 {
		what = append(what, p.T("digest.import.checks", "n", i.Checks))
	}
	if i.Posts > 0 {
		what = append(what, p.T("board.unit.posts", "n", i.Posts))
	}
	return p.T("digest.imported", "name", Cut(i.Name, 32), "what", Markup(strings.Join(what, " · ")), "first", i.First, "last", i.Last)
}

// changes names up to three members with the changes of their checks.
func (p Printer) changes(all []study.Change) string {
	var shown []string
	for i, c := range all {
		if i == 3 {
			shown = append(shown, p.T("more.people", "n", len(all)-i))
			break
		}
		shown = append(shown, Escape(Cut(c.Name, 32))+fmt.Sprintf(" %+d", c.By))
	}
	return strings.Join(shown, ", ")
}

// summary compares the group's week with the one before, unless the group did not exist
// then or the week has no checks.
func (p Printer) summary(g *study.Group, t *study.WeekSummary) string {
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

// digestBoard is the top of the week's board, with the changes in rank since the previous
// digest.
func (p Printer) digestBoard(t *study.WeekSummary) string {
	if len(t.Rows) == 0 {
		return ""
	}
	lines := []string{p.T("digest.board")}
	for i, r := range t.Rows {
		if i == DigestRows {
			break
		}
		r.Name = Cut(r.Name, 32)
		lines = append(lines, p.row(r, string(study.Checks))+p.rankMovement(t, r))
	}
	if more := t.Size - DigestRows; more > 0 {
		lines = append(lines, p.T("more.people", "n", more))
	}
	return strings.Join(lines, "\n")
}

// rankMovement says how a member's rank has changed, or "" without a previous digest.
func (p Printer) rankMovement(t *study.WeekSummary, r study.Row) string {
	if t.PreviousRanks == nil {
		return ""
	}
	before, ok := t.PreviousRanks[r.User]
	switch {
	case !ok:
		return " · " + p.T("digest.new")
	case before > r.Rank:
		return " · ▲" + number(before-r.Rank)
	case before < r.Rank:
		return " · ▼" + number(r.Rank-before)
	}
	return ""
}

// stampedSections returns the ids of the sections with stamps: in roadmap order, followed
// by those of earlier versions.
func stampedSections[T any](g *study.Group, stamps map[string]T) []string {
	var ids []string
	for section := range g.Roadmap.Sections() {
		if _, has := stamps[section.ID]; has {
			ids = append(ids, section.ID)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(g.Former)) {
		if _, has := stamps[id]; has {
			ids = append(ids, id)
		}
	}
	return ids
}

// earnedStamps lists the week's stamps by section.
func (p Printer) earnedStamps(g *study.Group, earned []study.EarnedStamp) string {
	names := map[string][]string{}
	for _, e := range earned {
		names[e.Section] = append(names[e.Section], e.Name)
	}
	var f fitter
	for _, id := range stampedSections(g, names) {
		s := p.T("digest.stamp", "section", g.SectionTitle(id), "names", Markup(p.names(names[id], 5)))
		f.add(s, s)
	}
	if len(f.full) == 0 {
		return ""
	}
	return p.T("digest.stamps") + "\n" + f.text(p, share(roomStamps))
}

// names lists up to max names, and how many more there are.
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

// weekPosts lists the week's posts by section in roadmap order, as far as they fit. Posts on
// no item come last. left is the number of posts that had no room.
func (p Printer) weekPosts(g *study.Group, t *study.WeekSummary, max space) (list string, left int) {
	byTopic := map[string][]study.Post{}
	for _, post := range t.WeekPosts {
		topic := ""
		for _, item := range post.Items {
			if ref, ok := g.Roadmap.Item(item); ok {
				topic = ref.Section.ID
				break
			}
		}
		byTopic[topic] = append(byTopic[topic], post)
	}
	var f fitter
	add := func(topic string, title roadmap.Text) {
		for _, post := range byTopic[topic] {
			cut, name := Cut(post.Title, 80), Cut(post.Name, 32)
			under := Markup(p.T("digest.elsewhere"))
			if title != nil {
				under = Markup(Escape(Cut(title.In(p.Lang), 60)))
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
		return "", 0
	}
	f.full, f.short = f.full[:min(len(f.full), digestLinks)], f.short[:min(len(f.short), digestLinks)]
	title := p.T("digest.posts")
	lines, _ := f.lines(max.minus(spaceOf(title)).minus(share(20)))
	if left = t.Posts - len(lines); left > 0 {
		lines = append(lines, p.T("more", "n", left))
	}
	return title + "\n" + strings.Join(lines, "\n"), left
}

// phases shows the group's progress in each phase.
func (p Printer) phases(g *study.Group, t *study.WeekSummary) string {
	lines := []string{p.T("digest.phases")}
	stages := g.Roadmap.Stages()
	shares := g.Roadmap.StageShares(func(item string) int { return t.Counts[item] }, t.Active)
	for i, share := range shares {
		if i == 8 {
			lines = append(lines, p.T("more", "n", len(shares)-8))
			break
		}
		lines = append(lines, p.T("digest.phase", "bar", Markup(bar(share.Done, share.Of)), "stage", Markup(p.stage(stages[i])),
			"percent", study.Percent(share.Done, share.Of)))
	}
	return strings.Join(lines, "\n")
}

// Sent is the private reply to /digest send. before says that the digest was posted before.
func (p Printer) Sent(g *study.Group, d study.Digest, before bool) Message {
	switch {
	case d.State == study.DigestSkipped:
		return p.Notice("digest.skipped", "week", d.Week)
	case d.State != study.DigestPosted:
		return p.Notice("digest.underway")
	}
	link := messageLink(g, d)
	if before {
		return p.Notice("digest.sent.before", "week", d.Week, "link", link)
	}
	return p.Notice("digest.sent", "link", link)
}

// Ranks returns the published ranks by user, for comparison by the next digest.
func (d Digest) Ranks() map[string]int {
	ranks := map[string]int{}
	for _, r := range d.Summary.Rows {
		ranks[r.User] = r.Rank
	}
	return ranks
}
