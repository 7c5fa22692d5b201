package markdown

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// flattener lists the elements of a file.
type flattener struct {
	text        []byte
	all         []element
	within      int   // index of the entry that contains what follows, or -1
	depth       int   // entries around what follows
	list        int   // index of the first entry of the outermost list
	disclosures []int // indexes of those that are open
	last        int   // offset of the last element
	deep        []int // offsets of what is nested too deeply to be read
	unclosed    []unclosedBlock
	ends        blockEnds
}

// flatten lists the elements of a parsed file.
func flatten(doc ast.Node, text []byte) *flattener {
	f := &flattener{text: text, within: -1, list: -1, ends: blockEnds{text: text}}
	f.blocks(doc.FirstChild())
	f.closeDisclosures(0)
	return f
}

func (f *flattener) add(e element) int {
	e.within = f.within
	e.below = -1
	f.last = e.at
	f.all = append(f.all, e)
	return len(f.all) - 1
}

// at returns the offset of a block's first byte.
func (f *flattener) at(n ast.Node) int {
	if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
		return n.Lines().At(0).Start
	}
	return max(n.Pos(), f.last)
}

// blocks adds a block and those behind it.
func (f *flattener) blocks(n ast.Node) {
	for ; n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			lines := linesOf(n)
			count := f.upToEntry(lines, false) // a line below an entry makes a heading of it
			if count > 0 || len(lines) == 0 {
				src := f.join(lines[:count])
				f.add(element{kind: headingElement, at: f.at(n), src: src, level: n.Level})
				f.comments(f.at(n), src)
			}
			f.looseEntries(lines[count:])
		case *ast.Paragraph, *ast.TextBlock:
			f.paragraph(n)
		case *ast.List:
			first := f.list
			if f.depth == 0 {
				f.list = len(f.all)
			}
			for entry := n.FirstChild(); entry != nil; entry = entry.NextSibling() {
				f.entry(entry)
			}
			f.list = first
		case *ast.HTMLBlock:
			f.markup(htmlLines(n), false)
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			f.code(n)
		case *ast.Blockquote:
			f.quotation(n)
		}
	}
}

// entry adds an entry of a list and what is in it.
func (f *flattener) entry(n ast.Node) {
	e := element{kind: entryElement, at: f.at(n), list: f.list, depth: f.depth}
	rest := n.FirstChild()
	var title []text.Segment
	var src []byte // the title's Markdown
	switch first := rest.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		title = linesOf(first)
	case *ast.Heading:
		if lines := linesOf(first); f.isBoxHeading(lines) {
			title = lines
		} else {
			e.headed, e.at = true, f.at(first)
		}
	case *ast.HTMLBlock:
		if html := f.join(htmlLines(first)); commentsBefore.Match(html) { // a title may be behind them
			e.at, e.src, src = f.at(first), html, html
			rest = rest.NextSibling()
		}
	}
	above, t, below := cutTable(title, f.text)
	count := f.upToEntry(above, true)
	if len(above) > 0 { // otherwise there is no title, or the table has it
		src = f.join(above[:count])
		e.at, e.src = above[0].Start, src
		e.takeBox(cutBox(e.src))
		rest = rest.NextSibling()
	}
	i := f.open(e)
	f.comments(e.at, src)
	if len(above) > 0 {
		f.looseEntries(above[count:])
		f.table(t, below)
	}
	f.blocks(rest)
	f.close(i)
}

// isBoxHeading reports whether a heading in an entry begins with a checkbox. A line below an
// entry makes a heading of it by accident, so there any box is one.
func (f *flattener) isBoxHeading(lines []text.Segment) bool {
	src := f.join(lines)
	if headingBox.Match(src) || len(lines) == 0 {
		return len(lines) > 0
	}
	b, _ := cutBox(src)
	return b.found && !bytes.HasSuffix(bytes.TrimRight(f.text[:lines[0].Start], " \t"), []byte("#"))
}

// commentsBefore matches the comments at the beginning of an entry.
var commentsBefore = regexp.MustCompile(`(?s)^[ \t]*(?:<!--.*?-->[ \t\n]*)+`)

// htmlLines returns all lines of a block of HTML.
func htmlLines(block *ast.HTMLBlock) []text.Segment {
	lines := linesOf(block)
	if block.HasClosure() {
		lines = append(lines[:len(lines):len(lines)], block.ClosureLine)
	}
	return lines
}

// open adds an entry that contains what follows.
func (f *flattener) open(e element) int {
	i := f.add(e)
	f.within = i
	f.depth++
	return i
}

// close ends the entry at i.
func (f *flattener) close(i int) {
	f.closeDisclosures(i + 1)
	f.all[i].end = len(f.all)
	f.within = f.all[i].within
	f.depth = f.all[i].depth
}

// closeDisclosures ends the disclosures that were opened at i or behind it.
func (f *flattener) closeDisclosures(i int) {
	for len(f.disclosures) > 0 && f.disclosures[len(f.disclosures)-1] >= i {
		f.all[f.disclosures[len(f.disclosures)-1]].end = len(f.all)
		f.disclosures = f.disclosures[:len(f.disclosures)-1]
	}
}
