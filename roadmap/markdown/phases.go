package markdown

import (
	"cmp"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"dojang/normalize"
)

type draftPhase struct {
	heading  label
	line     int
	entries  []draftEntry
	title    string
	sections []*draftSection
}

// draftEntry is a bullet of a phase.
type draftEntry struct {
	label label
	line  int
}

// paragraph reads a paragraph: one that is bold, below the study plan's
// heading, may be a phase's title.
func (d *draft) paragraph(n *ast.Paragraph) {
	if d.role != plan {
		return
	}
	if l := newLabel(d.clip(n, maxTitle), d.context); l.bold {
		d.begin(d.at(n), l)
	}
}

// begin begins what is a phase if entries follow.
func (d *draft) begin(line int, heading label) {
	d.phase = &draftPhase{heading: heading, line: line}
	d.phases = append(d.phases, d.phase)
}

// entries reads a list below the study plan's heading. A deeper heading or a
// bold paragraph before it is a phase's title, and each bullet is an entry: one
// section or several with arrows (→, ->) between them, each written as its
// title, as a link to it, or by its id in a comment. Checkboxes are not
// entries.
func (d *draft) entries(list *ast.List) {
	if d.phase == nil {
		return
	}
	for block := range itemBlocks(list) {
		if src := d.clip(block, maxTitle); block == block.Parent().FirstChild() && !box.Match(src) {
			entry := draftEntry{label: newLabel(src, d.context), line: d.at(block)}
			d.phase.entries = append(d.phase.entries, entry)
		}
	}
}

// resolve looks the phases' entries up and drops the phases without sections.
func (d *draft) resolve() {
	index := newSectionIndex(d.areas)
	lines := map[*draftSection]int{} // on which each section is named
	var phases []*draftPhase
	for _, phase := range d.phases {
		for _, entry := range phase.entries {
			for _, mention := range index.mentions(entry.label) {
				switch found := index.find(mention); {
				case len(found) == 0:
					d.warn(entry.line, "phase.unknown", "entry", mention.String())
				case len(found) > 1:
					d.warn(entry.line, "phase.ambiguous", "entry", mention.String(), "count", len(found))
				case lines[found[0]] > 0:
					d.warn(entry.line, "phase.again", "title", found[0].title, "first", lines[found[0]])
				default:
					lines[found[0]] = entry.line
					phase.sections = append(phase.sections, found[0])
				}
			}
		}
		if len(phase.sections) > 0 {
			d.directives(phase.line, phase.heading, "")
			phase.title = d.plain(phase.line, phase.heading)
			phases = append(phases, phase)
		}
	}
	d.phases = phases
}

// mention is what an entry calls one section by.
type mention struct {
	id   string // from a comment, or ""
	text string
	to   string // where its link leads, or ""
}

func (m mention) String() string {
	return cmp.Or(strings.Join(strings.Fields(m.text), " "), m.id, m.to)
}

// sectionIndex finds sections as an entry may call them.
type sectionIndex struct {
	byID     map[string]*draftSection
	byTitle  map[string][]*draftSection
	byAnchor map[string][]*draftSection
}

func newSectionIndex(areas []*draftArea) sectionIndex {
	index := sectionIndex{map[string]*draftSection{}, map[string][]*draftSection{}, map[string][]*draftSection{}}
	for _, area := range areas {
		for _, s := range area.sections {
			title, anchor := normalize.Compact(s.title), anchor(s.title)
			index.byID[s.id] = s
			index.byTitle[title] = append(index.byTitle[title], s)
			index.byAnchor[anchor] = append(index.byAnchor[anchor], s)
		}
	}
	return index
}

// anchor writes a title or a link's fragment as its letters and digits, the
// only thing in which those who make anchors of headings agree.
func anchor(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.L, unicode.M, unicode.N) {
			return r
		}
		return -1
	}, normalize.Text(s))
}

var arrow = regexp.MustCompile(`→|-+>`)

// mentions returns what an entry calls sections by. An arrow that belongs to a
// section's title separates nothing.
func (index sectionIndex) mentions(entry label) []mention {
	parts := []mention{{}}
	whole := ""
	for _, s := range entry.spans {
		part := &parts[len(parts)-1]
		switch {
		case s.comment:
			if key, value := parseDirective(s.text); key == "id" {
				part.id = value
			}
			continue
		case s.link:
			part.text += s.text
			part.to = s.to
		default:
			pieces := arrow.Split(s.text, -1)
			part.text += pieces[0]
			for _, piece := range pieces[1:] {
				parts = append(parts, mention{text: piece})
			}
		}
		whole += s.text
	}
	if last := parts[len(parts)-1]; len(parts) > 1 && index.byTitle[normalize.Compact(whole)] != nil {
		return []mention{{id: last.id, text: whole}}
	}
	var mentions []mention
	for _, part := range parts {
		if part.String() != "" {
			mentions = append(mentions, part)
		}
	}
	return mentions
}

// find returns the sections that are called so; more than one where a title is
// not enough to tell.
func (index sectionIndex) find(m mention) []*draftSection {
	if m.id != "" {
		if s := index.byID[m.id]; s != nil {
			return []*draftSection{s}
		}
		return nil
	}
	if found := index.byTitle[normalize.Compact(m.text)]; found != nil {
		return found
	}
	_, fragment, _ := strings.Cut(m.to, "#")
	if unescaped, err := url.PathUnescape(fragment); err == nil {
		fragment = unescaped
	}
	if s := index.byID[fragment]; s != nil {
		return []*draftSection{s}
	}
	if key := anchor(fragment); key != "" {
		return index.byAnchor[key]
	}
	return nil
}
