package markdown

import (
	"bufio"
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	markup "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// label is the parsed Markdown of a title or of a phase's entry.
type label struct {
	spans []span
	bold  bool // all of it is bold
}

// span is a part of a label: plain text, a whole link, a line break, or a comment.
type span struct {
	text    string // without markup; a comment is unchanged
	raw     string // of plain text: with escapes and entities
	link    bool
	to      string // target of the link
	picture bool   // the text is what stands for a picture
	opens   bool   // the start tag of a link whose end has not come
	lineEnd bool   // a hard line break; its text is a space
	comment bool
}

// inlines parses the Markdown within one block. The only block it knows is a paragraph, so
// that a title like "# 1" is not taken for a heading.
var inlines = parser.NewParser(
	parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 0)),
	parser.WithInlineParsers(parser.DefaultInlineParsers()...),
)

// references is a fresh context that knows the link definitions of the whole file. The
// file's own context cannot be shared, because the parser also remembers positions in it.
type references struct {
	parser.Context
	file parser.Context
}

// Reference returns a link definition of the file.
func (r references) Reference(label string) (parser.Reference, bool) { return r.file.Reference(label) }

func newLabel(src []byte, file parser.Context) label {
	src = withEmoji(src)
	doc := inlines.Parse(text.NewReader(src), parser.WithContext(references{parser.NewContext(), file}))
	if doc.FirstChild() == nil {
		return label{}
	}
	return label{spans: spans(nil, doc.FirstChild(), src), bold: bold(doc.FirstChild(), src)}
}

// spans appends the spans of the children of n.
func spans(list []span, n ast.Node, src []byte) []span {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			raw := string(c.Segment.Value(src))
			if c.IsRaw() {
				raw = "`" // code links nothing
			} else if c.SoftLineBreak() {
				raw += "\n"
			}
			list = append(list, span{text: textOf(c, src), raw: raw})
			if c.HardLineBreak() {
				list = append(list, span{text: " ", raw: "\n", lineEnd: true})
			}
		case *ast.String:
			list = append(list, span{text: string(c.Value)})
		case *ast.AutoLink:
			list = append(list, span{text: string(c.Label(src)), link: true, to: string(c.URL(src))})
		case *ast.RawHTML:
			list = htmlSpan(list, c.Segments.Value(src))
		case *ast.Link:
			inner := label{spans: spans(nil, c, src)}
			list = append(list, inner.asLink(target(c.Destination)))
			list = append(list, inner.comments()...)
		case *ast.Image:
			for _, s := range spans(nil, c, src) {
				s.picture = true
				list = append(list, s)
			}
		default:
			list = spans(list, c, src)
		}
	}
	return list
}

// htmlSpan appends what a tag within Markdown stands for: a comment, a line break, or a
// link around the spans behind it.
func htmlSpan(list []span, tag []byte) []span {
	switch {
	case bytes.HasPrefix(tag, []byte("<!--")):
		return append(list, span{text: string(tag), comment: true})
	case lineBreak.Match(tag):
		return append(list, span{text: " ", raw: "\n", lineEnd: true})
	case linkStart.Match(tag):
		return append(list, span{opens: true, to: attribute(htmlHref, tag)})
	case linkEnd.Match(tag):
		for i := len(list) - 1; i >= 0; i-- {
			if list[i].opens {
				inner := label{spans: slices.Clone(list[i+1:])}
				list = append(list[:i], inner.asLink(list[i].to))
				return append(list, inner.comments()...)
			}
		}
	}
	return list
}

// asLink returns the label as the text of a link.
func (l label) asLink(to string) span {
	if text := l.text(); strings.TrimSpace(text) != "" {
		return span{text: text, link: true, to: to}
	}
	return span{text: l.pictures(), link: true, to: to, picture: true}
}

// target returns the target of a link with escapes and entities resolved.
func target(destination []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(destination))))
}

// textOf returns the text of n with escapes and entities resolved.
func textOf(n *ast.Text, src []byte) string {
	s := string(n.Segment.Value(src))
	if !n.IsRaw() && strings.ContainsAny(s, `\&`) {
		// Only goldmark's writer resolves both in one pass, and it writes HTML.
		var b strings.Builder
		w := bufio.NewWriterSize(&b, len(s))
		markup.DefaultWriter.Write(w, []byte(s))
		w.Flush()
		s = html.UnescapeString(b.String())
	}
	if n.SoftLineBreak() {
		s += " "
	}
	return s
}

