package commands

import (
	"net/url"
	"strings"
	"testing"

	"dojang/link"
	"dojang/view"
)

func TestPosts(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/share link:https://example.com/gil title:About the GIL item:gil")
	h.use("jiwoo", "/share link:https://example.com/x title:Something else")
	h.wants(h.use("hana", "/posts"), "2 posts", "About the GIL", "Something else")
	h.wants(h.use("hana", "/posts item:gil"), "About the GIL", "!Something else")
	h.wants(h.use("hana", "/posts member:jiwoo"), "!About the GIL", "Something else")
	h.wants(h.use("hana", "/posts text:else"), "!About the GIL", "Something else")
}

// The author and managers may change a post.
func TestPostIsChangedAndDeleted(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/share link:https://example.com/gil title:About the GIL item:gil")
	list := h.use("minsu", "/posts")
	id := h.find(list, func(c view.Component) bool { return len(c.Options) > 0 }, "menu").Options[0].Value
	h.wants(h.choose("jiwoo", list, view.PostID, id), "About the GIL", "![Edit]")
	post := h.choose("minsu", list, view.PostID, id)
	h.refuses(h.press("jiwoo", post, "Edit"), "button.foreign")
	form := h.press("minsu", post, "Edit")
	h.wants(h.submit("minsu", form, post, "title", "On the GIL", "items", "gil; gc"), "On the GIL", "How garbage collection works")
	h.refuses(h.submit("jiwoo", form, post, "title", "Mine"), "button.foreign")
	h.refuses(h.submit("minsu", form, post, "title", "On the GIL", "items", "no such item"), "item.unknown")
	h.wants(h.submit("minsu", form, post, "title", "\u2800 \u3164", "items", ""), "[gil](<https://example.com/gil>)")
	h.wants(h.submit("sora", form, post, "title", "By a manager", "items", ""), "By a manager")

	ask := h.press("minsu", post, "Delete")
	h.wants(h.press("minsu", ask, "Cancel"), "By a manager")
	h.refuses(h.press("jiwoo", ask, "Delete"), "button.foreign")
	gone := h.press("minsu", ask, "Delete")
	h.wants(gone, "By a manager")
	h.wants(h.press("minsu", gone, "◀ List"), "!By a manager")
}

// A link in Hangul is long when its letters are escaped. It is found whole, on every page and
// from a post back to the list.
func TestPostsAreFoundByALongLink(t *testing.T) {
	h := newHarness(t)
	const title = "가비지-컬렉션-완벽-정리-세대별-참조-횟수와-순환-참조"
	long, other := "https://velog.io/@minsu/"+url.PathEscape(title), "https://velog.io/@minsu/"+url.PathEscape(title+"-2")
	h.use("minsu", "/share link:"+long+" title:First item:gil")
	h.use("minsu", "/share link:"+other+" title:Second item:gil")
	for _, typed := range []string{long, "https://velog.io/@minsu/" + title + "?utm_source=" + strings.Repeat("x", 100), "읽은 글: <" + long + "> " + strings.Repeat("좋은 글 ", 30)} {
		list := h.use("hana", "/posts text:"+typed)
		h.wants(list, "1 post", "First", "!Second")
		menu := h.find(list, func(c view.Component) bool { return len(c.Options) > 0 }, "menu")
		back := h.press("hana", h.click("hana", list, menu.CustomID, menu.Options[0].Value), "◀ List")
		h.wants(back, "1 post", "First", "!Second")
		h.wants(h.use("hana", "/posts item:gil member:minsu text:"+typed), "1 post", "First")
		h.wants(h.click("hana", list, view.FoundID.With(h.only().ID, link.Mark(canonicalOf(t, long)), "", "", "older", "8")), "1 post", "First", "!Second")
	}
	h.wants(h.use("hana", "/posts text:"+long+"-3"), "0 posts")
	h.use("minsu", "/share link:https://example.com/x title:"+strings.Repeat("말 ", 60))
	h.wants(h.use("hana", "/posts text:"+strings.Repeat("말 ", 80)), "1 post") // no link: the beginning counts
}

func canonicalOf(t *testing.T, raw string) string {
	t.Helper()
	l, err := link.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return l.Canonical
}
