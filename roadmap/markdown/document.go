package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"dojang/normalize"
)

// document is a file as elements, with what its headings, lists and paragraphs are for.
type document struct {
	*source
	context   parser.Context
	elements  []element
	mode      mode
	tables    bool // the rows of tables are items, where they can be
	hasTitle  bool // the first first-level heading is the title
	areaLevel int  // level of the headings that are areas
	effort    int  // for the texts parsed so far
	unparsed  int  // offset of the first text that was not parsed, because of the effort, or -1
	notices   []Notice
}

// mode says what an item looks like in a file.
type mode int

const (
	boxes      mode = iota // entries with a checkbox
	todos                  // entries that begin with TODO or DONE
	entries                // all entries
	paragraphs             // paragraphs that begin with bold text
	tableRows              // rows of tables
)

// newDocument reads the elements of a file. With hasTitle it is a roadmap, and its first
// first-level heading is its title, whatever role it may have; otherwise it is a checklist.
// With tables the rows of tables are items, where they can be.
func newDocument(s *source, hasTitle, tables bool) *document {
	d := &document{source: s, hasTitle: hasTitle, tables: tables, unparsed: -1}
	d.context = parser.NewContext()
	doc := blocks.Parse(text.NewReader(d.text), parser.WithContext(d.context))
	f := flatten(doc, d.text)
	d.elements = f.all
	if u, ok := d.context.Get(unclosedKey).(*unclosed); ok {
		f.unclosed = append(u.blocks, f.unclosed...)
	}
	d.tellUnclosed(f.unclosed)
	if refused, ok := d.context.Get(tooDeep).(*[]int); ok {
		f.deep = append(f.deep, *refused...)
	}
	d.tellDeep(f.deep)
	d.classify()
	return d
}

// tellDeep warns of the lines at which something is nested too deeply.
func (d *document) tellDeep(deep []int) {
	told := map[int]bool{}
	for _, at := range deep {
		if line := d.line(at); !told[line] {
			told[line] = true
			d.notices = append(d.notices, Notice{line, "list.depth", []any{"limit", maxDepth / 2}})
		}
	}
}

// tellUnclosed warns of blocks that are never closed.
func (d *document) tellUnclosed(blocks []unclosedBlock) {
	told := map[int]bool{}
	for _, b := range blocks {
		line := d.line(b.at)
		if told[line] {
			continue
		}
		told[line] = true
		code, args := "code", []any(nil)
		if b.mark != (blockMark{}) {
			code, args = "html", []any{"tag", b.mark.open, "end", b.mark.close}
		}
		if b.end < 0 {
			d.notices = append(d.notices, Notice{line, code + ".unread", args})
		} else {
			d.notices = append(d.notices, Notice{line, code + ".open", append(args, "line", d.line(b.end))})
		}
	}
}

// label parses the Markdown of an element.
func (d *document) label(i int) label {
	e := &d.elements[i]
	if e.parsed == nil {
		src := e.src
		if len(src) > maxTitle {
			src = bytes.ToValidUTF8(src[:maxTitle], nil)
		}
		var l label
		switch e.kind {
		case headingElement, summaryElement:
			l, e.emoji = d.bareHeading(e.at, src)
		case entryElement, paragraphElement, rowElement:
			l = d.parse(e.at, withoutMarks(src))
		default:
			l = d.parse(e.at, src)
		}
		e.parsed = &l
	}
	return *e.parsed
}

// maxEffort bounds the time that goldmark takes for the texts of a file. In the worst case
// it looks through the rest of a text at each mark that may begin a link, code or HTML, so
// the effort is counted in bytes times marks. Real files, and roadmaps as [Write] writes
// them, need far less.
const maxEffort = 1 << 27

// parse parses the Markdown at an offset. If that could take too long, all of it is text.
func (d *document) parse(at int, src []byte) label {
	if d.effort += effort(src); d.effort > maxEffort {
		if d.unparsed < 0 || at < d.unparsed {
			d.unparsed = at
		}
		return label{spans: []span{{text: string(src)}}}
	}
	return newLabel(src, d.context)
}

// effortNotice returns a warning if texts of the file were not parsed.
func (d *document) effortNotice() []Notice {
	if d.unparsed < 0 {
		return nil
	}
	return []Notice{{d.line(d.unparsed), "file.effort", nil}}
}

// effort estimates the time for parsing a text, in bytes times marks without an escape.
func effort(src []byte) int {
	marks := 1
	for i, c := range src {
		if (c == '[' || c == '`' || c == '<') && (i == 0 || src[i-1] != '\\') {
			marks++
		}
	}
	return len(src) * marks
}

// bareHeading parses a heading into its text and the emoji before it. If there is nothing
// else, emoji and number are the text.
func (d *document) bareHeading(at int, src []byte) (heading label, emoji string) {
	src = withEmoji(withoutMarks(src))
	if first, rest := undecorate(src); len(rest) < len(src) {
		if l := d.parse(at, rest); strings.TrimSpace(l.text()) != "" {
			return l, first
		}
	}
	return d.parse(at, src), ""
}

var (
	tocMark  = regexp.MustCompile(`\{:\s*toc\b`)
	trailing = regexp.MustCompile(`(?:\s*\{(?:#[\w-]|:)[^{}]*\})+\s*$`)
	wikilink = regexp.MustCompile(`\[\[(?:[^\[\]|\\]*\|)?([^\[\]|\\]+)\]\]`)
)

// withoutMarks removes markup that only some tools know from a title's Markdown: kramdown's
// attributes at its end ({#id}, {: .class}), and the brackets of Obsidian's links
// ([[page]], [[page|text]]).
func withoutMarks(src []byte) []byte {
	return wikilink.ReplaceAll(trailing.ReplaceAll(src, nil), []byte("$1"))
}

// titleOf returns the text of an element as a single line, without pictures.
func (d *document) titleOf(i int) string {
	first, _ := d.label(i).lines()
	return normalize.Line(first.text())
}
