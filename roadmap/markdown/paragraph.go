package markdown

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
)

var htmlInput = regexp.MustCompile(`(?i)<input\b[^<>]*\bcheckbox\b`)

func (f *flattener) paragraph(n ast.Node) {
	src := n.Lines().Value(f.text)
	if t, found := findTable(n, f.text); found {
		f.table(t)
		return
	}
	if htmlInput.Match(src) {
		f.markup(n, true)
		return
	}
	src, lines := f.upToEntry(n, f.within >= 0)
	if lines > 0 {
		f.add(element{kind: paragraphElement, at: f.at(n), src: src})
		f.comments(f.at(n), src)
	}
	f.looseEntries(n, lines)
}

// looseEntry matches a line of a paragraph that looks like an entry of a list. It stands too
// far in to be one, or its list is nested too deeply.
var (
	looseEntry = regexp.MustCompile(`^[ \t]*[-*+][ \t]+\S`)
	listMark   = regexp.MustCompile(`^[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]+`)
	looseBox   = regexp.MustCompile(`^[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]+\[[^\]\n]{0,4}\](?:[^(\[:]|$)`)
)

// upToEntry returns the lines of a paragraph above the first that looks like an entry or, if
// not plain, like one with a checkbox, and their number.
func (f *flattener) upToEntry(n ast.Node, plain bool) (src []byte, lines int) {
	all := n.Lines()
	for ; lines < all.Len(); lines++ {
		line := all.At(lines)
		text := line.Value(f.text)
		if looseBox.Match(text) || plain && lines > 0 && looseEntry.Match(text) {
			break
		}
		src = append(src, text...)
	}
	return src, lines
}

// looseEntries adds the entries in a paragraph from the line on.
func (f *flattener) looseEntries(n ast.Node, from int) {
	all := n.Lines()
	for i := from; i < all.Len(); {
		first := all.At(i)
		src := bytes.Clone(first.Value(f.text))
		for i++; i < all.Len(); i++ {
			line := all.At(i)
			if text := line.Value(f.text); looseEntry.Match(text) || looseBox.Match(text) {
				break
			} else {
				src = append(src, text...)
			}
		}
		e := element{kind: entryElement, at: first.Start, list: f.list, depth: f.depth, loose: true}
		if f.depth == 0 {
			e.list = len(f.all)
		}
		e.box, e.src = cutBox(src[len(listMark.Find(src)):])
		f.close(f.open(e))
	}
}
