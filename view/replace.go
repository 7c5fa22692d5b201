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

// Replacement is the preview of a new roadmap for a group, or of an earlier version of its
// own. The message holds all of its state: the file's address in a link button, the rest in
// custom_ids.
type Replacement struct {
	Group           *study.Group
	Plan            *diff.Plan
	File            string // the file's address; "" for an earlier version
	Tables          bool   // the rows of the file's tables are items
	To              int    // the earlier version to restore, or 0
	Warnings        []markdown.Notice
	Picks           Picks          // the guesses whose answer is not what is proposed
	Counts          map[string]int // active members who have checked each item
	Members, Checks int            // who checked removed items, and their checks
	Page            int
}

// replacementPageSize is the number of lines on a page of the preview.
const replacementPageSize = 12

// replacementLine is a line of the preview, about an item, a section or the file.
type replacementLine struct {
	kind   string
	text   string
	change *diff.ItemChange // the guess that can be answered, or nil
}

// The order of lines by kind. A preview begins with what may need an answer or attention,
// the message to the channel with what is new.
var (
	previewOrder = []string{"guess", "section", "removed", "renamed", "moved", "returned", "added", "reordered", "warning"}
	channelOrder = []string{"returned", "added", "renamed", "moved", "section", "removed", "reordered"}
)

