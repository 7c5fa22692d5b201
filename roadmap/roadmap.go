package roadmap

import (
	"fmt"
	"iter"
)

// Limits of a roadmap. They keep every reply, menu and file within Discord's
// limits and every search within a millisecond.
const (
	MaxItems = 2000    // items in a roadmap
	MaxTitle = 200     // characters in the title of a roadmap, area, section, item or phase
	MaxBytes = 1 << 20 // bytes of a roadmap's Markdown
	MaxID    = 24      // characters in the id of a section or an item
)

// Roadmap is a title and what it leads through: areas hold sections, sections
// hold items, and phases name sections in the order in which they are best
// worked through. A Roadmap is made by [Parse], [Merge] or [New] and is not
// changed afterwards, so it may be shared between goroutines.
type Roadmap struct {
	Title  Text
	Areas  []Area
	Phases []Phase

	spots    []ItemRef           // every item in roadmap order
	byItem   map[string]int      // item id -> index in spots
	sections map[string]*Section // section id -> section
	stages   []Stage
	search   *searchIndex

	// The ids of items and of sections that the file itself states; set by Parse.
	StatedItems, StatedSections map[string]bool
}

// Area is a field of knowledge: a second-level heading.
type Area struct {
	Title    Text
	Emoji    string // the emoji before the heading's text, or ""
	Sections []Section
}

// Section is a topic within an area: a third-level heading and its checklist.
// Whoever has done all its items earns its stamp.
type Section struct {
	ID    string
	Title Text
	Items []Item
}

// Item is one checkbox.
type Item struct {
	ID    string // [a-z0-9-]{1,24}, unique in the roadmap, never given to another item
	Title Text
	Also  string // further words by which search finds it, never shown
}

// Phase names sections in the order in which they are to be worked through.
type Phase struct {
	Title    Text
	Sections []string // section ids
}

// ItemRef is an item and where it stands in its roadmap.
type ItemRef struct {
	Area    *Area
	Section *Section
	Item    *Item
	Order   int // the item's place in roadmap order, from 0
	Stage   int // index in [Roadmap.Stages] of the stage its section belongs to
}

// Stage is a phase with its sections looked up. The sections that no phase
// names make up one last stage, after all phases, with Rest set and no title; in
// a roadmap without phases it has the roadmap's.
type Stage struct {
	Title    Text
	Sections []*Section
	Rest     bool
}

// Items returns the number of items in the stage.
func (s Stage) Items() int {
	n := 0
	for _, section := range s.Sections {
		n += len(section.Items)
	}
	return n
}

// New makes a roadmap of the areas and phases. It fails when an id is missing,
// stands twice or is malformed, when a phase names an unknown section or one
// that an earlier phase names, and when there is no item.
func New(title Text, areas []Area, phases []Phase) (*Roadmap, error) {
	r := &Roadmap{Title: title, Areas: areas, Phases: phases, byItem: map[string]int{}, sections: map[string]*Section{}}
	for i := range areas {
		area := &areas[i]
		for j := range area.Sections {
			section := &area.Sections[j]
			if !ValidID(section.ID) {
				return nil, fmt.Errorf("roadmap: section id %q is not of the form [a-z0-9-]{1,24}", section.ID)
			}
			if r.sections[section.ID] != nil {
				return nil, fmt.Errorf("roadmap: section id %q stands twice", section.ID)
			}
			r.sections[section.ID] = section
			for k := range section.Items {
				item := &section.Items[k]
				if !ValidID(item.ID) {
					return nil, fmt.Errorf("roadmap: item id %q is not of the form [a-z0-9-]{1,24}", item.ID)
				}
				if _, twice := r.byItem[item.ID]; twice {
					return nil, fmt.Errorf("roadmap: item id %q stands twice", item.ID)
				}
				r.byItem[item.ID] = len(r.spots)
				r.spots = append(r.spots, ItemRef{Area: area, Section: section, Item: item, Order: len(r.spots)})
			}
		}
	}
	if len(r.spots) == 0 {
		return nil, fmt.Errorf("roadmap: no items")
	}
	if err := r.stage(); err != nil {
		return nil, err
	}
	r.search = newSearchIndex(r.spots)
	return r, nil
}

// stage looks the phases' sections up and collects the sections that no phase
// names into the last stage.
func (r *Roadmap) stage() error {
	of := map[string]int{}
	for i, phase := range r.Phases {
		stage := Stage{Title: phase.Title}
		for _, id := range phase.Sections {
			section := r.sections[id]
			if section == nil {
				return fmt.Errorf("roadmap: phase %d names the unknown section %q", i+1, id)
			}
			if _, twice := of[id]; twice {
				return fmt.Errorf("roadmap: section %q stands in two phases", id)
			}
			of[id] = i
			stage.Sections = append(stage.Sections, section)
		}
		r.stages = append(r.stages, stage)
	}
	rest := Stage{Rest: true}
	if len(r.Phases) == 0 {
		rest.Title = r.Title
	}
	for i := range r.Areas {
		for j := range r.Areas[i].Sections {
			section := &r.Areas[i].Sections[j]
			if _, named := of[section.ID]; !named {
				of[section.ID] = len(r.stages)
				rest.Sections = append(rest.Sections, section)
			}
		}
	}
	if len(rest.Sections) > 0 {
		r.stages = append(r.stages, rest)
	}
	for i := range r.spots {
		r.spots[i].Stage = of[r.spots[i].Section.ID]
	}
	return nil
}

// Len returns the number of items.
func (r *Roadmap) Len() int { return len(r.spots) }

// Items yields every item in roadmap order.
func (r *Roadmap) Items() iter.Seq[ItemRef] {
	return func(yield func(ItemRef) bool) {
		for _, ref := range r.spots {
			if !yield(ref) {
				return
			}
		}
	}
}

// Sections returns all sections in roadmap order.
func (r *Roadmap) Sections() iter.Seq[*Section] {
	return func(yield func(*Section) bool) {
		for i := range r.Areas {
			for j := range r.Areas[i].Sections {
				if !yield(&r.Areas[i].Sections[j]) {
					return
				}
			}
		}
	}
}

// ItemRef returns the item with the id and where it stands.
func (r *Roadmap) Item(item string) (ItemRef, bool) {
	i, ok := r.byItem[item]
	if !ok {
		return ItemRef{}, false
	}
	return r.spots[i], true
}

// Section returns the section with the id, or nil.
func (r *Roadmap) Section(id string) *Section { return r.sections[id] }

// Area returns the area that the section with the id stands in, or nil.
func (r *Roadmap) Area(section string) *Area {
	for i := range r.Areas {
		for j := range r.Areas[i].Sections {
			if r.Areas[i].Sections[j].ID == section {
				return &r.Areas[i]
			}
		}
	}
	return nil
}

// Stages returns the phases in order and, after them, the sections that no
// phase names. It is never empty.
func (r *Roadmap) Stages() []Stage { return r.stages }
