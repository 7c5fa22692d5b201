package markdown

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"dojang/civil"
	"dojang/link"
	"dojang/normalize"
	"dojang/roadmap"
)

// ChecklistInput is what a member's own checklist says, whatever made it: which items are
// checked, and which posts are linked.
type ChecklistInput struct {
	Entries  []Entry      // in the order of their lines
	Loose    []LinkedPost // posts below the heading Other posts (그 밖의 글), on no item
	Skipped  []Notice     // what is left out, with line and reason
	Relative int          // how many of these are relative links without a blog's address
	Reading  int          // links that are marked as a roadmap's reading, which are no posts
}

// Empty reports whether nothing is checked and nothing linked.
func (s *ChecklistInput) Empty() bool {
	return len(s.Loose) == 0 && !slices.ContainsFunc(s.Entries, Entry.SaysSomething)
}

// Entry is a line of a checklist that begins with a checkbox.
type Entry struct {
	Line  int
	ID    string // id from the comment behind it, or ""
	Title string
	Forms []string // what else the title may be: as in a roadmap, and only the line's first line
	Done  bool
	Day   civil.Date   // day that the line gives for when it was done, or zero
	Path  []string     // headings and list items above it, outermost first
	Posts []LinkedPost // posts linked on its line and in the text below it
}

// SaysSomething reports whether the entry is checked or has posts.
func (e Entry) SaysSomething() bool { return e.Done || len(e.Posts) > 0 }

// DoneOn returns the day on which the entry was done, or zero: the one on its line or, if
// there is none, that of the first of its posts with a day.
func (e *Entry) DoneOn(posts []LinkedPost) civil.Date {
	if e.Day != (civil.Date{}) {
		return e.Day
	}
	for _, post := range posts {
		if post.Day != (civil.Date{}) {
			return post.Day
		}
	}
	return civil.Date{}
}

// LinkedPost is a post that a checklist links to.
type LinkedPost struct {
	Line  int
	Link  link.Link
	Title string     // "" if the link has no text of its own
	Day   civil.Date // from the text beside it or from its address; zero if none
}

// ReadChecklist reads a checklist from any Markdown, whatever its headings and lists are.
// It ignores what [Parse] takes for the progress or the study plan, and code and
// quotations. Links may be of the form - [[Title](url)], plain, or bare. blog is the
// address that completes relative links, or "". The error is [Faults] if the file is too
// large or its lists are nested too deeply.
func ReadChecklist(src []byte, blog string) (*ChecklistInput, error) {
	if len(src) <= roadmap.MaxBytes {
		src = siteAddress.ReplaceAll(postAddress.ReplaceAll(src, []byte("/$1/$2/$3/$4.html")), nil)
	}
	source, faults := newSource(src)
	if faults != nil {
		return nil, faults
	}
	s := &checklistReader{source: source, context: parser.NewContext(), input: &ChecklistInput{}}
	s.blog, _ = url.Parse(blog)
	doc := blocks.Parse(text.NewReader(source.text), parser.WithContext(s.context))
	if at, ok := s.context.Get(tooDeep).(int); ok {
		return nil, Faults{{source.line(at), "list.depth", nil}}
	}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if s.currentRole() == contents {
			for at, code := range skippedBlocks(n, source.text) {
				if code == "table" || source.text[at+1] != ' ' { // otherwise the box is empty
					s.skip(s.line(at), code)
				}
			}
		}
		switch n := n.(type) {
		case *ast.Heading:
			s.heading(n)
		case *ast.List:
			s.list(n, nil, s.path())
		}
	}
	for _, e := range s.entries {
		s.input.Entries = append(s.input.Entries, *e)
	}
	slices.SortStableFunc(s.input.Skipped, func(a, b Notice) int { return a.Line - b.Line })
	return s.input, nil
}

// The Liquid tags of Jekyll that stand for an address. The path of a post is a setting of
// the blog; this is the form of the seed roadmap.
var (
	siteAddress = regexp.MustCompile(`\{\{-?\s*site\.(?:base)?url\s*-?\}\}`)
	postAddress = regexp.MustCompile(`\{%-?\s*(?:post_url\s+|link\s+_posts/)(\d{4})-(\d{2})-(\d{2})-([^\s%/]+?)(?:\.md)?\s*-?%\}`)
)

// attributes matches what kramdown and Obsidian write behind a text without showing it.
var attributes = regexp.MustCompile(`\s*\{[:#][^{}]*\}|\s\^[\w-]+$`)

// checklistReader reads a checklist.
type checklistReader struct {
	*source
	context  parser.Context
	blog     *url.URL
	input    *ChecklistInput
	entries  []*Entry
	squares  int                // sum of the squared lengths of the parsed blocks
	headings []checklistHeading // the headings above the current block
}

type checklistHeading struct {
	level int
	title string
	role  role
}

func (s *checklistReader) skip(line int, code string, args ...any) {
	s.input.Skipped = append(s.input.Skipped, Notice{line, code, args})
}

// at returns the line of a block's first byte.
func (s *checklistReader) at(n ast.Node) int { return s.line(n.Lines().At(0).Start) }

// maxSquares bounds the time that goldmark takes for the text in blocks, which grows with
// the square of a block's length in the worst case. It is far more than real files need.
const maxSquares = 1 << 30

// label parses a block's Markdown. ok is false if that could take too long.
func (s *checklistReader) label(src []byte) (l label, ok bool) {
	if len(src) > maxTitle || s.squares+len(src)*len(src) > maxSquares {
		return label{}, false
	}
	s.squares += len(src) * len(src)
	return newLabel(src, s.context), true
}

