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

// ImportPlan says what importing a member's checklist would do.
type ImportPlan struct {
	Guesses     int          // entries matched only by a similar title
	Fingerprint string       // six characters that change when the guesses change
	Lines       []ImportLine // sorted by kind, guesses first
	Batch       study.Batch  // the checks and posts to apply
	Before      int          // lines that add nothing new
	Past        int          // checks in weeks that have ended
	Reading     int          // links that are the roadmap's own reading, which nobody shares
	Likely      int          // links that most likely are, and are not shared either
}

// ImportKind says what happens to a line of a checklist.
type ImportKind string

// The kinds, in the order of [ImportPlan].Lines.
const (
	ImportGuess      ImportKind = "guess" // its title is similar to an item's
	ImportCheck      ImportKind = "tick"
	ImportPost       ImportKind = "post" // posts are shared, no item is checked
	ImportLeftOut    ImportKind = "not"
	ImportNothingNew ImportKind = "before"
)

var importOrder = []ImportKind{ImportGuess, ImportCheck, ImportPost, ImportLeftOut, ImportNothingNew}

// ImportLine says what happens to one line.
type ImportLine struct {
	Kind     ImportKind
	Line     int
	Title    string          // as written in the checklist
	Item     *roadmap.Item   // nil if none was found
	Day      civil.Date      // day on which it counts; zero means now
	Posts    int             // new posts
	Guess    int             // number of the guess, from 0
	Accepted bool            // the member accepted the guess
	Why      markdown.Notice // for ImportLeftOut
}

// maxGuesses limits the guesses to ask about, because the custom_ids of the preview number
// them.
const maxGuesses = 240

// oldest is the earliest day that a checklist may give for a check.
var oldest = civil.Date{Year: 2015, Month: time.January, Day: 1}

