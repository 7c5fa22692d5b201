package markdown

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/text"
)

// htmlReader turns HTML into elements: headings, lists, checkboxes and disclosures. What it
// does not know, it reads as the text in it.
type htmlReader struct {
	*flattener
	markdown bool // the text between tags is Markdown
	offsets  []lineOffset

	flow    bytes.Buffer // Markdown of the text since the last element
	start   int          // index in the block of the first text in flow, or -1
	heading int          // level of the open heading; maxHeading+1 for a summary; 0 for none
	box     *box         // checkbox in front of flow, outside a list
	boxed   bool         // flow belongs to an entry of its own
	said    bool         // there is more than comments in flow
	entries []int        // indexes of the entries that are open
	lists   []int        // how many were open at the start of each list
	fresh   bool         // the innermost entry has no text yet
	skip    string       // name of the element whose contents are not read, or ""
	skipAt  int          // index of its tag
	skipped int          // index of its contents
	behind  bool         // what follows is behind a comment
	link    int          // length of flow before the open link, or -1
	to      string       // target of that link
	bold    int          // length of flow before the open bold text, or -1
}

// lineOffset says where in the file a line of a block stands.
type lineOffset struct{ in, at int }

const maxHeading = 6

// markup adds the elements of lines with HTML.
func (f *flattener) markup(lines []text.Segment, markdown bool) {
	h := &htmlReader{flattener: f, markdown: markdown, start: -1, link: -1, bold: -1}
	var src []byte
	for _, line := range lines {
		h.offsets = append(h.offsets, lineOffset{len(src), line.Start})
		src = append(src, f.text[line.Start:line.Stop]...)
	}
	h.read(src)
	if h.skip != "" {
		h.hidden(codeElement, h.file(h.skipAt), src[h.skipped:])
	}
	h.flush()
	for len(h.entries) > 0 {
		h.endEntry()
	}
}

// file returns the offset in the file of a byte of the block.
func (h *htmlReader) file(i int) int {
	line, found := slices.BinarySearchFunc(h.offsets, i, func(o lineOffset, i int) int { return o.in - i })
	if !found {
		line--
	}
	return h.offsets[line].at + i - h.offsets[line].in
}

var htmlTag = regexp.MustCompile(`^<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=\x60]+))?|\s*/)*)\s*>`)

// read reads a block.
func (h *htmlReader) read(src []byte) {
	for i := 0; i < len(src); {
		switch {
		case src[i] != '<':
			end := bytes.IndexByte(src[i:], '<')
			if end < 0 {
				end = len(src) - i
			}
			h.text(i, src[i:i+end])
			i += end
		case h.skip == "" && bytes.HasPrefix(src[i:], []byte("<!--")):
			end := bytes.Index(src[i:], []byte("-->"))
			if end < 0 {
				h.openComment(i, src)
				return
			}
			h.comment(i, src[i:i+end+3])
			i += end + 3
		default:
			m := htmlTag.FindSubmatch(src[i:min(len(src), i+maxTitle)])
			if m == nil {
				h.text(i, src[i:i+1])
				i++
				break
			}
			switch name, ends := strings.ToLower(string(m[2])), len(m[1]) > 0; {
			case h.skip != "":
				if ends && name == h.skip {
					h.hidden(codeElement, h.file(h.skipAt), src[h.skipped:i])
					h.skip = ""
				}
			case ends:
				h.endTag(name)
			default:
				h.startTag(i, name, m[0], m[3])
			}
			i += len(m[0])
		}
	}
}

// blankLines matches empty lines, at which a text would end.
var blankLines = regexp.MustCompile(`\n\s*\n`)

// comment keeps a comment with the text around it.
func (h *htmlReader) comment(i int, comment []byte) {
	h.comments(h.file(i), comment)
	h.behind = true
	if h.start >= 0 || h.boxed {
		h.flow.Write(blankLines.ReplaceAll(comment, []byte("\n")))
	} else {
		h.add(element{kind: commentElement, at: h.file(i), src: bytes.Clone(comment)})
	}
}

// openComment ends a comment that begins at i and is not closed with the block.
func (h *htmlReader) openComment(i int, src []byte) {
	mark := blockMark{"<!--", "-->"}
	at, end := h.file(i), h.file(len(src)-1)+1
	if end == len(h.flattener.text) {
		end = -1
	}
	if h.ends.last(mark.close) < at {
		h.unclosed = append(h.unclosed, unclosedBlock{at, end, mark})
	}
	h.hidden(commentElement, at, src[i+len(mark.open):])
}

