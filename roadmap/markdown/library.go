package markdown

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"dojang/civil"
	"dojang/roadmap"
	"dojang/study"
)

// Library is all posts of a group under the items of its roadmap.
type Library struct {
	Title   string // the group's name
	Roadmap *roadmap.Roadmap
	Area    *roadmap.Area              // only what is on it, or nil for all
	Posts   []study.Post               // in the order of time and, of the same time, of their ids
	Day     func(time.Time) civil.Date // the day on which a post was shared
}

// NewLibrary returns the posts of the group as a library: of an area, or of all
// for nil.
func NewLibrary(g *study.Group, area *roadmap.Area, posts []study.Post) *Library {
	return &Library{Title: g.Name, Roadmap: g.Roadmap, Area: area, Posts: posts, Day: g.Calendar.Day}
}

// Shown returns how many posts are in the library.
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

// Markdown writes the library in lang, in files of at most limit bytes: one
// or, where that is not enough, several that begin with an area as far as the
// areas have room. Of the same library with more posts it only has lines more,
// and it says nothing about when it was made.
func (l *Library) Markdown(lang roadmap.Lang, limit int) [][]byte {
	on, others := shelve(l.Roadmap, l.Posts)
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
				l.write(&b, "  ", on[item.ID])
			}
		}
	}
	if l.Area == nil && len(others) > 0 {
		fmt.Fprintf(&b, "\n## 📝 %s\n\n", wordsIn(lang).others)
		l.write(&b, "", others)
	}
	return sheets(b.Bytes(), limit)
}

// write writes posts, each with its author and day.
func (l *Library) write(b *bytes.Buffer, indent string, posts []*study.Post) {
	for _, post := range posts {
		fmt.Fprintf(b, "%s- %s — %s, %s\n", indent, linked(post.Title, post.URL), literal(strings.Join(strings.Fields(post.Name), " ")), l.Day(post.At))
	}
}

// levels are the beginnings of the lines of a library that others stand below.
var levels = [...][]byte{[]byte("# "), []byte("## "), []byte("### "), []byte("- ")}

// sheets cuts a library into files of at most limit bytes: before an area that
// has no room behind the one before it, and within an area that is larger than
// a file. Each file begins with what its first line stands below.
func sheets(library []byte, limit int) [][]byte {
	if len(library) <= limit {
		return [][]byte{library}
	}
	var files [][]byte
	var file []byte
	begun := false // there is more in the file than headings from before it
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

// levelOf returns the index of what the line begins with in [levels], or their
// number.
func levelOf(line []byte) int {
	level := 0
	for level < len(levels) && !bytes.HasPrefix(line, levels[level]) {
		level++
	}
	return level
}
