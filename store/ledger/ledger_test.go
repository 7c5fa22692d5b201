package ledger

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"dojang/civil"
	"dojang/roadmap/markdown"
	"dojang/study"
)

// python has the items of the template's first section.
var python = []string{"memory", "gil", "gc", "weakref-contextvars"}

var monday = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC) // 10:00 in Seoul

// story applies events to a ledger, one after the other.
type story struct {
	t   *testing.T
	l   *Ledger
	now time.Time
}

func newStory(t *testing.T) *story {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		t.Fatal(err)
	}
	template, ok := markdown.Template("python-backend")
	if !ok {
		t.Fatal("there is no such edition")
	}
	s := &story{t: t, l: New("1000", "g"), now: monday}
	settings, err := EncodeGroup(&study.Group{ID: "g", Guild: "1000", Name: "Garden", Template: "python-backend", RoadmapVersion: 1, Roadmap: template,
		Calendar: study.Calendar{{Zone: zone, Start: time.Monday}}, State: study.Active, Created: monday, Since: monday})
	if err != nil {
		t.Fatal(err)
	}
	s.apply(EventGroup, "1", "op1", func(e *Event) { e.Settings = settings })
	return s
}

// apply applies the next event of the user's.
func (s *story) apply(kind, user, op string, fill func(e *Event)) {
	s.t.Helper()
	e := NewEvent(kind, "g", study.Operation{ID: op, Now: s.now, Actor: user, Member: user, Name: "name of " + user})
	if fill != nil {
		fill(&e)
	}
	if err := s.l.Apply(s.l.Seq+1, &e); err != nil {
		s.t.Fatal(err)
	}
}

func (s *story) check(user, item, op string) {
	s.t.Helper()
	s.apply(EventCheck, user, op, func(e *Event) { e.Item = item })
}

func (s *story) share(user, link, title, op string, items ...string) {
	s.t.Helper()
	s.apply(EventShare, user, op, func(e *Event) {
		e.Post, e.URL, e.Link, e.URLTitle, e.Title, e.Items = "p"+op, "https://example.com/"+link, link, link, title, items
	})
}

// keys are the keys that the ledger should be stored as.
func (s *story) keys() *Keyspace { return Layout("1000", []*Ledger{s.l}, s.now) }

// field returns what a field of the group's hash holds.
func (s *story) field(key, field string) string { return s.keys().Hashes["dojang:{1000}:"+key][field] }

func (s *story) want(key, field, want string) {
	s.t.Helper()
	if got := s.field(key, field); got != want {
		s.t.Errorf("%s %s = %q, want %q", key, field, got, want)
	}
}

func TestLayoutOfAGroup(t *testing.T) {
	s := newStory(t)
	for i, item := range python {
		s.check("21", item, "a"+string(rune('1'+i)))
	}
	s.share("22", "x", "X", "b1", "gil")
	s.want("u:21", "g.c.gil", "1795395600000 20261123 202611 a2 3")
	s.want("u:21", "g.n", "4")
	s.want("u:21", "g.b.python", "4")
	s.want("u:21", "g.s.python", "1795395600000 20261123 202611")
	s.want("u:22", "groups", "g")
	s.want("g:w", "22", "active\t0\t1795395600000\t6:b1\tname of 22")
	s.want("g:n", "active", "2")
	s.want("g:n", "c.w20261123", "4")
	s.want("g:n", "p.all", "1")
	s.want("g:l", "x", "pb1")
	s.want("g:p", "pb1", "22\t1795395600000\t20261123\t202611\thttps://example.com/x\tx\tX\tgil\tx\tb1\t6\t1795395600000\t20261123\t202611\tgil\tX")
	if got := s.keys().Sets["dojang:{1000}:g:b:c.w20261123"]; !cmp.Equal(got, map[string]string{"21": "4"}) {
		t.Errorf("the board of the week = %v", got)
	}
	entries := s.keys().Sets["dojang:{1000}:g:x"]
	for _, ends := range [][2]string{ends(AllPosts()), ends(PostsOn("gil")), ends(PostsBy("22")), ends(PostsBetween(monday, monday.Add(time.Second)))} {
		var posts []string
		for entry := range entries {
			if "["+entry >= ends[0] && "("+entry < ends[1] {
				posts = append(posts, EntryPost(entry))
			}
		}
		if !slices.Equal(posts, []string{"pb1"}) {
			t.Errorf("posts within %q = %v", ends, posts)
		}
	}
}

