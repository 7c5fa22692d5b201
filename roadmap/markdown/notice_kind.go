package markdown

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// kinds has, for each code of a notice, a few words for many of them, in English.
var kinds = map[string]string{
	// Faults.
	"file.bytes":    `the file is too long`,
	"file.lines":    `the file has too many lines`,
	"file.encoding": `not UTF-8`,
	"title.missing": `the roadmap has no title`,
	"item.none":     `the roadmap has no items`,
	"item.many":     `too many items`,

	// Warnings.
	"file.effort":     `more links, code and HTML than can be read`,
	"list.depth":      `nested too deeply`,
	"title.empty":     `an empty title, left out`,
	"title.long":      `a title that was too long, cut`,
	"title.bytes":     `a line that is too long`,
	"heading.empty":   `a heading without text, left out`,
	"character":       `an invisible character`,
	"id.form":         `a malformed id`,
	"id.several":      `several ids in one place`,
	"id.twice":        `an id that stands elsewhere`,
	"title.absent":    `the file has no title`,
	"title.second":    `a second title`,
	"heading.deep":    `a heading deeper than sections`,
	"item.nested":     `items within other entries`,
	"list.plain":      `no checkboxes, so every list entry is an item`,
	"list.paragraphs": `no lists of items, so paragraphs are items`,
	"list.left":       `list entries that are left out`,
	"list.index":      `a table of contents, left out`,
	"list.about":      `a part about the file itself, left out`,
	"plan.items":      `checkboxes in the study plan or the progress`,
	"area.empty":      `an area without items, left out`,
	"section.empty":   `a section without items, left out`,
	"section.twice":   `two sections of the same name`,
	"item.twice":      `two items of the same name`,
	"item.box":        `not quite a checkbox`,
	"item.mark":       `not written as a list entry, but read as one`,
	"item.far":        `a list entry too far in, but read as one`,
	"item.html":       `a list entry within HTML`,
	"item.code":       `checkboxes in a code block, left out`,
	"code.open":       `a code block that is not closed`,
	"code.unread":     `a code block that takes in the rest of the file`,
	"html.open":       `HTML that is not closed`,
	"html.unread":     `HTML that takes in the rest of the file`,
	"item.comment":    `checkboxes in a comment, left out`,
	"item.quoted":     `a checkbox in a quotation, left out`,
	"table":           `a table, left out`,
	"table.rows":      `a table whose rows can be items`,
	"table.taken":     `a table whose rows are items`,
	"list.code":       `a list that is indented like code, left out`,
	"list.rows":       `list entries beside tables, left out`,
	"front.bytes":     `front matter that is too long`,
	"front.form":      `front matter that cannot be read`,
	"phase.form":      `not a phase`,
	"phase.empty":     `a phase without sections, left out`,
	"phase.unknown":   `a phase names an unknown section`,
	"phase.ambiguous": `a phase names more than one section at once`,
	"phase.again":     `a section in two phases`,
	"note.long":       `a note that is too long, cut`,
	"reading.link":    `a link that others cannot open, left out`,
	"reading.many":    `more links on an item than are kept`,
	"comment.unused":  `a comment that is not used`,
}

// Kinds returns a few words for each code of a notice, in English, such as "a table, left
// out".
func Kinds() map[string]string { return maps.Clone(kinds) }

// NoticeKind is all notices of a file with the same code.
type NoticeKind struct {
	Code  string
	Lines []int
}

// GroupNotices returns the kinds of the notices, the most frequent first.
func GroupNotices(notices []Notice) []NoticeKind {
	var all []NoticeKind
	index := map[string]int{}
	for _, n := range notices {
		i, known := index[n.Code]
		if !known {
			i = len(all)
			index[n.Code], all = i, append(all, NoticeKind{Code: n.Code})
		}
		all[i].Lines = append(all[i].Lines, n.Line)
	}
	slices.SortStableFunc(all, func(a, b NoticeKind) int { return cmp.Compare(len(b.Lines), len(a.Lines)) })
	return all
}

// OneLine reports whether all of them are on the same line.
func (k NoticeKind) OneLine() bool {
	return !slices.ContainsFunc(k.Lines, func(line int) bool { return line != k.Lines[0] })
}

// maxLinesNamed is how many lines are named for a kind of notice.
const maxLinesNamed = 5

// Where returns the first lines of a kind, such as "3, 8, 11 …".
func (k NoticeKind) Where() string {
	var named []string
	lines := slices.Compact(slices.Clone(k.Lines))
	for _, line := range lines[:min(len(lines), maxLinesNamed)] {
		named = append(named, strconv.Itoa(line))
	}
	where := strings.Join(named, ", ")
	if len(lines) > maxLinesNamed {
		where += " …"
	}
	return where
}
