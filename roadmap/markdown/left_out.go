package markdown

import (
	"bytes"
	"iter"
	"regexp"

	"github.com/yuin/goldmark/ast"
)

// tableRule matches the line below the header row of a table.
var tableRule = regexp.MustCompile(`^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t]*$`)

// skippedBlocks yields what looks like items in a block but is not read: tables, and
// checkboxes in quotations. It yields the byte offset and the code of a notice.
func skippedBlocks(block ast.Node, text []byte) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		quotations := 0
		// The callback never fails.
		_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			switch n.Kind() {
			case ast.KindBlockquote:
				if quotations++; !entering {
					quotations -= 2
				}
			case ast.KindParagraph, ast.KindTextBlock:
				if !entering {
					return ast.WalkContinue, nil
				}
				if at, found := table(n, text); found && !yield(at, "table") {
					return ast.WalkStop, nil
				}
				first := n.Parent().Kind() == ast.KindListItem && n == n.Parent().FirstChild()
				if first && quotations > 0 && box.Match(n.Lines().Value(text)) && !yield(n.Lines().At(0).Start, "item.quoted") {
					return ast.WalkStop, nil
				}
				return ast.WalkSkipChildren, nil
			}
			return ast.WalkContinue, nil
		})
	}
}

// table returns the offset of a table in a paragraph.
func table(paragraph ast.Node, text []byte) (at int, found bool) {
	lines := paragraph.Lines()
	for i := 1; i < lines.Len(); i++ {
		heads, rule := lines.At(i-1), lines.At(i)
		if bytes.ContainsRune(heads.Value(text), '|') && tableRule.Match(bytes.TrimRight(rule.Value(text), "\n")) {
			return heads.Start, true
		}
	}
	return 0, false
}
