package markdown

import (
	"strings"
	"unicode/utf8"

	"dojang/normalize"
	"dojang/roadmap"
)

// place is where in the roadmap a draft is.
type place struct {
	open    []openHeading // above the element, outermost first
	top     string        // title of the last first-level heading
	area    *draftArea    // the one being read, or nil
	section *draftSection // the one being read, or nil
	deep    *draftSection // a heading deeper than sections, until an item follows
	phase   *draftPhase   // the one being read, or nil
}

// openHeading is a heading above an element.
type openHeading struct {
	level     int
	isSection bool
}

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
			d.directives(line, d.label(i), "")
		case codeElement:
			d.warn(line, "item.code", "count", e.count)
		case quotationElement:
			if e.below < 0 {
				d.warn(line, "item.quoted")
			}
		case tableElement:
			if e.below < 0 {
				d.tellTable(i, line)
			}
		case rowElement:
			if e.use == itemUse {
				d.item(i, line)
			}
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

// leave ends the headings of a level and of those below it.
func (d *draft) leave(level int, isTitle bool) {
	d.deep = nil
	for n := len(d.open); n > 0 && d.open[n-1].level >= level; n-- {
		if d.open[n-1].isSection {
			d.section = nil
		}
		d.open = d.open[:n-1]
	}
	unnamed := isTitle && d.area != nil && d.area.title == ""
	if level <= d.areaLevel && !unnamed { // otherwise the area from before the title goes on below it
		d.area, d.section = nil, nil
	}
}

// inSection reports whether a heading above is that of a section.
func (d *draft) inSection() bool {
	for _, h := range d.open {
		if h.isSection {
			return true
		}
	}
	return false
}

// beginSection begins a section with the heading.
func (d *draft) beginSection(line int, heading label) *draftSection {
	d.ensureArea(line)
	d.section = &draftSection{title: d.plain(line, heading), line: line}
	id, _ := d.directives(line, heading, "id")
	d.section.id = d.claimID(d.sectionIDs, line, id)
	d.section.stated = d.section.id != ""
	d.area.sections = append(d.area.sections, d.section)
	return d.section
}

// sectionFor returns the section of an item on the line. A section without a heading has
// the title of its area, and an area without one the title above it.
func (d *draft) sectionFor(line int) *draftSection {
	d.ensureArea(line)
	if d.section == nil {
		d.section = &draftSection{title: d.area.title, line: line}
		d.area.sections = append(d.area.sections, d.section)
		for n := len(d.frames) - 1; n >= 0 && d.frames[n].place.area == d.area && d.frames[n].place.section == nil; n-- {
			d.frames[n].place.section = d.section
		}
	}
	if d.deep != nil {
		d.warn(d.deep.line, "heading.deep", "title", d.deep.title, "section", d.section.title)
		d.deep = nil
	}
	return d.section
}

// ensureArea adds an area if there is none yet.
func (d *draft) ensureArea(line int) {
	if d.area != nil {
		return
	}
	d.area = &draftArea{title: d.top, line: line}
	d.areas = append(d.areas, d.area)
	for n := len(d.frames) - 1; n >= 0 && d.frames[n].place.area == nil; n-- {
		d.frames[n].place.area = d.area // it goes on behind what contains the line
	}
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
		}
	case emptyUse:
		d.warn(line, "title.empty")
	case aboutUse:
		d.leaveOut(i, line)
	case unused:
		if e.below < 0 && likeBox.Match(e.src) {
			d.warn(line, "item.box")
		}
		d.below(i, line)
	}
}

