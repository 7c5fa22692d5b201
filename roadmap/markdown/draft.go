package markdown

import (
	"fmt"

	"dojang/roadmap"
)

// draft is a roadmap while its file is read, with the faults and warnings so far.
type draft struct {
	*document
	place
	frames   []frame
	owners   []*draftItem // the item that each element is, or nil
	faults   Faults
	warnings []Notice

	title      string
	titled     bool   // the title was found
	frontTitle string // from the front matter
	areas      []*draftArea
	items      int // read so far, including those over the limit
	readings   int // links to read so far
	phases     []*draftPhase

	nested, nestedAt int         // number of items below another item, and the first one's line
	unread, unreadAt int         // number of entries that are no items since paragraphs are, and the first one's line
	likeBox          int         // last line with something like a box that was told of
	planned          map[int]int // line of the first item of each list below the study plan
	left, leftAt     map[int]int // number of entries about the file itself, and the first one's line, by heading

	sectionIDs map[string]int // line of each id
	itemIDs    map[string]int
}

type draftArea struct {
	title, emoji string
	line         int
	quiet        bool // it is expected to be empty
	sections     []*draftSection
}

type draftSection struct {
	id, title string
	stated    bool // the file states the id
	line      int
	quiet     bool // it is expected to be empty
	items     []*draftItem
}

type draftItem struct {
	id, title, also, note string
	stated                bool // the file states the id
	line                  int
	reading               []roadmap.Reading
	canonical             []string // of the reading
	unread                int      // links over the limit
	noteCut               bool     // the note was cut
}

func newDraft(s *source, tables bool) *draft {
	d := &draft{document: newDocument(s, true, tables), planned: map[int]int{}, left: map[int]int{}, leftAt: map[int]int{}, sectionIDs: map[string]int{}, itemIDs: map[string]int{}}
	d.warnings = d.notices
	return d
}

func (d *draft) fault(line int, code string, args ...any) {
	d.faults = append(d.faults, Notice{line, code, args})
}

func (d *draft) warn(line int, code string, args ...any) {
	d.warnings = append(d.warnings, Notice{line, code, args})
}

// finish completes the draft after the whole file is read. name is the title for a file
// without one, or "".
func (d *draft) finish(name string) {
	if !d.titled && d.frontTitle != "" {
		d.title, d.titled = d.plain(1, label{spans: []span{{text: d.frontTitle}}}), true
	}
	switch {
	case d.titled:
	case name != "":
		d.title = d.plain(1, label{spans: []span{{text: name}}})
		d.warn(1, "title.absent", "title", d.title)
	default:
		d.fault(1, "title.missing")
	}
	if d.nested > 0 {
		d.warn(d.nestedAt, "item.nested", "count", d.nested)
	}
	if d.unread > 0 {
		code := "list.left"
		if d.mode == tableRows {
			code = "list.rows"
		}
		d.warn(d.unreadAt, code, "count", d.unread)
	}
	for heading, count := range d.left {
		code := "list.about"
		if d.elements[heading].role == index {
			code = "list.index"
		}
		d.warn(d.leftAt[heading], code, "title", d.titleOf(heading), "count", count)
	}
	d.fillTitles()
	if d.items == 0 {
		d.fault(1, "item.none")
	}
	if d.items <= roadmap.MaxItems { // otherwise sections may look empty because items were not read
		d.prune()
	}
	for _, area := range d.areas {
		for _, section := range area.sections {
			for _, item := range section.items {
				if item.unread > 0 {
					d.warn(item.line, "reading.many", "count", item.unread)
				}
			}
		}
	}
	d.warnings = append(d.warnings, d.effortNotice()...)
	d.deriveIDs()
	d.resolve()
}

// fillTitles names the areas and sections that were read before the roadmap's title was
// known.
func (d *draft) fillTitles() {
	for _, area := range d.areas {
		if area.title == "" {
			area.title = d.title
		}
		for _, section := range area.sections {
			if section.title == "" {
				section.title = area.title
			}
		}
	}
}

// prune drops sections without items and areas without sections.
func (d *draft) prune() {
	var areas []*draftArea
	for _, area := range d.areas {
		var sections []*draftSection
		for _, section := range area.sections {
			if len(section.items) > 0 {
				sections = append(sections, section)
			} else {
				if !section.quiet {
					d.warn(section.line, "section.empty", "title", section.title)
				}
			}
		}
		if area.sections = sections; len(sections) > 0 {
			areas = append(areas, area)
		} else {
			if !area.quiet {
				d.warn(area.line, "area.empty", "title", area.title)
			}
		}
	}
	d.areas = areas
}

// roadmap returns the roadmap of a draft without faults.
func (d *draft) roadmap(lang roadmap.Lang) (*roadmap.Roadmap, error) {
	in := func(title string) roadmap.Text { return roadmap.Text{lang: title} }
	var areas []roadmap.Area
	stated, statedSections := map[string]bool{}, map[string]bool{}
	for _, a := range d.areas {
		area := roadmap.Area{Title: in(a.title), Emoji: a.emoji}
		for _, s := range a.sections {
			section := roadmap.Section{ID: s.id, Title: in(s.title)}
			statedSections[s.id] = s.stated
			for _, i := range s.items {
				stated[i.id] = i.stated
				section.Items = append(section.Items, roadmap.Item{ID: i.id, Title: in(i.title), Also: i.also, Note: i.note, Reading: i.reading})
			}
			area.Sections = append(area.Sections, section)
		}
		areas = append(areas, area)
	}
	var phases []roadmap.Phase
	for _, p := range d.phases {
		phase := roadmap.Phase{Title: in(p.title)}
		for _, s := range p.sections {
			phase.Sections = append(phase.Sections, s.id)
		}
		phases = append(phases, phase)
	}
	r, err := roadmap.New(in(d.title), areas, phases)
	if err != nil {
		return nil, fmt.Errorf("this cannot be a roadmap: %w", err)
	}
	r.StatedItems, r.StatedSections = stated, statedSections
	return r, nil
}
