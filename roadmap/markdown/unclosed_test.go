package markdown_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// told writes each notice as its line and its code.
func told(notices []markdown.Notice) string {
	var all []string
	for _, n := range notices {
		all = append(all, fmt.Sprint(n.Line, " ", n.Code))
	}
	return strings.Join(all, ", ")
}

// Comments and other HTML swallowed the rest of the file, and what is in them, in silence.
func TestParseHiddenBoxes(t *testing.T) {
	for _, tt := range []struct{ name, src, items, told string }{
		{"an open comment", "<!-- to do\n- [ ] no\n\n## B\n- [ ] b", "A › A › a, B › B › b", "4 html.open, 4 item.comment"},
		{"an open <pre>", "<pre>\n- [ ] no\n\n## B\n- [ ] b", "A › A › a, B › B › b", "4 html.open, 4 item.code"},
		{"an open <style>", "<STYLE>\na {}\n## B\n- [ ] b", "A › A › a, B › B › b", "4 html.open"},
		{"an open <script>", "<script src=a>\n\n# Part\n- [ ] b", "A › A › a, Part › Part › b", "4 html.open, 6 title.second"},
		{"an open instruction", "<?php\n## B\n- [ ] b", "A › A › a, B › B › b", "4 html.open"},
		{"several", "<!-- a\n## B\n- [ ] b\n<pre>\n## C\n- [ ] c\n```\n## D\n- [ ] d", "A › A › a, B › B › b, C › C › c, D › D › d", "4 html.open, 7 html.open, 10 code.open"},
		{"an open comment and no heading", "<!-- to do\n- [ ] no\n- [ ] no", "A › A › a", "4 html.unread, 4 item.comment"},
		{"an open <pre> and no heading", "<pre>\n1. [x] no", "A › A › a", "4 html.unread, 4 item.code"},
		{"an open fence and no heading", "```\nls", "A › A › a", "4 code.unread"},
		{"an open comment in other HTML", "<div>\n<!-- to do\n- [ ] no\n</div>\n\n- [ ] b", "A › A › a, A › A › b", "5 html.open, 5 item.comment"},
		{"an open comment in a list", "- <!-- to do\n  - [ ] no\n- [ ] b", "A › A › a, A › A › b", "4 html.open, 4 item.comment"},
		{"a closed <pre>", "<pre>\n- [ ] no\n<!--\n- [x] no\n</pre>\n- [ ] b", "A › A › a, A › A › b", "4 item.code"},
		{"a closed <pre> in other HTML", "<div><pre>- [ ] no\n</pre>\n- [ ] b\n</div>", "A › A › a, A › A › b", "4 item.code, 6 item.html"},
		{"a closed comment", "<!--\n## Old\n\n- [ ] no\n- [ ] no\n-->\n\n- [ ] b", "A › A › a, A › A › b", "4 item.comment"},
		{"a comment in one line", "<!-- - [ ] no -->\n- [ ] b <!-- - [ ] no -->", "A › A › a, A › A › b", "4 item.comment, 5 item.comment"},
		{"a comment with a box of HTML", "<!-- <li><input type=\"checkbox\"> no</li> -->", "A › A › a", "4 item.comment"},
		{"comments below a title", "- [ ]\n  b\n  <!-- - [ ] no --> <!--\n  x -->\n  <!-- - [ ] no -->", "A › A › a, A › A › b", "6 item.comment, 8 item.comment"},
		{"a comment in a paragraph", "\ntext\n> no\n\ntext\n<!-- - [ ] no --> text", "A › A › a", "9 item.comment"},
		{"a comment below a heading's first line", "\nB\nC <!-- - [ ] no -->\n---\n- [ ] b", "A › A › a, B C › B C › b", "6 item.comment"},
		{"a comment in a list", "- <!-- - [ ] no\n  - [ ] no --> b\n- c", "A › A › a", "4 item.comment"},
		{"comments without boxes", "<!-- prettier-ignore\nnothing here -->\n- [ ] b <!-- later -->", "A › A › a, A › A › b", ""},
		{"an id over two lines", "- [ ] b <!--\n  id: b\n  -->", "A › A › a, A › A › b", ""},
		{"all is closed", "<pre>\n## no\n</pre>\n\n<!-- ## no\n\n-->\n\n~~~\n## no\n~~~\n- [ ] b", "A › A › a, A › A › b", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, warnings := parse(t, "# T\n## A\n- [ ] a\n"+tt.src+"\n")
			if diff := cmp.Diff(tt.items, itemsOf(r)); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.told, told(warnings)); diff != "" {
				t.Errorf("warnings (-want +got):\n%s\n%v", diff, warnings)
			}
			hasSentences(t, warnings...)
			sameAgain(t, r, roadmap.Korean)
		})
	}
}

// itemsOf writes where each item stands.
func itemsOf(r *roadmap.Roadmap) string {
	var all []string
	for ref := range r.Items() {
		all = append(all, pathOf(ref))
	}
	return strings.Join(all, ", ")
}

// The fourth open fence was said to be ended and was not, so that the rest was lost.
func TestParseManyOpenFences(t *testing.T) {
	var b strings.Builder
	var items, lines []string
	b.WriteString("# T\n")
	for i := range 40 {
		fmt.Fprintf(&b, "## A%d\n- [ ] a\n%s\n", i, strings.Repeat("`~"[i%2:i%2+1], 50-i))
		items = append(items, fmt.Sprintf("A%d › A%d › a", i, i))
		lines = append(lines, fmt.Sprint(4+3*i, " code.open"))
	}
	b.WriteString("## End\n- [ ] a\n")
	r, warnings := parse(t, b.String())
	if diff := cmp.Diff(strings.Join(append(items, "End › End › a"), ", "), itemsOf(r)); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(strings.Join(lines, ", "), told(warnings)); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

// An import tells of hidden boxes if any of them is ticked.
func TestSheetTellsOfHiddenBoxes(t *testing.T) {
	for _, tt := range []struct{ name, src, told string }{
		{"an open comment", "<!-- mine\n- [x] no\n\n## B\n- [x] b", "1 html.open, 1 item.comment"},
		{"a comment", "<!--\n- [ ] no\n- [x] no\n-->\n- [x] b", "1 item.comment"},
		{"a comment without ticks", "<!--\n- [ ] no\n-->\n- [x] b", ""},
		{"a <pre>", "<pre>\n- [x] no\n</pre>\n\n- [x] b", "1 item.code"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := readInput(t, []byte(tt.src), "")
			if got := told(s.Skipped); got != tt.told || len(s.Entries) != 1 {
				t.Errorf("told %q, want %q; entries %v", got, tt.told, s.Entries)
			}
		})
	}
}
