package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dojang/store/ledger"
	"dojang/store/redistest"
	"dojang/study"
)

// written is a group in which 21 to 24 have shared posts: 22 has left and kept
// the record, 23 has erased it, and 21 has renamed a post and put it on a second
// item.
func written(t *testing.T, s *Store) (*world, *study.Group) {
	t.Helper()
	w := newWorld(t, s)
	g := w.group("Shelf")
	w.group("other")
	g = w.load().Group(g.ID)
	share := func(user, url, title string, items ...string) {
		t.Helper()
		if _, err := s.Share(t.Context(), g, w.op(user), *w.link(url), title, items...); err != nil {
			t.Fatal(err)
		}
	}
	share("21", "https://example.com/one", "", "gil")
	share("24", "https://example.com/same-time", "")
	w.now = w.now.Add(time.Hour)
	share("22", "https://example.com/two", "", "gil")
	share("23", "https://example.com/erased", "", "gc")
	w.now = w.now.Add(time.Hour)
	share("21", "https://example.com/one", "Renamed", "gc")
	share("21", "https://example.com/three", "")
	w.check(g, "21", "gil")
	for user, erase := range map[string]bool{"22": false, "23": true} {
		if err := s.Leave(t.Context(), g, w.op(user), erase); err != nil {
			t.Fatal(err)
		}
	}
	return w, g
}

// shelved writes posts as what a library says of them.
func shelved(posts []study.Post) []string {
	var lines []string
	for _, p := range posts {
		lines = append(lines, fmt.Sprintf("%s %s %q %v %s", p.At.UTC().Format("15:04"), p.Name, p.Title, p.Items, p.URL))
	}
	return lines
}

var everyPost = []string{
	`01:00 name of 21 "Renamed" [gil gc] https://example.com/one`,
	`01:00 name of 24 "same time" [] https://example.com/same-time`,
	`02:00 name of 22 "two" [gil] https://example.com/two`,
	`03:00 name of 21 "three" [] https://example.com/three`,
}

func TestLibraryHasEveryonesPosts(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w, g := written(t, open())
		posts, err := w.s.Library(t.Context(), g, w.op("21"))
		if err != nil {
			t.Fatal(err)
		}
		if posts[0].ID > posts[1].ID {
			t.Error("of the same time the smaller id does not come first")
		}
		if posts[0].Member != "21" { // ids do not tell which it is
			posts[0], posts[1] = posts[1], posts[0]
		}
		if diff := cmp.Diff(everyPost, shelved(posts)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if w.s.durable() {
			return // its groups are found in its directory
		}
		shelves, err := w.s.Libraries(t.Context(), "shelf")
		if err != nil || len(shelves) != 1 || shelves[0].Group.ID != g.ID {
			t.Fatalf("found by its name: %+v, %v", shelves, err)
		}
		again, err := w.s.Library(t.Context(), g, w.op("21"))
		if diff := cmp.Diff(again, shelves[0].Posts); diff != "" || err != nil {
			t.Errorf("%v, (-want +got):\n%s", err, diff)
		}
	})
}

func TestChecklistIsTheMembersOwn(t *testing.T) {
	each(t, func(t *testing.T, open func() *Store) {
		w, g := written(t, open())
		checks, posts, err := w.s.Checklist(t.Context(), g, w.op("21"))
		if err != nil || len(checks) != 1 || !checks["gil"].At.Equal(w.now) {
			t.Errorf("checks %+v, %v", checks, err)
		}
		var titles []string
		for _, p := range posts {
			titles = append(titles, p.Title)
		}
		if diff := cmp.Diff([]string{"Renamed", "three"}, titles); diff != "" {
			t.Errorf("posts (-want +got):\n%s", diff)
		}
		checks, posts, err = w.s.Checklist(t.Context(), g, w.op("99"))
		if err != nil || len(checks) > 0 || len(posts) > 0 {
			t.Errorf("of somebody who is no member: %v, %v, %v", checks, posts, err)
		}
	})
}

// The library of a log is read beside the bot that writes it.
func TestShelvesOfADirectory(t *testing.T) {
	dir := t.TempDir()
	w, g := written(t, openLog(t, dir))
	want, err := w.s.Library(t.Context(), g, w.op("21"))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{g.ID, "SHELF", "ｓｈｅｌｆ", "she\u200blf"} {
		shelves, err := LibrariesDir(dir, text)
		if err != nil || len(shelves) != 1 || shelves[0].Group.Name != "Shelf" {
			t.Fatalf("%s: %+v, %v", text, shelves, err)
		}
		if diff := cmp.Diff(want, shelves[0].Posts, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: (-want +got):\n%s", text, diff)
		}
	}
	if shelves, err := LibrariesDir(dir, "nothing like it"); err != nil || len(shelves) > 0 {
		t.Errorf("%+v, %v", shelves, err)
	}
}

// BenchmarkLibrary reads 10,000 posts by 50 members, from a redis-server and
// from the embedded store.
func BenchmarkLibrary(b *testing.B) {
	for name, url := range map[string]func(b *testing.B) string{
		"redis":    func(b *testing.B) string { return redistest.Start(b).URL },
		"embedded": func(*testing.B) string { return "" },
	} {
		b.Run(name, func(b *testing.B) {
			w := newWorld(b, openURL(b, url(b)))
			g := w.group("g")
			own := ledger.GroupKey(g.Guild, g.ID)
			for user := range 50 {
				w.check(g, fmt.Sprint(100+user), "gil")
			}
			for i := range 10_000 {
				line := fmt.Sprintf("%d\t%d\t20261123\t202611\thttps://somebody.github.io/2026/11/24/what-i-have-learned-%d/\tabcdefghijklmnop\tWhat I have learned %d\tgil\tWhat I have learned", 100+i%50, 1_764_000_000_000+i, i, i)
				if err := w.s.client.HSet(b.Context(), own+ledger.PostsKey, postID(fmt.Sprint(i)), line).Err(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportAllocs()
			for b.Loop() {
				posts, err := w.s.Library(b.Context(), g, w.op("100"))
				if err != nil || len(posts) != 10_000 {
					b.Fatal(len(posts), err)
				}
			}
		})
	}
}
