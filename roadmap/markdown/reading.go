package markdown

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"dojang/link"
	"dojang/normalize"
	"dojang/refusal"
	"dojang/roadmap"
)

// MaxReading is how many links to read on an item are kept, and MaxReadings how many of all
// items, so that a roadmap can be written within its own limits.
const (
	MaxReading  = 20
	MaxReadings = 8000
)

// read adds the links in a label to the reading of the item. Places in the file are no
// reading, nor are posts in the form of a member's checklist.
func (d *draft) addReading(item *draftItem, line int, l label) {
	for _, s := range l.addresses() {
		if s.to == "" || strings.HasPrefix(s.to, "#") {
			continue
		}
		to, err := webLink(s.to)
		if err != nil {
			d.warn(line, "reading.link", "link", s.to)
			continue
		}
		if slices.Contains(item.canonical, to.Canonical) {
			continue
		}
		if len(item.reading) == MaxReading || d.readings == MaxReadings {
			item.unread++
			continue
		}
		title := d.visible(line, s.text)
		if title == normalize.Line(to.URL) {
			title = ""
		}
		if utf8.RuneCountInString(title) > roadmap.MaxTitle {
			title, _ = cutTitle(title)
		}
		d.readings++
		item.canonical = append(item.canonical, to.Canonical)
		item.reading = append(item.reading, roadmap.Reading{Title: title, URL: to.URL})
	}
}

// webAddress matches what has to be no place beside the file.
var webAddress = regexp.MustCompile(`(?i)^https?:`)

// webLink reads where a link of a file leads to. Unlike what a person pastes, that is an
// address and nothing else. Its error is a [refusal.Refusal].
func webLink(to string) (link.Link, error) {
	if strings.HasPrefix(to, "//") {
		to = "https:" + to
	}
	if !webAddress.MatchString(to) {
		return link.Link{}, refusal.New("link.scheme", "scheme", "")
	}
	return link.Parse(strings.ReplaceAll(to, " ", "%20"))
}

// addresses returns the links of the label, with those that are only an address in the
// text. An address with escapes is text.
func (l label) addresses() []span {
	var shown, all []span
	for _, s := range l.spans {
		if !s.comment && (s.text != "" || s.link) {
			shown = appendText(shown, s)
		}
	}
	for _, s := range shown {
		if s.link {
			all = append(all, s)
			continue
		}
		for _, address := range bareAddress.FindAllString(s.raw, -1) {
			if address = trimAddress(address); !strings.Contains(address, `\`) {
				to := html.UnescapeString(address)
				all = append(all, span{text: to, link: true, to: to})
			}
		}
	}
	return all
}

// isPosts reports whether the label is only posts as a member's checklist has them.
func (l label) isPosts() bool {
	whole := label{spans: append([]span{{text: "x - "}}, l.spans...)}
	return strings.TrimSpace(whole.withoutPosts().text()) == "x"
}

// remark returns what a label says, as a single line. If it only links, that is nothing.
func (d *draft) remark(line int, l label) string {
	links := slices.ContainsFunc(l.spans, func(s span) bool { return s.link })
	says := slices.ContainsFunc(l.spans, func(s span) bool { return !s.link && !s.comment && strings.ContainsFunc(s.text, isWordRune) })
	if links && !says {
		return ""
	}
	return d.visible(line, l.text())
}

// addNote adds to the note of an item.
func (d *draft) addNote(item *draftItem, line int, note string) {
	note = normalize.Line(item.note + " " + note)
	if utf8.RuneCountInString(note) > roadmap.MaxNote {
		if !item.noteCut {
			item.noteCut = true
			d.warn(line, "note.long", "limit", roadmap.MaxNote)
		}
		note = cutText(note, roadmap.MaxNote)
	}
	item.note = note
}
