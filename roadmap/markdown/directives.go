package markdown

import (
	"fmt"
	"regexp"
	"strings"

	"dojang/normalize"
	"dojang/roadmap"
)

// directive matches a comment that is meant for the parser.
var directive = regexp.MustCompile(`(?is)^<!--\s*(id|also)\s*:(.*)-->\s*$`)

// parseDirective splits a comment for the parser into key and value. The key is "" for any
// other comment.
func parseDirective(comment string) (key, value string) {
	m := directive.FindStringSubmatch(comment)
	if m == nil {
		return "", ""
	}
	return strings.ToLower(m[1]), strings.TrimSpace(m[2])
}

// directives returns the id and the search words behind a title. It warns of comments whose
// key is not in allowed, and of ids that cannot be used. Of several ids the first counts.
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
			d.warn(line, "id.form", "id", value, "limit", roadmap.MaxID)
		default:
			ids = append(ids, value)
		}
	}
	if len(ids) > 1 {
		d.warn(line, "id.several", "count", len(ids), "id", ids[0])
	}
	if len(ids) > 0 {
		id = ids[0]
	}
	return id, d.searchWords(line, strings.Join(words, " "))
}

// searchWords returns search words in a form that can be written back into a comment:
// without the characters that would end it, and without those that Jekyll would evaluate.
func (d *draft) searchWords(line int, also string) string {
	also = strings.Map(func(r rune) rune {
		if strings.ContainsRune("<>{}", r) {
			return ' '
		}
		return r
	}, also)
	return d.visible(line, also)
}

// claimID records the line of an explicit id. It returns the id, or "" with a warning
// if an earlier line has the same one.
func (d *draft) claimID(ids map[string]int, line int, id string) string {
	if id == "" {
		return ""
	}
	if first, twice := ids[id]; twice {
		d.warn(line, "id.twice", "id", id, "first", first)
		return ""
	}
	ids[id] = line
	return id
}

// deriveIDs derives the missing ids, once all the explicit ones are known. It warns of
// duplicate titles, because those are hard to tell apart.
func (d *draft) deriveIDs() {
	lines := map[string][]int{} // lines of each path
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
			for _, item := range section.items {
				path := twin(path+"\x00"+normalize.Compact(item.title), "item.twice", item.title, item.line)
				if item.id == "" {
					item.id = roadmap.DeriveID(path, d.itemIDs)
					d.itemIDs[item.id] = item.line
				}
			}
		}
	}
}
