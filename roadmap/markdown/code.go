package markdown

import (
	"bytes"
	"regexp"
	"slices"

	"github.com/yuin/goldmark/ast"
)

// codeBox matches a line of code that would be an item.
var codeBox = regexp.MustCompile(`(?m)^[ \t]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+|(?:<[uo]l>)?<li>[ \t]*(?:(?:[-*+•]|[0-9]{1,9}[.)])[ \t]*)?)\[[^\]\n]{0,4}\](?:[^(\[:\n]|$)`)

// code adds a code block if it has checkboxes. Its line is that of the fence.
func (f *flattener) code(n ast.Node) {
	src := n.Lines().Value(f.text)
	if boxes := codeBox.FindAll(src, -1); len(boxes) > 0 {
		at := bytes.LastIndexByte(f.text[:n.Lines().At(0).Start], '\n') + 1
		if n.Kind() == ast.KindFencedCodeBlock && at > 0 {
			at = bytes.LastIndexByte(f.text[:at-1], '\n') + 1
		}
		done := slices.ContainsFunc(boxes, func(line []byte) bool {
			b, _ := cutBox(line[bytes.IndexByte(line, '['):])
			return b.done
		})
		f.add(element{kind: codeElement, at: at, count: len(boxes), box: box{true, done}})
	}
}

// quotation adds the checkboxes and tables in a quotation.
func (f *flattener) quotation(quotation ast.Node) {
	// The callback never fails.
	_ = ast.Walk(quotation, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n.Kind() {
		case ast.KindParagraph, ast.KindTextBlock:
			if !entering {
				return ast.WalkContinue, nil
			}
			if t, found := findTable(n, f.text); found {
				f.add(element{kind: tableElement, at: t.at, count: len(t.rows)})
			}
			if n.Parent().Kind() == ast.KindListItem && n == n.Parent().FirstChild() {
				if b, _ := cutBox(n.Lines().Value(f.text)); b.found {
					f.add(element{kind: quotationElement, at: f.at(n), box: b})
				}
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
}
