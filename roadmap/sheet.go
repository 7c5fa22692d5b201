package roadmap

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"golang.org/x/text/unicode/norm"
)

// Sheet is what a member's own checklist says, from wherever it comes: what is
// ticked, and what was written about it.
type Sheet struct {
	Entries  []Entry   // that are ticked or have posts, in the order of their lines
	Loose    []Written // posts below the heading Other posts (그 밖의 글), on no item
	Skipped  []Notice  // what is left out, each with its line and why
	Relative int       // how many of these are links that lack the blog's address
}

// Entry is a line of a checklist that begins with a checkbox.
type Entry struct {
	Line  int
	ID    string // of the comment behind it, or ""
	Title string
	Done  bool
	Day   Date      // on which it was done; the zero Date where none is given
	Path  []string  // the headings and list items that it stands below, outermost first
	Posts []Written // linked on its line and in what stands below it
}

// Written is a post that a checklist links.
type Written struct {
	Line  int
	Link  Link
	Title string // "" where the link has no text of its own
	Day   Date   // that stands beside it or in its address; the zero Date for none
}

// ReadSheet reads a checklist. Any Markdown will do, whatever its headings and
// lists are; only what [Parse] takes for the progress, the study plan and code
// or quotations is left alone. Links may stand in the form - [[Title](url)], as
// plain ones, or bare. blog is the address that relative ones are completed
// with, or "". Its error are the [Faults] of a file that is too large, and of
// one with lists too deep.
func ReadSheet(src []byte, blog string) (*Sheet, error) {
	if len(src) <= MaxBytes {
		src = siteAddress.ReplaceAll(postAddress.ReplaceAll(src, []byte("/$1/$2/$3/$4.html")), nil)
	}
	source, faults := newSource(src)
	if faults != nil {
		return nil, faults
	}
	s := &sheetReader{source: source, context: parser.NewContext(), sheet: &Sheet{}}
	s.blog, _ = url.Parse(blog)
	doc := blocks.Parse(text.NewReader(source.text), parser.WithContext(s.context))
	if at, ok := s.context.Get(tooDeep).(int); ok {
		return nil, Faults{{source.line(at), "list.depth", nil}}
	}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if s.below() == contents {
			for at, code := range untaken(n, source.text) {
				if code == "table" || source.text[at+1] != ' ' { // else it is not ticked
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
		if e.Done || len(e.Posts) > 0 {
			s.sheet.Entries = append(s.sheet.Entries, *e)
		}
	}
	slices.SortStableFunc(s.sheet.Skipped, func(a, b Notice) int { return a.Line - b.Line })
	return s.sheet, nil
}

// What Jekyll makes an address of. Where it puts posts is a setting of the blog;
// this is the one in the seed's form.
var (
	siteAddress = regexp.MustCompile(`\{\{-?\s*site\.(?:base)?url\s*-?\}\}`)
	postAddress = regexp.MustCompile(`\{%-?\s*(?:post_url\s+|link\s+_posts/)(\d{4})-(\d{2})-(\d{2})-([^\s%/]+?)(?:\.md)?\s*-?%\}`)
)

// attributes are what kramdown and Obsidian write behind a text and do not show.
var attributes = regexp.MustCompile(`\s*\{[:#][^{}]*\}|\s\^[\w-]+$`)

// sheetReader is a checklist while it is read.
type sheetReader struct {
	*source
	context  parser.Context
	blog     *url.URL
	sheet    *Sheet
	entries  []*Entry
	squares  int            // of the lengths of what was taken apart
	headings []sheetHeading // those that what is being read stands below
}

type sheetHeading struct {
	level int
	title string
	role  role
}

func (s *sheetReader) skip(line int, code string, args ...any) {
	s.sheet.Skipped = append(s.sheet.Skipped, Notice{line, code, args})
}

// at returns the line on which a block begins.
func (s *sheetReader) at(n ast.Node) int { return s.line(n.Lines().At(0).Start) }

// maxSquares bounds the time that goldmark takes for the text in blocks: for
// each by the square of its length at the worst. It is far more than people's
// files need.
const maxSquares = 1 << 30

// label takes a block's Markdown apart, unless that could take too long.
func (s *sheetReader) label(src []byte) (l label, ok bool) {
	if len(src) > maxTitle || s.squares+len(src)*len(src) > maxSquares {
		return label{}, false
	}
	s.squares += len(src) * len(src)
	return newLabel(src, s.context), true
}

func (s *sheetReader) heading(n *ast.Heading) {
	if n.Lines().Len() == 0 {
		return
	}
	for len(s.headings) > 0 && s.headings[len(s.headings)-1].level >= n.Level {
		s.headings = s.headings[:len(s.headings)-1]
	}
	h := sheetHeading{level: n.Level}
	_, src := undecorate(n.Lines().Value(s.text))
	if l, ok := s.label(src); ok {
		h.title = line(attributes.ReplaceAllString(l.text(), ""))
		h.role = roleOf(h.title)
	}
	s.headings = append(s.headings, h)
}

// line makes one line of a text, in one Unicode form.
func line(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), " ")) }

