package markdown

import (
	"fmt"
	"maps"
	"strings"
)

// Notice says what is wrong on a line of a Markdown file. Code and Args select and complete
// a sentence of a catalogue. A notice is a fault, which prevents reading the file, or a
// warning.
type Notice struct {
	Line int    // from 1
	Code string // stable key of the sentence, such as "id.twice"
	Args []any  // name, value, name, value, …; string values are text from the file
}

// Faults is everything that prevents a file from being read as a roadmap, in the order of
// lines, so that all of it can be fixed at once.
type Faults []Notice

// sentences has, for each code, the problem and how to fix it, in English.
var sentences = map[string]string{
	// Faults.
	"file.bytes":    `the file has {size} bytes and only {limit} fit: shorten it, this line is where it gets too long`,
	"file.lines":    `the file has {size} lines and only {limit} fit: shorten it`,
	"file.encoding": `this is not UTF-8: save the file with the encoding UTF-8`,
	"title.missing": `the roadmap has no title: begin the file with "# Title"`,
	"item.none":     `the roadmap has no items: write some as "- [ ] Title"`,
	"item.many":     `this is item {size} and only {limit} fit: remove some`,

	// Warnings.
	"list.depth":      `lists and quotations are nested more than {limit} deep here, which is not read as such: move this line further out`,
	"title.empty":     `there is no title, so this entry is left out: write one, or remove the line`,
	"title.long":      `the title has {size} characters and only {limit} fit, so it is cut: shorten it`,
	"title.bytes":     `the line has {size} bytes of Markdown and only {limit} are read: shorten it`,
	"heading.empty":   `this heading has no text, so it is left out: write one, or remove the line`,
	"character":       `an invisible character is left out here ({character}): remove it`,
	"id.form":         `the id "{id}" is malformed and not used: write 1 to {limit} of the characters a to z, 0 to 9 and "-"`,
	"id.several":      `there are {count} ids here, and "{id}" is used: leave one`,
	"id.twice":        `the id "{id}" stands on line {first} already, so it is not used here: write another one, or remove this comment`,
	"title.absent":    `the file has no title, so the roadmap is named "{title}": begin the file with "# Title" for another name`,
	"title.second":    `this is the second heading of the first level, and only the first is the title: write it as an area, with "##"`,
	"heading.deep":    `"{title}" is deeper than sections are, so what stands below it belongs to "{section}": move it up if it is a section`,
	"item.nested":     `the first of {count} items within other entries of a list: a roadmap has no items in items, so they follow one another in their section`,
	"list.plain":      `the file has no checkboxes, so every list entry from here on is an item: write "- [ ] Title" before those that are meant`,
	"list.paragraphs": `the file has no lists of items, so every paragraph that begins with a bold title is one: write "- [ ] Title" before those that are meant`,
	"list.left":       `the first of {count} list entries that are left out, because this file's items are paragraphs: write "- [ ] Title" before those that are meant`,
	"list.index":      `below "{title}" stand {count} links, so this is a table of contents and holds no items: write "- [ ] Title" before those that are meant`,
	"list.about":      `what stands below "{title}" is about the file itself, so {count} entries are left out: write "- [ ] Title" before those that are meant`,
	"plan.items":      `below "{title}" there are checkboxes, so these are items: remove the brackets if they are not`,
	"area.empty":      `no section with items stands below "{title}", so it is left out: write sections as "### Section"`,
	"section.empty":   `no item stands below "{title}", so it is left out: write items as "- [ ] Title"`,
	"section.twice":   `the section "{title}" stands in this area on line {first} already: rename one of them`,
	"item.twice":      `the item "{title}" stands in this section on line {first} already: both are kept, with a number behind the title`,
	"item.box":        `this is not a checkbox: write "- [ ] Title", with a space in the brackets and one after them, if it is an item`,
	"item.mark":       `this is not written as a list entry, but it is read as one: begin the line with "- "`,
	"item.far":        `this stands too far in for a list entry, but it is read as one: move it to the left`,
	"item.html":       `this stands within HTML, where only the tags count, but it is read as a list entry: leave an empty line above the list`,
	"item.code":       `{count} checkboxes stand in this code block and are no items: move them out of it if they are`,
	"code.open":       `this code block is not closed, so it ends before line {line}: write a line of the same signs where it ends`,
	"item.quoted":     `what is quoted is no item: write "- [ ] Title" without the ">" before it, if it is one`,
	"table":           `a table holds no items, so this one is left out: write them as "- [ ] Title"`,
	"table.rows":      `this table of {rows} rows is left out: take its column "{column}" as items, one a row, or write them as "- [ ] Title"`,
	"table.taken":     `{rows} rows of this table are items, by its column "{column}"`,
	"list.rows":       `the first of {count} list entries that are left out, because this file's items are rows of tables: write "- [ ] Title" before those that are meant`,
	"front.bytes":     `the front matter has {size} bytes and only {limit} are read, so nothing but its title is taken: shorten it`,
	"front.form":      `the front matter is no {format} ({problem}), so nothing but its title is taken: mend it; a text with a colon or a quotation mark in it needs quotes around it`,
	"phase.form":      `this is no phase in the front matter: write "- title: …", with at most {limit} characters, and in the line below "  sections: […]" with the titles of sections, each in quotes if it has a colon`,
	"phase.empty":     `the phase "{title}" has no sections, so it is left out: write "sections: […]" below its title`,
	"phase.unknown":   `"{entry}" names no section, so it is left out: write a section's title as it stands in its heading`,
	"phase.ambiguous": `"{entry}" names {count} sections, so it is left out: write the id of one behind it, as "<!-- id: … -->"`,
	"phase.again":     `the section "{title}" is named on line {first} already, which counts: remove it here`,
	"note.long":       `what stands below the title is longer than {limit} characters, so only its beginning is kept: shorten it`,
	"reading.link":    `"{link}" is no address on the web, so it is not kept as reading: write one that begins with "https://"`,
	"reading.many":    `the item has {count} more links than are kept as reading: leave the best ones`,
	"comment.unused":  `the comment "{comment}" is not used here: an id stands behind the title of a section or an item, search words behind that of an item, on its line`,
}

// Sentences returns, for each code of a notice, the problem and how to fix it, in English.
// {name} stands for an argument.
func Sentences() map[string]string { return maps.Clone(sentences) }

// String returns the line, the problem, and how to fix it.
func (n Notice) String() string { return fmt.Sprintf("line %d: %s", n.Line, n.Sentence()) }

// Sentence returns the problem and how to fix it.
func (n Notice) Sentence() string {
	sentence, ok := sentences[n.Code]
	if !ok {
		sentence = n.Code
	}
	var pairs []string
	for i := 0; i+1 < len(n.Args); i += 2 {
		pairs = append(pairs, fmt.Sprintf("{%v}", n.Args[i]), fmt.Sprint(n.Args[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(sentence)
}

// Error returns the faults, one per line.
func (f Faults) Error() string {
	all := make([]string, len(f))
	for i, fault := range f {
		all[i] = fault.String()
	}
	return strings.Join(all, "\n")
}
