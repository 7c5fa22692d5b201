package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"dojang/roadmap"
	"dojang/roadmap/diff"
	"dojang/roadmap/markdown"
	"dojang/study"
)

// Replacement is the preview of another roadmap for a group, or of an earlier
// version of its own. All that it needs to go on stands in it: the file's address
// in a link button, the rest in its custom_ids.
type Replacement struct {
	Group           *study.Group
	Plan            *diff.Plan
	File            string // its address; "" for an earlier version
	To              int    // the earlier version, or 0
	Warnings        []markdown.Notice
	Picks           Picks          // the guesses that are not the same item
	Counts          map[string]int // how many active members have done each item
	Members, Checks int            // of items that go
	Page            int
}

// replacePage is how many lines a page of a preview has.
const replacePage = 12

// told is a line of a preview: what becomes of an item, or something about the file.
type told struct {
	kind string
	text string
	succ *diff.ItemChange // whose guess may be answered, or nil
}

// The kinds of lines in the order of a preview, what may need an answer or thought
// first, and in the one in which the channel is told, what is new first.
var (
	previewOrder = []string{"guess", "section", "removed", "renamed", "moved", "returned", "added", "reordered", "warning"}
	channelOrder = []string{"returned", "added", "renamed", "moved", "section", "removed", "reordered"}
)

// Replacement is the private reply to /roadmap replace and /roadmap rollback; it takes
// its own place when a page is turned or a guess is answered.
func (p Printer) Replacement(m Replacement) Message {
	lines := p.replacementLines(m, previewOrder)
	pages := max(1, (len(lines)+replacePage-1)/replacePage)
	m.Page = max(0, min(m.Page, pages-1))
	shown := lines[m.Page*replacePage : min(len(lines), (m.Page+1)*replacePage)]
	parts := []Component{text(p.replacementHead(m))}
	var controls []Component
	if guesses := p.renamings(shown); len(guesses) > 0 {
		none := 0
		some := menu(ReplaceGuessID.With(m.Group.ID, number(m.Group.RoadmapVersion), m.Plan.Fingerprint, m.Picks.String(), number(m.Page)), p.T("replace.choose"), guesses)
		some.Components[0].MinValues, some.Components[0].MaxValues = &none, len(guesses)
		controls = append(controls, some)
	}
	if pages > 1 {
		controls = append(controls, row(
			button(styleSecondary, p.T("button.back"), m.pageID(m.Page-1)).enabled(m.Page > 0),
			button(styleSecondary, p.T("import.page", "page", m.Page+1, "pages", pages), ReplaceHereID.With()).enabled(false),
			button(styleSecondary, p.T("button.forward"), m.pageID(m.Page+1)).enabled(m.Page < pages-1)))
	}
	apply := p.T("button.replace")
	if m.To > 0 {
		apply = p.T("button.rollback")
	}
	controls = append(controls, row(
		button(styleSuccess, apply, m.applyID()).enabled(!m.Plan.Same),
		button(styleSecondary, p.T("button.cancel"), CancelID.With())))
	if m.File != "" {
		controls = append(controls, row(Component{Type: typeButton, Style: styleLink, Label: Cut("📄 "+baseName(m.File), MaxLabel), URL: m.File}))
	}
	if len(shown) > 0 {
		var fit fitting
		for _, l := range shown {
			fit.add(l.text, l.text)
		}
		parts = append(parts, line(), text(fit.text(p, room(parts)-100)))
	}
	return card(colourPlain, append(parts, controls...)...)
}

// pageID is the custom_id of the button that shows a page of the preview.
func (m Replacement) pageID(page int) string {
	if m.To > 0 {
		return RollbackPageID.With(m.Group.ID, number(m.Group.RoadmapVersion), number(m.To), number(page))
	}
	return ReplacePageID.With(m.Group.ID, number(m.Group.RoadmapVersion), m.Plan.Fingerprint, m.Picks.String(), number(page))
}

// applyID is the custom_id of the button that applies what is previewed.
func (m Replacement) applyID() string {
	if m.To > 0 {
		return RollbackApplyID.With(m.Group.ID, number(m.Group.RoadmapVersion), number(m.To))
	}
	return ReplaceApplyID.With(m.Group.ID, number(m.Group.RoadmapVersion), m.Plan.Fingerprint, m.Picks.String())
}

func (p Printer) replacementHead(m Replacement) string {
	title := p.T("replace.title", "group", m.Group.Name)
	if m.To > 0 {
		title = p.T("replace.back", "group", m.Group.Name, "version", m.To)
	}
	head := []string{title, p.replacementCounts(m.Plan)}
	if m.Checks > 0 {
		head = append(head, p.T("replace.archived", "checks", m.Checks, "n", m.Members))
	}
	if m.Plan.Guesses > 0 {
		head = append(head, p.T("replace.guessed", "n", m.Plan.Guesses))
	}
	if before, after := len(m.Plan.Old.Phases), len(m.Plan.Next.Phases); before != after {
		head = append(head, p.T("replace.phases", "before", before, "after", after))
	}
	if len(m.Warnings) > 0 {
		head = append(head, p.T("replace.warned", "n", len(m.Warnings)))
	}
	return strings.Join(head, "\n")
}

