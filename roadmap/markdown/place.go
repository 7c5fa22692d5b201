package markdown

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
