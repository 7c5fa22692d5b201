package markdown

import (
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"dojang/civil"
	"dojang/link"
	"dojang/normalize"
	"dojang/refusal"
)

// post adds the post that a link leads to: to the entry or, if on is nil, to the loose
// ones. w has what is known of it besides the link.
func (s *checklistReader) post(at int, ref span, w LinkedPost, on *Entry) {
	if !ref.link || ref.to == "" || strings.HasPrefix(ref.to, "#") {
		return
	}
	address, ok := s.address(at, ref.to)
	if !ok {
		return
	}
	found, err := webLink(address)
	if err != nil {
		s.skip(at, unusable(err), "link", ref.to)
		return
	}
	w.Line, w.Link, w.Title = at, found, link.CleanTitle(ref.text)
	if w.Day == (civil.Date{}) {
		w.Day = dayIn(found.URL)
	}
	if w.Title == found.URL || strings.Contains(w.Title, "://") {
		w.Title = ""
	}
	if on == nil {
		w.Explicit = true
		s.input.Loose = append(s.input.Loose, w)
		return
	}
	same := func(other LinkedPost) bool { return other.Link.Canonical == found.Canonical }
	if i := slices.IndexFunc(on.Posts, same); i < 0 {
		on.Posts = append(on.Posts, w)
	} else {
		on.Posts[i].Explicit = on.Posts[i].Explicit || w.Explicit
	}
}

// unusable returns the code of the notice about a link that was refused.
func unusable(err error) string {
	if refused, ok := errors.AsType[*refusal.Refusal](err); ok {
		switch refused.Code {
		case "link.admin", "link.redirect", "link.file", "link.private":
			return refused.Code
		case "link.local", "link.dotless":
			return "link.private"
		}
	}
	return "link.unusable"
}

// address completes a relative link with the blog's address.
func (s *checklistReader) address(at int, to string) (string, bool) {
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
		s.input.Relative++
		s.skip(at, "link.relative", "link", to)
		return "", false
	}
	return s.blog.ResolveReference(u).String(), true
}

// bareAddress matches an address in a text that is not marked up as a link.
var bareAddress = regexp.MustCompile(`https?://[^\s<>"\x60]+`)

// linked returns the visible spans of the label, with bare addresses as links. An address in
// code or with escapes is text, as in a roadmap.
func (l label) linked() []span {
	var shown, all []span
	for _, s := range l.spans {
		if !s.comment && (s.text != "" || s.link) && (!s.picture || s.link) {
			shown = appendText(shown, s)
		}
	}
	for _, s := range shown {
		if s.link {
			all = append(all, s)
			continue
		}
		rest := s.text
		for _, link := range (label{spans: []span{s}}).addresses() {
			if before, after, found := strings.Cut(rest, link.to); found {
				all = append(all, span{text: before}, link)
				rest = after
			}
		}
		all = append(all, span{text: rest})
	}
	return all
}

// trimAddress returns a bare address without what ends the sentence around it.
func trimAddress(address string) string { return link.TrimSentence(address) }

var (
	// postDay matches the day of a post as a checklist writes it: [[A](https://…) (2026-02-01)].
	postDay = regexp.MustCompile(`^\s*\((\d{4})-(\d{2})-(\d{2})\)\s*\]`)
	// dayMark matches a day as people write it behind a title, or as Obsidian does.
	dayMark = regexp.MustCompile(`\s*(?:\(\s*(\d{4})[-./] ?(\d{1,2})[-./] ?(\d{1,2})\.?\s*\)|✅ ?(\d{4})-(\d{2})-(\d{2}))`)
	dayPath = regexp.MustCompile(`/((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})[-/]`)
)

// withoutDays returns the text without the days in it. If day is zero, the first of them is
// returned as the day.
func withoutDays(s string, day civil.Date) (string, civil.Date) {
	for _, m := range dayMark.FindAllStringSubmatch(s, -1) {
		if day == (civil.Date{}) {
			day = dayOf(m[1]+m[4], m[2]+m[5], m[3]+m[6])
		}
	}
	return dayMark.ReplaceAllString(s, ""), day
}

// dayIn returns the day in the path of an address, as many blogs have it, or the zero Date.
func dayIn(address string) civil.Date {
	if m := dayPath.FindStringSubmatch(address); m != nil {
		return dayOf(m[1], m[2], m[3])
	}
	return civil.Date{}
}

// dayOf returns the zero Date if there is no such day.
func dayOf(year, month, day string) civil.Date {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if date := civil.DateOf(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)); date == (civil.Date{Year: y, Month: time.Month(m), Day: d}) {
		return date
	}
	return civil.Date{}
}

var (
	postsMark = regexp.MustCompile(`(?:\s[-–—|→]|:)\s*[\[(]*\s*$`)
	wikiNotes = regexp.MustCompile(`\s[-–—]\s*(?:\[\[[^\[\]]*\]\][\s,]*)+$`) // notes of an Obsidian vault instead of posts
	wikiLink  = regexp.MustCompile(`\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]`)
)

// titleOf returns the title that a line shows, without the posts behind it.
func titleOf(spans []span) string {
	end := len(spans)
	first := slices.IndexFunc(spans, func(s span) bool { return s.link })
	if first > 0 && postsMark.MatchString(spans[first-1].text) {
		end = first
	}
	for end > 0 && (spans[end-1].link || !strings.ContainsFunc(spans[end-1].text, isWordRune)) {
		end--
	}
	if end == 0 && first >= 0 && !strings.Contains(spans[first].text, "://") {
		end = first + 1 // the link is the title
	}
	var b strings.Builder
	for _, s := range spans[:end] {
		b.WriteString(s.text)
	}
	title := normalize.Line(b.String())
	if end < len(spans) && (end == 0 || !spans[end-1].link) {
		title = strings.TrimRightFunc(postsMark.ReplaceAllString(title, ""), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("[(", r) })
	}
	return title
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
