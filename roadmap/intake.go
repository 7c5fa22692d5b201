package roadmap

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Intake is what taking in a member's checklist comes to.
type Intake struct {
	Guesses int         // entries that only have a close title
	Mark    string      // six characters that change with what is guessed
	Lines   []TakenLine // what to tell, the most in need of an answer first
	Batch   Batch       // what is to be entered
	Before  int         // ticked items that were done before, without anything new
	Past    int         // checks in weeks that have ended
}

// TakenKind is what becomes of a line of a checklist.
type TakenKind string

// The kinds, in the order in which they are told.
const (
	TakenGuess  TakenKind = "guess" // its title is close to an item's
	TakenTick   TakenKind = "tick"
	TakenPost   TakenKind = "post" // shared without a tick
	TakenNot    TakenKind = "not"
	TakenBefore TakenKind = "before"
)

var takenOrder = []TakenKind{TakenGuess, TakenTick, TakenPost, TakenNot, TakenBefore}

// TakenLine is what becomes of one line.
type TakenLine struct {
	Kind  TakenKind
	Line  int
	Title string // as the checklist has it
	Item  *Item  // nil for none
	Day   Date   // on which it counts; the zero Date for now
	Posts int    // that are new
	Guess int    // its number among the guesses
	Taken bool   // the guess was accepted
	Why   Notice // for TakenNot
}

// oldest is the first day that a check may be given in a checklist.
var oldest = Date{2015, time.January, 1}

// Intake finds out what the checklist comes to for a member whose record and
// posts those are. accepted tells which guesses are right, by their number.
func (g *Group) Intake(s *Sheet, record *Record, posts []Post, accepted func(guess int) bool, now time.Time) *Intake {
	t := taking{Intake: &Intake{}, g: g, now: now, record: record, posts: map[string]Post{}, ticked: map[string]int{}, given: map[string]int{}}
	for _, post := range posts {
		if link, err := ParseLink(post.URL); err == nil {
			t.posts[link.Canonical] = post
		}
	}
	marks := sha256.New()
	for i, m := range g.Roadmap.Match(s.Entries) {
		e := &s.Entries[i]
		l := TakenLine{Line: e.Line, Title: e.Title, Item: m.Spot.Item}
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
			l.Kind, l.Guess = TakenGuess, t.Guesses
			l.Taken = accepted(l.Guess)
			t.Guesses++
		}
		t.take(e, l)
	}
	for _, w := range s.Loose {
		l := TakenLine{Kind: TakenPost, Line: w.Line, Title: cmp.Or(w.Title, w.Link.Title())}
		if l.Posts = t.share(w, nil, time.Time{}); l.Posts > 0 {
			t.Lines = append(t.Lines, l)
		} else {
			t.Before++
		}
	}
	for _, n := range s.Skipped {
		t.Lines = append(t.Lines, TakenLine{Kind: TakenNot, Line: n.Line, Why: n})
	}
	t.Mark = lowerBase32.EncodeToString(marks.Sum(nil))[:6]
	slices.SortStableFunc(t.Lines, func(a, b TakenLine) int {
		return cmp.Or(cmp.Compare(slices.Index(takenOrder, a.Kind), slices.Index(takenOrder, b.Kind)), cmp.Compare(a.Line, b.Line))
	})
	return t.Intake
}

// taking is an intake while it is made.
type taking struct {
	*Intake
	g      *Group
	now    time.Time
	record *Record
	posts  map[string]Post // the member's, by canonical address
	ticked map[string]int  // the line that ticks each item
	given  map[string]int  // of each link, its index in the batch
}

func (t *taking) not(l TakenLine, code string, args ...any) {
	l.Kind, l.Why = TakenNot, Notice{l.Line, code, args}
	t.Lines = append(t.Lines, l)
}

// take enters what the line says, unless it is a guess that is not accepted.
func (t *taking) take(e *Entry, l TakenLine) {
	guess := l.Kind == TakenGuess
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
		l.Kind = TakenBefore
		t.Before++
		t.Lines = append(t.Lines, l)
		return
	case guess:
	case tick:
		l.Kind = TakenTick
	default:
		l.Kind = TakenPost
	}
	t.Lines = append(t.Lines, l)
	if guess && !l.Taken {
		return
	}
	if e.Day != (Date{}) && !inRange {
		t.not(l, "day", "date", e.Day)
	}
	if tick {
		t.ticked[l.Item.ID] = l.Line
		t.Batch.Checks = append(t.Batch.Checks, Done{Item: l.Item.ID, At: at})
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
func (t *taking) at(day Date) (time.Time, bool) {
	today := t.g.Calendar.Day(t.now)
	if day == (Date{}) || day.Compare(oldest) < 0 || day.Compare(today) > 0 {
		return t.now, false
	}
	if day == today {
		return t.now, true
	}
	return t.g.Calendar.Noon(day, t.now), true
}

// fresh reports whether the member has not shared the post on the item.
func (t *taking) fresh(w Written, item string) bool {
	post, known := t.posts[w.Link.Canonical]
	return !known || item != "" && !slices.Contains(post.Items, item)
}

// share adds a post, on the item unless that is nil, and returns how many posts
// are new with it. at is when it counts, unless its address has a day.
func (t *taking) share(w Written, item *Item, at time.Time) int {
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
		t.Batch.Posts = append(t.Batch.Posts, Given{Link: w.Link, At: at})
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
// It refuses as [ParseLink] does.
func ParseBlog(raw string) (string, error) {
	raw = strings.TrimSpace(raw)
	if raw != "" && !strings.Contains(raw, "://") {
		raw = "https://" + raw
	}
	link, err := ParseLink(raw)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(link.URL)
	if err != nil || u.Host == "" {
		return "", Refuse("link.host", "host", "")
	}
	u.RawQuery, u.Fragment = "", ""
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/")+"/", ""
	return u.String(), nil
}
