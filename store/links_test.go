package store

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dojang/store/eventlog"
	"dojang/store/redistest"
	"dojang/study"
)

// recordedLinks opens testdata/recorded/links.log on every kind of store, and checks in the
// end that it is consistent. It was written by the
// release that knew only the first canonical form, and has a post for each of the links that have
// another form now.
func recordedLinks(t *testing.T, test func(t *testing.T, w *world, g *study.Group)) {
	open := func(t *testing.T, s *Store) {
		t.Helper()
		w := newWorld(t, s)
		w.now, w.ops = w.now.Add(48*time.Hour), 100
		test(t, w, w.load().Groups[0])
		clean(t, s, w.now)
		if _, err := s.Rebuild(t.Context(), w.now, func(d Difference) { t.Errorf("rebuild: %s", d) }); err != nil {
			t.Error(err)
		}
	}
	directory := func(t *testing.T) string {
		t.Helper()
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, eventlog.FileName), recorded(t, "links.log"), 0o600); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	backup := func(t *testing.T) *bytes.Reader {
		t.Helper()
		var b bytes.Buffer
		if _, err := BackupDir(directory(t), &b, func(int) {}); err != nil {
			t.Fatal(err)
		}
		return bytes.NewReader(b.Bytes())
	}
	t.Run("log", func(t *testing.T) { open(t, openLog(t, directory(t))) })
	t.Run("backup into a directory", func(t *testing.T) {
		dir := t.TempDir()
		if _, err := RestoreDir(dir, backup(t), false, func(int) {}); err != nil {
			t.Fatal(err)
		}
		open(t, openLog(t, dir))
	})
	t.Run("backup into a Redis", func(t *testing.T) {
		s := openURL(t, redistest.Start(t).URL)
		if _, err := s.Restore(t.Context(), backup(t), false, newWorld(t, nil).now.Add(48*time.Hour), func(int) {}); err != nil {
			t.Fatal(err)
		}
		open(t, s)
	})
}

// share shares a link and returns what came of it.
func (w *world) share(g *study.Group, user, url, title string, items ...string) study.ShareResult {
	w.t.Helper()
	w.now = w.now.Add(time.Minute)
	got, err := w.s.Share(w.t.Context(), g, w.op(user), *w.link(url), title, items...)
	if err != nil {
		w.t.Fatal(err)
	}
	return got
}

// postOf returns the group's post with the address.
func (w *world) postOf(g *study.Group, url string) study.Post {
	w.t.Helper()
	posts := w.posts(g)
	i := slices.IndexFunc(posts, func(p study.Post) bool { return p.URL == url })
	if i < 0 {
		w.t.Fatalf("no post %s in %+v", url, posts)
	}
	return posts[i]
}

const (
	copiedNotion = "https://me.notion.site/GIL-0123456789abcdef0123456789abcdef?source=copy_link"
	shortVideo   = "https://youtu.be/dQw4w9WgXcQ"
	routeOfGIL   = "https://minsu.github.io/blog/#/posts/gil"
	koreanHost   = "https://도장.한국/글"
	mobileNaver  = "https://m.blog.naver.com/gil/2234?referrerCode=1"
)

func TestPostsOfAnOlderCanonicalFormAreFound(t *testing.T) {
	recordedLinks(t, func(t *testing.T, w *world, g *study.Group) {
		before := len(w.posts(g))
		for _, test := range []struct{ user, first, again string }{
			{"21", copiedNotion, copiedNotion}, {"21", copiedNotion, copiedNotion + "&pvs=4"},
			{"22", shortVideo, shortVideo}, {"22", shortVideo, "http://youtu.be/dQw4w9WgXcQ?si=x"},
			{"21", routeOfGIL, routeOfGIL}, {"23", koreanHost, koreanHost}, {"24", mobileNaver, mobileNaver},
			{"22", "https://example.com/plain", "https://example.com/plain?utm_source=x"},
		} {
			was := w.postOf(g, test.first)
			if got := w.share(g, "26", test.again, ""); got.Outcome != study.SharedTaken || got.By != "name of "+test.user || !got.At.Equal(was.At) {
				t.Errorf("another shares %s: %+v, want told of %s at %v", test.again, got, test.user, was.At)
			}
			got := w.share(g, test.user, test.again, "", "pytest")
			if got.Post.ID != was.ID || got.Post.URL != test.first || !slices.Contains(got.Post.Items, "pytest") {
				t.Errorf("%s shared again: %+v, want the post %+v with another item", test.again, got, was)
			}
		}
		if got := len(w.posts(g)); got != before {
			t.Errorf("%d posts, %d before", got, before)
		}
	})
}

