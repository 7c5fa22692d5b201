package markdown

import (
	"bytes"
	"fmt"
	"iter"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"dojang/normalize"
	"dojang/roadmap"
)

// read reads the blocks of the file.
func (d *draft) read() {
	doc := blocks.Parse(text.NewReader(d.text), parser.WithContext(d.context))
	if at, ok := d.context.Get(tooDeep).(int); ok {
		d.fault(d.line(at), "list.depth")
	}
	d.findOutline(doc)
	d.readFrontMatter()
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if d.role == contents {
			for at, code := range skippedBlocks(n, d.text) {
				d.warn(d.line(at), code)
			}
		}
		switch n := n.(type) {
		case *ast.Heading:
			d.heading(n)
		case *ast.List:
			d.list(n)
		case *ast.Paragraph:
			d.paragraph(n)
		case *ast.HTMLBlock:
			d.strayComment(n)
		}
	}
}

// at returns the line of a block's first byte.
func (d *draft) at(n ast.Node) int {
	if n.Lines().Len() > 0 {
		return d.line(n.Lines().At(0).Start)
	}
	return d.line(n.Pos())
}

// clip returns a block's Markdown, cut at limit bytes.
func (d *draft) clip(n ast.Node, limit int) []byte {
	src := n.Lines().Value(d.text)
	if len(src) > limit {
		src = bytes.ToValidUTF8(src[:limit], nil)
	}
	return src
}

// markup returns the Markdown of a title. If it is too long, that is a fault, and the
// result is cut so that it causes no other.
func (d *draft) markup(n ast.Node) []byte {
	src := n.Lines().Value(d.text)
	if len(src) > maxTitle {
		d.fault(d.at(n), "title.bytes", "size", len(src), "limit", maxTitle)
		return d.clip(n, roadmap.MaxTitle)
	}
	return src
}

// heading reads a heading.
func (d *draft) heading(n *ast.Heading) {
	if d.role != contents && n.Level > d.level {
		if d.role == plan {
			heading, _ := d.bareHeading(d.clip(n, maxTitle))
			d.beginPhase(d.at(n), heading)
		}
		return
	}
	line, src := d.at(n), d.markup(n)
	heading, emoji := d.bareHeading(src)
	isTitle := n.Level == 1 && !d.titled
	d.phase, d.deep = nil, nil
	switch unnamed := isTitle && d.area != nil && d.area.title == ""; {
	case unnamed: // the area from before the title continues below it
	case n.Level <= d.outline.area:
		d.area, d.section = nil, nil
	case n.Level <= d.outline.section:
		d.section = nil
	}
	d.role, d.level = d.roleOf(n, isTitle), n.Level
	isSection := d.role == contents && d.outline.area < n.Level && n.Level <= d.outline.section
	if !isSection {
		d.directives(line, heading, "")
	}
	switch {
	case d.role != contents:
	case n.Level == 1:
		d.top = d.plain(line, heading)
		if isTitle {
			d.title, d.titled = d.top, true
		} else {
			d.warn(line, "title.second")
		}
	case n.Level <= d.outline.area:
		d.area = &draftArea{title: d.plain(line, heading), emoji: emoji, line: line}
		d.areas = append(d.areas, d.area)
	case isSection:
		d.ensureArea(line)
		d.section = &draftSection{title: d.plain(line, heading), line: line}
		id, _ := d.directives(line, heading, "id")
		d.section.id = d.claimID(d.sectionIDs, line, id)
		d.section.stated = d.section.id != ""
		d.area.sections = append(d.area.sections, d.section)
	default:
		d.deep = &draftSection{title: strings.Join(strings.Fields(heading.text()), " "), line: line}
	}
}

// bareHeading parses a heading into its text and the emoji before it. If there is nothing
// else, emoji and number are the text.
func (d *draft) bareHeading(src []byte) (heading label, emoji string) {
	src = unmarked(src)
	if first, rest := undecorate(src); len(rest) < len(src) {
		if l := newLabel(rest, d.context); strings.TrimSpace(l.text()) != "" {
			return l, first
		}
	}
	return newLabel(src, d.context), ""
}

var (
	box     = regexp.MustCompile(`^\[[ xX]\](?:\s+|$)`)
	likeBox = regexp.MustCompile(`^\[[ \t]*[xX]?[ \t]*\](?:[^(\[:]|$)`)
)

