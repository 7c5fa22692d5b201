package markdown

import (
	"bytes"
	"html"
	"regexp"
	"strings"
)

var (
	htmlHref = regexp.MustCompile(`(?i)\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))`)
	htmlAlt  = regexp.MustCompile(`(?i)\salt\s*=\s*(?:"([^"]*)"|'([^']*)')`)
)

// attribute returns what a pattern of an attribute matched.
func attribute(pattern *regexp.Regexp, attributes []byte) string {
	m := pattern.FindSubmatch(attributes)
	if m == nil {
		return ""
	}
	return html.UnescapeString(string(bytes.Join(m[1:], nil)))
}

func (h *htmlReader) startTag(i int, name string, tag, attributes []byte) {
	switch name {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		if h.heading <= maxHeading { // within a summary it is only the size of the text
			h.flush()
			h.heading = int(name[1] - '0')
		}
	case "details":
		h.flush()
		h.disclosures = append(h.disclosures, h.add(element{kind: disclosureElement, at: h.file(i)}))
	case "summary":
		h.flush()
		h.heading = maxHeading + 1
	case "ul", "ol", "menu":
		if h.heading == 0 {
			h.flush()
			h.lists = append(h.lists, len(h.entries))
		}
	case "li":
		h.flush()
		h.endEntries()
		if h.depth < maxDepth {
			h.startEntry(element{kind: entryElement, at: h.file(i)})
			h.fresh = true
		} else {
			h.deep = append(h.deep, h.file(i))
		}
	case "input":
		if inputBox.Match(tag) {
			b, _ := cutBox(tag)
			if h.fresh && h.start < 0 {
				h.all[h.entries[len(h.entries)-1]].box = b
			} else {
				h.flush()
				h.boxed, h.box, h.start = true, &b, i
			}
		}
	case "br":
		if h.boxed && len(h.entries) == 0 {
			h.flush()
		} else if h.start >= 0 {
			h.flow.WriteString("<br>")
		}
	case "a":
		h.link, h.to = h.flow.Len(), attribute(htmlHref, attributes)
		if h.start < 0 {
			h.start = i
		}
	case "img":
		if alt := attribute(htmlAlt, attributes); alt != "" {
			h.write(i, "!["+h.escape(alt)+"](image)")
		}
	case "b", "strong":
		h.bold = h.flow.Len()
	case "script", "style", "pre", "svg":
		h.flush()
		h.skip, h.skipAt, h.skipped = name, i, i+len(tag)
	case "p", "div", "table", "tr", "td", "th", "blockquote", "hr", "center", "section", "article":
		if h.heading == 0 {
			h.flush()
		}
	}
}

func (h *htmlReader) endTag(name string) {
	switch name {
	case "h1", "h2", "h3", "h4", "h5", "h6", "summary":
		if summary := h.heading > maxHeading; h.heading > 0 && summary == (name == "summary") {
			h.flush()
			h.heading = 0
		}
	case "details":
		h.flush()
		if n := len(h.disclosures); n > 0 && (h.within < 0 || h.disclosures[n-1] > h.within) {
			h.closeDisclosures(h.disclosures[n-1])
		}
	case "li":
		h.flush()
		if len(h.entries) > 0 {
			h.endEntry()
		}
	case "a":
		if h.link >= 0 {
			text := strings.TrimSpace(string(h.flow.Bytes()[h.link:]))
			h.flow.Truncate(h.link)
			h.flow.WriteString("[" + text + "](" + exactDestination(h.to) + ")")
			h.link = -1
		}
	case "b", "strong":
		if h.bold >= 0 && h.bold <= h.flow.Len() {
			if text := strings.TrimSpace(string(h.flow.Bytes()[h.bold:])); text != "" && !strings.Contains(text, "**") {
				h.flow.Truncate(h.bold)
				h.flow.WriteString("**" + text + "** ")
			}
			h.bold = -1
		}
	case "ul", "ol", "menu":
		if h.heading == 0 {
			h.flush()
			h.endEntries()
			h.lists = h.lists[:max(0, len(h.lists)-1)]
		}
	case "p", "div", "table", "tr", "td", "th", "blockquote", "center", "section", "article":
		if h.heading == 0 {
			h.flush()
		}
	}
}

// startEntry adds an entry that contains what follows.
func (h *htmlReader) startEntry(e element) {
	e.depth, e.list = h.depth, h.list
	if h.depth == 0 {
		e.list = len(h.all)
	}
	h.entries = append(h.entries, h.open(e))
}

func (h *htmlReader) endEntry() {
	last := len(h.entries) - 1
	h.close(h.entries[last])
	h.entries, h.fresh = h.entries[:last], false
}

// endEntries ends the entries of the innermost list.
func (h *htmlReader) endEntries() {
	around := 0
	if n := len(h.lists); n > 0 {
		around = h.lists[n-1]
	}
	for len(h.entries) > around {
		h.endEntry()
	}
}
