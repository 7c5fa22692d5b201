package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dojang/study"
)

func TestAnotherMembersLinkIsNotSharedAgain(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		if _, err := w.s.Share(t.Context(), g, w.op("21"), *w.link("https://example.com/a/"), "A"); err != nil {
			t.Fatal(err)
		}
		before := w.derived()
		got, err := w.s.Share(t.Context(), g, w.op("22"), *w.link("http://EXAMPLE.com/a?utm_source=x"), "Mine", "gil")
		if err != nil {
			t.Fatal(err)
		}
		if got.Outcome != study.SharedTaken || got.By != "name of 21" || !got.At.Equal(w.now) {
			t.Errorf("share = %+v, want told that 21 shared it", got)
		}
		same(t, "after the second member's try", before, w.derived())
		checked, err := w.s.Check(t.Context(), g, w.op("22"), "gil", w.now, w.link("https://example.com/a"), "")
		if err != nil || checked.Post.Outcome != study.SharedTaken || checked.Post.By != "name of 21" || checked.Total != 1 {
			t.Errorf("check with that link = %+v, %v; want it ticked, the link refused", checked, err)
		}
	})
}

// Whoever shares a link for somebody else makes nobody a member.
func TestALinkSharedForAMember(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		by := func(member string) study.Operation {
			op := w.op(member)
			op.Actor, op.Name, op.Why, op.Groups = "20", "", "https://discord.com/channels/7/70/600", study.AnyGroups
			return op
		}
		before := w.derived()
		_, err := w.s.Share(t.Context(), g, by("21"), *w.link("https://example.com/a"), "")
		wantRefusal(t, err, "member.gone")
		same(t, "after that", before, w.derived())
		w.check(g, "21", "gil")
		got, err := w.s.Share(t.Context(), g, by("21"), *w.link("https://example.com/a"), "", "gil")
		if err != nil || got.Outcome != study.SharedNew || got.Joined || got.Post.Member != "21" {
			t.Errorf("for a member: %+v, %v", got, err)
		}
		if err := w.s.Leave(t.Context(), g, w.op("21"), false); err != nil {
			t.Fatal(err)
		}
		_, err = w.s.Share(t.Context(), g, by("21"), *w.link("https://example.com/b"), "")
		wantRefusal(t, err, "member.gone")
	})
}

// A newcomer whose first check came with a post edits that and then takes the check back: the post
// stays, so the newcomer stays a member.
func TestUndoingAFirstCheckKeepsTheAuthorOfAnEditedPost(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		op := w.op("21")
		checked, err := w.s.Check(t.Context(), g, op, "gil", w.now, w.link("https://example.com/1"), "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.s.Edit(t.Context(), g, w.op("21"), checked.Post.Post.ID, "Edited", nil); err != nil {
			t.Fatal(err)
		}
		if _, err := w.s.Undo(t.Context(), g, w.op("21"), op.ID, "gil", checked.Post.Post.ID); err != nil {
			t.Fatal(err)
		}
		posts := w.posts(g)
		if len(posts) != 1 || posts[0].Title != "Edited" || posts[0].Name != "name of 21" {
			t.Errorf("posts = %+v, want the edited one of 21", posts)
		}
		clean(t, w.s, w.now)
	})
}

