package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// closing parses code blocks with a fence, or HTML. A block that is never closed would take
// in the rest of the file, so it ends before the next heading.
type closing struct{ parser.BlockParser }

// unclosed is what a parse knows of the blocks that are never closed.
type unclosed struct {
	ends    blockEnds
	current ast.Node // the block that is being parsed, if it is one, or nil
	mark    blockMark
	blocks  []unclosedBlock
}

// unclosedBlock is a block that is never closed. at is the offset of its first line, and end
// that of the line before which it ends, or -1.
type unclosedBlock struct {
	at, end int
	mark    blockMark
}

// blockMark is what opens a block, and what closes it. Both are "" for code.
type blockMark struct{ open, close string }

// unclosedKey is the key of the parse's [unclosed].
var unclosedKey = parser.NewContextKey()

// Open opens a block, and finds out whether it is closed anywhere. Those in lists and
// quotations end with these.
func (c closing) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, at := r.PeekLine()
	node, state := c.BlockParser.Open(parent, r, pc)
	if node == nil || parent.Kind() != ast.KindDocument {
		return node, state
	}
	u := pc.ComputeIfAbsent(unclosedKey, func() any { return &unclosed{ends: blockEnds{text: r.Source()}} }).(*unclosed)
	switch node := node.(type) {
	case *ast.FencedCodeBlock:
		if !u.ends.closesFence(line, at.Start) {
			u.current, u.mark = node, blockMark{}
		}
	case *ast.HTMLBlock:
		if mark, ok := htmlMark(node, line); ok && u.ends.last(mark.close) < at.Start {
			u.current, u.mark = node, mark
		}
	}
	return node, state
}

var (
	atxHeading = regexp.MustCompile(`^ {0,3}#{1,6}[ \t]+\S`)
	subheading = regexp.MustCompile(`^ {0,3}##`)
)

// Continue ends a block that is never closed before a heading. A comment in code looks like
// a first-level heading, which therefore needs an empty line above it.
func (c closing) Continue(node ast.Node, r text.Reader, pc parser.Context) parser.State {
	if u, ok := pc.Get(unclosedKey).(*unclosed); ok && u.current == node {
		line, at := r.PeekLine()
		if atxHeading.Match(line) && (subheading.Match(line) || isBlankAbove(r.Source(), at.Start)) {
			u.end(at.Start)
			return parser.Close
		}
	}
	return c.BlockParser.Continue(node, r, pc)
}

// isBlankAbove reports whether the line above the one at i is blank.
func isBlankAbove(text []byte, i int) bool {
	above := text[:max(0, i-1)]
	return len(bytes.TrimSpace(above[bytes.LastIndexByte(above, '\n')+1:])) == 0
}

// Close closes a block.
func (c closing) Close(node ast.Node, r text.Reader, pc parser.Context) {
	if u, ok := pc.Get(unclosedKey).(*unclosed); ok && u.current == node {
		u.end(-1)
	}
	c.BlockParser.Close(node, r, pc)
}

// end ends the current block before the line at, or with the file if that is -1. A fence
// with nothing behind it takes in nothing.
func (u *unclosed) end(at int) {
	if at >= 0 || u.current.Lines().Len() > 0 {
		u.blocks = append(u.blocks, unclosedBlock{u.current.Pos(), at, u.mark})
	}
	u.current = nil
}

// openTag matches the beginning of HTML that only its own end closes.
var openTag = regexp.MustCompile(`^ {0,3}<(!--|\?|!\[CDATA\[|![A-Z]+|[A-Za-z]+)`)

// htmlMark returns what opens a block of HTML and what closes it. ok is false if an empty
// line does. See https://spec.commonmark.org/0.31.2/#html-blocks.
func htmlMark(block *ast.HTMLBlock, line []byte) (mark blockMark, ok bool) {
	m := openTag.FindSubmatch(line)
	if m == nil {
		return blockMark{}, false
	}
	mark.open = "<" + string(m[1])
	switch block.HTMLBlockType {
	case ast.HTMLBlockType1:
		mark = blockMark{mark.open + ">", "</" + string(m[1]) + ">"}
	case ast.HTMLBlockType2:
		mark.close = "-->"
	case ast.HTMLBlockType3:
		mark.close = "?>"
	case ast.HTMLBlockType4:
		mark.close = ">"
	case ast.HTMLBlockType5:
		mark.close = "]]>"
	default:
		return blockMark{}, false
	}
	return mark, true
}

// blockEnds knows where blocks of a text can be closed. It looks for each kind of end once.
type blockEnds struct {
	text   []byte
	fences map[byte][]fenceEnd // by character; nil until asked for
	lasts  map[string]int
}

// fenceEnd is a line that can close a code block.
type fenceEnd struct{ at, longest int } // longest is the length of the longest fence from here on

// fence matches the beginning of a line that opens or closes a code block.
var fence = regexp.MustCompile("^ {0,3}(```+|~~~+)")

// closesFence reports whether a line below the one at i closes the code block that it opens.
func (b *blockEnds) closesFence(line []byte, i int) bool {
	if b.fences == nil {
		b.findFences()
	}
	m := fence.FindSubmatch(line)
	if m == nil {
		return true
	}
	ends := b.fences[m[1][0]]
	next, _ := slices.BinarySearchFunc(ends, i+1, func(e fenceEnd, i int) int { return e.at - i })
	return next < len(ends) && ends[next].longest >= len(m[1])
}

// findFences finds the lines that can close code blocks.
func (b *blockEnds) findFences() {
	b.fences = map[byte][]fenceEnd{}
	at := 0
	for line := range bytes.Lines(b.text) {
		if m := fence.FindSubmatch(line); m != nil && len(bytes.TrimSpace(line)) == len(m[1]) {
			b.fences[m[1][0]] = append(b.fences[m[1][0]], fenceEnd{at, len(m[1])})
		}
		at += len(line)
	}
	for _, ends := range b.fences {
		for i := len(ends) - 2; i >= 0; i-- {
			ends[i].longest = max(ends[i].longest, ends[i+1].longest)
		}
	}
}

// rawEnd matches the end of HTML whose contents are no HTML. Each closes any of them.
var rawEnd = regexp.MustCompile(`(?i)</(?:script|pre|style|textarea)>`)

// last returns the offset of the last end of HTML, or -1.
func (b *blockEnds) last(end string) int {
	if strings.HasPrefix(end, "</") {
		end = "</"
	}
	at, known := b.lasts[end]
	if known {
		return at
	}
	at = bytes.LastIndex(b.text, []byte(end))
	if end == "</" {
		at = -1
		if all := rawEnd.FindAllIndex(b.text, -1); len(all) > 0 {
			at = all[len(all)-1][0]
		}
	}
	if b.lasts == nil {
		b.lasts = map[string]int{}
	}
	b.lasts[end] = at
	return at
}
