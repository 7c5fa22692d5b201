package checklist

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"dojang/civil"
	"dojang/link"
	"dojang/refusal"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/study"
)

// ImportPlan is what taking in a member's checklist comes to.
type ImportPlan struct {
	Guesses int          // entries that only have a close title
	Mark    string       // six characters that change with what is guessed
	Lines   []ImportLine // what to tell, the most in need of an answer first
	Batch   study.Batch  // what is to be entered
	Before  int          // ticked items that were done before, without anything new
	Past    int          // checks in weeks that have ended
}

// ImportKind is what becomes of a line of a checklist.
type ImportKind string

// The kinds, in the order in which they are told.
const (
	ImportGuess      ImportKind = "guess" // its title is close to an item's
	ImportCheck      ImportKind = "tick"
	ImportPost       ImportKind = "post" // shared without a tick
	ImportLeftOut    ImportKind = "not"
	ImportNothingNew ImportKind = "before"
)

var importOrder = []ImportKind{ImportGuess, ImportCheck, ImportPost, ImportLeftOut, ImportNothingNew}

// ImportLine is what becomes of one line.
type ImportLine struct {
	Kind     ImportKind
	Line     int
	Title    string          // as the checklist has it
	Item     *roadmap.Item   // nil for none
	Day      civil.Date      // on which it counts; the zero Date for now
	Posts    int             // that are new
	Guess    int             // its number among the guesses
	Accepted bool            // the guess was accepted
	Why      markdown.Notice // for TakenNot
}

// maxGuesses is how many guesses there is room to ask about: the buttons of a
// preview number them.
const maxGuesses = 240

// oldest is the first day that a check may be given in a checklist.
var oldest = civil.Date{Year: 2015, Month: time.January, Day: 1}

// NewImportPlan finds out what the checklist comes to for a member whose record and
// posts those are. accepted tells which guesses are right, by their number.
func NewImportPlan(g *study.Group, s *markdown.ChecklistInput, record *study.Record, posts []study.Post, accepted func(guess int) bool, now time.Time) *ImportPlan {
	t := importPlanner{ImportPlan: &ImportPlan{}, g: g, now: now, record: record, posts: map[string]study.Post{}, ticked: map[string]int{}, given: map[string]int{}}
	for _, post := range posts {
		if link, err := link.Parse(post.URL); err == nil {
			t.posts[link.Canonical] = post
		}
	}
	marks := sha256.New()
	for i, m := range Match(g.Roadmap, s.Entries) {
		e := &s.Entries[i]
		l := ImportLine{Line: e.Line, Title: e.Title, Item: m.Spot.Item}
		switch {
		case m.Fit == NoFit && m.Several > 0:
			t.not(l, "item.several", "n", m.Several)
			continue
		case m.Fit == NoFit:
			t.not(l, "item.none")
			continue
		case m.Fit == FitClose && t.Guesses == maxGuesses:
			t.not(l, "item.many")
			continue
		case m.Fit == FitClose:
			fmt.Fprintln(marks, e.Line, l.Item.ID)
			l.Kind, l.Guess = ImportGuess, t.Guesses
			l.Accepted = accepted(l.Guess)
			t.Guesses++
		}
		t.take(e, l)
	}
	for _, w := range s.Loose {
		l := ImportLine{Kind: ImportPost, Line: w.Line, Title: cmp.Or(w.Title, w.Link.Title())}
		if l.Posts = t.share(w, nil, time.Time{}); l.Posts > 0 {
			t.Lines = append(t.Lines, l)
		} else {
			t.Before++
		}
	}
	for _, n := range s.Skipped {
		t.Lines = append(t.Lines, ImportLine{Kind: ImportLeftOut, Line: n.Line, Why: n})
	}
	t.Mark = roadmap.Base32.EncodeToString(marks.Sum(nil))[:6]
	slices.SortStableFunc(t.Lines, func(a, b ImportLine) int {
		return cmp.Or(cmp.Compare(slices.Index(importOrder, a.Kind), slices.Index(importOrder, b.Kind)), cmp.Compare(a.Line, b.Line))
	})
	return t.ImportPlan
}

