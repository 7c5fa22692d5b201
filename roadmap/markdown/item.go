package markdown

import (
	"bytes"
	"unicode/utf8"

	"dojang/roadmap"
)

// item reads an item: an entry, or a paragraph that begins with bold text.
func (d *draft) item(i, line int) {
	e := &d.elements[i]
	whole := d.label(i)
	first, rest := whole.lines()
	if e.kind == paragraphElement {
		first, rest = d.boldTitle(e.at, e.src)
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
	d.tellBoxesBelow(e.src, line+e.lines)
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
		d.addReading(item, line, d.parse(e.at, cell))
	}
	section.items = append(section.items, item)
	d.owners[i] = item
}

// row reads a row of a table.
func (d *draft) row(i, line int) {
	switch d.elements[i].use {
	case itemUse:
		d.item(i, line)
	case emptyUse:
		d.warn(line, "title.empty")
	}
}

// boldTitle splits a paragraph that is an item into its bold title and what follows.
func (d *draft) boldTitle(at int, src []byte) (title, rest label) {
	m := boldLead.FindSubmatchIndex(src)
	return withoutColon(d.parse(at, src[m[2]:m[3]])), d.parse(at, src[m[4]:])
}

// tellHowItWasRead warns of what was mended for an item.
func (d *draft) tellHowItWasRead(i, line int) {
	e := &d.elements[i]
	d.tellDropped(e, line)
	switch {
	case e.loose || d.mended[line].far:
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
	src := bytes.TrimSuffix(e.src, []byte("\n")) // there is one if the paragraph goes on with another entry
	for n := range e.lines + bytes.Count(src, []byte("\n")) + 1 {
		if dropped := d.mended[line+n].dropped; dropped != "" {
			d.warn(line+n, "character", "character", dropped)
		}
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
		if e.kind == paragraphElement && e.below < 0 {
			d.tellBoxes(e.src, line)
		}
		if (d.mode == paragraphs || d.mode == tableRows) && e.kind == entryElement && e.below < 0 && !d.isHeadingLink(i) {
			if d.unread++; d.unread == 1 {
				d.unreadAt = line
			}
		}
		return
	}
	if e.kind == paragraphElement {
		d.tellBoxesBelow(e.src, line)
	}
	l := d.label(i)
	if l.isPosts() {
		return
	}
	if e.kind == paragraphElement && owner == e.within {
		d.addNote(d.owners[owner], line, d.remark(line, l))
		if certainBox.Match(e.src) {
			d.tellBoxes(e.src, line)
		}
	}
	d.addReading(d.owners[owner], line, l)
}

// tellBoxesBelow is tellBoxes for the lines below the first.
func (d *draft) tellBoxesBelow(src []byte, line int) {
	_, more, _ := bytes.Cut(src, []byte("\n"))
	d.tellBoxes(more, line+1)
}

// tellBoxes warns of the lines of a text that begin with what people may mean as a box.
func (d *draft) tellBoxes(src []byte, line int) {
	for text := range bytes.Lines(src) {
		if likeBox.Match(text) && d.likeBox != line {
			d.likeBox = line
			d.warn(line, "item.box")
		}
		line++
	}
}

// tellSquare warns of a line whose bullet is a square, which people may mean as a box.
func (d *draft) tellSquare(line int) {
	if d.mended[line].square && d.mode == boxes && d.likeBox != line {
		d.likeBox = line
		d.warn(line, "item.box")
	}
}
