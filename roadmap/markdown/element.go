package markdown

import "bytes"

// element is a part of a file. Elements are in the order of their lines; those in an entry
// of a list follow it up to its end.
type element struct {
	kind   kind
	at     int      // offset of its first byte
	src    []byte   // Markdown: of a heading or a paragraph, or of an entry's first paragraph or a quoted one without its box
	level  int      // of a heading
	within int      // index of the entry that contains it, or -1
	end    int      // of an entry or a disclosure: index behind the last element in it
	list   int      // of an entry: index of the first entry of the outermost list
	depth  int      // of an entry: how many entries contain it
	box    box      // of an entry
	lines  int      // of an entry: lines from at to the one on which src begins, behind a box that stands alone
	odd    bool     // it begins with a box that only a reader of the page sees
	headed bool     // of an entry: it begins with a heading
	raw    bool     // of an entry: it is Markdown within HTML, which GitHub shows as text
	loose  bool     // of an entry: it is a line of a paragraph that looks like one
	count  int      // rows of a table, or checkboxes in code or in a comment
	table  *table   // of a table outside lists and quotations; its rows follow
	cells  [][]byte // of a row: those besides the title, once that is known

	parsed  *label // cache of document.label
	emoji   string // before a heading
	role    role   // of a heading
	use     use    // of an entry or a paragraph
	counted bool   // of a heading with a role: there are items below it
	below   int    // index of the heading with a role that it is below, or -1
}

// takeBox gives an entry the box at the beginning of its text, and leaves it the rest.
func (e *element) takeBox(b box, rest []byte) {
	e.lines += bytes.Count(e.src, []byte("\n")) - bytes.Count(rest, []byte("\n"))
	e.box, e.src, e.parsed = b, rest, nil
}

// kind is what an element is.
type kind int

const (
	headingElement    kind = iota
	disclosureElement      // all of <details>
	summaryElement         // a heading one level below the one above it
	entryElement
	paragraphElement
	commentElement   // one with checkboxes has only their number
	codeElement      // a code block with checkboxes
	quotationElement // a checkbox in a quotation
	tableElement
	rowElement // of a table
)

// use is what an entry or a paragraph is in a roadmap.
type use int

const (
	unused   use = iota
	itemUse      // an item
	groupUse     // the title of a section
	phaseUse     // names a section in the study plan
	aboutUse     // about the file itself
	emptyUse     // nothing
)