// Replacement is the private reply to /roadmap replace and /roadmap rollback. It is
// replaced when a page is turned or a guess is answered.
func (p Printer) Replacement(m Replacement) Message {
	lines := p.replacementLines(m, previewOrder)
	pages := max(1, (len(lines)+replacementPageSize-1)/replacementPageSize)
	m.Page = max(0, min(m.Page, pages-1))
	shown := lines[m.Page*replacementPageSize : min(len(lines), (m.Page+1)*replacementPageSize)]
	parts := texts(p.replacementHead(m), p.noticeKinds(m.Warnings))
	var controls []Component
	if guesses := p.renameOptions(shown); len(guesses) > 0 {
		none := 0
		some := menu(ReplaceGuessID.With(m.Group.ID, number(m.Group.RoadmapVersion), m.mark(), m.Picks.String(), number(m.Page)), p.T("replace.choose"), guesses)
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
	act := row(button(styleSuccess, apply, m.applyID()).enabled(!m.Plan.Same && m.Plan.Markdown.TooLarge() == nil))
	act.Components = append(act.Components, p.tableButtons(m)...)
	act.Components = append(act.Components, button(styleSecondary, p.T("button.cancel"), CancelID.With()))
	controls = append(controls, act)
	if m.File != "" {
		controls = append(controls, fileLink(m.File))
	}
	if len(shown) > 0 {
		var fit fitter
		for _, l := range shown {
			fit.add(l.text, l.text)
		}
		parts = append(parts, line(), text(fit.text(p, free(slices.Concat(parts, controls)...).minus(share(100)))))
	}
	return p.attachNotices(card(colourPlain, append(parts, controls...)...), m.Warnings)
}

// fileLink returns a row with a link to the file, from which a click fetches it again.
func fileLink(file string) Component {
	return row(Component{Type: typeButton, Style: styleLink, Label: Cut("📄 "+baseName(file), MaxLabel), URL: file})
}

// tablesMark stands before the fingerprint in a mark if the rows of tables are items.
const tablesMark = "t-"

// mark returns the argument of that name in the custom_ids of the preview of a file.
func (m Replacement) mark() string {
	if m.Tables {
		return tablesMark + m.Plan.Fingerprint
	}
	return m.Plan.Fingerprint
}

// ParseMark returns what a mark says: whether the rows of tables are items, and the plan's
// fingerprint.
func ParseMark(mark string) (tables bool, fingerprint string) {
	fingerprint, tables = strings.CutPrefix(mark, tablesMark)
	return tables, fingerprint
}

// pageID returns the custom_id of a button that shows a page of the preview.
func (m Replacement) pageID(page int) string {
	if m.To > 0 {
		return RollbackPageID.With(m.Group.ID, number(m.Group.RoadmapVersion), number(m.To), number(page))
	}
	return ReplacePageID.With(m.Group.ID, number(m.Group.RoadmapVersion), m.mark(), m.Picks.String(), number(page))
}

// applyID returns the custom_id of the button that applies the plan.
func (m Replacement) applyID() string {
	if m.To > 0 {
		return RollbackApplyID.With(m.Group.ID, number(m.Group.RoadmapVersion), number(m.To))
	}
	return ReplaceApplyID.With(m.Group.ID, number(m.Group.RoadmapVersion), m.mark(), m.Picks.String())
}

func (p Printer) replacementHead(m Replacement) string {
	title := p.T("replace.title", "group", m.Group.Name)
	if m.To > 0 {
		title = p.T("replace.back", "group", m.Group.Name, "version", m.To)
	}
	head := []string{title, p.replacementCounts(m.Plan)}
	if refused := m.Plan.Markdown.TooLarge(); refused != nil {
		head = append(head, "❌ "+p.refusal(refused))
	}
	head = append(head, p.readingChange(m.Plan.Reading)...)
	if m.Checks > 0 {
		head = append(head, p.T("replace.archived", "checks", m.Checks, "n", m.Members))
	}
	if n := m.Plan.Proposed; n > 0 {
		head = append(head, p.T("replace.guessed", "n", n))
	}
	if n := m.Plan.Guesses - m.Plan.Proposed; n > 0 {
		head = append(head, p.T("replace.alike", "n", n))
	}
	if before, after := len(m.Plan.Old.Phases), len(m.Plan.Next.Phases); before != after {
		head = append(head, p.T("replace.phases", "before", before, "after", after))
	}
	head = append(head, p.tables(m)...)
	if n := len(m.Warnings); n > 0 {
		where := "replace.warned"
		if n > maxNotices {
			where = "replace.warned.file"
		}
		head = append(head, p.T(where, "n", n))
	}
	return strings.Join(head, "\n")
}

// countedKinds are the kinds of changes whose numbers are shown, in order.
var countedKinds = []diff.ChangeKind{diff.Added, diff.Returned, diff.Renamed, diff.Moved, diff.Reordered, diff.Removed}

// replacementCounts says how many items there are, and how many change in which way.
func (p Printer) replacementCounts(plan *diff.Plan) string {
	count := map[diff.ChangeKind]int{}
	for _, s := range plan.Items {
		for _, kind := range s.Kinds {
			count[kind]++
		}
	}
	counts := []string{p.T("replace.size", "before", plan.Old.Len(), "n", plan.Next.Len())}
	for _, kind := range countedKinds {
		if count[kind] > 0 {
			counts = append(counts, p.T("replace."+string(kind), "n", count[kind]))
		}
	}
	switch {
	case len(counts) > 1:
	case plan.Same:
		counts = append(counts, p.T("replace.same"))
	case plan.Reading.Items > 0:
		counts = append(counts, p.T("replace.items"))
	default:
		counts = append(counts, p.T("replace.shape"))
	}
	return strings.Join(counts, " · ")
}

// readingChange returns the line about changed links and notes, if any are.
func (p Printer) readingChange(c diff.ReadingChange) []string {
	switch {
	case c.Items == 0:
		return nil
	case c.Added+c.Removed == 0:
		return []string{p.T("replace.notes", "n", c.Items)}
	}
	return []string{p.T("replace.reading", "n", c.Items, "added", c.Added, "removed", c.Removed)}
}

// replacementLines returns the lines about changed items, changed sections and warnings.
func (p Printer) replacementLines(m Replacement, order []string) []replacementLine {
	var lines []replacementLine
	for i := range m.Plan.Items {
		if l, ok := p.itemChange(m, &m.Plan.Items[i]); ok {
			lines = append(lines, l)
		}
	}
	for _, s := range m.Plan.Sections {
		lines = append(lines, replacementLine{kind: "section", text: p.T("replace.line.section", "old", p.short(s.Old.Title), "new", p.short(s.New.Title))})
	}
	for _, w := range m.Warnings[:min(len(m.Warnings), maxNotices)] {
		lines = append(lines, replacementLine{kind: "warning", text: p.noticeLine(w)})
	}
	if more := len(m.Warnings) - maxNotices; more > 0 {
		lines = append(lines, replacementLine{kind: "warning", text: p.T("replace.more", "n", more)})
	}
	slices.SortStableFunc(lines, func(a, b replacementLine) int {
		return cmp.Compare(slices.Index(order, a.kind), slices.Index(order, b.kind))
	})
	return lines
}

// short returns a title, cut so that two of them fit on a line.
func (p Printer) short(t roadmap.Text) string { return Cut(t.In(p.Lang), 60) }

// itemChange returns the line about an item. ok is false if the item does not change.
func (p Printer) itemChange(m Replacement, s *diff.ItemChange) (l replacementLine, ok bool) {
	var old, new, where, left string
	was := s.Old
	if s.Number > 0 {
		was = s.Like
	}
	if was.Item != nil {
		old, left = p.itemName(was.Item, 60), p.sectionName(was.Section, 60)
	}
	if s.New.Item != nil {
		new, where = p.itemName(s.New.Item, 60), p.sectionName(s.New.Section, 60)
	}
	has := func(kind diff.ChangeKind) bool { return slices.Contains(s.Kinds, kind) }
	done := func(item *roadmap.Item) string {
		if n := m.Counts[item.ID]; n > 0 {
			return " · " + p.T("replace.done.by", "n", n)
		}
		return ""
	}
	if s.Number > 0 && was.Section.ID != s.New.Section.ID {
		old, new = old+" · "+left, new+" · "+where
	}
	switch {
	case s.Number > 0:
		l.kind, l.change = "guess", s
		switch {
		case s.Rejected && s.Proposed:
			l.text = p.T("replace.line.apart", "new", new, "old", old)
		case s.Rejected:
			l.text = p.T("replace.line.alike", "new", new, "old", old, "percent", s.Similarity)
		default:
			l.text = p.T("replace.line.guess", "new", new, "old", old, "percent", s.Similarity) + done(was.Item)
		}
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

// renameOptions returns the guesses among the lines as options. Those that count as the same
// item are selected.
func (p Printer) renameOptions(lines []replacementLine) []Option {
	var options []Option
	for _, l := range lines {
		if s := l.change; s != nil {
			options = append(options, Option{Value: strconv.Itoa(s.Number), Default: !s.Rejected,
				Label:       p.itemName(s.New.Item, MaxOptionText),
				mark:        s.New.Item.Twin.String(),
				Description: Cut(p.T("replace.was", "old", Plain(s.Like.Item.Name().In(p.Lang)), "percent", s.Similarity), MaxOptionText)})
		}
	}
	return options
}

// Replaced is the private reply to an applied replacement.
func (p Printer) Replaced(g *study.Group) Message {
	return card(colourDone, text(p.T("replace.done", "group", g.Name, "version", g.RoadmapVersion)))
}

// maxChanges limits the changes that are listed in the channel.
const maxChanges = 15

// RoadmapChanged says in the channel that a manager has replaced the roadmap.
func (p Printer) RoadmapChanged(m Replacement, g *study.Group, manager string) Message {
	by := p.T("replace.told", "user", User(manager), "version", g.RoadmapVersion)
	if m.To > 0 {
		by = p.T("replace.told.back", "user", User(manager), "version", m.To)
	}
	head := []string{p.T("replace.told.title", "group", g.Name), by, p.replacementCounts(m.Plan)}
	parts := []Component{text(strings.Join(append(head, p.readingChange(m.Plan.Reading)...), "\n"))}
	all := p.replacementLines(m.withoutPreview(), channelOrder)
	if len(all) > maxChanges { // their numbers are in the head
		all = slices.DeleteFunc(all, func(l replacementLine) bool { return l.kind == "removed" || l.kind == "reordered" })
	}
	var lines fitter
	for _, l := range all {
		lines.add(l.text, l.text)
	}
	if more := len(lines.full) - maxChanges; more > 0 {
		lines.full, lines.short = lines.full[:maxChanges], lines.short[:maxChanges]
		last := p.T("more", "n", more)
		lines.add(last, last)
	}
	if len(lines.full) > 0 {
		parts = append(parts, line(), text(lines.text(p, free(parts...).minus(share(400)))))
	}
	return card(colourDone, append(parts, text(p.T("replace.told.kept")))...)
}

// withoutPreview returns a copy without what is only for the preview.
func (m Replacement) withoutPreview() Replacement {
	plan := *m.Plan
	plan.Items = slices.Clone(plan.Items)
	for i := range plan.Items {
		plan.Items[i].Guess = diff.Guess{}
	}
	m.Plan, m.Warnings, m.Counts = &plan, nil, nil
	return m
}
