package markdown

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strings"

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

	// Explicit means that it is in a form that only posts have: [[Title](url)] behind the dash
	// that ends the entry's title or in a bullet of its own, or below the heading Other posts.
	Explicit bool
}

// ReadChecklist reads a checklist from any Markdown, whatever its headings and lists are.
// It ignores what [Parse] takes for the progress or the study plan. Code, comments,
// quotations and tables are skipped. Links may be of the form - [[Title](url)], plain, or bare. blog is the
// address that completes relative links, or "". The error is [Faults] if the file is too
// large.
func ReadChecklist(src []byte, blog string) (*ChecklistInput, error) {
	if len(src) <= roadmap.MaxBytes {
		src = siteAddress.ReplaceAll(postAddress.ReplaceAll(src, []byte("/$1/$2/$3/$4.html")), nil)
	}
	source, faults := newSource(src)
	if faults != nil {
		return nil, faults
	}
	s := &checklistReader{document: newDocument(source, false, false), input: &ChecklistInput{}}
	s.blog, _ = url.Parse(blog)
	s.input.Skipped = s.notices
	s.read()
	s.input.Skipped = append(s.input.Skipped, s.effortNotice()...)
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
	*document
	blog     *url.URL
	input    *ChecklistInput
	entries  []*Entry
	headings []checklistHeading // the headings above the current element
}

type checklistHeading struct {
	level int
	title string
}

func (s *checklistReader) skip(line int, code string, args ...any) {
	s.input.Skipped = append(s.input.Skipped, Notice{line, code, args})
}

// read reads the elements of the file.
func (s *checklistReader) read() {
	type around struct {
		end      int
		headings []checklistHeading
	}
	var frames []around
	owners := make([]*Entry, len(s.elements)) // the entry that each element is or is below
	titles := make([]string, len(s.elements)) // of entries
	for i := range s.elements {
		e := &s.elements[i]
		for n := len(frames); n > 0 && frames[n-1].end <= i; n-- {
			s.headings, frames = frames[n-1].headings, frames[:n-1]
		}
		if e.kind == disclosureElement || e.kind == entryElement && e.headed {
			frames = append(frames, around{e.end, slices.Clone(s.headings)})
		}
		if e.within >= 0 {
			owners[i] = owners[e.within]
		}
		above := s.roleAbove(i)
		ignored := e.use != itemUse && (above == progress || above == plan)
		switch {
		case e.kind == headingElement || e.kind == summaryElement:
			s.heading(i)
		case e.kind == entryElement && !ignored:
			if e.box.found && (above != others || e.use == itemUse) {
				owners[i] = s.entry(i, s.path(i, titles))
				titles[i] = owners[i].Title
			} else {
				titles[i] = s.note(i, owners[i])
			}
		case e.kind == paragraphElement && e.within >= 0 && !ignored:
			s.note(i, owners[i])
		default:
			s.tellLeftOut(i)
		}
	}
}

// tellLeftOut tells of a table, and of ticked checkboxes in code, comments and quotations.
func (s *checklistReader) tellLeftOut(i int) {
	e := &s.elements[i]
	line := s.line(e.at)
	switch {
	case e.kind == tableElement:
		s.skip(line, "table")
	case !e.box.done:
	case e.kind == quotationElement && e.use == unused:
		s.skip(line, "item.quoted")
	case e.kind == codeElement:
		s.skip(line, "item.code")
	case e.kind == commentElement:
		s.skip(line, "item.comment")
	}
}

func (s *checklistReader) heading(i int) {
	e := &s.elements[i]
	if e.level == 0 || !s.isHeading(i) {
		return
	}
	for len(s.headings) > 0 && s.headings[len(s.headings)-1].level >= e.level {
		s.headings = s.headings[:len(s.headings)-1]
	}
	title := normalize.Line(attributes.ReplaceAllString(s.titleOf(i), ""))
	s.headings = append(s.headings, checklistHeading{e.level, title})
}

// path returns the headings and entries above an entry, outermost first.
func (s *checklistReader) path(i int, titles []string) []string {
	var path []string
	for w := s.elements[i].within; w >= 0; w = s.elements[w].within {
		if !s.elements[w].headed {
			path = append(path, titles[w])
		}
	}
	for _, h := range slices.Backward(s.headings) {
		path = append(path, h.title)
	}
	slices.Reverse(path)
	return path
}