// taking is an intake while it is made.
type importPlanner struct {
	*ImportPlan
	g      *study.Group
	now    time.Time
	record *study.Record
	posts  map[string]study.Post // the member's, by canonical address
	ticked map[string]int        // the line that ticks each item
	given  map[string]int        // of each link, its index in the batch
}

func (t *importPlanner) not(l ImportLine, code string, args ...any) {
	l.Kind, l.Why = ImportLeftOut, markdown.Notice{Line: l.Line, Code: code, Args: args}
	t.Lines = append(t.Lines, l)
}

// take enters what the line says, unless it is a guess that is not accepted.
func (t *importPlanner) take(e *markdown.Entry, l ImportLine) {
	guess := l.Kind == ImportGuess
	at, inRange := t.at(e.Day)
	if inRange {
		l.Day = e.Day
	}
	tick := e.Done && !t.record.Done(l.Item.ID)
	if first, again := t.ticked[l.Item.ID]; again && tick {
		if tick = false; len(e.Posts) == 0 {
			t.not(l, "item.again", "first", first)
			return
		}
	}
	fresh := 0
	for _, w := range e.Posts {
		if t.fresh(w, l.Item.ID) {
			fresh++
		}
	}
	switch l.Posts = fresh; {
	case !tick && fresh == 0:
		l.Kind = ImportNothingNew
		t.Before++
		t.Lines = append(t.Lines, l)
		return
	case guess:
	case tick:
		l.Kind = ImportCheck
	default:
		l.Kind = ImportPost
	}
	t.Lines = append(t.Lines, l)
	if guess && !l.Accepted {
		return
	}
	if e.Day != (civil.Date{}) && !inRange {
		t.not(l, "day", "date", e.Day)
	}
	if tick {
		t.ticked[l.Item.ID] = l.Line
		t.Batch.Checks = append(t.Batch.Checks, study.BatchCheck{Item: l.Item.ID, At: at})
		if t.g.Calendar.Week(at).Name != t.g.Calendar.Week(t.now).Name {
			t.Past++
		}
	}
	for _, w := range e.Posts {
		t.share(w, l.Item, at)
	}
}

// at returns the instant that the day counts at, and whether it can: the future
// and what lies long back do not.
func (t *importPlanner) at(day civil.Date) (time.Time, bool) {
	today := t.g.Calendar.Day(t.now)
	if day == (civil.Date{}) || day.Compare(oldest) < 0 || day.Compare(today) > 0 {
		return t.now, false
	}
	if day == today {
		return t.now, true
	}
	return t.g.Calendar.Noon(day, t.now), true
}

// fresh reports whether the member has not shared the post on the item.
func (t *importPlanner) fresh(w markdown.LinkedPost, item string) bool {
	post, known := t.posts[w.Link.Canonical]
	return !known || item != "" && !slices.Contains(post.Items, item)
}

// share adds a post, on the item unless that is nil, and returns how many posts
// are new with it. at is when it counts, unless its address has a day.
func (t *importPlanner) share(w markdown.LinkedPost, item *roadmap.Item, at time.Time) int {
	id := ""
	if item != nil {
		id = item.ID
	}
	if !t.fresh(w, id) {
		return 0
	}
	if day, ok := t.at(w.Day); ok || at.IsZero() {
		at = day
	}
	i, again := t.given[w.Link.Canonical]
	if !again {
		i = len(t.Batch.Posts)
		t.given[w.Link.Canonical] = i
		t.Batch.Posts = append(t.Batch.Posts, study.PostInput{Link: w.Link, At: at})
	}
	given := &t.Batch.Posts[i]
	given.Title = cmp.Or(given.Title, t.posts[w.Link.Canonical].Title, w.Title)
	if id != "" && !slices.Contains(given.Items, id) {
		given.Items = append(given.Items, id)
	}
	if again {
		return 0
	}
	return 1
}

// ParseBlog reads the address of a blog, with which relative links are completed.
// It refuses as [link.Parse] does.
func ParseBlog(raw string) (string, error) {
	raw = strings.TrimSpace(raw)
	if raw != "" && !strings.Contains(raw, "://") {
		raw = "https://" + raw
	}
	link, err := link.Parse(raw)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(link.URL)
	if err != nil || u.Host == "" {
		return "", refusal.New("link.host", "host", "")
	}
	u.RawQuery, u.Fragment = "", ""
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/")+"/", ""
	return u.String(), nil
}