func ends(low, high string) [2]string { return [2]string{low, high} }

// What an operation did is undone as if it had never been, the arrival included.
func TestUndoLeavesNothing(t *testing.T) {
	s := newStory(t)
	s.check("22", "gil", "a1")
	before := s.keys()
	s.check("21", "gil", "b1")
	s.share("21", "x", "", "b1", "gil")
	s.apply(EventUndo, "21", "c1", func(e *Event) { e.Of = "b1" })
	if diff := cmp.Diff(before, s.keys()); diff != "" {
		t.Errorf("after undoing (-before +now):\n%s", diff)
	}
}

func TestUndoOfOneOperationLeavesTheNextArrival(t *testing.T) {
	s := newStory(t)
	s.check("21", "gil", "a1")
	s.check("21", "gc", "a2")
	s.apply(EventUndo, "21", "a3", func(e *Event) { e.Of, e.Item = "a1", "gil" })
	s.want("g:w", "21", "active\t0\t1795395600000\t3:a2\tname of 21")
}

func TestAnotherMembersLinkIsLeftAlone(t *testing.T) {
	s := newStory(t)
	s.share("21", "x", "Mine", "a1", "gil")
	before := s.field("g:p", "pa1")
	s.share("22", "x", "Theirs", "b1", "gc")
	s.want("g:p", "pa1", before)
}

func TestErasingLeavesNothing(t *testing.T) {
	s := newStory(t)
	s.check("22", "gil", "a1")
	before := s.keys()
	s.check("21", "gil", "b1")
	s.share("21", "x", "", "b2", "gil")
	s.apply(EventLeave, "21", "b3", func(e *Event) { e.Erase = true })
	if diff := cmp.Diff(before, s.keys()); diff != "" {
		t.Errorf("after erasing (-before +now):\n%s", diff)
	}
	if s.l.Has("21") || s.l.Erased()["21"] != s.l.Seq {
		t.Errorf("erased = %v", s.l.Erased())
	}
}

func TestASnapshotIsTheSameState(t *testing.T) {
	s := newStory(t)
	for i, item := range python {
		s.check("21", item, "a"+string(rune('1'+i)))
	}
	s.share("22", "x", "X", "b1", "gil", "gc")
	s.share("22", "x", "Y", "b2", "memory")
	s.apply(EventHide, "22", "b3", func(e *Event) { e.Hidden = true })
	s.apply(EventLeave, "21", "b4", nil)
	s.apply(EventDigest, "0", "b5", func(e *Event) { e.Week, e.Digest = "20261116", []byte(`{"v":1,"state":"posted"}`) })
	fields, err := s.l.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	restored, err := FromSnapshot("1000", "g", fields)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s.keys(), Layout("1000", []*Ledger{restored}, s.now)); diff != "" {
		t.Errorf("restored (-before +now):\n%s", diff)
	}
	again, err := restored.Snapshot()
	if diff := cmp.Diff(fields, again); diff != "" || err != nil {
		t.Errorf("a snapshot of it (-before +now): %v\n%s", err, diff)
	}
}

