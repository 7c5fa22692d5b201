package view

import (
	"slices"
	"strings"

	"dojang/roadmap/markdown"
)

const (
	maxNotices      = 12      // notices that are listed one by one in a message
	fewNotices      = 3       // up to so many are not counted by kind
	maxNoticesFile  = 1 << 18 // bytes of the attached list
	maxKindsLength  = 800     // characters of the kinds; see [share]
	maxNoticesWords = 60      // characters of what a notice quotes from the file
)

// noticeLine says what is wrong on a line of a file.
func (p Printer) noticeLine(n markdown.Notice) string {
	return p.T("replace.line.warning", "line", n.Line, "why", Markup(p.sentence(n, func(s string) any { return Cut(s, maxNoticesWords) })))
}

// sentence says what is wrong. quote prepares a text from the file.
func (p Printer) sentence(n markdown.Notice, quote func(string) any) string {
	args := slices.Clone(n.Args)
	for i, arg := range args {
		if s, ok := arg.(string); ok && i%2 == 1 {
			args[i] = quote(s)
		}
	}
	return p.T("notice."+n.Code, args...)
}

// noticeKinds says how many notices of each kind there are, the most frequent first. It is
// "" if they are few.
func (p Printer) noticeKinds(notices []markdown.Notice) string {
	if len(notices) <= fewNotices {
		return ""
	}
	var lines fitter
	for _, kind := range markdown.GroupNotices(notices) {
		key, where := "replace.kind", "lines"
		if kind.OneLine() {
			key, where = "replace.kind.line", "line"
		}
		l := p.T(key, "n", len(kind.Lines), "kind", Markup(p.T("kind."+kind.Code)), where, Markup(kind.Where()))
		lines.add(l, l)
	}
	return lines.text(p, share(maxKindsLength))
}

// attachNotices attaches the whole list to a message that does not have all of it.
func (p Printer) attachNotices(m Message, notices []markdown.Notice) Message {
	if len(notices) <= maxNotices {
		return m
	}
	var b strings.Builder
	for i, n := range notices {
		l := p.T("replace.file.line", "line", n.Line, "why", Markup(p.sentence(n, func(s string) any { return Plain(s) })))
		if b.Len()+len(l) > maxNoticesFile {
			b.WriteString(p.T("more", "n", len(notices)-i) + "\n")
			break
		}
		b.WriteString(l + "\n")
	}
	return m.Attach(File{Name: "notes.txt", Type: "text/plain; charset=utf-8", Data: []byte(b.String())})
}

// NoRoadmap is the private reply to a file with faults. m has what is known of it.
func (p Printer) NoRoadmap(m Replacement, faults markdown.Faults) Message {
	parts := texts(p.T("replace.faults", "n", len(faults)), p.noticeKinds(faults))
	offer := texts(strings.Join(p.tables(m), "\n"))
	if buttons := p.tableButtons(m); len(buttons) > 0 {
		offer = append(offer, row(append(buttons, button(styleSecondary, p.T("button.cancel"), CancelID.With()))...), fileLink(m.File))
	}
	var lines fitter
	for _, f := range faults[:min(len(faults), maxNotices)] {
		l := p.noticeLine(f)
		lines.add(l, l)
	}
	if more := len(faults) - maxNotices; more > 0 {
		l := p.T("replace.more", "n", more)
		lines.add(l, l)
	}
	parts = append(parts, line(), text(lines.text(p, free(slices.Concat(parts, offer)...).minus(share(100)))))
	return p.attachNotices(card(colourPlain, append(parts, offer...)...), faults)
}
