package markdown

import (
	"bytes"
	"regexp"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// codeBox matches a line of code that would be an item: brackets in an entry of a list, or a
// sign.
var codeBox = func() *regexp.Regexp {
	const (
		mark     = `(?:[-*+]|[0-9]{1,9}[.)])[ \t]+`
		item     = `(?:<[uo]l>)?<li>[ \t]*(?:(?:[-*+•]|[0-9]{1,9}[.)])[ \t\p{Zs}]*)?`
		before   = `(?:<!--[^>\n]*-->[ \t]*)*(?:#{1,6}[ \t]+)?[*_~\x60\\]*`
		brackets = `\[[^\]\n]{0,4}\](?:[^(\[:\n]|$)`
	)
	return regexp.MustCompile(`(?m)^[ \t]*(?:(?:` + mark + `|` + item + `)` + before + brackets + `|(?:` + mark + `|` + item + `)?` + before + `[☐☑☒])`)
}()

// inputTag matches a checkbox of HTML anywhere.
var inputTag = regexp.MustCompile(`(?i)<input\b[^<>]*\bcheckbox\b[^<>]*>`)

// codeEntry matches a line of code that would be an entry of a list.
var codeEntry = regexp.MustCompile(`(?m)` + listMark.String())

// code adds a code block if it has checkboxes, or if it is a list that is indented too far.
// Its line is that of the fence.
func (f *flattener) code(n ast.Node) {
	src := n.Lines().Value(f.text)
	boxes := codeBox.FindAll(src, -1)
	switch {
	case len(boxes) > 0:
		at := bytes.LastIndexByte(f.text[:n.Lines().At(0).Start], '\n') + 1
		if n.Kind() == ast.KindFencedCodeBlock && at > 0 {
			at = bytes.LastIndexByte(f.text[:at-1], '\n') + 1
		}
		f.add(element{kind: codeElement, at: at, count: len(boxes), box: box{true, slices.ContainsFunc(boxes, isDone)}})
	case n.Kind() == ast.KindCodeBlock && codeEntry.Match(src):
		f.add(element{kind: codeElement, at: f.at(n), count: len(codeEntry.FindAll(src, -1)), src: src})
	}
}

// hidden adds an element for the checkboxes in a part of HTML that is not read.
func (f *flattener) hidden(k kind, at int, src []byte) {
	boxes := append(codeBox.FindAll(src, -1), inputTag.FindAll(src, -1)...)
	if len(boxes) > 0 {
		f.add(element{kind: k, at: at, count: len(boxes), box: box{true, slices.ContainsFunc(boxes, isDone)}})
	}
}

// isDone reports whether the checkbox at the end of a line is a checked one.
func isDone(line []byte) bool {
	if i := bytes.IndexAny(line, "[☐☑☒"); i >= 0 {
		line = line[i:]
	}
	b, _ := cutAnyBox(line)
	return b.done
}

// comments adds the checkboxes in the comments of a text, as one element for each line on
// which comments begin. The text begins at an offset of the file.
func (f *flattener) comments(at int, src []byte) {
	var hidden []byte
	lines := 0 // up to the next comment
	for {
		before, inside, opened := bytes.Cut(src, []byte("<!--"))
		inside, behind, closed := bytes.Cut(inside, []byte("-->"))
		if !opened || !closed {
			break
		}
		if lines += bytes.Count(before, []byte("\n")); lines > 0 {
			f.hidden(commentElement, at, hidden)
			hidden = nil
		}
		for ; lines > 0; lines-- {
			at += bytes.IndexByte(f.text[at:], '\n') + 1
		}
		hidden, src = append(append(hidden, inside...), '\n'), behind
		lines = bytes.Count(inside, []byte("\n"))
	}
	f.hidden(commentElement, at, hidden)
}

// quotation adds the checkboxes and tables in a quotation.
func (f *flattener) quotation(quotation ast.Node) {
	// The callback never fails.
	_ = ast.Walk(quotation, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			f.quotedText(n)
			return ast.WalkSkipChildren, nil
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			f.quotedLines(linesOf(n), codeBox)
		case *ast.HTMLBlock:
			f.quotedLines(htmlLines(n), htmlBoxes)
		}
		return ast.WalkContinue, nil
	})
}

// quotedText adds the checkboxes and the table in a paragraph of a quotation. In an entry
// only its first line can have one.
func (f *flattener) quotedText(n ast.Node) {
	if _, t, _ := cutTable(linesOf(n), f.text); t != nil {
		f.add(element{kind: tableElement, at: t.at, count: len(t.rows)})
	}
	if n.Parent().Kind() != ast.KindListItem {
		f.quotedLines(linesOf(n), textBoxes)
	} else if n == n.Parent().FirstChild() {
		if b, src := cutAnyBox(n.Lines().Value(f.text)); b.found {
			f.add(element{kind: quotationElement, at: f.at(n), box: b, src: src})
		}
	}
}

// textBoxes matches a checkbox in a line of a paragraph, and htmlBoxes one in a line of HTML.
var (
	textBoxes = regexp.MustCompile(unmarked.String() + `|` + inputTag.String())
	htmlBoxes = regexp.MustCompile(`(?i)(?:^|>)[ \t]*(?:\[[ xXvV✓✔]\][ \t]|[☐☑☒])|<input\b[^<>]*\bcheckbox\b[^<>]*>`)
)

// quotedLines adds the lines of a quotation that have a checkbox.
func (f *flattener) quotedLines(lines []text.Segment, pattern *regexp.Regexp) {
	for _, line := range lines {
		src := bytes.TrimSpace(line.Value(f.text))
		m := pattern.Find(src)
		if m == nil {
			continue
		}
		b, src := cutAnyBox(src[len(listMark.Find(src)):])
		if !b.found {
			b = box{true, isDone(m)}
		}
		f.add(element{kind: quotationElement, at: line.Start, box: b, src: src})
	}
}