// fatesTold are the fates whose numbers are told, in order.
var fatesTold = []diff.ChangeKind{diff.Added, diff.Returned, diff.Renamed, diff.Moved, diff.Reordered, diff.Removed}

// replacementCounts says how many items there are and how many change how.
func (p Printer) replacementCounts(plan *diff.Plan) string {
	count := map[diff.ChangeKind]int{}
	for _, s := range plan.Items {
		for _, fate := range s.Kinds {
			count[fate]++
		}
	}
	counts := []string{p.T("replace.size", "before", plan.Old.Len(), "after", plan.Next.Len())}
	for _, fate := range fatesTold {
		if count[fate] > 0 {
			counts = append(counts, p.T("replace."+string(fate), "n", count[fate]))
		}
	}
	switch {
	case len(counts) > 1:
	case plan.Same:
		counts = append(counts, p.T("replace.same"))
	default:
		counts = append(counts, p.T("replace.shape"))
	}
	return strings.Join(counts, " · ")
}

// replacementLines tells what becomes of the items that change, and of sections, and
// what there is to say about the file.
func (p Printer) replacementLines(m Replacement, order []string) []told {
	var lines []told
	for i := range m.Plan.Items {
		if l, ok := p.succession(m, &m.Plan.Items[i]); ok {
			lines = append(lines, l)
		}
	}
	for _, s := range m.Plan.Sections {
		lines = append(lines, told{kind: "section", text: p.T("replace.line.section", "old", p.short(s.Old.Title), "new", p.short(s.New.Title))})
	}
	for _, w := range m.Warnings {
		lines = append(lines, told{kind: "warning", text: p.T("replace.line.warning", "line", w.Line, "why", Markup(p.sentence(w)))})
	}
	slices.SortStableFunc(lines, func(a, b told) int { return cmp.Compare(slices.Index(order, a.kind), slices.Index(order, b.kind)) })
	return lines
}

// short is a title cut so that a line with two of them can be read.
func (p Printer) short(t roadmap.Text) string { return Cut(t.In(p.Lang), 60) }

// succession tells what becomes of an item; ok is false where nothing does.
func (p Printer) succession(m Replacement, s *diff.ItemChange) (l told, ok bool) {
	var old, new, where, left string
	if s.Old.Item != nil {
		old, left = p.short(s.Old.Item.Title), p.short(s.Old.Section.Title)
	}
	if s.New.Item != nil {
		new, where = p.short(s.New.Item.Title), p.short(s.New.Section.Title)
	}
	has := func(fate diff.ChangeKind) bool { return slices.Contains(s.Kinds, fate) }
	done := func(item *roadmap.Item) string {
		if n := m.Counts[item.ID]; n > 0 {
			return " · " + p.T("replace.done.by", "n", n)
		}
		return ""
	}
	switch {
	case s.Guess > 0:
		l.kind, l.succ = "guess", s
		if s.Rejected {
			l.text = p.T("replace.line.apart", "new", new, "old", old)
			break
		}
		l.text = p.T("replace.line.guess", "new", new, "old", old, "percent", s.Similarity) + done(s.Old.Item)
	case has(diff.Removed):
		l.kind, l.text = "removed", p.T("replace.line.removed", "item", old, "section", left)+done(s.Old.Item)
	case has(diff.Renamed):
		l.kind, l.text = "renamed", p.T("replace.line.renamed", "new", new, "old", old)+done(s.Old.Item)
	case has(diff.Moved):
		l.kind, l.text = "moved", p.T("replace.line.moved", "item", new, "old", left, "new", where)+done(s.Old.Item)
	case has(diff.Returned):
		l.kind, l.text = "returned", p.T("replace.line.returned", "item", new, "section", where)
	case has(diff.Added):
		l.kind, l.text = "added", p.T("replace.line.added", "item", new, "section", where)
	case has(diff.Reordered):
		l.kind, l.text = "reordered", p.T("replace.line.reordered", "item", new)
	default:
		return l, false
	}
	if has(diff.Renamed) && has(diff.Moved) {
		l.text += " · " + p.T("replace.line.too", "section", where)
	}
	return l, true
}

