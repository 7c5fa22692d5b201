package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/text"

	"dojang/normalize"
)

// table is a table of a file, as GitHub shows them.
type table struct {
	at    int // offset of its first line
	heads [][]byte
	rows  []tableRow
	topic *column // the column that has the topics of the rows, or nil
}

// tableRow is a row with the Markdown of its cells.
type tableRow struct {
	at    int // offset of its line
	cells [][]byte
}

// tableRule matches the line below the header row of a table.
var tableRule = regexp.MustCompile(`^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t]*$`)

// cutTable returns the table in the lines of a paragraph, or nil, with the lines above it and
// those below it, which begin with an entry of a list that stands too far in to be one.
// See https://github.github.com/gfm/#tables-extension-.
func cutTable(lines []text.Segment, src []byte) (above []text.Segment, t *table, below []text.Segment) {
	for i := 1; i < len(lines); i++ {
		heads, rule := lines[i-1], lines[i].Value(src)
		if !bytes.ContainsRune(heads.Value(src), '|') || !tableRule.Match(bytes.TrimRight(rule, "\n")) {
			continue
		}
		t = &table{at: heads.Start, heads: cellsOf(heads.Value(src))}
		for j, line := range lines[i+1:] {
			if isLoose(line.Value(src)) {
				below = lines[i+1+j:]
				break
			}
			t.rows = append(t.rows, tableRow{line.Start, cellsOf(line.Value(src))})
		}
		return lines[:i-1], t, below
	}
	return lines, nil, nil
}

// cellsOf splits a row into its cells. A backslash keeps a bar in its cell, in code too.
func cellsOf(row []byte) [][]byte {
	row = bytes.TrimPrefix(bytes.TrimSpace(row), []byte("|"))
	var cells [][]byte
	var cell []byte
	for i := 0; i < len(row); i++ {
		switch {
		case row[i] == '\\' && i+1 < len(row) && row[i+1] == '|':
			cell = append(cell, '|')
			i++
		case row[i] == '|':
			cells = append(cells, bytes.TrimSpace(cell))
			cell = nil
		default:
			cell = append(cell, row[i])
		}
	}
	if rest := bytes.TrimSpace(cell); len(rest) > 0 {
		cells = append(cells, rest)
	}
	return cells
}

// cell returns the Markdown of a cell, or nil if the row ends before it or if it is too long
// for a title.
func (r tableRow) cell(column int) []byte {
	if column >= len(r.cells) || len(r.cells[column]) > maxTitle {
		return nil
	}
	return r.cells[column]
}

// table adds a table, if there is one, and the entries below it. Its rows follow it.
func (f *flattener) table(t *table, below []text.Segment) {
	if t == nil {
		return
	}
	i := f.add(element{kind: tableElement, at: t.at, count: len(t.rows)})
	if f.within < 0 {
		f.all[i].table = t
		for _, row := range t.rows {
			f.add(element{kind: rowElement, at: row.at, cells: row.cells})
		}
	}
	f.looseEntries(below)
}

// findTables finds the tables whose rows can be items. If they are to be, and there are no
// checkboxes, only they are.
func (d *document) findTables() {
	for i := range d.elements {
		t, role := d.elements[i].table, d.roleAbove(i)
		if t == nil || role != contents && role != index {
			continue
		}
		topic, ok := d.topicColumn(t)
		if !ok || role == index && d.listsHeadings(t, topic) {
			continue
		}
		t.topic = &topic
		d.findTopics(i)
		if d.tables && (d.mode == entries || d.mode == paragraphs) {
			d.mode = tableRows
		}
	}
}

// findTopics finds the rows of the table at i that have a topic. If rows are to be items,
// these are; others that say something are empty ones.
func (d *document) findTopics(i int) {
	e := &d.elements[i]
	e.count = 0
	if e.below >= 0 && d.tables {
		d.elements[e.below].counted = true // no table of contents
		e.below = -1
	}
	for j := range e.table.rows {
		row := &d.elements[i+1+j]
		if at := e.table.topic.index; at < len(row.cells) {
			row.box, row.src = cutAnyBox(row.cells[at])
			row.cells = slices.Delete(slices.Clone(row.cells), at, at+1)
		}
		use := unused
		if strings.TrimSpace(d.label(i+1+j).shown()) != "" {
			e.count++
			use = itemUse
		} else if len(bytes.Join(row.cells, nil)) > 0 {
			use = emptyUse
		}
		if d.tables {
			row.use, row.below = use, e.below
		}
	}
}

// listsHeadings reports whether most topics of a table name a heading of the file or only
// link to one: then it is a table of contents.
func (d *document) listsHeadings(t *table, topic column) bool {
	headings := d.headings()
	count := 0
	for _, row := range t.rows {
		l := d.parse(row.at, row.cell(topic.index))
		if headings[normalize.Compact(l.text())] || l.isHeadingLink() {
			count++
		}
	}
	return 2*count > len(t.rows)
}

// tellTable warns of a table: that it is left out, that its rows can be items, or that they
// are.
func (d *draft) tellTable(i, line int) {
	switch e := &d.elements[i]; {
	case e.table == nil || e.table.topic == nil:
		d.warn(line, "table", "rows", e.count)
	case d.tables:
		d.warn(line, TableTaken, "rows", e.count, "column", e.table.topic.title)
	default:
		d.warn(line, TableOffered, "rows", e.count, "column", e.table.topic.title)
	}
}

// The codes of the notices about tables whose rows can be items, and of those whose rows
// are.
const (
	TableOffered = "table.rows"
	TableTaken   = "table.taken"
)

// TableRows returns how many rows the table of such a notice has, and the title of the
// column that has their topics.
func TableRows(n Notice) (rows int, column string) {
	for i := 0; i+1 < len(n.Args); i += 2 {
		switch value := n.Args[i+1].(type) {
		case int:
			rows = value
		case string:
			column = value
		}
	}
	return rows, column
}
