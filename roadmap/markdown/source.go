package markdown

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"dojang/roadmap"
)

// source is a file's Markdown with Unix line endings, and the offsets of its lines.
type source struct {
	text     []byte
	starts   []int
	mended   map[int]mended // by line
	settings []byte         // the front matter with its fences
	format   frontFormat    // of the front matter
}

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
	if n := invalidUTF8(text); n >= 0 {
		return nil, Faults{{1 + bytes.Count(text[:n], []byte("\n")), "file.encoding", nil}}
	}
	if n := bytes.Count(text, []byte("\n")) + 1; n > maxLines {
		return nil, Faults{{maxLines + 1, "file.lines", []any{"size", n, "limit", maxLines}}}
	}
	s := &source{mended: map[int]mended{}}
	s.settings, s.format = findFrontMatter(text)
	s.text = make([]byte, 0, len(text))
	for i, c := range s.settings {
		if c != '\n' {
			text[i] = ' '
		}
	}
	number := 0
	for line := range bytes.Lines(text) {
		number++
		line, done := mendLine(line)
		if done != (mended{}) {
			s.mended[number] = done
		}
		s.text = append(s.text, line...)
	}
	s.index()
	return s, nil
}

// index finds the lines of the text.
func (s *source) index() {
	s.starts = append(s.starts[:0], 0)
	for i, c := range s.text {
		if c == '\n' {
			s.starts = append(s.starts, i+1)
		}
	}
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
	if !found {
		n--
	}
	return n + 1
}