func TestPostsByTopicAndAuthor(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		share := func(user, url string, items ...string) {
			t.Helper()
			w.now = w.now.Add(time.Hour)
			if _, err := w.s.Share(t.Context(), g, w.op(user), *w.link(url), "", items...); err != nil {
				t.Fatal(err)
			}
		}
		share("21", "https://example.com/one", "gil")
		share("22", "https://example.com/two", "gil")
		share("21", "https://example.com/three", "gc")
		share("21", "https://example.com/four")
		tests := []struct {
			name, topic, author string
			week                study.Week
			offset, length      int
			want                []string
			total               int
		}{
			{"all, newest first", "", "", study.Week{}, 0, 9, []string{"four", "three", "two", "one"}, 4},
			{"second page", "", "", study.Week{}, 2, 2, []string{"two", "one"}, 4},
			{"on an item", "gil", "", study.Week{}, 0, 9, []string{"two", "one"}, 2},
			{"by an author", "", "21", study.Week{}, 0, 9, []string{"four", "three", "one"}, 3},
			{"by an author on an item", "gil", "21", study.Week{}, 0, 9, []string{"one"}, 1},
			{"of a week, to its last instant", "", "", study.Week{Start: w.now.Add(-2 * time.Hour), End: w.now}, 0, 9, []string{"three", "two"}, 2},
			{"none", "mypy", "", study.Week{}, 0, 9, nil, 0},
			{"behind the end, as after an undo", "", "", study.Week{}, 6, 3, []string{"one"}, 4},
			{"an author's, behind the end", "gil", "21", study.Week{}, 8, 4, []string{"one"}, 1},
		}
		for text, want := range map[string]int{"EXAMPLE t": 4, "/t": 2, "w": 1, "zzz": 0} {
			page, err := w.s.Posts(t.Context(), g, w.op("21"), study.PostQuery{Text: text}, 5, 1)
			if err != nil || page.Total != want || page.Offset != max(0, want-1) || len(page.Posts) != min(1, want) {
				t.Errorf("last page with %q = %+v, %v; want %d in all", text, page, err, want)
			}
		}
		for _, test := range tests {
			page, err := w.s.Posts(t.Context(), g, w.op("21"), study.PostQuery{Topic: test.topic, Author: test.author, Week: test.week}, test.offset, test.length)
			if err != nil {
				t.Fatal(err)
			}
			var titles []string
			for _, post := range page.Posts {
				titles = append(titles, post.Title)
			}
			if diff := cmp.Diff(test.want, titles); diff != "" || page.Total != test.total {
				t.Errorf("%s: total %d, want %d; titles (-want +got):\n%s", test.name, page.Total, test.total, diff)
			}
		}
	})
}

// The posts on a section or an area are those on its items, each once, newest
// first, by whatever else is asked for.
func TestPostsOnASectionAndAnArea(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		for i, items := range [][]string{{"gil"}, {"gc", "gil", "mypy"}, {"kafka"}, {"mypy"}, {}, {"gc"}} {
			w.now = w.now.Add(time.Hour)
			url := fmt.Sprintf("https://example.com/%d-about", i)
			if _, err := w.s.Share(t.Context(), g, w.op([]string{"21", "22"}[i%2]), *w.link(url), fmt.Sprint(i), items...); err != nil {
				t.Fatal(err)
			}
		}
		for _, test := range []struct {
			name           string
			q              study.PostQuery
			offset, length int
			want           []string
			total          int
		}{
			{"a section", study.PostQuery{Topic: "s.python"}, 0, 9, []string{"5", "1", "0"}, 3},
			{"another section", study.PostQuery{Topic: "s.typing"}, 0, 9, []string{"3", "1"}, 2},
			{"an area, its second page", study.PostQuery{Topic: "a.python"}, 2, 2, []string{"1", "0"}, 4},
			{"behind the end", study.PostQuery{Topic: "a.python"}, 8, 3, []string{"0"}, 4},
			{"by an author", study.PostQuery{Topic: "a.python", Author: "22"}, 0, 9, []string{"5", "3", "1"}, 3},
			{"with a text", study.PostQuery{Topic: "a.python", Text: "1-ab"}, 0, 9, []string{"1"}, 1},
			{"with a text by an author, in pages", study.PostQuery{Topic: "s.python", Author: "22", Text: "about"}, 1, 1, []string{"1"}, 2},
			{"a section without posts", study.PostQuery{Topic: "s.rdbms"}, 0, 9, nil, 0},
			{"a section that is gone", study.PostQuery{Topic: "s.gone"}, 0, 9, nil, 0},
			{"a section that is gone, with a text", study.PostQuery{Topic: "s.gone", Text: "about"}, 0, 9, nil, 0},
		} {
			page, err := w.s.Posts(t.Context(), g, w.op("21"), test.q, test.offset, test.length)
			if err != nil {
				t.Fatal(err)
			}
			var titles []string
			for _, post := range page.Posts {
				titles = append(titles, post.Title)
			}
			if diff := cmp.Diff(test.want, titles); diff != "" || page.Total != test.total {
				t.Errorf("%s: total %d, want %d; titles (-want +got):\n%s", test.name, page.Total, test.total, diff)
			}
		}
	})
}

func TestUndoingAShareLeavesNoTrace(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w := newWorld(t, open())
		g := w.group("g")
		w.check(g, "21", "gil")
		before := w.derived()
		op := w.op("21")
		shared, err := w.s.Share(t.Context(), g, op, *w.link("https://example.com/a"), "", "gil")
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.s.Undo(t.Context(), g, w.op("22"), op.ID, "gil", shared.Post.ID)
		wantRefusal(t, err, "undo.gone")
		if _, err := w.s.Undo(t.Context(), g, w.op("21"), op.ID, "gil", shared.Post.ID); err != nil {
			t.Fatal(err)
		}
		same(t, "after undoing", before, w.derived())
	})
}
