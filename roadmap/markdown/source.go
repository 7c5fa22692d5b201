package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"unicode/utf8"

	"dojang/roadmap"
)

// source is a file's Markdown with Unix line endings, and the offsets of its lines.
type source struct {
	text     []byte
	starts   []int
	settings []byte // the front matter with its fences
	title    string // from the front matter
}

// The block of settings with which a page for Jekyll begins.
var (
	frontMatter      = regexp.MustCompile(`^---[ \t]*\n[A-Za-z_][\w-]*:(?:.*\n)*?---[ \t]*(?:\n|$)`)
	frontMatterTitle = regexp.MustCompile(`(?m)^title:[ \t]*(?:"(.*)"|'(.*)'|(.*?))[ \t]*$`)
)

// newSource checks that the file is within the limits and is UTF-8. It blanks the front
// matter, so that lines keep their numbers.
func newSource(file []byte) (*source, Faults) {
	if len(file) > roadmap.MaxBytes {
		line := 1 + bytes.Count(file[:roadmap.MaxBytes], []byte("\n"))
		return nil, Faults{{line, "file.bytes", []any{"size", len(file), "limit", roadmap.MaxBytes}}}
	}
	text := bytes.TrimPrefix(file, []byte("\uFEFF"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	s := &source{text: text, starts: []int{0}}
	for i, c := range text {
		if c == '\n' {
			s.starts = append(s.starts, i+1)
		}
	}
	if n := invalidUTF8(text); n >= 0 {
		return nil, Faults{{s.line(n), "file.encoding", nil}}
	}
	if len(s.starts) > maxLines {
		return nil, Faults{{maxLines + 1, "file.lines", []any{"size", len(s.starts), "limit", maxLines}}}
	}
	s.settings = bytes.Clone(frontMatter.Find(text))
	if m := frontMatterTitle.FindSubmatch(s.settings); m != nil {
		s.title = string(bytes.Join(m[1:], nil))
	}
	for i, c := range s.settings {
		if c != '\n' {
			text[i] = ' '
		}
	}
	return s, nil
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(text []byte) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// line returns the number of the line with the byte at i.
func (s *source) line(i int) int {
	n, found := slices.BinarySearch(s.starts, i)
	if found {
		n++
	}
	return n
}
