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
	boxMarks   = []string{"**", "__", "~~", "`", "*", "_", "~"} // of bold, struck and other text
)

// likeBox matches the beginning of a text in which people may mean a box, but which is read
// as none: other brackets, a number done of all, other signs, and any of the above.
var likeBox = regexp.MustCompile(`^(?:[*_~#\x60\\ \t]|\\[-+][ \t]|<[^<>]*>)*(?:` +
	`\[?\\?\[[ \t]*(?:[xXvV✓✔][ \t]*)*\\?\](?:[^(\[:\]]|$)|` +
	`\[[0-9]{1,4}(?:/[0-9]{1,4}|%)\\?\](?:[^(\[:]|$)|` +
	`\((?:[ \t]+|[ \t]*[xXvV✓✔][ \t]*)\)|` +
	`［[^］]?］|` +
	`[☐☑☒]|` +
	`[✅✓✔✗✘❌⬜⬛◻◼🔲🔳🟩]\x{FE0F}?[ \t]*[^\s\x{FE0F}])`)

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
// text behind it, but for those of struck text.
func cutMarkedBox(src []byte) (b box, rest []byte) {
	for _, mark := range boxMarks {
		inner, found := bytes.CutPrefix(src, []byte(mark))
		if !found {
			continue
		}
		if b, rest = cutSeenBox(inner); !b.found {
			continue
		}
		text, behind, closed := bytes.Cut(rest, []byte(mark))
		switch {
		case !closed:
			continue
		case len(text) == 0:
			return b, bytes.TrimLeft(behind, " \t\n")
		case mark[0] == '~':
			return b, slices.Concat(text, behind)
		}
		return b, slices.Concat([]byte(mark), rest)
	}
	return box{}, src
}
