package markdown

import (
	"cmp"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"dojang/normalize"
)

// draftPhase is a phase while its file is read. Its title and sections are set by resolve.
type draftPhase struct {
	heading  label
	line     int
	entries  []draftEntry
	title    string
	sections []*draftSection
}

// draftEntry is a bullet of a phase: it names a section, or several with arrows (→, ->)
// between them, by title, by a link to the heading, or by an id in a comment.
type draftEntry struct {
	label label
	line  int
}

// beginPhase begins a phase. It is dropped at the end if it has no sections.
func (d *draft) beginPhase(line int, heading label) {
	d.phase = &draftPhase{heading: heading, line: line}
	d.phases = append(d.phases, d.phase)
}

// resolve finds the sections of the phases, and drops phases without any.
func (d *draft) resolve() {
	index := newSectionIndex(d.areas)
	lines := map[*draftSection]int{} // line on which each section is named
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

// mention is how an entry names one section.
type mention struct {
	id   string // from a comment, or ""
	text string
	to   string // target of its link, or ""
}

// String returns the mention's text, id or link target, for warnings.
func (m mention) String() string {
	return cmp.Or(strings.Join(strings.Fields(m.text), " "), m.id, m.to)
}

// sectionIndex finds sections by what an entry names them.
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

// anchorOf returns the anchor that a link's fragment means.
func anchorOf(fragment string) string {
	if unescaped, err := url.PathUnescape(fragment); err == nil {
		fragment = unescaped
	}
	return anchor(fragment)
}

// anchor returns the letters and digits of a title or a link's fragment. Tools that make
// anchors from headings agree on nothing else.
func anchor(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.L, unicode.M, unicode.N) {
			return r
		}
		return -1
	}, normalize.Text(s))
}

var arrow = regexp.MustCompile(`→|-+>`)

// mentions returns the sections that an entry names. An arrow that is part of a section's
// title separates nothing.
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
	if last := parts[len(parts)-1]; len(parts) > 1 && index.titled(whole) != nil {
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

// titled returns the sections with a title, which may have a heading's emoji and number
// before it.
func (index sectionIndex) titled(text string) []*draftSection {
	if found := index.byTitle[normalize.Compact(text)]; found != nil {
		return found
	}
	return index.byTitle[normalize.Compact(bareTitle(text))]
}

// find returns the sections that a mention may mean: more than one if its title is
// ambiguous.
func (index sectionIndex) find(m mention) []*draftSection {
	if m.id != "" {
		if s := index.byID[m.id]; s != nil {
			return []*draftSection{s}
		}
		return nil
	}
	if found := index.titled(m.text); found != nil {
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
