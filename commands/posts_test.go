package commands

import (
	"testing"

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
