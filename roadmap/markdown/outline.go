package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// outline is the structure of a file: the levels of areas and sections, and what an item
// looks like.
type outline struct {
	area, section int  // heading levels
	boxes         bool // there are checkboxes, and only these are items
}

// findOutline determines the outline of the whole file before it is read.
func (d *draft) findOutline(doc ast.Node) {
	var (
		open        []int // levels of the headings above the block
		boxed, all  [7]bool
		hidden      int // level of the heading whose contents do not belong to the roadmap, or 0
		titleBefore bool
	)
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			if hidden > 0 && n.Level > hidden {
				continue
			}
			hidden = 0
			if d.roleOf(n, n.Level == 1 && !titleBefore) != contents {
				hidden = n.Level
			}
			titleBefore = titleBefore || n.Level == 1
			for len(open) > 0 && open[len(open)-1] >= n.Level {
				open = open[:len(open)-1]
			}
			open = append(open, n.Level)
		case *ast.List:
			if hidden > 0 {
				continue
			}
			found := d.hasBoxes(n)
			d.boxes = d.boxes || found
			for _, level := range open {
				all[level] = true
				boxed[level] = boxed[level] || found
			}
		}
	}
	if d.boxes {
		all = boxed
	}
	for level := 2; level < len(all); level++ {
		switch {
		case !all[level]:
		case d.outline.area == 0:
			d.outline.area = level
		case d.outline.section == 0:
			d.outline.section = level
		}
	}
	if d.outline.area == 0 {
		d.outline.area = 2
	}
	if d.outline.section == 0 {
		d.outline.section = d.outline.area + 1
	}
}

// hasBoxes reports whether the list, or one in it, has a checkbox or something meant as
// one.
func (d *draft) hasBoxes(list *ast.List) bool {
	for block := range itemBlocks(list) {
		if src := d.clip(block, maxTitle); block == block.Parent().FirstChild() && (box.Match(src) || likeBox.Match(src)) {
			return true
		}
	}
	return false
}

// roleOf returns the role of a heading. The roadmap's own title has none.
func (d *draft) roleOf(n *ast.Heading, isTitle bool) role {
	src := d.clip(n, maxTitle)
	if isTitle || bytes.ContainsAny(src, `\&`) { // an escape makes it an ordinary heading
		return contents
	}
	heading, _ := d.bareHeading(src)
	return roleOf(heading.text())
}

// isItem reports whether the list item with the text src is an item of the roadmap.
func (d *draft) isItem(src []byte) bool {
	if d.boxes {
		return box.Match(src)
	}
	return !tocMark.Match(src) && !d.isHeadingLink(src)
}

// isHeadingLink reports whether a list item is only a link to a heading of the same file,
// as in a table of contents.
func (d *draft) isHeadingLink(src []byte) bool {
	if !bytes.Contains(src, []byte("](#")) {
		return false
	}
	linked := false
	for _, s := range newLabel(src, d.context).spans {
		if s.link && strings.HasPrefix(s.to, "#") {
			linked = true
		} else if !s.comment && strings.TrimSpace(s.text) != "" {
			return false
		}
	}
	return linked
}

var (
	tocMark  = regexp.MustCompile(`\{:\s*toc\b`)
	trailing = regexp.MustCompile(`(?:\s*\{(?:#[\w-]|:)[^{}]*\})+\s*$`)
	wikilink = regexp.MustCompile(`\[\[(?:[^\[\]|\\]*\|)?([^\[\]|\\]+)\]\]`)
)

// unmarked removes markup that only some tools know from a title's Markdown: kramdown's
// attributes at its end ({#id}, {: .class}), and the brackets of Obsidian's links
// ([[page]], [[page|text]]).
func unmarked(src []byte) []byte {
	return wikilink.ReplaceAll(trailing.ReplaceAll(src, nil), []byte("$1"))
}

// sectionFor returns the section of an item on the line. A section without a heading has
// the title of its area, and an area without one the title above it.
func (d *draft) sectionFor(line int) *draftSection {
	d.ensureArea(line)
	if d.section == nil {
		d.section = &draftSection{title: d.area.title, line: line}
		d.area.sections = append(d.area.sections, d.section)
	}
	if d.deep != nil {
		d.warn(d.deep.line, "heading.deep", "title", d.deep.title, "section", d.section.title)
		d.deep = nil
	}
	return d.section
}

// ensureArea adds an area if there is none yet.
func (d *draft) ensureArea(line int) {
	if d.area == nil {
		d.area = &draftArea{title: d.top, line: line}
		d.areas = append(d.areas, d.area)
	}
}