// NewImportPlan plans the import of a checklist for the member with the record and posts.
// accepted says which guesses, by number, are right.
func NewImportPlan(g *study.Group, s *markdown.ChecklistInput, record *study.Record, posts []study.Post, accepted func(guess int) bool, now time.Time) *ImportPlan {
	t := importPlanner{ImportPlan: &ImportPlan{}, g: g, now: now, record: record, reading: newReadingFilter(g.Roadmap, s.Entries),
		posts: map[string]*memberPost{}, checkedOn: map[string]int{}, postIndex: map[string]int{}}
	for _, post := range posts {
		t.addPost(post)
	}
	hash := sha256.New()
	for i, m := range Match(g.Roadmap, s.Entries) {
		e := s.Entries[i]
		if e.Posts = t.ownPosts(&e, m.Ref); !e.SaysSomething() {
			continue
		}
		l := ImportLine{Line: e.Line, Title: e.Title, Item: m.Ref.Item}
		switch {
		case m.Fit == NoFit && m.Several > 0:
			t.leaveOut(l, "item.several", "n", m.Several)
			continue
		case m.Fit == NoFit:
			t.leaveOut(l, "item.none")
			continue
		case m.Fit == FitClose && t.Guesses == maxGuesses:
			t.leaveOut(l, "item.many")
			continue
		case m.Fit == FitClose:
			fmt.Fprintln(hash, e.Line, l.Item.ID)
			l.Kind, l.Guess = ImportGuess, t.Guesses
			l.Accepted = accepted(l.Guess)
			t.Guesses++
		}
		t.addEntry(&e, l)
	}
	for _, w := range t.ownPosts(&markdown.Entry{Posts: s.Loose}, roadmap.ItemRef{}) {
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
	t.Fingerprint = roadmap.Base32.EncodeToString(hash.Sum(nil))[:6]
	slices.SortStableFunc(t.Lines, func(a, b ImportLine) int {
		return cmp.Or(cmp.Compare(slices.Index(importOrder, a.Kind), slices.Index(importOrder, b.Kind)), cmp.Compare(a.Line, b.Line))
	})
	return t.ImportPlan
}

// importPlanner builds an ImportPlan.
type importPlanner struct {
	*ImportPlan
	g         *study.Group
	now       time.Time
	record    *study.Record
	reading   *readingFilter
	posts     map[string]*memberPost // the member's posts, by canonical address
	checkedOn map[string]int         // line on which each item is checked
	postIndex map[string]int         // index in the batch's posts, by canonical address
}

// memberPost is a post that the member has shared.
type memberPost struct {
	link  link.Link
	title string
	items []string
}

// addPost adds a post of the member's. Posts that an earlier canonical form kept apart count as one
// here, so that none is shared again.
func (t *importPlanner) addPost(post study.Post) {
	found, err := link.Parse(post.URL)
	if err != nil {
		return // shared when such links were not refused
	}
	if known := t.posts[found.Canonical]; known != nil {
		known.items = append(slices.Clip(known.items), post.Items...)
		return
	}
	t.posts[found.Canonical] = &memberPost{link: found, title: post.Title, items: post.Items}
}

// ownPosts returns the posts of an entry that are the member's, and counts the other links. ref
// is the item that the entry means, if any.
func (t *importPlanner) ownPosts(e *markdown.Entry, ref roadmap.ItemRef) []markdown.LinkedPost {
	var own []markdown.LinkedPost
	likely := t.reading.isLikely(e, ref)
	for _, w := range e.Posts {
		switch {
		case t.reading.known[w.Link.Canonical]:
			t.Reading++
		case likely && !w.Explicit:
			t.Likely++
		default:
			own = append(own, w)
		}
	}
	return own
}

func (t *importPlanner) leaveOut(l ImportLine, code string, args ...any) {
	l.Kind, l.Why = ImportLeftOut, markdown.Notice{Line: l.Line, Code: code, Args: args}
	t.Lines = append(t.Lines, l)
}

// addEntry adds an entry's check and posts to the batch, unless it is a guess that was not
// accepted.
func (t *importPlanner) addEntry(e *markdown.Entry, l ImportLine) {
	guess := l.Kind == ImportGuess
	day := e.DoneOn(e.Posts)
	at, inRange := t.instant(day)
	if inRange {
		l.Day = day
	}
	check := e.Done && !t.record.Done(l.Item.ID)
	if first, again := t.checkedOn[l.Item.ID]; again && check {
		if check = false; len(e.Posts) == 0 {
			t.leaveOut(l, "item.again", "first", first)
			return
		}
	}
	newPosts := 0
	for _, w := range e.Posts {
		if t.isNew(w, l.Item.ID) {
			newPosts++
		}
	}
	switch l.Posts = newPosts; {
	case !check && newPosts == 0:
		l.Kind = ImportNothingNew
		t.Before++
		t.Lines = append(t.Lines, l)
		return
	case guess:
	case check:
		l.Kind = ImportCheck
	default:
		l.Kind = ImportPost
	}
	t.Lines = append(t.Lines, l)
	if guess && !l.Accepted {
		return
	}
	if day != (civil.Date{}) && !inRange {
		t.leaveOut(l, "day", "date", day)
	}
	if check {
		t.checkedOn[l.Item.ID] = l.Line
		t.Batch.Checks = append(t.Batch.Checks, study.BatchCheck{Item: l.Item.ID, At: at})
		if t.g.Calendar.Week(at).Name != t.g.Calendar.Week(t.now).Name {
			t.Past++
		}
	}
	for _, w := range e.Posts {
		t.share(w, l.Item, at)
	}
}

// instant returns the time at which a check on that day counts. ok is false, and the time
// is now, for days in the future or before oldest.
func (t *importPlanner) instant(day civil.Date) (at time.Time, ok bool) {
	today := t.g.Calendar.Day(t.now)
	if day == (civil.Date{}) || day.Compare(oldest) < 0 || day.Compare(today) > 0 {
		return t.now, false
	}
	if day == today {
		return t.now, true
	}
	return t.g.Calendar.Noon(day, t.now), true
}

// isNew reports whether the member has not yet shared the post on the item.
func (t *importPlanner) isNew(w markdown.LinkedPost, item string) bool {
	post := t.posts[w.Link.Canonical]
	return post == nil || item != "" && !slices.Contains(post.items, item)
}

// share adds a post to the batch, on the item unless that is nil, and returns the number of
// new posts: 0 or 1. at is when it counts, unless the post has a day of its own.
func (t *importPlanner) share(w markdown.LinkedPost, item *roadmap.Item, at time.Time) int {
	id := ""
	if item != nil {
		id = item.ID
	}
	if !t.isNew(w, id) {
		return 0
	}
	if day, ok := t.instant(w.Day); ok || at.IsZero() {
		at = day
	}
	i, again := t.postIndex[w.Link.Canonical]
	if !again {
		i = len(t.Batch.Posts)
		t.postIndex[w.Link.Canonical] = i
		input := study.PostInput{Link: w.Link, At: at}
		if post := t.posts[w.Link.Canonical]; post != nil {
			input.Link, input.Title = post.link, post.title // as it is stored, so that it is found
		}
		t.Batch.Posts = append(t.Batch.Posts, input)
	}
	input := &t.Batch.Posts[i]
	input.Title = cmp.Or(input.Title, w.Title)
	if id != "" && !slices.Contains(input.Items, id) {
		input.Items = append(input.Items, id)
	}
	if again {
		return 0
	}
	return 1
}

// ParseBlog reads the address of a blog, which completes relative links. Its errors are
// those of [link.Parse].
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