// Every way to share finds a post of an older form, and Undo leaves what was there before.
func TestAPostOfAnOlderCanonicalFormIsAddedToAndTakenBack(t *testing.T) {
	recordedLinks(t, func(t *testing.T, w *world, g *study.Group) {
		ctx := t.Context()
		was := w.postOf(g, copiedNotion)
		w.check(g, "21", "mypy")
		before := w.derived()
		for _, add := range []func(op study.Operation) (study.Post, error){
			func(op study.Operation) (study.Post, error) {
				got, err := w.s.Share(ctx, g, op, *w.link(copiedNotion), "again", "pytest")
				return got.Post, err
			},
			func(op study.Operation) (study.Post, error) {
				got, err := w.s.Check(ctx, g, op, "pytest", w.now, w.link(copiedNotion), "again")
				return got.Post.Post, err
			},
			func(op study.Operation) (study.Post, error) {
				got, err := w.s.Apply(ctx, g, op, study.Batch{Posts: []study.PostInput{{Link: *w.link(copiedNotion), Title: "again", Items: []string{"pytest"}, At: w.now}}})
				return got.Shared[0].Post, err
			},
		} {
			op := w.op("21")
			got, err := add(op)
			if err != nil || got.ID != was.ID || got.URL != copiedNotion || got.Title != "again" {
				t.Errorf("added = %+v, %v; want to the post %+v", got, err, was)
			}
			clean(t, w.s, w.now)
			if _, err := w.s.UndoAll(ctx, g, w.op("21"), op.ID); err != nil {
				t.Error(err)
			}
			same(t, "after the undo", before, w.derived())
		}
		if _, err := w.s.Edit(ctx, g, w.op("21"), was.ID, "edited", []string{"gc"}); err != nil {
			t.Error(err)
		}
		if got := w.share(g, "21", copiedNotion, ""); got.Outcome != study.SharedSame || got.Post.Title != "edited" {
			t.Errorf("shared after an edit = %+v, want the edited post", got)
		}
		if _, err := w.s.Remove(ctx, g, w.op("21"), was.ID); err != nil {
			t.Error(err)
		}
		if got := w.share(g, "26", copiedNotion, ""); got.Outcome != study.SharedNew {
			t.Errorf("shared after its removal = %+v, want a new post", got)
		}
	})
}

// The first form left out routes. Another page of a site whose first page was shared then is a
// post of its own, and so is the page without a route.
func TestAnotherRouteIsNotThePostOfAnOlderForm(t *testing.T) {
	recordedLinks(t, func(t *testing.T, w *world, g *study.Group) {
		const memory = "https://minsu.github.io/blog/#/posts/memory"
		if got := w.share(g, "21", memory, "Memory", "memory"); got.Outcome != study.SharedNew {
			t.Errorf("another route = %+v, want a new post", got)
		}
		if first, second := w.postOf(g, routeOfGIL), w.postOf(g, memory); first.Title != "GIL, part one" || second.Title != "Memory" {
			t.Errorf("posts %+v and %+v, want both with their titles", first, second)
		}
		if got := w.share(g, "26", memory, ""); got.Outcome != study.SharedTaken {
			t.Errorf("another member shares it: %+v, want it taken", got)
		}
		const home = "https://minsu.github.io/blog/"
		first := w.share(g, "21", home, "Blog")
		if first.Outcome != study.SharedNew {
			t.Errorf("the page without a route = %+v, want a new post", first)
		}
		if again := w.share(g, "21", home, "", "gc"); again.Post.ID != first.Post.ID || again.Post.Title != "Blog" {
			t.Errorf("the page without a route again = %+v, want the post %+v", again, first)
		}
		for _, other := range []string{memory + "/", "http://minsu.github.io/blog?utm_source=x#/posts/%6demory"} {
			if got := w.share(g, "21", other, ""); got.Outcome != study.SharedSame || got.Post.Title != "Memory" {
				t.Errorf("%s = %+v, want the post of the route", other, got)
			}
		}
		if got := w.share(g, "21", routeOfGIL, "", "gc"); got.Post.Title != "GIL, part one" {
			t.Errorf("the first route again = %+v, want its own post", got)
		}
	})
}