func TestEventsThatCannotBeApplied(t *testing.T) {
	check := func(seq int64, e Event) string {
		s := newStory(t)
		if err := s.l.Apply(seq, &e); err != nil {
			return err.Error()
		}
		return ""
	}
	for _, test := range []struct {
		name string
		seq  int64
		e    Event
		want string
	}{
		{"a number that was there", 1, Event{Type: EventJoin}, "comes after"},
		{"an unknown type", 2, Event{Type: "dance"}, "unknown type"},
		{"an unknown item", 2, Event{Type: EventCheck, Item: "juggling"}, "does not have"},
		{"settings of a newer release", 2, Event{Type: EventGroup, Settings: []byte(`{"v":99}`)}, "newer Dojang"},
		{"an uncheck of what is not checked", 2, Event{Type: EventUncheck, Member: "21", Item: "gil"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := check(test.seq, test.e); (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
				t.Errorf("error %q, want one with %q", got, test.want)
			}
		})
	}
	if err := New("1000", "g").Apply(1, &Event{Type: EventJoin}); err == nil {
		t.Error("an event before the group's settings was applied")
	}
}

// Every line is read as what was written, in full and as reads need it.
func TestLines(t *testing.T) {
	at := monday.UnixMilli()
	moment := Moment{At: at, Week: "20261123", Month: "202611", Op: "a1", Seq: 7}
	if got, err := ParseMoment(moment.line()); err != nil || got != moment {
		t.Errorf("check %q = %+v, %v", moment.line(), got, err)
	}
	check, err := ParseCheck("gil", moment.line())
	if want := (study.Check{Item: "gil", At: time.UnixMilli(at), Week: civil.Date{Year: 2026, Month: 11, Day: 23}, Op: "a1"}); err != nil || check != want {
		t.Errorf("check %q = %+v, %v", moment.line(), check, err)
	}
	m := &memberState{left: true, hidden: true, joined: at, arrivals: []arrival{{3, "a1"}, {9, "-"}}, name: "Ada Lovelace",
		checks: map[string]Moment{}, stamps: map[string]stampState{}}
	if got, err := parseMemberState(m.line()); err != nil || got.line() != m.line() || len(got.arrivals) != 2 {
		t.Errorf("member %q = %+v, %v", m.line(), got, err)
	}
	member, err := ParseMember("21", m.line())
	if want := (study.Member{User: "21", Name: "Ada Lovelace", Left: true, Hidden: true, Joined: time.UnixMilli(at)}); err != nil || member != want {
		t.Errorf("member %q = %+v, %v", m.line(), member, err)
	}
	p := &postState{id: "p", user: "21", url: "https://example.com/x", link: "x", urlTitle: "x", parts: []part{
		{Moment: moment, items: []string{"gil"}, title: "A b"}, {Moment: moment, items: []string{"gc", "gil"}}}}
	if got, err := parsePostState("p", p.line()); err != nil || got.line() != p.line() {
		t.Errorf("post %q = %+v, %v", p.line(), got, err)
	}
	post, err := ParsePost("p", p.line())
	want := study.Post{ID: "p", Member: "21", URL: "https://example.com/x", Title: "A b", Items: []string{"gil", "gc"}, At: time.UnixMilli(at)}
	if diff := cmp.Diff(want, post); diff != "" || err != nil {
		t.Errorf("post %q: %v\n%s", p.line(), err, diff)
	}
	if user, url, title, ok := PostText(p.line()); !ok || user != "21" || url != p.url || title != "A b" {
		t.Errorf("text of a post = %q %q %q %t", user, url, title, ok)
	}
	if user, shared, err := PostMoment("p", p.line()); user != "21" || shared != moment || err != nil {
		t.Errorf("moment of a post = %q %+v, %v", user, shared, err)
	}
	s := stampState{Moment: Moment{At: at, Week: "20261123", Month: "202611"}, items: []string{"gil", "gc"}}
	if got, err := parseStampState(s.line()); err != nil || got.line() != s.line() {
		t.Errorf("stamp %q = %+v, %v", s.line(), got, err)
	}
}

func TestDamagedLines(t *testing.T) {
	for _, line := range []string{"", "x", "1 2", "a\tb\tc", strings.Repeat("\t", 15)} {
		if _, err := ParseCheck("gil", line); err == nil {
			t.Errorf("check %q is read", line)
		}
		if _, err := ParseMember("21", line); err == nil {
			t.Errorf("member %q is read", line)
		}
		if _, err := parsePostState("p", line); err == nil {
			t.Errorf("post %q is read", line)
		}
	}
}