// markdownEntry matches an entry of a list in Markdown, up to the first tag in it.
var markdownEntry = regexp.MustCompile(`^[ \t]*(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]+(\S.*)\n?|[ \t]+)$`)

// text adds text to the flow. GitHub shows an entry in Markdown within HTML as text; it is
// read as an entry.
func (h *htmlReader) text(i int, text []byte) {
	if h.skip != "" {
		return
	}
	if h.markdown {
		h.write(i, string(text))
		return
	}
	behind := h.behind
	h.behind = false
	for line := range bytes.Lines(text) {
		lineStart := h.startsLine(i) || behind && (h.said || !h.boxed)
		behind = false
		if m := markdownEntry.FindSubmatch(line); m != nil && lineStart {
			h.flush()
			h.boxed, h.start = true, i
			b, rest := cutBox(m[1])
			h.box = &b
			h.flow.Write(rest)
			h.said = len(rest) > 0
		} else {
			blank := len(bytes.TrimSpace(line)) == 0
			if lineStart && (blank && h.box != nil || h.heading == 0 && likeBox.Match(line)) {
				h.flush()
			}
			h.write(i, h.escape(string(line)))
		}
		i += len(line)
	}
}

// startsLine reports whether a line of the block begins at i.
func (h *htmlReader) startsLine(i int) bool {
	_, found := slices.BinarySearchFunc(h.offsets, i, func(o lineOffset, i int) int { return o.in - i })
	return found
}

// escape writes a text of HTML as Markdown.
func (h *htmlReader) escape(text string) string {
	text = html.UnescapeString(text)
	plain := strings.Join(strings.Fields(text), " ")
	if plain == "" {
		return " "
	}
	escaped := literal(plain)
	if strings.TrimLeft(text, " \t\r\n") != text {
		escaped = " " + escaped
	}
	if strings.TrimRight(text, " \t\r\n") != text {
		escaped += " "
	}
	return escaped
}

// write adds Markdown to the flow.
func (h *htmlReader) write(i int, markdown string) {
	if h.start < 0 && strings.TrimSpace(markdown) != "" {
		h.start = i + len(markdown) - len(strings.TrimLeft(markdown, " \t\n"))
	}
	if h.start >= 0 && h.flow.Len() < 2*maxTitle {
		h.flow.WriteString(markdown)
		h.said = h.said || strings.TrimSpace(markdown) != ""
	}
}

// flush adds the flow as an element.
func (h *htmlReader) flush() {
	src, start := bytes.TrimSpace(bytes.Clone(h.flow.Bytes())), h.start
	own, b := h.boxed, h.box
	h.flow.Reset()
	h.start, h.link, h.bold, h.boxed, h.said, h.box = -1, -1, -1, false, false, nil
	if start < 0 {
		return
	}
	switch at := h.file(start); {
	case h.heading > maxHeading:
		h.add(element{kind: summaryElement, at: at, src: src})
	case h.heading > 0:
		if h.fresh {
			h.fresh = false
			h.all[h.entries[len(h.entries)-1]].headed = true
		}
		h.add(element{kind: headingElement, at: at, src: src, level: h.heading})
	case own:
		h.startEntry(element{kind: entryElement, at: at, src: src, box: *b, raw: !h.markdown})
		h.endEntry()
	case h.fresh:
		h.fresh = false
		e := &h.all[h.entries[len(h.entries)-1]]
		e.at, e.src = at, src
		if !e.box.found {
			e.box, e.src = cutBox(htmlBox.ReplaceAll(src, []byte("[$1]")))
		}
		if !e.box.found {
			e.src = src
		}
	default:
		h.add(element{kind: paragraphElement, at: at, src: src})
	}
}

// htmlBox matches a checkbox at the beginning of a text that was escaped.
var htmlBox = regexp.MustCompile(`^(?:(?:\\?[-*+•]|[0-9]+\\?[.)])\s*)?(?:(?:\\#)+\s+)?(?:\\\\)?\\\[\s*(?:\\?(\S)[\x{FE0E}\x{FE0F}]?)?\s*(?:\\\\)?\\\]`)