// renamings are the guesses among the lines; those that are the same item are chosen.
func (p Printer) renamings(lines []told) []Option {
	var options []Option
	for _, l := range lines {
		if s := l.succ; s != nil {
			options = append(options, Option{Value: strconv.Itoa(s.Guess), Default: !s.Rejected,
				Label:       Cut(s.New.Item.Title.In(p.Lang), MaxOptionText),
				Description: Cut(p.T("replace.was", "old", Plain(s.Old.Item.Title.In(p.Lang)), "percent", s.Similarity), MaxOptionText)})
		}
	}
	return options
}

// sentence says what is wrong at a line of a file.
func (p Printer) sentence(n markdown.Notice) string {
	args := slices.Clone(n.Args)
	for i, arg := range args {
		if s, ok := arg.(string); ok && i%2 == 1 {
			args[i] = Cut(s, 60)
		}
	}
	return p.T("notice."+n.Code, args...)
}

// NoRoadmap is the private reply to a file that cannot be a roadmap.
func (p Printer) NoRoadmap(faults markdown.Faults) Message {
	parts := []Component{text(p.T("replace.faults", "n", len(faults)))}
	var lines fitting
	for _, f := range faults {
		l := p.T("replace.line.warning", "line", f.Line, "why", Markup(p.sentence(f)))
		lines.add(l, l)
	}
	return card(colourPlain, append(parts, line(), text(lines.text(p, room(parts)-100)))...)
}

// Replaced is the private reply to a roadmap that was replaced.
func (p Printer) Replaced(g *study.Group) Message {
	return card(colourDone, text(p.T("replace.done", "group", g.Name, "version", g.RoadmapVersion)))
}

// changesShown is how many changes the channel is told one by one.
const changesShown = 15

// RoadmapChanged tells the channel that a manager has replaced the roadmap.
func (p Printer) RoadmapChanged(m Replacement, g *study.Group, manager string) Message {
	by := p.T("replace.told", "user", User(manager), "version", g.RoadmapVersion)
	if m.To > 0 {
		by = p.T("replace.told.back", "user", User(manager), "version", m.To)
	}
	parts := []Component{text(strings.Join([]string{p.T("replace.told.title", "group", g.Name), by, p.replacementCounts(m.Plan)}, "\n"))}
	all := p.replacementLines(m.decided(), channelOrder)
	if len(all) > changesShown { // that many went is said above
		all = slices.DeleteFunc(all, func(l told) bool { return l.kind == "removed" || l.kind == "reordered" })
	}
	var lines fitting
	for _, l := range all {
		lines.add(l.text, l.text)
	}
	if more := len(lines.full) - changesShown; more > 0 {
		lines.full, lines.short = lines.full[:changesShown], lines.short[:changesShown]
		last := p.T("more", "n", more)
		lines.add(last, last)
	}
	if len(lines.full) > 0 {
		parts = append(parts, line(), text(lines.text(p, room(parts)-400)))
	}
	return card(colourDone, append(parts, text(p.T("replace.told.kept")))...)
}

// decided is a replacement without what was only for its preview.
func (m Replacement) decided() Replacement {
	plan := *m.Plan
	plan.Items = slices.Clone(plan.Items)
	for i := range plan.Items {
		plan.Items[i].Guess = 0
	}
	m.Plan, m.Warnings, m.Counts = &plan, nil, nil
	return m
}

// Versions is the private reply to /roadmap versions.
func (p Printer) Versions(g *study.Group, versions []study.Version) Message {
	parts := []Component{text(p.T("versions.title", "group", g.Name))}
	var lines fitting
	var options []Option
	for _, v := range slices.Backward(versions) {
		l := p.version(v)
		if v.N == g.RoadmapVersion {
			l += p.T("versions.now")
		} else if len(options) < MaxOptions {
			c := p.VersionChoice(g, v)
			options = append(options, Option{Label: c.Name, Value: c.Value})
		}
		lines.add(l, l)
	}
	parts = append(parts, line(), text(lines.text(p, room(parts)-100)))
	if len(options) == 0 {
		return card(colourPlain, append(parts, text(p.T("versions.one")))...)
	}
	return card(colourPlain, append(parts, menu(RollbackID.With(g.ID, strconv.Itoa(g.RoadmapVersion)), p.T("versions.choose"), options))...)
}

func (p Printer) version(v study.Version) string {
	if v.N == 1 {
		return p.T("versions.first", "version", v.N, "items", v.Items, "when", v.At)
	}
	l := p.T("versions.line", "version", v.N, "items", v.Items, "user", User(v.By), "when", v.At)
	if v.Like > 0 {
		l += p.T("versions.like", "version", v.Like)
	}
	return l
}

// VersionChoice is a version of a group's roadmap in a list.
func (p Printer) VersionChoice(g *study.Group, v study.Version) Choice {
	name := p.T("versions.choice", "version", v.N, "items", v.Items, "day", g.Calendar.Day(v.At))
	return Choice{Name: Cut(name, MaxOptionText), Value: strconv.Itoa(v.N)}
}
