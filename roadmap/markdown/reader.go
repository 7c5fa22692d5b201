package markdown

import (
	"slices"
)

// frame is an entry or a disclosure that contains the element, and the place it began in.
type frame struct {
	end   int
	place place
}

// read reads the elements of the file.
func (d *draft) read() {
	d.readFrontMatter()
	d.owners = make([]*draftItem, len(d.elements))
	for i := range d.elements {
		e := &d.elements[i]
		for n := len(d.frames); n > 0 && d.frames[n-1].end <= i; n-- {
			phase := d.phase
			d.place, d.frames = d.frames[n-1].place, d.frames[:n-1]
			d.phase = phase
		}
		if e.kind == disclosureElement || e.kind == entryElement && (e.headed || e.use == groupUse) {
			kept := d.place
			kept.open = append([]openHeading(nil), d.open...)
			d.frames = append(d.frames, frame{e.end, kept})
		}
		line := d.line(e.at)
		switch e.kind {
		case headingElement, summaryElement:
			d.heading(i)
		case entryElement:
			d.entry(i, line)
		case paragraphElement:
			d.paragraph(i, line)
		case commentElement:
			if e.box.found {
				d.warn(line, "item.comment", "count", e.count)
			} else {
				d.directives(line, d.label(i), "")
			}
		case codeElement:
			if e.box.found {
				d.warn(line, "item.code", "count", e.count)
			} else if d.mode == entries && listMark.Match(e.src) || slices.ContainsFunc(codeEntry.Split(string(e.src), -1), likeBox.MatchString) {
				d.warn(line, "list.code", "count", e.count)
			}
		case quotationElement:
			if e.use == unused {
				d.warn(line, "item.quoted")
			}
		case tableElement:
			d.tellTable(i, line)
		case rowElement:
			d.row(i, line)
		}
	}
}

// heading reads a heading.
func (d *draft) heading(i int) {
	e := &d.elements[i]
	line := d.line(e.at)
	heading := d.label(i)
	d.tellDropped(e, line)
	if !d.isHeading(i) {
		d.warn(line, "heading.empty")
		d.directives(line, heading, "")
		return
	}
	if e.below >= 0 && e.below != i {
		if d.roleAbove(i) == plan {
			d.beginPhase(line, heading)
		}
		if d.isHidden(i) {
			return
		}
	} else {
		d.phase = nil
	}
	if headingBox.Match(e.src) || e.within >= 0 && likeBox.Match(e.src) {
		d.warn(line, "item.box")
	}
	d.tellBoxesBelow(e.src, line)
	isTitle := e.level == 1 && !d.titled
	d.leave(e.level, isTitle)
	isSection := e.level > d.areaLevel && !d.inSection() && !isTitle
	quiet := e.below >= 0 || e.role == index
	switch {
	case d.isHidden(i):
	case e.level == 1 && (isTitle || d.areaLevel > 1):
		d.directives(line, heading, "")
		d.top = d.plain(line, heading)
		if isTitle {
			d.title, d.titled = d.top, true
		} else {
			d.warn(line, "title.second")
		}
	case e.level <= d.areaLevel:
		d.directives(line, heading, "")
		d.area = &draftArea{title: d.plain(line, heading), emoji: e.emoji, line: line, quiet: quiet}
		d.areas = append(d.areas, d.area)
	case isSection:
		d.beginSection(line, heading).quiet = quiet
	default:
		d.directives(line, heading, "")
		d.deep = &draftSection{title: d.visible(line, heading.text()), line: line}
	}
	d.open = append(d.open, openHeading{e.level, isSection})
}

// entry reads an entry of a list.
func (d *draft) entry(i, line int) {
	e := &d.elements[i]
	use := e.use
	if use == groupUse && d.inSection() {
		use = unused
		if d.mode == entries {
			use = itemUse
		}
	}
	switch use {
	case itemUse:
		d.item(i, line)
	case groupUse:
		d.beginSection(line, withoutColon(d.label(i)))
		d.open = append(d.open, openHeading{maxLevel + 1, true})
	case phaseUse:
		if d.phase != nil {
			d.phase.entries = append(d.phase.entries, draftEntry{label: d.label(i), line: line})
		} else {
			d.tellBoxes(e.src, line)
		}
	case emptyUse:
		d.warn(line, "title.empty")
	case aboutUse:
		d.leaveOut(i, line)
	case unused:
		if e.below < 0 {
			d.tellBoxes(e.src, line)
			d.tellSquare(line)
		}
		d.below(i, line)
	}
}

// paragraph reads a paragraph. A bold one below the heading of the study plan may be the
// title of a phase.
func (d *draft) paragraph(i, line int) {
	e := &d.elements[i]
	switch {
	case e.use == itemUse:
		d.item(i, line)
	case d.roleAbove(i) == plan && e.within < 0:
		if l := d.label(i); l.bold {
			d.beginPhase(line, l)
		}
	default:
		d.below(i, line)
	}
}

// leaveOut counts an entry that is about the file itself, by the heading above.
func (d *draft) leaveOut(i, line int) {
	e := &d.elements[i]
	if d.mode == boxes || d.mode == todos || d.roleAbove(i) == index && (d.isHeadingLink(i) || e.depth > 0) {
		return
	}
	if d.left[e.below]++; d.left[e.below] == 1 {
		d.leftAt[e.below] = line
	}
}