// item reads an item: an entry, or a paragraph that begins with bold text.
func (d *draft) item(i, line int) {
	e := &d.elements[i]
	whole := d.label(i)
	first, rest := whole.lines()
	if e.kind == paragraphElement {
		first, rest = d.boldTitle(e.src)
	}
	title := first.itemTitle(e.box.done)
	text := d.visible(line, title.shown())
	if text == "" {
		d.warn(line, "title.empty")
		return
	}
	if d.items++; d.items > roadmap.MaxItems {
		if d.items == roadmap.MaxItems+1 {
			d.fault(line, "item.many", "size", d.items, "limit", roadmap.MaxItems)
		}
		return
	}
	section := d.sectionFor(line)
	d.tellHowItWasRead(i, line)
	item := &draftItem{line: line}
	var more string
	if item.title, more = cutTitle(text); more != "" {
		d.warn(line, "title.long", "size", utf8.RuneCountInString(text), "limit", roadmap.MaxTitle)
	}
	id, also := d.directives(line, whole, "id also")
	item.id, item.also = d.claimID(d.itemIDs, line, id), also
	item.stated = item.id != ""
	d.addReading(item, line, title)
	d.addNote(item, line, more)
	d.addNote(item, line, d.remark(line, rest))
	d.addReading(item, line, rest)
	for _, cell := range e.cells {
		d.addReading(item, line, d.parse(cell))
	}
	section.items = append(section.items, item)
	d.owners[i] = item
}

// boldTitle splits a paragraph that is an item into its bold title and what follows.
func (d *draft) boldTitle(src []byte) (title, rest label) {
	m := boldLead.FindSubmatchIndex(src)
	return withoutColon(d.parse(src[m[2]:m[3]])), d.parse(src[m[4]:])
}

// tellHowItWasRead warns of what was mended for an item.
func (d *draft) tellHowItWasRead(i, line int) {
	e := &d.elements[i]
	d.tellDropped(e, line)
	switch {
	case e.loose:
		d.warn(line, "item.far")
	case d.mended[line].marked:
		d.warn(line, "item.mark")
	case e.raw:
		d.warn(line, "item.html")
	case len(e.src) > maxTitle:
		d.warn(line, "title.bytes", "size", len(e.src), "limit", maxTitle)
	}
	switch {
	case d.items > 1:
	case d.mode == entries:
		d.warn(line, "list.plain")
	case d.mode == paragraphs:
		d.warn(line, "list.paragraphs")
	}
	if role := d.roleAbove(i); role != contents && d.planned[e.list] == 0 {
		d.planned[e.list] = line
		d.warn(line, "plan.items", "title", d.titleOf(e.below))
	}
	for w := e.within; w >= 0; w = d.elements[w].within {
		if above := &d.elements[w]; !above.headed && (above.use != groupUse || d.owners[w] != nil) {
			if d.nested++; d.nested == 1 {
				d.nestedAt = line
			}
			break
		}
	}
}

// tellDropped warns of invisible characters that were dropped from the lines of an element.
func (d *draft) tellDropped(e *element, line int) {
	if len(d.mended) == 0 {
		return
	}
	for n := range strings.Count(string(e.src), "\n") + 1 {
		if dropped := d.mended[line+n].dropped; dropped != "" {
			d.warn(line+n, "character", "character", dropped)
		}
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

// below reads an entry or a paragraph below an item that is no item itself. Its links are to
// read on the item. The text of a paragraph goes to the item's note.
func (d *draft) below(i, line int) {
	e := &d.elements[i]
	owner := e.within
	for owner >= 0 && d.owners[owner] == nil {
		owner = d.elements[owner].within
	}
	if owner < 0 {
		if (d.mode == paragraphs || d.mode == tableRows) && e.kind == entryElement && e.below < 0 && !d.isHeadingLink(i) {
			if d.unread++; d.unread == 1 {
				d.unreadAt = line
			}
		}
		return
	}
	l := d.label(i)
	if l.isPosts() {
		return
	}
	if e.kind == paragraphElement && owner == e.within {
		d.addNote(d.owners[owner], line, d.remark(line, l))
	}
	d.addReading(d.owners[owner], line, l)
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

// plain returns a label as a title: a single line in NFC that is not too long.
func (d *draft) plain(line int, l label) string {
	first, _ := l.lines()
	text := d.visible(line, first.text())
	title, rest := cutTitle(text)
	if rest != "" {
		d.warn(line, "title.long", "size", utf8.RuneCountInString(text), "limit", roadmap.MaxTitle)
	}
	return title
}

// visible returns a text as a single line in NFC without what nobody sees.
func (d *draft) visible(line int, s string) string {
	s, dropped := normalize.Visible(s)
	if len(dropped) > 0 {
		d.warn(line, "character", "character", runeNames(dropped))
	}
	return normalize.Line(s)
}
