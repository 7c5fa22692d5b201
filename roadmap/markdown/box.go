package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"
)

// bracketBox matches a checkbox: brackets around any single character, or around nothing
// but white space.
var bracketBox = regexp.MustCompile(`^\[[\s\p{Z}]*(?:([^\s\p{Z}\\])[\x{FE0E}\x{FE0F}]?)?[\s\p{Z}]*\]`)

// inputBox matches a checkbox of HTML.
var inputBox = regexp.MustCompile(`(?i)^<input\b[^<>]*\btype\s*=\s*["']?checkbox\b[^<>]*>`)

var inputChecked = regexp.MustCompile(`(?i)\schecked\b`)

// checkMarks are the characters that make a box a checked one.
const checkMarks = "xXvVoO✓✔☑✅√🗸🗹"

// box is the checkbox before an entry's text.
type box struct {
	found, done bool
}

// cutBox returns the checkbox at the beginning of an entry and what is behind it. Brackets
// that a "(", "[" or ":" follows are a link.
func cutBox(src []byte) (b box, rest []byte) {
	if m := inputBox.Find(src); m != nil {
		return box{true, inputChecked.Match(m)}, bytes.TrimLeft(src[len(m):], " \t\n")
	}
	m := bracketBox.FindSubmatchIndex(src)
	if m == nil || m[1] < len(src) && strings.IndexByte("([:", src[m[1]]) >= 0 {
		return box{}, src
	}
	if m[2] >= 0 {
		r, _ := utf8.DecodeRune(src[m[2]:])
		b.done = strings.ContainsRune(checkMarks, r)
	}
	b.found = true
	return b, bytes.TrimLeft(src[m[1]:], " \t\n\u00A0\u3000")
}

// todoMark matches what Logseq and Org write instead of a box.
var todoMark = regexp.MustCompile(`^(TODO|DONE|DOING|LATER|NOW|WAITING|CANCELL?ED)(?:[ \t]+(?:\[#[A-C]\][ \t]*)?|\n|$)`)

// cutTodo returns the mark at the beginning of an entry as a checkbox, and what is behind
// it.
func cutTodo(src []byte) (b box, rest []byte) {
	m := todoMark.FindSubmatch(src)
	if m == nil {
		return box{}, src
	}
	return box{true, string(m[1]) == "DONE"}, bytes.TrimLeft(src[len(m[0]):], " \t\n")
}
