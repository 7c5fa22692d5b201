package view

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"dojang/civil"
	"dojang/study"
	"dojang/study/checklist"
)

// Import is the preview of an import. The message holds all of its state: the addresses of
// the file and the blog in link buttons, the rest in custom_ids.
type Import struct {
	*checklist.ImportPlan
	Group    *study.Group
	File     string // the file's address
	Blog     string // the blog's address, or ""
	Relative int    // number of relative links without a blog's address
	Picks    Picks
	Page     int
}

// importPageSize is the number of lines on a page of the preview.
const importPageSize = 12

// Import is the private reply to /roadmap import. It is replaced when a page is turned or a
// guess is answered.
func (p Printer) Import(m Import) Message {
	pages := max(1, (len(m.Lines)+importPageSize-1)/importPageSize)
	m.Page = max(0, min(m.Page, pages-1))
	shown := m.Lines[m.Page*importPageSize : min(len(m.Lines), (m.Page+1)*importPageSize)]
	id := func(kind CustomID, page int) string {
		return kind.With(m.Group.ID, m.Fingerprint, m.Picks.String(), number(page))
	}
	parts := []Component{text(p.importHead(m))}
	controls := []Component{}
	if guesses := p.guessOptions(m, shown); len(guesses) > 0 {
		none := 0
		some := menu(id(ImportGuessID, m.Page), p.T("import.guesses"), guesses)
		some.Components[0].MinValues, some.Components[0].MaxValues = &none, len(guesses)
		controls = append(controls, some)
	}
	if pages > 1 {
		controls = append(controls, row(
			button(styleSecondary, p.T("button.back"), id(ImportPageID, m.Page-1)).enabled(m.Page > 0),
			button(styleSecondary, p.T("import.page", "page", m.Page+1, "pages", pages), id(ImportHereID, m.Page)).enabled(false),
			button(styleSecondary, p.T("button.forward"), id(ImportPageID, m.Page+1)).enabled(m.Page < pages-1)))
	}
	something := len(m.Batch.Checks)+len(m.Batch.Posts) > 0
	act := row(button(styleSuccess, p.T("button.import"), ImportApplyID.With(m.Group.ID, m.Fingerprint, m.Picks.String())).enabled(something))
	if m.Relative > 0 {
		act.Components = append(act.Components, button(stylePrimary, p.T("button.blog"), ImportBlogID.With(m.Group.ID, m.Fingerprint, m.Picks.String())))
	}
	act.Components = append(act.Components, button(styleSecondary, p.T("button.cancel"), CancelID.With()))
	links := row(Component{Type: typeButton, Style: styleLink, Label: Cut("📄 "+baseName(m.File), MaxLabel), URL: m.File})
	if m.Blog != "" {
		links.Components = append(links.Components, Component{Type: typeButton, Style: styleLink, Label: Cut("🔗 "+m.Blog, MaxLabel), URL: m.Blog})
	}
	controls = append(controls, act, links)
	var lines fitter
	for _, l := range shown {
		lines.add(p.importLine(m, l))
	}
	if len(shown) > 0 {
		parts = append(parts, line(), text(lines.text(p, free(slices.Concat(parts, controls)...).minus(share(100)))))
	}
	return card(colourPlain, append(parts, controls...)...)
}

// ImportSource returns the addresses of the file and the blog from the link buttons of a
// preview.
func ImportSource(components []Component) (file, blog string) {
	var links []string
	for _, c := range components {
		if c.Type == typeButton && c.Style == styleLink {
			links = append(links, c.URL)
		}
		within, second := ImportSource(c.Components)
		links = append(links, within, second)
	}
	links = slices.DeleteFunc(links, func(link string) bool { return link == "" })
	links = append(links, "", "")
	return links[0], links[1]
}

// MenuValues returns the values of a menu's options.
func MenuValues(components []Component, id string) []string {
	var values []string
	for _, c := range components {
		if c.CustomID == id {
			for _, o := range c.Options {
				values = append(values, o.Value)
			}
		}
		values = append(values, MenuValues(c.Components, id)...)
	}
	return values
}

// baseName returns the name of the file at an address of Discord.
func baseName(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return path.Base(u.Path)
}

func (p Printer) importHead(m Import) string {
	open, left := m.openLines()
	head := []string{p.T("import.title", "group", m.Group.Name), p.importCounts("import.", len(m.Batch.Checks), len(m.Batch.Posts))}
	for _, more := range []struct {
		key string
		n   int
	}{{"import.open", open}, {"import.before", m.Before}, {"import.reading", m.Reading}, {"import.likely", m.Likely}, {"import.left", left}, {"import.past", m.Past},
		{"import.relative", m.Relative}} {
		if more.n > 0 {
			head = append(head, p.T(more.key, "n", more.n))
		}
	}
	return strings.Join(head, "\n")
}

