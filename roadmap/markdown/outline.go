package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// outline is how a file is built: which of its headings are areas and
// sections, and what an item looks like.
type outline struct {
	area, section int  // levels of headings
	boxes         bool // there are checkboxes, and only they are items
}

// survey looks at a whole file before it is read.
func (d *draft) survey(doc ast.Node) {
	var (
		open        []int // levels of the headings that the block stands below
		boxed, all  [7]bool
		hidden      int // level of the heading whose contents are no roadmap's, or 0
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

// hasBoxes reports whether an entry of the list, or of one in it, has a
// checkbox or what is meant for one.
func (d *draft) hasBoxes(list *ast.List) bool {
	for block := range itemBlocks(list) {
		if src := d.clip(block, maxTitle); block == block.Parent().FirstChild() && (box.Match(src) || likeBox.Match(src)) {
			return true
		}
	}
	return false
}

// roleOf returns the role of a heading. The roadmap's own title may be any.
func (d *draft) roleOf(n *ast.Heading, isTitle bool) role {
	src := d.clip(n, maxTitle)
	if isTitle || bytes.ContainsAny(src, `\&`) { // an escape makes another heading of it
		return contents
	}
	heading, _ := d.bare(src)
	return roleOf(heading.text())
}

// isItem reports whether the entry of a list that reads src is an item.
func (d *draft) isItem(src []byte) bool {
	if d.boxes {
		return box.Match(src)
	}
	return !tocMark.Match(src) && !d.pointer(src)
}

// pointer reports whether an entry is only a link to a heading of the same
// file, as in a table of contents.
func (d *draft) pointer(src []byte) bool {
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

// unmarked returns a title's Markdown without what is markup only in some
// tools: the attributes of kramdown at its end ({#id}, {: .class}), and the
// brackets of Obsidian's links ([[page]], [[page|text]]).
func unmarked(src []byte) []byte {
	return wikilink.ReplaceAll(trailing.ReplaceAll(src, nil), []byte("$1"))
}

// under returns the section that an item on the line belongs to. Where no
// heading gives one, it is named as its area, and an area as what is above it.
func (d *draft) under(line int) *draftSection {
	d.within(line)
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

// within makes sure that there is an area.
func (d *draft) within(line int) {
	if d.area == nil {
		d.area = &draftArea{title: d.top, line: line}
		d.areas = append(d.areas, d.area)
	}
}