func (s *checklistReader) heading(n *ast.Heading) {
	if n.Lines().Len() == 0 {
		return
	}
	for len(s.headings) > 0 && s.headings[len(s.headings)-1].level >= n.Level {
		s.headings = s.headings[:len(s.headings)-1]
	}
	h := checklistHeading{level: n.Level}
	_, src := undecorate(n.Lines().Value(s.text))
	if l, ok := s.label(src); ok {
		h.title = normalize.Line(attributes.ReplaceAllString(l.text(), ""))
		h.role = roleOf(h.title)
	}
	s.headings = append(s.headings, h)
}

func (s *checklistReader) path() []string {
	var path []string
	for _, h := range s.headings {
		path = append(path, h.title)
	}
	return path
}

// currentRole returns the role of the nearest heading above that has one.
func (s *checklistReader) currentRole() role {
	for _, h := range slices.Backward(s.headings) {
		if h.role != contents {
			return h.role
		}
	}
	return contents
}

// list reads a list. on is the entry whose list item contains it, or nil; path is what the
// list is below.
func (s *checklistReader) list(list *ast.List, on *Entry, path []string) {
	role := s.currentRole()
	if role == progress || role == plan {
		return
	}
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		entry, within := on, path
		for block := item.FirstChild(); block != nil; block = block.NextSibling() {
			switch block.Kind() {
			case ast.KindList:
				s.list(block.(*ast.List), entry, within)
			case ast.KindParagraph, ast.KindTextBlock:
				title := ""
				if first := block == item.FirstChild(); first && role != others && box.Match(block.Lines().Value(s.text)) {
					entry = s.entry(block, path)
					title = entry.Title
				} else {
					title = s.note(block, entry, first)
				}
				if block == item.FirstChild() {
					within = append(slices.Clip(path), title)
				}
			}
		}
	}
}

// entry reads a line that begins with a checkbox.
func (s *checklistReader) entry(block ast.Node, path []string) *Entry {
	e := &Entry{Line: s.at(block), Path: path}
	s.entries = append(s.entries, e)
	src := block.Lines().Value(s.text)
	checkbox := box.Find(src)
	l, ok := s.label(src[len(checkbox):])
	if !ok {
		s.skip(e.Line, "line.long")
		return e
	}
	e.Done = checkbox[1] != ' '
	for _, comment := range l.comments() {
		if key, value := parseDirective(comment.text); key == "id" && roadmap.ValidID(value) {
			e.ID = value
		}
	}
	first, rest := l.lines()
	e.Forms = s.forms(src[len(checkbox):], e.Done)
	spans := first.linked()
	days := make([]civil.Date, len(spans)) // of the posts
	for i := range spans {
		if spans[i].link {
			continue
		}
		if m := postDay.FindStringSubmatch(spans[i].text); m != nil && i > 0 && spans[i-1].link {
			days[i-1] = dayOf(m[1], m[2], m[3])
			spans[i].text = "]" + spans[i].text[len(m[0]):]
		}
		spans[i].text, e.Day = withoutDays(attributes.ReplaceAllString(spans[i].text, ""), e.Day)
	}
	e.Title = titleOf(spans)
	if title := wikiNotes.ReplaceAllString(e.Title, ""); title != e.Title {
		s.skip(e.Line, "link.note", "link", strings.TrimLeft(e.Title[len(title):], " -–—"))
		e.Title = title
	}
	e.Title = wikiLink.ReplaceAllString(e.Title, "$1")
	for i, span := range spans {
		s.post(e.Line, span, days[i], e)
	}
	for _, span := range rest.linked() {
		s.post(e.Line, span, civil.Date{}, e)
	}
	return e
}

// forms returns the title of a line as [Parse] reads it, and that of its first line if it
// has several.
func (s *checklistReader) forms(src []byte, done bool) []string {
	var forms []string
	firstLine, _, _ := bytes.Cut(src, []byte("\n"))
	for _, src := range [][]byte{src, firstLine} {
		l, ok := s.label(unmarked(src))
		if !ok {
			break
		}
		title, _ := l.lines()
		if title = title.withoutPosts(); done {
			title = title.withoutDay()
		}
		if form := normalize.Line(title.text()); !slices.Contains(forms, form) {
			forms = append(forms, form)
		}
	}
	return forms
}

// likeCheck matches what people write for a checked box without being one.
var likeCheck = regexp.MustCompile(`^\[[vVoO✓✔☑✅]\](?:\s|$)`)

// note reads text without a checkbox. Its posts belong to the entry that contains it. It
// returns the text without markup.
func (s *checklistReader) note(block ast.Node, on *Entry, first bool) string {
	role, at := s.currentRole(), s.at(block)
	src := block.Lines().Value(s.text)
	if first && role != others && (likeBox.Match(src) || likeCheck.Match(src)) {
		s.skip(at, "item.box")
	}
	l, ok := s.label(src)
	if !ok {
		return "" // too long for an item
	}
	if on != nil || role == others {
		spans, day := l.linked(), civil.Date{}
		if bytes.HasPrefix(src, []byte(readingMark)) {
			s.input.Reading += len(slices.DeleteFunc(slices.Clone(spans), func(s span) bool { return !s.link }))
			spans = nil
		}
		for _, span := range spans {
			if !span.link {
				_, day = withoutDays(span.text, day)
			}
		}
		for _, span := range spans {
			s.post(at, span, day, on)
		}
	}
	return normalize.Line(l.text())
}
