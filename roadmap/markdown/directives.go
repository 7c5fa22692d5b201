package markdown

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"dojang/normalize"
	"dojang/roadmap"
)

// directive is a comment that says something to the parser.
var directive = regexp.MustCompile(`(?is)^<!--\s*(id|also)\s*:(.*)-->\s*$`)

// parseDirective takes a comment apart; the key is "" where it is not meant
// for the parser.
func parseDirective(comment string) (key, value string) {
	m := directive.FindStringSubmatch(comment)
	if m == nil {
		return "", ""
	}
	return strings.ToLower(m[1]), strings.TrimSpace(m[2])
}

// directives returns the id and the search words that stand behind a title,
// and warns of those whose key is not allowed there. An id that cannot be used
// is a fault and comes as "".
func (d *draft) directives(line int, l label, allowed string) (id, also string) {
	var ids, words []string
	for _, comment := range l.comments() {
		key, value := parseDirective(comment.text)
		switch {
		case key == "":
		case !strings.Contains(allowed, key):
			d.warn(line, "comment.unused", "comment", comment.text)
		case key == "also":
			words = append(words, value)
		case !roadmap.ValidID(value):
			d.fault(line, "id.form", "id", value, "limit", roadmap.MaxID)
		default:
			ids = append(ids, value)
		}
	}
	if len(ids) > 1 {
		d.fault(line, "id.several", "count", len(ids))
	}
	if len(ids) == 1 {
		id = ids[0]
	}
	return id, d.words(line, strings.Join(words, " "))
}

// words returns search words as they can be written back into a comment:
// without what would end it and without what a page for Jekyll would run.
func (d *draft) words(line int, also string) string {
	also = strings.Map(func(r rune) rune {
		if strings.ContainsRune("<>{}", r) {
			return ' '
		}
		return r
	}, norm.NFC.String(also))
	also = strings.Join(strings.Fields(also), " ")
	d.visible(line, also)
	return also
}

// claim notes that an explicit id stands on a line, and returns it unless it
// stands on an earlier one already.
func (d *draft) claim(ids map[string]int, line int, id string) string {
	if id == "" {
		return ""
	}
	if first, twice := ids[id]; twice {
		d.fault(line, "id.twice", "id", id, "first", first)
		return ""
	}
	ids[id] = line
	return id
}

// name derives the ids that are absent, once all the others are known, and
// warns of titles that stand twice, which makes both hard to tell apart.
func (d *draft) name() {
	lines := map[string][]int{} // on which each path stands
	twin := func(path, code, title string, line int) string {
		before := lines[path]
		if lines[path] = append(before, line); len(before) > 0 && title != "" {
			d.warn(line, code, "title", title, "first", before[0])
		}
		return fmt.Sprintf("%s\x00%d", path, len(before))
	}
	for _, area := range d.areas {
		for _, section := range area.sections {
			path := normalize.Compact(area.title) + "\x00" + normalize.Compact(section.title)
			path = twin(path, "section.twice", section.title, section.line)
			if section.id == "" {
				section.id = roadmap.DeriveID(path, d.sectionIDs)
				d.sectionIDs[section.id] = section.line
			}
			for i := range section.items {
				item := &section.items[i]
				path := twin(path+"\x00"+normalize.Compact(item.title), "item.twice", item.title, item.line)
				if item.id == "" {
					item.id = roadmap.DeriveID(path, d.itemIDs)
					d.itemIDs[item.id] = item.line
				}
			}
		}
	}
}
