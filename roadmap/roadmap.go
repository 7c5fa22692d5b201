package roadmap

import (
	"fmt"
	"iter"
)

// Limits of a roadmap. They keep every reply, menu and file within Discord's limits and
// every search within a millisecond.
const (
	MaxItems = 2000    // items in a roadmap
	MaxTitle = 200     // characters in the title of a roadmap, area, section, item or phase
	MaxNote  = 1000    // characters in the note of an item
	MaxBytes = 1 << 20 // bytes of a roadmap's Markdown
	MaxID    = 24      // characters in the id of a section or an item
)

// Roadmap is a title with areas, which hold sections, which hold items, and with phases,
// which list sections in the order in which they are best worked through. A Roadmap is made
// by [New] or [Merge] and never changes afterwards, so goroutines may share it.
type Roadmap struct {
	Title  Text
	Areas  []Area
	Phases []Phase

	items    []ItemRef           // all items in roadmap order
	byItem   map[string]int      // item id -> index in items
	sections map[string]*Section // section id -> section
	stages   []Stage
	search   *searchIndex

	// The ids of items and sections that the file states itself, set by markdown.Parse.
	StatedItems, StatedSections map[string]bool

	// ReadingUnknown means that the roadmap was stored before the links and notes of files
	// were, so that its items have none whatever its file said. Package ledger sets it.
	ReadingUnknown bool
}

// Area is a field of knowledge, with sections.
type Area struct {
	Title    Text
	Emoji    string // emoji before the title, or ""
	Sections []Section
}

// Section is a topic within an area. A member who has checked all its items earns its
// stamp.
type Section struct {
	ID    string
	Title Text
	Items []Item

	Twin      Twin // set by New
	Elsewhere bool // a section of another area has the same title; set by New
}

// Item is one checkbox.
type Item struct {
	ID    string // [a-z0-9-]{1,24}, unique in the roadmap, never reused for another item
	Title Text
	Also  string // further search words, never shown

	Note    string    // what the file says about the item besides its title, as one line of plain text; "" if nothing
	Reading []Reading // what the file links for everybody to read on it; never anybody's posts

	Twin      Twin // set by New
	Elsewhere bool // an item of another section has the same title; set by New
}

// Reading is a link of the roadmap on one of its items.
type Reading struct {
	Title string // "" if the link has no text of its own
	URL   string // accepted by [link.Parse]
}

// Phase is a step of the study plan: sections in the order in which to work through them.
type Phase struct {
	Title    Text
	Sections []string // section ids
}

// ItemRef is an item together with where it is in its roadmap.
type ItemRef struct {
	Area    *Area
	Section *Section
	Item    *Item
	Order   int // index in roadmap order
	Stage   int // index of its section's stage in [Roadmap.Stages]
}

// Stage is a phase with its sections resolved. The sections that no phase lists form a last
// stage, with Rest set and no title. In a roadmap without phases that is the only stage,
// and it has the roadmap's title.
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

// New returns a roadmap of the areas and phases. It fails if an id is missing, malformed or
// not unique, if a phase lists an unknown section or one that an earlier phase lists, and
// if there are no items.
func New(title Text, areas []Area, phases []Phase) (*Roadmap, error) {
	r := &Roadmap{Title: title, Areas: areas, Phases: phases, byItem: map[string]int{}, sections: map[string]*Section{}}
	for i := range areas {
		area := &areas[i]
		for j := range area.Sections {
			section := &area.Sections[j]
			if !ValidID(section.ID) {
				return nil, fmt.Errorf("section id %q is not of the form [a-z0-9-]{1,24}", section.ID)
			}
			if r.sections[section.ID] != nil {
				return nil, fmt.Errorf("section id %q stands twice", section.ID)
			}
			r.sections[section.ID] = section
			for k := range section.Items {
				item := &section.Items[k]
				if !ValidID(item.ID) {
					return nil, fmt.Errorf("item id %q is not of the form [a-z0-9-]{1,24}", item.ID)
				}
				if _, twice := r.byItem[item.ID]; twice {
					return nil, fmt.Errorf("item id %q stands twice", item.ID)
				}
				r.byItem[item.ID] = len(r.items)
				r.items = append(r.items, ItemRef{Area: area, Section: section, Item: item, Order: len(r.items)})
			}
		}
	}
	if len(r.items) == 0 {
		return nil, fmt.Errorf("the roadmap has no items")
	}
	if err := r.buildStages(); err != nil {
		return nil, err
	}
	r.numberTwins()
	r.search = newSearchIndex(r.items)
	return r, nil
}

// buildStages resolves the sections of the phases and collects the others in the last
// stage.
func (r *Roadmap) buildStages() error {
	of := map[string]int{}
	for i, phase := range r.Phases {
		stage := Stage{Title: phase.Title}
		for _, id := range phase.Sections {
			section := r.sections[id]
			if section == nil {
				return fmt.Errorf("phase %d names the unknown section %q", i+1, id)
			}
			if _, twice := of[id]; twice {
				return fmt.Errorf("section %q is in two phases", id)
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
	for i := range r.items {
		r.items[i].Stage = of[r.items[i].Section.ID]
	}
	return nil
}

// Len returns the number of items.
func (r *Roadmap) Len() int { return len(r.items) }

// Items yields all items in roadmap order.
func (r *Roadmap) Items() iter.Seq[ItemRef] {
	return func(yield func(ItemRef) bool) {
		for _, ref := range r.items {
			if !yield(ref) {
				return
			}
		}
	}
}

// Sections yields all sections in roadmap order.
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

// Item returns the item with the id and where it is.
func (r *Roadmap) Item(item string) (ItemRef, bool) {
	i, ok := r.byItem[item]
	if !ok {
		return ItemRef{}, false
	}
	return r.items[i], true
}

// Section returns the section with the id, or nil.
func (r *Roadmap) Section(id string) *Section { return r.sections[id] }

// Area returns the area that contains the section with the id, or nil.
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

// Stages returns the phases in order, followed by the stage of the sections that no phase
// lists. It is never empty.
func (r *Roadmap) Stages() []Stage { return r.stages }
