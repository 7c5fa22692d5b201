package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"dojang/normalize"
)

// classify finds out what each element is for, before any is read.
func (d *document) classify() {
	d.findRoles()
	d.findOddBoxes()
	d.findMode()
	d.takeOddBoxes()
	d.findTables()
	d.findIndexes()
	d.findUses()
	d.findPlanItems()
	d.findLevels()
}

// isHeading reports whether an element is a heading with a text.
func (d *document) isHeading(i int) bool {
	k := d.elements[i].kind
	return (k == headingElement || k == summaryElement) && d.titleOf(i) != ""
}

// findRoles finds the headings with a role and what is below them. Summaries get a level.
func (d *document) findRoles() {
	titled := !d.hasTitle
	current := -1       // index of the heading with a role that the element is below
	named := []string{} // by the entries of a table of contents, as anchors
	var levels stack
	for i := range d.elements {
		e := &d.elements[i]
		levels.leave(i)
		if current >= 0 {
			if w := d.elements[current].within; w >= 0 && i >= d.elements[w].end {
				current = -1
			}
		}
		switch {
		case e.kind == disclosureElement || e.kind == entryElement && e.headed:
			levels.enter(e.end)
		case e.kind == entryElement && current >= 0 && d.elements[current].role == index:
			named = append(named, anchor(d.titleOf(i)))
			for _, s := range d.label(i).spans {
				if _, fragment, found := strings.Cut(s.to, "#"); s.link && found {
					named = append(named, anchorOf(fragment))
				}
			}
		case d.isHeading(i):
			if e.kind == summaryElement {
				e.level = min(levels.top()+1, maxLevel)
			}
			levels.push(e.level)
			if current >= 0 && e.level > d.elements[current].level &&
				!(d.elements[current].role == index && slices.Contains(named, anchor(d.titleOf(i)))) {
				break
			}
			current = -1
			isTitle := e.level == 1 && !titled
			titled = titled || e.level == 1
			if e.role = d.roleAt(i); isTitle {
				e.role = contents
			}
			if e.role != contents {
				current, named = i, nil
			}
		}
		e.below = current
	}
}

// roleAt returns the role of a heading. An escape makes it an ordinary one.
func (d *document) roleAt(i int) role {
	if bytes.ContainsAny(d.elements[i].src, `\&`) {
		return contents
	}
	return roleOf(d.titleOf(i))
}

// roleAbove returns the role of the heading that an element is below.
func (d *document) roleAbove(i int) role {
	if d.elements[i].below < 0 {
		return contents
	}
	return d.elements[d.elements[i].below].role
}

// headings returns the titles of all headings in the form in which titles are compared.
func (d *document) headings() map[string]bool {
	titles := map[string]bool{}
	for i := range d.elements {
		if d.isHeading(i) {
			titles[normalize.Compact(d.titleOf(i))] = true
		}
	}
	return titles
}

// findMode finds out what items look like. Odd boxes make a file one with boxes only where
// there are some, and more of them than other entries, since the others are no items then.
func (d *document) findMode() {
	odd, marked, plain, planned := 0, 0, 0, 0
	for i := range d.elements {
		e := &d.elements[i]
		if e.kind != entryElement {
			continue
		}
		outside := d.roleAbove(i) == contents || d.roleAbove(i) == index
		switch todo, _ := cutTodo(e.src); {
		case e.box.found && outside:
			d.mode = boxes
			return
		case e.box.found:
			planned++
		case todo.found:
			marked++
		case outside && e.odd:
			odd++
		case d.roleAbove(i) == contents && len(e.src) > 0 && !d.isBelowOddBox(i):
			plain++
		}
	}
	switch {
	case odd >= 2 && odd > plain+marked:
		d.mode = boxes
	case marked >= 2:
		d.mode = todos
		d.takeTodos()
	case odd+plain > 0 || planned == 0:
		d.mode = entries
		d.findAbout()
		if d.bold() > max(2, d.plain()) {
			d.mode = paragraphs
		}
	}
}

// takeTodos takes the marks of Logseq and Org for checkboxes.
func (d *document) takeTodos() {
	for i := range d.elements {
		if e := &d.elements[i]; e.kind == entryElement && !e.box.found {
			e.takeBox(cutTodo(e.src))
		}
	}
}

// findAbout finds the headings below which a file tells about itself.
func (d *document) findAbout() {
	current := -1
	for i := range d.elements {
		if e := &d.elements[i]; d.isHeading(i) && (current < 0 || e.level <= d.elements[current].level) {
			current = -1
			if e.role == contents && e.below < 0 && e.level > 1 && aboutRoles[letters(d.titleOf(i))] {
				e.role, current = about, i
			}
		}
		if current >= 0 {
			d.elements[i].below = current
		}
	}
}

