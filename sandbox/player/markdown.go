package player

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	gtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// viewer is the reader for whom a message is rendered: their language and zone,
// the time of reading, and the names behind ids.
type viewer struct {
	locale   string
	texts    *clientTexts
	zone     *time.Location
	now      time.Time
	users    map[string]string
	channels map[string]string
}

// lines renders Discord's Markdown as plain lines: emphasis is dropped, escapes
// are resolved, mentions and times look as in the client.
//
// In Discord each heading, list item, quote, subtext and code block begins a
// line of its own. So lines are told apart here, and goldmark parses only what
// is inside of them. Emphasis that spans several lines keeps its marks.
func (r *viewer) lines(markdown string) []string {
	var lines []string
	code, quote := false, false
	for line := range strings.Lines(markdown) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			code = !code
			continue
		}
		if code {
			lines = append(lines, "    "+line)
			continue
		}
		if rest, ok := strings.CutPrefix(line, ">>> "); ok {
			quote, line = true, rest
		}
		if quote {
			line = "> " + line
		}
		lines = append(lines, r.line(line))
	}
	return lines
}

// beginnings has the marks with which a line can begin, and what is shown
// instead.
var beginnings = []struct {
	mark *regexp.Regexp
	sign string
}{
	{regexp.MustCompile(`^# +`), "■ "},
	{regexp.MustCompile(`^## +`), "▪ "},
	{regexp.MustCompile(`^### +`), "▫ "},
	{regexp.MustCompile(`^-# +`), ""},
	{regexp.MustCompile(`^> ?`), "┃ "},
	{regexp.MustCompile(`^[-*] +`), "• "},
}

// line renders one line. Only a quote can contain another beginning, as in a
// quoted list.
func (r *viewer) line(s string) string {
	indent := s[:len(s)-len(strings.TrimLeft(s, " "))]
	s = s[len(indent):]
	for _, b := range beginnings {
		if mark := b.mark.FindString(s); mark != "" {
			if b.sign == "┃ " {
				return indent + b.sign + r.line(s[len(mark):])
			}
			return indent + b.sign + r.inline(s[len(mark):])
		}
	}
	return indent + r.inline(s)
}

// inlineParser parses the inline syntax that Discord supports.
var inlineParser = parser.NewParser(
	parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 100)),
	parser.WithInlineParsers(
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(mentionParser{}, 250),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewEmphasisParser(), 500),
		util.Prioritized(extension.NewStrikethroughParser(), 500),
	),
)

// inline renders the inside of a line. Discord supports links to the web only;
// other links and images are shown as they were typed.
func (r *viewer) inline(s string) string {
	source := []byte(s)
	var b strings.Builder
	var start int // of the text of the link that is being written
	_ = ast.Walk(inlineParser.Parse(gtext.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering && n.Parent().Kind() == ast.KindCodeSpan {
				b.Write(n.Segment.Value(source))
			} else if entering {
				b.WriteString(unescape(string(n.Segment.Value(source))))
			}
		case *mentionNode:
			if entering {
				b.WriteString(r.mention(n.match))
			}
		case *ast.AutoLink:
			if entering {
				b.Write(n.URL(source))
			}
		case *ast.Image:
			b.WriteString(map[bool]string{true: "![", false: "](" + string(n.Destination) + ")"}[entering])
		case *ast.Link:
			address := unescape(string(n.Destination))
			switch web := webLink.MatchString(address); {
			case !web:
				b.WriteString(map[bool]string{true: "[", false: "](" + address + ")"}[entering])
			case entering:
				start = b.Len()
			case b.String()[start:] != address:
				b.WriteString(" (" + address + ")")
			}
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// webLink matches the addresses that Discord links.
var webLink = regexp.MustCompile(`^(?i:https?|discord)://`)

var escape = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")

// unescape removes the backslashes before punctuation.
func unescape(s string) string { return escape.ReplaceAllString(s, "$1") }

// mentionMark matches Discord's own syntax in angle brackets.
// https://discord.com/developers/docs/reference#message-formatting
var mentionMark = regexp.MustCompile(`^<(?:(@)!?(\d+)|(#)(\d+)|(@&)(\d+)|(/)([^:<>]+):\d+|(t):(-?\d+)(?::([tTdDfFsSR]))?|(a?:)(\w+):\d+|(id):(\w+)(?::\d+)?)>`)

// mentionParser makes a [mentionNode] of each mentionMark.
type mentionParser struct{}

func (mentionParser) Trigger() []byte { return []byte{'<'} }

func (mentionParser) Parse(_ ast.Node, block gtext.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	match := mentionMark.FindStringSubmatch(string(line))
	if match == nil {
		return nil
	}
	block.Advance(len(match[0]))
	return &mentionNode{match: match}
}

// mentionNode is a match of mentionMark with its groups.
type mentionNode struct {
	ast.BaseInline
	match []string
}

var kindMention = ast.NewNodeKind("Mention")

func (n *mentionNode) Kind() ast.NodeKind { return kindMention }

func (n *mentionNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// mention renders a match of mentionMark as the client shows it.
func (r *viewer) mention(m []string) string {
	switch {
	case m[1] != "":
		return "@" + nameOf(r.users, m[2])
	case m[3] != "":
		return "#" + nameOf(r.channels, m[4])
	case m[5] != "":
		return "@" + m[6]
	case m[7] != "":
		return "/" + m[8]
	case m[9] != "":
		seconds, err := strconv.ParseInt(m[10], 10, 64)
		if err != nil {
			return m[0]
		}
		return r.texts.timestamp(time.Unix(seconds, 0).In(r.zone), r.now, m[11])
	case m[12] != "":
		return ":" + m[13] + ":"
	}
	return m[15]
}

// nameOf returns the name behind an id, or "unknown".
func nameOf(names map[string]string, id string) string {
	if name, ok := names[id]; ok {
		return name
	}
	return "unknown"
}
