package commands

import "testing"

func TestShare(t *testing.T) {
	h := newHarness(t)
	got := h.use("minsu", "/share link:https://example.com/gil title:About the GIL item:gil")
	h.wants(got, "minsu shared a post", "[About the GIL](<https://example.com/gil>)", gil)
	h.refuses(h.press("jiwoo", got, "Tick it off too"), "button.foreign")
	h.wants(h.press("minsu", got, "Tick it off too"), "✅ **"+gil+"** — minsu")
	if got := h.press("minsu", got, "Tick it off too"); !got.Private {
		t.Error("ticking twice tells the channel")
	}
	h.refuses(h.use("jiwoo", "/share link:https://example.com/gil title:Mine"), "post.taken")
	h.wants(h.press("minsu", got, "Undo"), "About the GIL")
	h.wants(h.use("minsu", "/posts"), "!About the GIL")
}

// A link is taken as it is pasted, and shown as it is stored. A pasted title counts if no other is
// given.
func TestPastedLinkIsShared(t *testing.T) {
	h := newHarness(t)
	h.wants(h.use("minsu", "/share link:[GIL 정리](https://example.com/gil?a=1)"), "[GIL 정리](<https://example.com/gil?a=1>)")
	h.wants(h.use("minsu", "/share link:<https://example.com/gc> title:GC"), "[GC](<https://example.com/gc>)")
	h.wants(h.use("minsu", "/share link:오늘 쓴 글 velog.io/@m/mypy https://velog.io/@m/mypy."), "[mypy](<https://velog.io/@m/mypy>)")
	h.wants(h.use("minsu", "/share link:[not this](velog.io/@m/memory) title:this"), "[this](<https://velog.io/@m/memory>)")
	h.wants(h.use("minsu", "/share link:[\u3164](https://example.com/why-slots) title:\u2800\u3164"), "[why slots](<https://example.com/why-slots>)")
	h.wants(h.use("minsu", "/posts text:http://example.com/gil/?a=1#part"), "GIL 정리", "!this", "!GC")
	h.wants(h.use("sora", "/correct remove member:minsu post:<https://example.com/gil?a=1&utm_source=x> why:spam"), "GIL 정리")
	for code, pasted := range map[string]string{
		"link.several": "https://example.com/1 https://example.com/2", "link.doubled": "https://https://velog.io/@m/g", "link.local": "localhost:4000/x",
		"link.private": "http://192.168.0.2/x", "link.dotless": "http://wiki/x", "link.admin": "https://velog.io/write", "link.redirect": "https://www.google.com/url?q=x",
		"link.file": "https://cdn.discordapp.com/attachments/1/2/gil.pdf?ex=6a&is=6b&hm=0c&",
	} {
		h.refuses(h.use("minsu", "/share link:"+pasted), code)
	}
}

// The reply to a check shows the post as it is stored: under the address by which the member
// shared it first.
func TestCheckShowsTheStoredLink(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/share link:https://youtu.be/dQw4w9WgXcQ title:GIL")
	h.wants(h.use("minsu", "/check item:gil link:https://www.youtube.com/watch?v=dQw4w9WgXcQ&si=x"), "[GIL](<https://youtu.be/dQw4w9WgXcQ>)")
	h.wants(h.use("minsu", "/check item:gc; mypy link:https://youtube.com/shorts/dQw4w9WgXcQ"), "[GIL](<https://youtu.be/dQw4w9WgXcQ>)")
	h.wants(h.use("minsu", "/share link:https://m.youtube.com/watch?v=dQw4w9WgXcQ item:asyncio"), "[GIL](<https://youtu.be/dQw4w9WgXcQ>)")
	h.wants(h.use("minsu", "/check item:memory link: <https://example.com/new> "), "(<https://example.com/new>)")
}

// A button on a post of several items checks all that are open, at once.
func TestShareOnSeveralItems(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/check item:gil")
	got := h.use("minsu", "/share link:https://example.com/x title:Both item:gil; gc; asyncio")
	h.wants(got, "[Tick it off too]")
	h.wants(h.press("minsu", got, "Tick it off too"), "✅ **2 items** — minsu")
	h.wants(h.press("minsu", got, "Undo"))
}