// boldLead matches a paragraph that begins with a bold title and tells about it. With a dash
// or a colon between them, it can be nothing else.
var (
	boldLead     = regexp.MustCompile(`^\*\*([^*\n]{1,200})\*\*[ \t]*(?:[-–—:：][ \t]*)?(\S)`)
	certainTitle = regexp.MustCompile(`^\*\*[^*\n]{1,200}(?:[:：]\*\*|\*\*[ \t]*[-–—:：])[ \t]*\S`)
)

// bold counts the paragraphs that look like items.
func (d *document) bold() (n int) {
	for i := range d.elements {
		if d.isBoldLead(i) && certainTitle.Match(d.elements[i].src) {
			n++
		}
	}
	return n
}

func (d *document) isBoldLead(i int) bool {
	e := &d.elements[i]
	return e.kind == paragraphElement && e.within < 0 && d.roleAbove(i) == contents && boldLead.Match(e.src)
}

// plain counts the entries that may be items of a file without checkboxes.
func (d *document) plain() (n int) {
	for i := range d.elements {
		if d.elements[i].kind == entryElement && d.roleAbove(i) == contents && !d.isHeadingLink(i) {
			n++
		}
	}
	return n
}

// findIndexes finds the lists below a heading for a table of contents that are one: most of
// their outer entries begin with a link or name a heading.
func (d *document) findIndexes() {
	headings := d.headings()
	points, all := map[int]int{}, map[int]int{}
	for i := range d.elements {
		e := &d.elements[i]
		if e.kind != entryElement || e.depth > 0 || d.roleAbove(i) != index {
			continue
		}
		all[e.list]++
		if startsWithLink(d.label(i)) || headings[normalize.Compact(d.titleOf(i))] {
			points[e.list]++
		}
	}
	for i := range d.elements {
		e := &d.elements[i]
		switch {
		case e.kind != entryElement || d.roleAbove(i) != index:
		case 2*points[e.list] > all[e.list] && !e.box.found:
			e.use = aboutUse
		default:
			d.elements[e.below].counted = true // no table of contents
			e.below = -1
		}
	}
}

// startsWithLink reports whether a link is the first that a label shows.
func startsWithLink(l label) bool {
	for _, s := range l.spans {
		if !s.comment && strings.TrimSpace(s.text) != "" {
			return s.link
		}
	}
	return false
}

// isHeadingLink reports whether an entry is only a link to a heading of the same file, as in
// a table of contents.
func (d *document) isHeadingLink(i int) bool {
	if tocMark.Match(d.elements[i].src) {
		return true
	}
	if !bytes.Contains(d.elements[i].src, []byte("#")) {
		return false
	}
	return d.label(i).isHeadingLink()
}

// isHeadingLink reports whether a label is only a link to a place in the same file.
func (l label) isHeadingLink() bool {
	linked := false
	for _, s := range l.spans {
		if s.link && strings.HasPrefix(s.to, "#") {
			linked = true
		} else if !s.comment && strings.TrimSpace(s.text) != "" {
			return false
		}
	}
	return linked
}

// findUses finds out what entries and paragraphs outside the study plan are.
func (d *document) findUses() {
	for i := range d.elements {
		e := &d.elements[i]
		above := d.roleAbove(i)
		switch {
		case e.use != unused:
		case e.kind == paragraphElement && d.mode == paragraphs && d.isBoldLead(i):
			e.use = itemUse
		case e.kind != entryElement || e.headed:
		case above == about:
			e.use = aboutUse
		case above == plan || above == progress || above == others:
			if above == plan && !e.box.found {
				e.use = phaseUse
			}
		case len(e.src) == 0 && (e.box.found || e.end == i+1):
			e.use = emptyUse
		case e.box.found:
			e.use = itemUse
		case len(e.src) == 0:
		case d.label(i).bold && d.hasItems(i):
			e.use = groupUse
		case e.odd && d.mended[d.line(e.at)].bare: // a sentence about boxes in a file without any
		case d.mode == entries && !d.isHeadingLink(i):
			e.use = itemUse
		}
	}
}

// hasItems reports whether there are items in the lists within an entry.
func (d *document) hasItems(i int) bool {
	for j := i + 1; j < d.elements[i].end; j++ {
		if e := &d.elements[j]; e.kind == entryElement && (e.box.found || d.mode == entries) {
			return true
		}
	}
	return false
}
