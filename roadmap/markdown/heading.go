package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"

	"dojang/normalize"
)

// pictures are the runes with which an emoji begins. Signs that are parts of names, such as
// ㈜, are not among them.
const pictures = `\x{231A}-\x{23FF}\x{25A0}-\x{27BF}\x{2B00}-\x{2BFF}\x{1F000}-\x{1FAFF}`

// What may precede a heading's text without being part of it. It is looked for in the
// Markdown, so that an escape (1\. or &#49;.) makes it text.
var (
	emoji  = regexp.MustCompile(`^[` + pictures + `][` + pictures + `\x{200D}\x{20E3}\x{FE0E}\x{FE0F}\x{E0020}-\x{E007F}]{0,15}\s*`)
	number = regexp.MustCompile(`^(?:[0-9]{1,3}(?:[.-][0-9]{1,3})*[.)]\s+|[0-9]\x{FE0F}?\x{20E3}\s*|[①-⑳]\s*)`)
)

// undecorate removes the emoji and numbers before a heading's text and returns the first
// emoji: 🧠 and Core for 🧠 1. Core.
func undecorate(heading []byte) (first string, rest []byte) {
	for rest = heading; ; {
		if found := emoji.Find(rest); found != nil {
			if first == "" {
				first = string(bytes.TrimSpace(found))
			}
			rest = rest[len(found):]
		} else if found := number.Find(rest); found != nil {
			rest = rest[len(found):]
		} else {
			return first, rest
		}
	}
}

// bareTitle returns a text that repeats a heading without the emoji and numbers before it.
func bareTitle(text string) string {
	_, rest := undecorate(withEmoji([]byte(strings.TrimSpace(text))))
	return string(rest)
}

// role says what a heading is about.
type role string

const (
	contents role = ""
	progress role = "progress"
	plan     role = "plan"
	others   role = "others" // posts on no item
	index    role = "index"  // a table of contents
	about    role = "about"  // about the file itself
)

var roles = map[string]role{
	"진행상황": progress, "progress": progress,
	"학습전략": plan, "studyplan": plan,
	"그밖의글": others, "otherposts": others,
	"목차": index, "차례": index, "目次": index, "目录": index, "目錄": index, "tableofcontents": index, "contents": index, "toc": index,
}

// aboutRoles are headings of a repository's page that have nothing to learn below them. They
// count only in files without checkboxes.
var aboutRoles = map[string]bool{
	"contributing": true, "contribution": true, "contributions": true, "howtocontribute": true, "contributors": true,
	"license": true, "licence": true, "author": true, "authors": true, "maintainers": true, "credits": true,
	"acknowledgements": true, "acknowledgments": true, "sponsors": true, "backers": true, "support": true, "supportmywork": true,
	"translations": true, "changelog": true,
	"기여": true, "기여하기": true, "기여방법": true, "기여자": true, "라이선스": true, "라이센스": true, "만든사람": true, "만든사람들": true,
	"후원": true, "후원하기": true, "번역": true,
}

// roleOf returns the role of a heading with the title. Only letters count.
func roleOf(title string) role { return roles[letters(title)] }

// letters returns the letters of a title in lower case.
func letters(title string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, normalize.Text(title))
}
