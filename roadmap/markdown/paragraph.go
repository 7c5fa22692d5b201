package markdown

import (
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

var htmlInput = regexp.MustCompile(`(?i)<input\b[^<>]*\bcheckbox\b`)

// linesOf returns the lines of a block.
func linesOf(n ast.Node) []text.Segment { return n.Lines().Sliced(0, n.Lines().Len()) }

// join returns the text of lines.
func (f *flattener) join(lines []text.Segment) []byte {
	var src []byte
	for _, line := range lines {
		src = append(src, line.Value(f.text)...)
	}
	return src
}

// paragraph adds a paragraph, and the tables and entries in it.
func (f *flattener) paragraph(n ast.Node) {
	above, t, below := cutTable(linesOf(n), f.text)
	if src := f.join(above); htmlInput.Match(src) {
		f.markup(above, true)
	} else {
		count := f.upToEntry(above, f.within >= 0)
		if count > 0 {
			src = f.join(above[:count])
			f.add(element{kind: paragraphElement, at: above[0].Start, src: src})
			f.comments(above[0].Start, src)
		}
		f.looseEntries(above[count:])
	}
	f.table(t, below)
}

// looseEntry matches a line of a paragraph that looks like an entry of a list. It stands too
// far in to be one, or its list is nested too deeply.
var (
	looseEntry = regexp.MustCompile(`^[ \t]*[-*+][ \t]+\S`)
	listMark   = regexp.MustCompile(`^[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]+`)
	looseBox   = regexp.MustCompile(`^[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]+\[[^\]\n]{0,4}\](?:[^(\[:]|$)`)
)

// upToEntry returns the number of lines above the first that looks like an entry or, if not
// plain, like one with a checkbox.
func (f *flattener) upToEntry(lines []text.Segment, plain bool) int {
	for i, line := range lines {
		text := line.Value(f.text)
		if hasBox(text) || plain && i > 0 && looseEntry.Match(text) {
			return i
		}
	}
	return len(lines)
}

// looseEntries adds the entries in lines of a paragraph. The first line begins one.
func (f *flattener) looseEntries(lines []text.Segment) {
	for len(lines) > 0 {
		count := 1
		for count < len(lines) && !isLoose(lines[count].Value(f.text)) {
			count++
		}
		src := f.join(lines[:count])
		e := element{kind: entryElement, at: lines[0].Start, list: f.list, depth: f.depth, loose: true}
		if f.depth == 0 {
			e.list = len(f.all)
		}
		e.src = src[len(listMark.Find(src)):]
		e.takeBox(cutBox(e.src))
		f.close(f.open(e))
		lines = lines[count:]
	}
}

// isLoose reports whether a line looks like an entry.
func isLoose(line []byte) bool { return looseEntry.Match(line) || hasBox(line) }

// hasBox reports whether a line looks like an entry with a checkbox.
func hasBox(line []byte) bool {
	mark := listMark.Find(line)
	if mark == nil || looseBox.Match(line) {
		return mark != nil
	}
	b, _ := cutAnyBox(line[len(mark):])
	return b.found
}