func (s *sheetReader) path() []string {
	var path []string
	for _, h := range s.headings {
		path = append(path, h.title)
	}
	return path
}

// below returns the role of the nearest heading that has one.
func (s *sheetReader) below() role {
	for _, h := range slices.Backward(s.headings) {
		if h.role != contents {
			return h.role
		}
	}
	return contents
}

// list reads a list. on is the entry whose item the list stands in, or nil;
// path is what it stands below.
func (s *sheetReader) list(list *ast.List, on *Entry, path []string) {
	role := s.below()
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
func (s *sheetReader) entry(block ast.Node, path []string) *Entry {
	e := &Entry{Line: s.at(block), Path: path}
	s.entries = append(s.entries, e)
	src := block.Lines().Value(s.text)
	mark := box.Find(src)
	l, ok := s.label(src[len(mark):])
	if !ok {
		s.skip(e.Line, "line.long")
		return e
	}
	e.Done = mark[1] != ' '
	for _, comment := range l.comments() {
		if key, value := parseDirective(comment.text); key == "id" && ValidID(value) {
			e.ID = value
		}
	}
	spans := l.linked()
	days := make([]Date, len(spans)) // of the posts
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
	return e
}

// likeTick is what people write for a tick where a box has none.
var likeTick = regexp.MustCompile(`^\[[vVoO✓✔☑✅]\](?:\s|$)`)

// note reads text without a checkbox: the posts in it belong to the entry that
// it stands in. It returns what it reads as.
func (s *sheetReader) note(block ast.Node, on *Entry, first bool) string {
	role, at := s.below(), s.at(block)
	src := block.Lines().Value(s.text)
	if first && role != others && (likeBox.Match(src) || likeTick.Match(src)) {
		s.skip(at, "item.box")
	}
	l, ok := s.label(src)
	if !ok {
		return "" // it is no item
	}
	if on != nil || role == others {
		spans, day := l.linked(), Date{}
		for _, span := range spans {
			if !span.link {
				_, day = withoutDays(span.text, day)
			}
		}
		for _, span := range spans {
			s.post(at, span, day, on)
		}
	}
	return line(l.text())
}

// post adds the post that a link leads to, of the day where that is known, to the
// entry or to those on none.
func (s *sheetReader) post(at int, link span, day Date, on *Entry) {
	if !link.link || link.to == "" || strings.HasPrefix(link.to, "#") {
		return
	}
	address, ok := s.address(at, link.to)
	if !ok {
		return
	}
	found, err := ParseLink(address)
	if err != nil {
		code := "link.unusable"
		if refusal, ok := err.(*Refusal); ok && (refusal.Code == "link.admin" || refusal.Code == "link.redirect") {
			code = refusal.Code
		}
		s.skip(at, code, "link", link.to)
		return
	}
	w := Written{Line: at, Link: found, Title: tidy(link.text), Day: day}
	if day == (Date{}) {
		w.Day = dayIn(found.URL)
	}
	if w.Title == found.URL || strings.Contains(w.Title, "://") {
		w.Title = ""
	}
	if on == nil {
		s.sheet.Loose = append(s.sheet.Loose, w)
		return
	}
	if on.Day == (Date{}) {
		on.Day = w.Day
	}
	if !slices.ContainsFunc(on.Posts, func(other Written) bool { return other.Link.Canonical == found.Canonical }) {
		on.Posts = append(on.Posts, w)
	}
}

// address completes a relative link with the blog's address.
func (s *sheetReader) address(at int, to string) (string, bool) {
	scheme, _, absolute := strings.Cut(to, ":")
	if strings.HasPrefix(to, "//") {
		return "https:" + to, true
	}
	if absolute && !strings.ContainsAny(scheme, "/?#") {
		return to, true
	}
	u, err := url.Parse(to)
	switch {
	case err != nil:
		s.skip(at, "link.unusable", "link", to)
		return "", false
	case strings.HasSuffix(strings.ToLower(u.Path), ".md"):
		s.skip(at, "link.note", "link", to)
		return "", false
	case s.blog == nil || s.blog.Host == "":
		s.sheet.Relative++
		s.skip(at, "link.relative", "link", to)
		return "", false
	}
	return s.blog.ResolveReference(u).String(), true
}

// bare is an address that stands in a text without being marked as a link.
var bare = regexp.MustCompile(`https?://[^\s<>"\x60]+`)

// linked returns what the label shows, with bare addresses as links.
func (l label) linked() []span {
	var shown, all []span
	for _, s := range l.spans {
		if !s.comment && s.text != "" {
			shown = appendText(shown, s)
		}
	}
	for _, s := range shown {
		if s.link {
			all = append(all, s)
			continue
		}
		rest := s.text
		for at := bare.FindStringIndex(rest); at != nil; at = bare.FindStringIndex(rest) {
			address := ended(rest[at[0]:at[1]])
			all = append(all, span{text: rest[:at[0]]}, span{text: address, link: true, to: address})
			rest = rest[at[0]+len(address):]
		}
		all = append(all, span{text: rest})
	}
	return all
}

// ended returns a bare address without what ends the sentence or the bracket
// that it stands in.
func ended(address string) string {
	for {
		short := strings.TrimRight(address, `.,;:!?'*_~|`)
		for _, pair := range []string{"()", "[]"} {
			if strings.HasSuffix(short, pair[1:]) && strings.Count(short, pair[1:]) > strings.Count(short, pair[:1]) {
				short = short[:len(short)-1]
			}
		}
		if short == address {
			return address
		}
		address = short
	}
}

var (
	// postDay is the day of a post, as a checklist has it: [[A](https://…) (2026-02-01)].
	postDay = regexp.MustCompile(`^\s*\((\d{4})-(\d{2})-(\d{2})\)\s*\]`)
	// dayMark is a day as people write it behind a title, or as Obsidian does.
	dayMark = regexp.MustCompile(`\s*(?:\(\s*(\d{4})[-./] ?(\d{1,2})[-./] ?(\d{1,2})\.?\s*\)|✅ ?(\d{4})-(\d{2})-(\d{2}))`)
	dayPath = regexp.MustCompile(`/((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})[-/]`)
)

// withoutDays returns the text without the days in it, and the first of them
// unless there is one already.
func withoutDays(s string, day Date) (string, Date) {
	for _, m := range dayMark.FindAllStringSubmatch(s, -1) {
		if day == (Date{}) {
			day = dayOf(m[1]+m[4], m[2]+m[5], m[3]+m[6])
		}
	}
	return dayMark.ReplaceAllString(s, ""), day
}

// dayIn returns the day that an address has in its path, as blogs make them.
func dayIn(address string) Date {
	if m := dayPath.FindStringSubmatch(address); m != nil {
		return dayOf(m[1], m[2], m[3])
	}
	return Date{}
}

// dayOf is the zero Date where there is no such day.
func dayOf(year, month, day string) Date {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if date := DateOf(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)); date == (Date{y, time.Month(m), d}) {
		return date
	}
	return Date{}
}

var (
	postsMark = regexp.MustCompile(`(?:\s[-–—|→]|:)\s*[\[(]*\s*$`)
	wikiNotes = regexp.MustCompile(`\s[-–—]\s*(?:\[\[[^\[\]]*\]\][\s,]*)+$`) // notes of a vault, in the place of posts
	wikiLink  = regexp.MustCompile(`\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]`)
)

// titleOf returns the title that a line shows, without the posts behind it.
func titleOf(spans []span) string {
	end := len(spans)
	first := slices.IndexFunc(spans, func(s span) bool { return s.link })
	if first > 0 && postsMark.MatchString(spans[first-1].text) {
		end = first
	}
	for end > 0 && (spans[end-1].link || !strings.ContainsFunc(spans[end-1].text, wordy)) {
		end--
	}
	if end == 0 && first >= 0 && !strings.Contains(spans[first].text, "://") {
		end = first + 1 // the link is the title
	}
	var b strings.Builder
	for _, s := range spans[:end] {
		b.WriteString(s.text)
	}
	title := line(b.String())
	if end < len(spans) && (end == 0 || !spans[end-1].link) {
		title = strings.TrimRightFunc(postsMark.ReplaceAllString(title, ""), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("[(", r) })
	}
	return title
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