// list reads the items of a list and of the lists in it, in the order of their lines.
func (d *draft) list(list *ast.List) {
	switch d.role {
	case plan:
		d.entries(list)
		return
	case progress, others:
		return
	}
	for block := range itemBlocks(list) {
		if block.Kind() == ast.KindHTMLBlock {
			d.strayComment(block)
			continue
		}
		line := d.at(block)
		switch src := d.clip(block, maxTitle); {
		case block != block.Parent().FirstChild():
			d.below(line, block)
		case d.isItem(src):
			d.item(line, block)
			if block.Parent().Parent() != list {
				d.countNested(line)
			}
		case likeBox.Match(src):
			d.warn(line, "item.box")
		default:
			d.below(line, block)
		}
	}
}

// itemBlocks yields the paragraphs and HTML blocks of the items of a list and of the lists
// in it. It leaves out quotations and code.
func itemBlocks(list *ast.List) iter.Seq[ast.Node] {
	return func(yield func(ast.Node) bool) {
		// The callback never fails.
		_ = ast.Walk(list, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			switch n.Kind() {
			case ast.KindList, ast.KindListItem:
				return ast.WalkContinue, nil
			case ast.KindParagraph, ast.KindTextBlock, ast.KindHTMLBlock:
				if entering && !yield(n) {
					return ast.WalkStop, nil
				}
			}
			return ast.WalkSkipChildren, nil
		})
	}
}

// item reads the item that begins with block.
func (d *draft) item(line int, block ast.Node) {
	d.items++
	section := d.sectionFor(line)
	if d.items == 1 && !d.boxes {
		d.warn(line, "list.plain")
	}
	if d.items > roadmap.MaxItems {
		if d.items == roadmap.MaxItems+1 {
			d.fault(line, "item.many", "size", d.items, "limit", roadmap.MaxItems)
		}
		return
	}
	src := d.markup(block)
	checkbox := box.Find(src)
	l := newLabel(unmarked(src[len(checkbox):]), d.context)
	first, rest := l.lines()
	title := first.withoutPosts()
	if len(checkbox) > 0 && checkbox[1] != ' ' {
		title = title.withoutDay()
	}
	item := &draftItem{title: d.plain(line, title), line: line}
	id, also := d.directives(line, l, "id also")
	item.id, item.also = d.claimID(d.itemIDs, line, id), also
	item.stated = item.id != ""
	d.addReading(item, line, title)
	d.addNote(item, line, d.remark(line, rest))
	d.addReading(item, line, rest)
	section.items = append(section.items, item)
	d.entry[block.Parent()] = item
}

// below reads a block below an item that is no item itself. Its links are to read on the
// item. The text of a paragraph goes to the item's note.
func (d *draft) below(line int, block ast.Node) {
	entry := block.Parent()
	for entry != nil && d.entry[entry] == nil {
		entry = entry.Parent()
	}
	if entry == nil {
		return
	}
	l := newLabel(d.clip(block, maxTitle), d.context)
	if l.isPosts() {
		return
	}
	if entry == block.Parent() {
		d.addNote(d.entry[entry], line, d.remark(line, l))
	}
	d.addReading(d.entry[entry], line, l)
}

// countNested counts the items below another item.
func (d *draft) countNested(line int) {
	if d.nested == 0 {
		d.nestedAt = line
	}
	d.nested++
}

// plain returns a label as a title: a single line in NFC.
func (d *draft) plain(line int, l label) string {
	title := normalize.Line(l.text())
	if title == "" {
		d.fault(line, "title.empty")
	}
	if n := utf8.RuneCountInString(title); n > roadmap.MaxTitle {
		d.fault(line, "title.long", "size", n, "limit", roadmap.MaxTitle)
	}
	d.checkVisible(line, title)
	return title
}

// checkVisible faults control and format characters, which people would not see.
func (d *draft) checkVisible(line int, s string) {
	for _, r := range s {
		if unicode.In(r, unicode.Cc, unicode.Cf) {
			d.fault(line, "character", "character", fmt.Sprintf("%U", r))
			return
		}
	}
}

// visible returns a text as a single line in NFC.
func (d *draft) visible(line int, s string) string {
	s = normalize.Line(s)
	d.checkVisible(line, s)
	return s
}

// strayComment warns of comments for the parser that are not on a title's line.
func (d *draft) strayComment(block ast.Node) {
	d.directives(d.at(block), newLabel(d.clip(block, maxTitle), d.context), "")
}
