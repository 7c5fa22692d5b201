package markdown

import (
	"fmt"
	"maps"
	"slices"
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

// sentences has, for each code, the problem and how to fix it, in English. If the argument
// count or rows is 1, the text under the code with ".one" behind it is used, if there is one.
var sentences = map[string]string{
	// Faults.
	"file.bytes":    `the file has {size} bytes, and the limit is {limit}: shorten it; this is the line where it gets too long`,
	"file.lines":    `the file has {size} lines, and the limit is {limit}: shorten it`,
	"file.encoding": `this is not UTF-8: save the file as UTF-8`,
	"title.missing": `the roadmap has no title: begin the file with "# Title"`,
	"item.none":     `the roadmap has no items: write them as "- [ ] Title"`,
	"item.many":     `this is item {size}, and the limit is {limit}: remove some`,

	// Warnings.
	"file.effort":      `the titles of this file have more links, code and HTML than can be read, so from here on some show them as they are, ids included: shorten them, or split the file`,
	"list.depth":       `this is nested more than {limit} levels deep and was read as plain text: indent it less`,
	"title.empty":      `this entry has no title and was left out: write one, or remove the line`,
	"title.long":       `the title has {size} characters and was cut to {limit}: shorten it`,
	"title.bytes":      `the line has {size} bytes of Markdown, and only {limit} were read: shorten it`,
	"heading.empty":    `this heading is empty and was left out: write its text, or remove the line`,
	"character":        `an invisible character ({character}) was left out: remove it`,
	"id.form":          `the id "{id}" was ignored: an id has 1 to {limit} of the characters a to z, 0 to 9 and "-"`,
	"id.several":       `there are {count} ids here, and "{id}" was used: leave one`,
	"id.twice":         `the id "{id}" is on line {first} already and was ignored here: write another one, or remove the comment`,
	"title.absent":     `the file has no title, so the roadmap is named "{title}": begin the file with "# Title" for another name`,
	"title.second":     `the roadmap has its title already, so this heading is an area: write it with "##"`,
	"heading.deep":     `"{title}" is a heading below section level, so its items belong to "{section}": use fewer "#" if it is a section`,
	"item.nested":      `{count} items are inside other list entries (this is the first): a roadmap has no items within items, so they follow one another in their section`,
	"item.nested.one":  `this item is inside another list entry: a roadmap has no items within items, so it follows in its section`,
	"list.plain":       `the file has no checkboxes, so every list entry from here on is an item: to choose, write "- [ ] Title" before the items`,
	"list.paragraphs":  `the file has no list of items, so every paragraph that begins in bold is an item: to choose, write "- [ ] Title" before the items`,
	"list.left":        `{count} list entries were left out (this is the first), because the items of this file are paragraphs: write "- [ ] Title" before those that are items`,
	"list.left.one":    `this list entry was left out, because the items of this file are paragraphs: write "- [ ] Title" before it if it is an item`,
	"list.index":       `"{title}" (links: {count}) looks like a table of contents and was left out: write "- [ ] Title" before the links that are items`,
	"list.about":       `"{title}" (entries: {count}) is about the file itself and was left out: write "- [ ] Title" before the entries that are items`,
	"list.code":        `this list (entries: {count}) is indented so far that it is code, so it was left out: indent it less`,
	"plan.items":       `there are checkboxes below "{title}", so these are items: remove the brackets if they are not`,
	"area.empty":       `the area "{title}" has no section with items and was left out: write sections as "### Section"`,
	"section.empty":    `the section "{title}" has no items and was left out: write items as "- [ ] Title"`,
	"section.twice":    `this area has a section "{title}" on line {first} already: rename one of them`,
	"item.twice":       `this section has an item "{title}" on line {first} already: both are kept and numbered`,
	"item.box":         `this is not a checkbox: if it is an item, write "- [ ] Title", with a space inside and after the brackets`,
	"item.mark":        `this is not marked as a list entry, but was read as one: begin the line with "- "`,
	"item.far":         `this is indented too far for a list entry, but was read as one: indent it less`,
	"item.html":        `this Markdown is inside HTML, where GitHub shows it as text, but it was read as a list entry: leave a blank line above the list`,
	"item.code":        `this code block has checkboxes ({count}), which are not items: move them out of the block if they are`,
	"item.comment":     `this comment has checkboxes ({count}), which are not items: remove "<!--" and "-->" if they are`,
	"code.open":        `this code block is never closed and was ended before line {line}: close it with a line like the one that opens it`,
	"code.unread":      `this code block is never closed, so everything below it is code: close it with a line like the one that opens it`,
	"html.open":        `"{tag}" is never closed and was ended before line {line}: write "{end}" where it ends`,
	"html.unread":      `"{tag}" is never closed, so what follows belongs to it and was not read: write "{end}" where it ends`,
	"item.quoted":      `this is quoted and not an item: remove the ">" if it is one`,
	"table":            `tables have no items, so this one was left out: write items as "- [ ] Title"`,
	"table.rows":       `this table of {rows} rows was left out: take its column "{column}" as items, one per row, or write items as "- [ ] Title"`,
	"table.rows.one":   `this table of 1 row was left out: take its column "{column}" as an item, or write items as "- [ ] Title"`,
	"table.taken.one":  `1 row of this table is an item, titled by the column "{column}"`,
	"table.taken":      `{rows} rows of this table are items, titled by the column "{column}"`,
	"list.rows":        `{count} list entries were left out (this is the first), because the items of this file are rows of tables: write "- [ ] Title" before those that are items`,
	"list.rows.one":    `this list entry was left out, because the items of this file are rows of tables: write "- [ ] Title" before it if it is an item`,
	"front.bytes":      `the front matter has {size} bytes, and the limit is {limit}, so only its title was read: shorten it`,
	"front.form":       `the front matter is not valid {format} ({problem}), so only its title was read: correct it; text with a colon or a quotation mark in it needs quotes around it`,
	"phase.form":       `this entry of the front matter is not a phase: write "- title: …" (at most {limit} characters), and on the next line "  sections: […]" with the titles of sections, in quotes if they contain a colon`,
	"phase.empty":      `the phase "{title}" has no sections and was left out: write "sections: […]" below its title`,
	"phase.unknown":    `"{entry}" is not the title of a section and was left out: write the title as it is in the heading`,
	"phase.ambiguous":  `{count} sections are called "{entry}", so it was left out: add the id of one of them, as "<!-- id: … -->"`,
	"phase.again":      `the section "{title}" is in the phase on line {first} already: remove it here`,
	"note.long":        `the text below the title is longer than {limit} characters and was cut: shorten it`,
	"reading.link":     `"{link}" is not an address on the web and was left out: write one that begins with "https://"`,
	"reading.many":     `the item has too many links, and {count} were left out: keep the best ones`,
	"reading.many.one": `the item has too many links, and 1 was left out: keep the best ones`,
	"comment.unused":   `the comment "{comment}" was ignored: write ids behind the titles of sections and items, and search words behind the titles of items, on the same line`,
}

// IsCount reports whether an argument of that name is the number of things that a text is
// about, so that the text may have a singular.
func IsCount(name any) bool { return name == "n" || name == "count" || name == "rows" }

// Sentences returns, for each code of a notice, the problem and how to fix it, in English.
// {name} stands for an argument. A text for one thing is under the code with ".one" behind it.
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
		if one, has := sentences[n.Code+".one"]; has && IsCount(n.Args[i]) && n.Args[i+1] == 1 {
			sentence = one
		}
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

// withoutRepeats drops the notices that say nothing new of their line: equal ones, and that
// it is nested too deeply where it was read as an entry nevertheless.
func withoutRepeats(notices []Notice) []Notice {
	said, far := map[string]bool{}, map[int]bool{}
	for _, n := range notices {
		if n.Code == "item.far" {
			far[n.Line] = true
		}
	}
	return slices.DeleteFunc(notices, func(n Notice) bool {
		key := fmt.Sprintf("%d %s %q", n.Line, n.Code, n.Args)
		again := said[key]
		said[key] = true
		return again || n.Code == "list.depth" && far[n.Line]
	})
}