// entry reads a line that begins with a checkbox.
func (s *checklistReader) entry(i int, path []string) *Entry {
	src := s.elements[i].src
	e := &Entry{Line: s.line(s.elements[i].at), Path: path}
	s.entries = append(s.entries, e)
	if len(src) > maxTitle {
		s.skip(e.Line, "line.long")
		return e
	}
	e.Done = s.elements[i].box.done
	whole := s.parse(s.elements[i].at, src)
	for _, comment := range whole.comments() {
		if key, value := parseDirective(comment.text); key == "id" && roadmap.ValidID(value) && e.ID == "" {
			e.ID = value
		}
	}
	first, rest := whole.lines()
	var spans []span
	var days []civil.Date
	e.Title, e.Day, spans, days = entryTitle(first)
	e.Forms = s.forms(i)
	if title := wikiNotes.ReplaceAllString(e.Title, ""); title != e.Title {
		s.skip(e.Line, "link.note", "link", strings.TrimLeft(e.Title[len(title):], " -–—"))
		e.Title = title
	}
	e.Title = wikiLink.ReplaceAllString(e.Title, "$1")
	plain := countLinks(first.withoutPosts().linked())
	for i, span := range spans {
		s.post(e.Line, span, LinkedPost{Day: days[i], Explicit: plain <= 0}, e)
		plain -= countLinks(spans[i : i+1])
	}
	for _, span := range rest.linked() {
		if !span.link {
			_, e.Day = withoutDays(span.text, e.Day)
		}
		s.post(e.Line, span, LinkedPost{}, e)
	}
	return e
}

// countLinks returns how many of the spans are links.
func countLinks(spans []span) int {
	n := 0
	for _, s := range spans {
		if s.link {
			n++
		}
	}
	return n
}

// forms returns the title of an entry as [Parse] reads it, and the title if it ends with the
// first line already.
func (s *checklistReader) forms(i int) []string {
	e := &s.elements[i]
	whole, _ := s.label(i).lines()
	forms := []string{itemTitle(whole, e.box.done)}
	if line, _, more := bytes.Cut(e.src, []byte("\n")); more {
		short, _ := s.parse(e.at, withoutMarks(line)).lines()
		title, _, _, _ := entryTitle(short)
		forms = append(forms, itemTitle(short, e.box.done), title)
	}
	return forms
}

// entryTitle returns the title that a label begins with, the day behind it, and the label's
// spans with the day of each post.
func entryTitle(l label) (title string, day civil.Date, spans []span, days []civil.Date) {
	spans = l.linked()
	days = make([]civil.Date, len(spans))
	for i := range spans {
		if spans[i].link {
			continue
		}
		if m := postDay.FindStringSubmatch(spans[i].text); m != nil && i > 0 && spans[i-1].link {
			days[i-1] = dayOf(m[1], m[2], m[3])
			spans[i].text = "]" + spans[i].text[len(m[0]):]
		}
		spans[i].text, day = withoutDays(attributes.ReplaceAllString(spans[i].text, ""), day)
	}
	visible, _ := normalize.Visible(titleOf(spans))
	title, _ = cutTitle(visible)
	return title, day, spans, days
}

// note reads text without a checkbox. Its posts belong to the entry that contains it. It
// returns the text without markup.
func (s *checklistReader) note(i int, on *Entry) string {
	e := &s.elements[i]
	role, at := s.roleAbove(i), s.line(e.at)
	if e.kind == entryElement && role != others && likeBox.Match(e.src) {
		s.skip(at, "item.box")
	}
	if len(e.src) > maxTitle {
		return "" // too long for an item
	}
	l := s.parse(e.at, e.src)
	if on != nil || role == others {
		spans, day := l.linked(), civil.Date{}
		for _, span := range spans {
			if !span.link {
				_, day = withoutDays(span.text, day)
			}
		}
		for _, span := range spans {
			s.post(at, span, LinkedPost{Day: day, Explicit: l.isPosts()}, on)
		}
	}
	return normalize.Line(l.text())
}
