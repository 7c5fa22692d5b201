package markdown

import (
	"bytes"
	"regexp"
	"slices"

	"github.com/yuin/goldmark/ast"
)

// element is a part of a file. Elements are in the order of their lines; those in an entry
// of a list follow it up to its end.
type element struct {
	kind   kind
	at     int      // offset of its first byte
	src    []byte   // Markdown: of a heading or a paragraph, or of an entry's first paragraph without its box
	level  int      // of a heading
	within int      // index of the entry that contains it, or -1
	end    int      // of an entry or a disclosure: index behind the last element in it
	list   int      // of an entry: index of the first entry of the outermost list
	depth  int      // of an entry: how many entries contain it
	box    box      // of an entry
	headed bool     // of an entry: it begins with a heading
	raw    bool     // of an entry: it is Markdown within HTML, which GitHub shows as text
	loose  bool     // of an entry: it is a line of a paragraph that looks like one
	count  int      // rows of a table, or checkboxes of code
	table  *table   // of a table outside lists and quotations; its rows follow
	cells  [][]byte // of a row: those besides the title, once that is known

	parsed  *label // cache of document.label
	emoji   string // before a heading
	role    role   // of a heading
	use     use    // of an entry or a paragraph
	counted bool   // of a heading with a role: there are items below it
	below   int    // index of the heading with a role that it is below, or -1
}

// kind is what an element is.
type kind int

const (
	headingElement    kind = iota
	disclosureElement      // all of <details>
	summaryElement         // a heading one level below the one above it
	entryElement
	paragraphElement
	commentElement
	codeElement      // a code block with checkboxes
	quotationElement // a checkbox in a quotation
	tableElement
	rowElement // of a table
)

// use is what an entry or a paragraph is in a roadmap.
type use int

const (
	unused   use = iota
	itemUse      // an item
	groupUse     // the title of a section
	phaseUse     // names a section in the study plan
	aboutUse     // about the file itself
	emptyUse     // nothing
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
}

// flatten lists the elements of a parsed file. deep has the offsets of HTML that is nested
// too deeply to be read.
func flatten(doc ast.Node, text []byte) (all []element, deep []int) {
	f := &flattener{text: text, within: -1, list: -1}
	f.blocks(doc.FirstChild())
	f.closeDisclosures(0)
	return f.all, f.deep
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
			src, lines := f.upToEntry(n, false) // a line below an entry makes a heading of it
			if lines > 0 || n.Lines().Len() == 0 {
				f.add(element{kind: headingElement, at: f.at(n), src: src, level: n.Level})
			}
			f.looseEntries(n, lines)
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
			f.html(n)
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
	switch first := rest.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		if _, found := findTable(first, f.text); !found {
			var lines int
			e.at = f.at(first)
			e.src, lines = f.upToEntry(first, true)
			e.box, e.src = cutBox(e.src)
			i := f.open(e)
			f.looseEntries(first, lines)
			f.blocks(rest.NextSibling())
			f.close(i)
			return
		}
	case *ast.Heading:
		e.headed, e.at = true, f.at(first)
	case *ast.HTMLBlock:
		if src := first.Lines().Value(f.text); bytes.HasPrefix(src, []byte("<!--")) { // the comment before a title
			e.at, e.src = f.at(first), src
			rest = rest.NextSibling()
		}
	}
	i := f.open(e)
	f.blocks(rest)
	f.close(i)
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

// tableRule matches the line below the header row of a table.
var tableRule = regexp.MustCompile(`^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t]*$`)

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
