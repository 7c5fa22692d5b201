package markdown

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"dojang/civil"
	"dojang/roadmap"
	"dojang/study"
)

// Library is all posts of a group, under the items of its roadmap and what that links for
// everybody to read on them.
type Library struct {
	Title   string // the group's name
	Roadmap *roadmap.Roadmap
	Area    *roadmap.Area              // only posts on this area, or nil for all
	Posts   []study.Post               // by time and then id
	Day     func(time.Time) civil.Date // returns the study day of a time
}

// NewLibrary returns the group's posts as a library, of one area or, if area is nil, of
// all.
func NewLibrary(g *study.Group, area *roadmap.Area, posts []study.Post) *Library {
	return &Library{Title: g.Name, Roadmap: g.Roadmap, Area: area, Posts: posts, Day: g.Calendar.Day}
}

// Shown returns the number of posts in the library.
func (l *Library) Shown() int {
	if l.Area == nil {
		return len(l.Posts)
	}
	n := 0
	for _, post := range l.Posts {
		if slices.ContainsFunc(post.Items, func(item string) bool {
			ref, ok := l.Roadmap.Item(item)
			return ok && ref.Area == l.Area
		}) {
			n++
		}
	}
	return n
}

// Markdown writes the library in lang, in files of at most limit bytes. If one is not
// enough, new files begin at areas where possible. Adding posts to a library only adds
// lines, and the text does not say when it was made, so that two of them can be compared.
func (l *Library) Markdown(lang roadmap.Lang, limit int) [][]byte {
	on, others := postsByItem(l.Roadmap, l.Posts)
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n", headline(l.Title))
	for i := range l.Roadmap.Areas {
		area := &l.Roadmap.Areas[i]
		if l.Area != nil && l.Area != area {
			continue
		}
		fmt.Fprintf(&b, "\n## %s%s\n", areaMark(area), headline(area.Title.In(lang)))
		for _, section := range area.Sections {
			fmt.Fprintf(&b, "\n### %s\n\n", headline(section.Title.In(lang)))
			for _, item := range section.Items {
				fmt.Fprintf(&b, "- %s\n", literal(item.Title.In(lang)))
				for _, reading := range item.Reading {
					fmt.Fprintf(&b, "  - 🔗 %s\n", linked(cmp.Or(reading.Title, reading.URL), reading.URL))
				}
				l.write(&b, "  ", on[item.ID])
			}
		}
	}
	if l.Area == nil && len(others) > 0 {
		fmt.Fprintf(&b, "\n## 📝 %s\n\n", textsIn(lang).others)
		l.write(&b, "", others)
	}
	return splitFiles(b.Bytes(), limit)
}

// write writes posts, each with its author and day.
func (l *Library) write(b *bytes.Buffer, indent string, posts []*study.Post) {
	for _, post := range posts {
		fmt.Fprintf(b, "%s- %s — %s, %s\n", indent, linked(post.Title, post.URL), literal(strings.Join(strings.Fields(post.Name), " ")), l.Day(post.At))
	}
}

// levels are the line prefixes of a library, from the outermost level to the innermost.
var levels = [...][]byte{[]byte("# "), []byte("## "), []byte("### "), []byte("- ")}

// splitFiles splits a library into files of at most limit bytes: before an area that does
// not fit into the current file, and within an area that is larger than a file. Each file
// begins with the headings above its first line.
func splitFiles(library []byte, limit int) [][]byte {
	if len(library) <= limit {
		return [][]byte{library}
	}
	var files [][]byte
	var file []byte
	begun := false // the file has more than repeated headings
	var above [len(levels)][]byte
	for rest := library; len(rest) > 0; {
		area := rest
		if n := bytes.Index(rest[1:], []byte("\n## ")); n >= 0 {
			area = rest[:n+2]
		}
		rest = rest[len(area):]
		fits := len(file)+len(area) <= limit
		for line := range bytes.Lines(area) {
			level := levelOf(line)
			if begun && (len(file)+len(line) > limit || level == 1 && !fits) {
				files = append(files, file)
				file, begun = bytes.Join(above[:level], nil), false
			}
			if level < len(levels) {
				above[level] = line
				clear(above[level+1:])
			}
			file = append(file, line...)
			begun = begun || level > 0 && len(line) > 1
		}
	}
	return append(files, file)
}

// levelOf returns the index in [levels] of the line's prefix, or len(levels).
func levelOf(line []byte) int {
	level := 0
	for level < len(levels) && !bytes.HasPrefix(line, levels[level]) {
		level++
	}
	return level
}