// Two posts that only a newer form makes equal both stay. Each member's own is the one that is
// found; others are told of the one with the newest form.
func TestPostsThatANewerFormMakesEqualBothStay(t *testing.T) {
	recordedLinks(t, func(t *testing.T, w *world, g *study.Group) {
		const plain = "https://me.notion.site/GIL-0123456789abcdef0123456789abcdef"
		if got := w.share(g, "22", plain, "Mine"); got.Outcome != study.SharedNew {
			t.Errorf("the same page under its newer form = %+v, want a new post", got)
		}
		old, young := w.postOf(g, copiedNotion), w.postOf(g, plain)
		for user, want := range map[string]study.Post{"21": old, "22": young} {
			if got := w.share(g, user, copiedNotion, ""); got.Outcome != study.SharedSame || got.Post.ID != want.ID {
				t.Errorf("%s shares it again: %+v, want %+v", user, got, want)
			}
		}
		if got := w.share(g, "26", copiedNotion, ""); got.Outcome != study.SharedTaken || got.By != "name of 22" {
			t.Errorf("a third member shares it: %+v, want told of 22", got)
		}
		if _, err := w.s.Remove(t.Context(), g, w.op("22"), young.ID); err != nil {
			t.Error(err)
		}
		if got := w.share(g, "26", copiedNotion, ""); got.Outcome != study.SharedTaken || got.By != "name of 21" {
			t.Errorf("after the newer one is removed: %+v, want told of 21", got)
		}
	})
}

// A member who is erased takes the posts along, whichever form they have.
func TestErasingFreesLinksOfAnOlderForm(t *testing.T) {
	recordedLinks(t, func(t *testing.T, w *world, g *study.Group) {
		w.share(g, "21", copiedNotion, "", "pytest")
		if err := w.s.Leave(t.Context(), g, w.op("21"), true); err != nil {
			t.Fatal(err)
		}
		if got := w.share(g, "26", copiedNotion, ""); got.Outcome != study.SharedNew {
			t.Errorf("shared after the erasure = %+v, want a new post", got)
		}
	})
}

// A page is one post, however its address is spelt. Scripts do not parse addresses.
func TestSpellingsOfAnOlderPostAreFound(t *testing.T) {
	w := newWorld(t, openEmbedded(t))
	g := w.group("study")
	for first, others := range map[string][]string{
		"https://a.example/#/글":            {"https://a.example/#/%EA%B8%80", "http://A.example/?utm_source=x#/%ea%b8%80/"},
		"https://b.example/blog/#/":        {"https://b.example/blog", "https://b.example/blog/#/?utm_source=x", "https://b.example/blog#!/"},
		"https://c.example/#/a?fbclid=1":   {"https://c.example/#/a", "https://c.example/#/%61?utm_source=x"},
		"https://d.example/%EA%B8%80?a=%2": {"https://d.example/글?a=%252"},
	} {
		was, err := w.s.share(t.Context(), g, w.op("21"), sharedInV1(*w.link(first)), nil)
		if err != nil || was.Outcome != study.SharedNew {
			t.Fatalf("%s = %+v, %v", first, was, err)
		}
		for _, other := range others {
			if got := w.share(g, "22", other, ""); got.Outcome != study.SharedTaken || got.Post.ID != was.Post.ID {
				t.Errorf("another member shares %s: %+v, want the post of %s", other, got, first)
			}
			got, err := w.s.Check(t.Context(), g, w.op("21"), "gil", w.now, w.link(other), "")
			if err != nil || got.Post.Post.ID != was.Post.ID {
				t.Errorf("a check with %s = %+v, %v; want the post of %s", other, got.Post, err, first)
			}
			w.uncheck(g, "21", "gil")
		}
	}
	clean(t, w.s, w.now)
}

