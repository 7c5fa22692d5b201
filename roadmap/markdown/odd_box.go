package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"unicode/utf8"
)

// Checkboxes that are none in Markdown, but that a reader of the page sees.
var (
	signBox    = regexp.MustCompile(`^[☐☑☒][\x{FE0E}\x{FE0F}]?`)
	escapedBox = regexp.MustCompile(`^(?:\\\[[\s\p{Z}]*([` + checkMarks + `]?)[\x{FE0E}\x{FE0F}]?[\s\p{Z}]*\\?\]|\[[\s\p{Z}]*([` + checkMarks + `]?)[\x{FE0E}\x{FE0F}]?[\s\p{Z}]*\\\])(?:[^(\[:]|$)`)
	certainBox = regexp.MustCompile(`^(?:[☐☑☒]|\\?\[(?:[\s\p{Z}]+|[\s\p{Z}]*[` + checkMarks + `][\x{FE0E}\x{FE0F}]?[\s\p{Z}]*)\\?\])`)
	boxMarks   = []string{"**", "__", "~~", "`", "*", "_", "~"} // of bold, struck and other text
)

// likeBox matches the beginning of a text in which people may mean a box, but which is read
// as none: other brackets, a number done of all, a word for it, other signs, and any of the above.
// Code is meant as one only if nothing else is in it.
var likeBox = regexp.MustCompile(`^(?:[*_~#\\ \t]|\\[-+][ \t]|<[^<>]*>)*(?:` +
	`\x60+\\?\[(?:[ \t]+|[ \t]*[xXvV✓✔][ \t]*)\\?\]\\?\x60|` +
	`\[?\\?\[[ \t]*(?:[xXvV✓✔][ \t]*)*\\?\](?:[^(\[:\]]|$)|` +
	`\[[0-9]{1,4}(?:/[0-9]{1,4}|%)\\?\](?:[^(\[:]|$)|` +
	`\((?:[ \t]+|[ \t]*[xXvV✓✔][ \t]*)\)|` +
	`［[^］]?］|` +
	`\[(?i:` + stateWords + `)\\?\](?:[^(\[:]|$)|` +
	`[☐☑☒]|&#(?:974[4-6]|[xX]261[0-2]);|` +
	`[✅✓✔✗✘❌⬜⬛◻◼□■▢▣🔲🔳🟩]\x{FE0F}?[ \t]*[^\s\x{FE0F}])`)

// stateWords matches what people write into brackets instead of a check mark.
const stateWords = `done|to[ -]?do|doing|wip|in progress|completed?|pending|미?완료|완|예정|진행 ?중?|할 ?일|대기`

// headingMark matches what makes a heading of an entry's text.
var headingMark = regexp.MustCompile(`^#{1,6}[ \t]+`)

// headingBox matches a box at the beginning of a heading.
var headingBox = regexp.MustCompile(`^\[[ \t]*[xXvV✓✔]?[ \t]*\](?:[^(\[:]|$)`)

// cutAnyBox is [cutBox] for a box that a reader sees, too: a sign such as ☐, and brackets with
// an escape, behind a comment, in a heading, or in bold, struck or other marked text.
func cutAnyBox(src []byte) (b box, rest []byte) {
	comments := commentsBefore.Find(src)
	text := src[len(comments):]
	text = text[len(headingMark.Find(text)):]
	if b, rest = cutSeenBox(text); !b.found {
		b, rest = cutMarkedBox(text)
	}
	if !b.found {
		return box{}, src
	}
	return b, slices.Concat(comments, rest)
}

// cutSeenBox returns a box without markup around it, and what is behind it.
func cutSeenBox(src []byte) (b box, rest []byte) {
	if b, rest = cutBox(src); b.found {
		return b, rest
	}
	end, done := 0, false
	if sign := signBox.Find(src); sign != nil {
		r, _ := utf8.DecodeRune(sign)
		end, done = len(sign), r != '☐'
	} else if m := escapedBox.FindSubmatch(src); m != nil {
		end, done = bytes.IndexByte(src, ']')+1, len(m[1])+len(m[2]) > 0
	} else {
		return box{}, src
	}
	return box{true, done}, bytes.TrimLeft(src[end:], " \t\n\u00A0\u3000")
}

// cutMarkedBox returns a box in marked text, and what is behind it. The marks stay around the
// text behind it, but for those of struck text. In code there must be nothing else.
func cutMarkedBox(src []byte) (b box, rest []byte) {
	for _, mark := range boxMarks {
		inner, found := bytes.CutPrefix(src, []byte(mark))
		if !found || !certainBox.Match(inner) {
			continue
		}
		b, rest = cutSeenBox(inner)
		text, behind, closed := bytes.Cut(rest, []byte(mark))
		switch {
		case !b.found || !closed:
			continue
		case len(text) == 0:
			return b, bytes.TrimLeft(behind, " \t\n")
		case mark == "`":
			continue
		case mark[0] == '~':
			return b, slices.Concat(text, behind)
		}
		return b, slices.Concat([]byte(mark), rest)
	}
	return box{}, src
}

// findOddBoxes finds the entries that begin with a box that a reader of the page sees, but
// that is none in Markdown. In the study plan the title of a section has none, whatever it
// begins with, and the progress has the titles of areas. In a checklist an entry below
// another one that has only a link is a post.
func (d *document) findOddBoxes() {
	var headings map[string]bool
	for i := range d.elements {
		e := &d.elements[i]
		role := d.roleAbove(i)
		if e.kind != entryElement || e.box.found || role == progress || role == others {
			continue
		}
		b, src := cutAnyBox(e.src)
		if !b.found || !d.hasTitle && e.within >= 0 && d.isUntitled(e.at, src) {
			continue
		}
		if headings == nil {
			headings = d.headings()
		}
		e.odd = role != plan || !headings[d.compactTitle(i)]
	}
}

// isUntitled reports whether a line of a checklist has no title, but only links.
func (d *document) isUntitled(at int, src []byte) bool {
	if len(src) > maxTitle {
		return false
	}
	first, _ := d.parse(at, src).lines()
	title, _, _, _ := entryTitle(first)
	return title == "" || first.isPosts()
}

// isBelowOddBox reports whether an entry is inside one with an odd box.
func (d *document) isBelowOddBox(i int) bool {
	w := d.elements[i].within
	for w >= 0 && !d.elements[w].odd {
		w = d.elements[w].within
	}
	return w >= 0
}

// takeOddBoxes takes the odd boxes of entries for checkboxes where only entries with one are
// items, and in a checklist.
func (d *document) takeOddBoxes() {
	if d.hasTitle && d.mode != boxes && d.mode != todos {
		return
	}
	for i := range d.elements {
		if e := &d.elements[i]; e.odd {
			e.takeBox(cutAnyBox(e.src))
		}
	}
}