// lineBreak matches the tag of a line break, also in forms that only browsers take for one.
var lineBreak = regexp.MustCompile(`(?i)^</?br\s*/?>$`)

// linkStart and linkEnd match the tags of a link.
var (
	linkStart = regexp.MustCompile(`(?i)^<a\s`)
	linkEnd   = regexp.MustCompile(`(?i)^</a\s*>$`)
)

// lines splits the label behind its first line that shows something. The comments of both
// parts are in the first.
func (l label) lines() (first, rest label) {
	for i, s := range l.spans {
		if s.lineEnd && strings.TrimSpace(label{spans: l.spans[:i]}.text()) != "" {
			rest = label{spans: l.spans[i+1:]}
			return label{spans: append(l.spans[:i:i], rest.comments()...), bold: l.bold}, rest
		}
	}
	return l, label{}
}

// bold reports whether everything that n shows is bold, but for a colon.
func bold(n ast.Node, src []byte) bool {
	var only ast.Node
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok && len(bytes.Trim(t.Segment.Value(src), " \t\n:")) == 0 || c.Kind() == ast.KindRawHTML {
			continue
		}
		if only != nil {
			return false
		}
		only = c
	}
	emphasis, ok := only.(*ast.Emphasis)
	return ok && (emphasis.Level == 2 || bold(emphasis, src))
}

// text returns the label without markup, comments and pictures.
func (l label) text() string {
	var b strings.Builder
	for _, s := range l.spans {
		if !s.comment && !s.picture {
			b.WriteString(s.text)
		}
	}
	return b.String()
}

// pictures returns the texts that stand for the label's pictures.
func (l label) pictures() string {
	var b strings.Builder
	for _, s := range l.spans {
		if s.picture {
			b.WriteString(s.text + " ")
		}
	}
	return b.String()
}

// withoutColon returns the label without a colon at its end.
func withoutColon(l label) label {
	list := slices.Clone(l.spans)
	for i := len(list) - 1; i >= 0; i-- {
		if !list[i].comment && !list[i].link {
			list[i].text = strings.TrimRight(list[i].text, ":： ")
		}
		if !list[i].comment && list[i].text != "" {
			break
		}
	}
	return label{spans: list, bold: l.bold}
}

// comments returns the label's comments.
func (l label) comments() []span {
	var list []span
	for _, s := range l.spans {
		if s.comment {
			list = append(list, s)
		}
	}
	return list
}

var (
	postsBegin   = regexp.MustCompile(`\s[-–—]\s*\[$`)
	postsBetween = regexp.MustCompile(`^(?:` + dayBehind + `)?[\s,\[\]]*$`)
	postsEnd     = regexp.MustCompile(`^(?:` + dayBehind + `)?\][\s,]*$`)
)

// withoutPosts returns the label without the posts at its end, in the form of a member's
// checklist: - [[Title](url)] and more, each with or without a day behind it.
func (l label) withoutPosts() label {
	var shown []span
	for _, s := range l.spans {
		if !s.comment && s.text != "" {
			shown = appendText(shown, s)
		}
	}
	n := len(shown)
	if n < 3 || !postsEnd.MatchString(shown[n-1].text) || shown[n-1].link {
		return l
	}
	for i := n - 2; i > 0 && shown[i].link; i -= 2 {
		before := shown[i-1]
		switch {
		case before.link:
			return l
		case postsBegin.MatchString(before.text):
			title := append(shown[:i-1:i-1], span{text: postsBegin.ReplaceAllString(before.text, "")})
			return label{spans: append(title, l.comments()...)}
		case !postsBetween.MatchString(before.text):
			return l
		}
	}
	return l
}

// dayBehind matches the day behind an item's title or a post.
const dayBehind = `\s\(\d{4}-\d{2}-\d{2}\)`

var dayEnd = regexp.MustCompile(dayBehind + `\s*$`)

// withoutDay returns the label of a checked item without the day of the check at its end:
// (2026-01-05).
func (l label) withoutDay() label {
	text := l.text()
	title := dayEnd.ReplaceAllString(text, "")
	if title == text || strings.TrimSpace(title) == "" {
		return l
	}
	return label{spans: append([]span{{text: title}}, l.comments()...)}
}

// appendText appends s, joined to the last span if both are plain text.
func appendText(list []span, s span) []span {
	if n := len(list); n > 0 && !s.link && !list[n-1].link && s.picture == list[n-1].picture {
		list[n-1].text += s.text
		list[n-1].raw += s.raw
		return list
	}
	return append(list, s)
}