// One import has links of older posts, of pages that only share a form with those, and of new
// pages in two spellings.
func TestABatchComparesItsLinksWithOlderPosts(t *testing.T) {
	recordedLinks(t, func(t *testing.T, w *world, g *study.Group) {
		older := w.postOf(g, routeOfGIL)
		var batch study.Batch
		for _, url := range []string{
			"https://minsu.github.io/blog/#/posts/%67il", "https://minsu.github.io/blog/", "https://minsu.github.io/blog/?utm_source=x#/",
			"https://minsu.github.io/blog/#/글", "https://minsu.github.io/blog/#/%EA%B8%80/",
		} {
			batch.Posts = append(batch.Posts, study.PostInput{Link: *w.link(url), At: w.now})
		}
		got, err := w.s.Apply(t.Context(), g, w.op(older.Member), batch)
		if err != nil {
			t.Fatal(err)
		}
		var outcomes []study.Outcome
		for _, shared := range got.Shared {
			outcomes = append(outcomes, shared.Outcome)
		}
		if want := []study.Outcome{study.SharedSame, study.SharedNew, study.SharedSame, study.SharedNew, study.SharedSame}; !slices.Equal(outcomes, want) {
			t.Errorf("outcomes %v, want %v", outcomes, want)
		}
		if got.Shared[0].Post.ID != older.ID {
			t.Errorf("the older post is %s, found %s", older.ID, got.Shared[0].Post.ID)
		}
	})
}

// An earlier form left out a parameter of other sites' pages. Each of them is a post of its own.
func TestPagesThatAnEarlierFormTookForOneStayApart(t *testing.T) {
	w := newWorld(t, openEmbedded(t))
	g := w.group("study")
	const first, second = "https://example.com/?trackingCode=1", "https://example.com/?trackingCode=2"
	if _, err := w.s.share(t.Context(), g, w.op("21"), sharedInV1(*w.link(first)), nil); err != nil {
		t.Fatal(err)
	}
	was := w.postOf(g, first)
	for _, user := range []string{"21", "22"} {
		if got := w.share(g, user, second, ""); got.Post.ID == was.ID {
			t.Errorf("%s shares the second: %+v, and that is the first", user, got)
		}
		if got := w.share(g, user, first+"&utm_source=x", "", "gil"); got.Post.ID != was.ID {
			t.Errorf("%s shares the first again: %+v, want %+v", user, got, was)
		}
	}
	clean(t, w.s, w.now)
}

// A release before this one put a 0 behind a hash that was another page's. Its posts are found,
// also when the other page's post is gone.
func TestPostsBehindAnotherPagesHashAreFound(t *testing.T) {
	w := newWorld(t, openEmbedded(t))
	g := w.group("study")
	const home, other = "https://minsu.github.io/blog/", "https://minsu.github.io/blog/#/posts/gil"
	w.share(g, "22", other, "")
	stored := newSharedLink(*w.link(home), "Blog")
	stored.hashes = []string{digest32(stored.Canonical, 16) + "0"}
	first, err := w.s.share(t.Context(), g, w.op("21"), stored, nil)
	if err != nil {
		t.Fatal(err)
	}
	again := func(when string) {
		t.Helper()
		if got := w.share(g, "21", home, ""); got.Outcome != study.SharedSame || got.Post.ID != first.Post.ID {
			t.Errorf("%s: %+v, want the post %+v", when, got, first.Post)
		}
		if got := w.share(g, "23", home+"?utm_source=x", ""); got.Outcome != study.SharedTaken {
			t.Errorf("%s another member shares it: %+v, want it taken", when, got)
		}
	}
	again("beside the other page")
	if _, err := w.s.Remove(t.Context(), g, w.op("22"), w.postOf(g, other).ID); err != nil {
		t.Fatal(err)
	}
	again("without the other page")
	clean(t, w.s, w.now)
}

// Only a post that an older release stored under another spelling costs a second round trip.
func TestOlderPostsCostARoundTrip(t *testing.T) {
	w := newWorld(t, openEmbedded(t))
	g := w.group("study")
	if _, err := w.s.share(t.Context(), g, w.op("21"), sharedInV1(*w.link("https://example.com/old")), nil); err != nil {
		t.Fatal(err)
	}
	var h hook
	w.s.AddHook(&h)
	for _, test := range []struct {
		url  string
		want int
	}{
		{"https://example.com/new", 1}, {"http://example.com/new/?utm_source=x", 1}, {"https://example.com/old", 1}, {"http://example.com/old/", 2},
	} {
		h.trips = 0
		if w.share(g, "21", test.url, ""); h.trips != test.want {
			t.Errorf("%s: %d round trips, want %d", test.url, h.trips, test.want)
		}
	}
}