// openLines returns the number of guesses that are not accepted, and of lines that are left
// out. A line with only an impossible day is not left out.
func (m Import) openLines() (open, left int) {
	for _, l := range m.Lines {
		switch {
		case l.Kind == checklist.ImportGuess && !l.Accepted:
			open++
		case l.Kind == checklist.ImportLeftOut && l.Why.Code != "day":
			left++
		}
	}
	return open, left
}

// importCounts says how many checks and posts an import has. keys is the prefix of the
// texts.
func (p Printer) importCounts(keys string, checks, posts int) string {
	if checks+posts == 0 {
		return p.T(keys + "nothing")
	}
	var counts []string
	if checks > 0 {
		counts = append(counts, p.T(keys+"checks", "n", checks))
	}
	if posts > 0 {
		counts = append(counts, p.T(keys+"posts", "n", posts))
	}
	return strings.Join(counts, " · ")
}

// importLine says what happens to a line. It returns the line twice, for a fitter.
func (p Printer) importLine(m Import, l checklist.ImportLine) (full, short string) {
	title, item := Cut(l.Title, 80), ""
	if l.Item != nil {
		ref, _ := m.Group.Roadmap.Item(l.Item.ID)
		item = p.itemAt(ref, 80)
	}
	more := ""
	if l.Day != (civil.Date{}) {
		more += " · " + l.Day.String()
	}
	if l.Posts > 0 {
		more += " · " + p.T("undo.posts", "n", l.Posts)
	}
	line := ""
	switch {
	case l.Kind == checklist.ImportLeftOut:
		args := []any{"title", title}
		for i, arg := range l.Why.Args {
			if s, ok := arg.(string); ok && i%2 == 1 {
				arg = Code(s)
			}
			args = append(args, arg)
		}
		line = p.T("import.not", "line", l.Line, "why", Markup(p.T("import.not."+l.Why.Code, args...)))
	case l.Kind == checklist.ImportGuess && l.Accepted:
		line = p.T("import.guess.right", "title", title, "item", item) + more
	case l.Kind == checklist.ImportGuess:
		line = p.T("import.guess", "title", title, "item", item) + more
	case l.Kind == checklist.ImportNothingNew:
		line = p.T("import.before.line", "item", item)
	case l.Item == nil:
		line = p.T("import.loose", "title", title)
	default:
		line = p.T("import."+string(l.Kind), "item", item) + more
	}
	return line, line
}

// guessOptions returns the guesses among the lines as options. Accepted ones are selected.
func (p Printer) guessOptions(m Import, lines []checklist.ImportLine) []Option {
	var options []Option
	for _, l := range lines {
		if l.Kind == checklist.ImportGuess {
			ref, _ := m.Group.Roadmap.Item(l.Item.ID)
			options = append(options, Option{Value: strconv.Itoa(l.Guess), Default: l.Accepted,
				Label:       Cut(p.itemAt(ref, 60), MaxOptionText),
				Description: Cut(p.T("import.guess.line", "line", l.Line, "title", Plain(l.Title)), MaxOptionText)})
		}
	}
	return options
}

// Imported is the private reply to an applied import.
func (p Printer) Imported(m Import, op study.Operation, r study.BatchResult) Message {
	shared, taken := 0, fitter{}
	for i, s := range r.Shared {
		switch s.Outcome {
		case study.SharedNew, study.SharedUpdated:
			shared++
		case study.SharedTaken:
			one := p.T("import.taken", "post", m.Batch.Posts[i].Link.URL, "name", s.By)
			taken.add(one, one)
		}
	}
	head := []string{p.T("import.done", "group", m.Group.Name), p.importCounts("import.did.", r.Checked(), shared), p.numbers(m.Group, r.Total, r.Rank)}
	var stamps fitter
	for _, section := range r.Stamps {
		stamp := p.T("check.stamp", "section", m.Group.Roadmap.Section(section).Title)
		stamps.add(stamp, stamp)
	}
	end := p.joinedLines(m.Group, r.Joined, r.Total > r.Checked(), false)
	if m.Past > 0 {
		end = append(end, p.T("import.past", "n", m.Past))
	}
	if open, left := m.openLines(); open+left > 0 {
		end = append(end, p.T("import.left", "n", open+left))
	}
	parts := texts(strings.Join(head, "\n"), strings.Join(end, "\n"))
	half := free(parts...).minus(share(100)).over(2)
	parts = slices.Insert(parts, 1, texts(stamps.text(p, half), taken.text(p, half))...)
	return card(colourDone, append(parts,
		row(button(styleSecondary, p.T("button.undo"), UndoAllID.With(m.Group.ID, op.Member, op.ID))))...)
}

// BlogModal is the form for the blog's address.
func (p Printer) BlogModal(group, mark string, picks Picks) Modal {
	return Modal{
		CustomID:   ImportFormID.With(group, mark, picks.String()),
		Title:      Cut(p.T("modal.blog.title"), MaxModalTitle),
		Components: []Component{input("blog", p.T("modal.blog"), "", "https://minsu.github.io", true, MaxButtonURL)},
	}
}
