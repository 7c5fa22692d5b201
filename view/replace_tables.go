package view

import (
	"dojang/roadmap/markdown"
)

// tableRows returns how many rows of the file's tables can be items, or are, and the column
// of the first such table.
func (m Replacement) tableRows() (rows, tables int, column string) {
	code := markdown.TableOffered
	if m.Tables {
		code = markdown.TableTaken
	}
	for _, w := range m.Warnings {
		if w.Code != code {
			continue
		}
		n, name := markdown.TableRows(w)
		if tables++; tables == 1 {
			column = name
		}
		rows += n
	}
	return rows, tables, column
}

// OffersTables reports whether rows of the file's tables can be items and are not.
func (m Replacement) OffersTables() bool {
	rows, _, _ := m.tableRows()
	return rows > 0 && !m.Tables
}

// tables returns the line that offers to take the rows of tables as items, or says that
// they are.
func (p Printer) tables(m Replacement) []string {
	rows, tables, column := m.tableRows()
	switch {
	case rows == 0:
		return nil
	case m.Tables:
		return []string{p.T("replace.tables.taken", "n", rows)}
	case tables == 1:
		return []string{p.T("replace.table", "n", rows, "column", Cut(column, 60))}
	}
	return []string{p.T("replace.tables", "n", rows, "tables", tables, "column", Cut(column, 60))}
}

// tableButtons returns the button that takes the rows of tables as items, or leaves them
// out again.
func (p Printer) tableButtons(m Replacement) []Component {
	rows, _, _ := m.tableRows()
	switch version := number(m.Group.RoadmapVersion); {
	case m.Tables:
		return []Component{button(styleSecondary, p.T("button.tables.leave"), ReplaceTablesID.With(m.Group.ID, version, "0"))}
	case rows > 0:
		return []Component{button(stylePrimary, p.T("button.tables.take", "n", rows), ReplaceTablesID.With(m.Group.ID, version, "1"))}
	}
	return nil
}
