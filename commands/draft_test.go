package commands

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"dojang/commands/router"
	"dojang/roadmap"
	"dojang/view"
)

// said is a message of a member.
func said(by, content string) router.TextMessage {
	return router.TextMessage{Author: router.User{ID: members[by]}, Content: content}
}

// inputs are what a form shows, by the input's id.
func inputs(got reply) map[string]string {
	shown := map[string]string{}
	if got.Modal != nil {
		for _, line := range got.Modal.Components {
			shown[line.Component.CustomID] = line.Component.Value
		}
	}
	return shown
}

const shareAsPost = "Share as post"

func TestShareFromMessage(t *testing.T) {
	h := newHarness(t)
	form := h.on("minsu", shareAsPost, said("minsu", "읽어 보세요: [GIL](https://example.com/about-the-gil)."))
	if got := inputs(form); got["link"] != "https://example.com/about-the-gil" || got["title"] != "about the gil" || got["items"] != "" {
		t.Errorf("the form shows %q", got)
	}
	got := h.submit("minsu", form, reply{}, "link", "https://example.com/about-the-gil", "title", "About the GIL", "items", "gil")
	h.wants(got, "minsu shared a post", "[About the GIL](<https://example.com/about-the-gil>)", gil, "[Tick it off too]")
	if got.Private {
		t.Error("the reply is private")
	}
	h.wants(h.press("minsu", got, "Tick it off too"), "✅ **"+gil+"** — minsu")

	// The title that the form takes from the link replaces none that was given before.
	form = h.on("minsu", shareAsPost, said("minsu", "https://example.com/about-the-gil"))
	got = h.submit("minsu", form, reply{}, "link", "https://example.com/about-the-gil", "title", inputs(form)["title"], "items", "gc")
	h.wants(got, "minsu updated a post", "[About the GIL]")
	h.refuses(h.submit("jiwoo", h.on("jiwoo", shareAsPost, said("jiwoo", "https://example.com/about-the-gil")), reply{}, "link", "https://example.com/about-the-gil"), "post.taken")
}

// Who may share what, when the command is used and again when the form is sent.
func TestWhoMaySharesFromAMessage(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/check item:gil")
	link := "https://example.com/minsu"
	bot, hook := said("minsu", link), said("minsu", link)
	bot.Author.Bot, hook.WebhookID = true, "5"
	for _, test := range []struct {
		name, by string
		message  router.TextMessage
		code     string
	}{
		{"no link", "minsu", said("minsu", "velog.io/@minsu"), "draft.nolink"},
		{"no message", "minsu", router.TextMessage{}, "draft.nolink"},
		{"a file in Discord", "minsu", said("minsu", "https://cdn.discordapp.com/attachments/1/2/gil.pdf?ex=6a"), "link.file"},
		{"an editor", "minsu", said("minsu", "https://velog.io/write"), "link.admin"},
		{"another's", "jiwoo", said("minsu", link), "draft.foreign"},
		{"a bot's", "sora", bot, "draft.bot"},
		{"a webhook's", "sora", hook, "draft.bot"},
		{"not a member's", "sora", said("hana", link), "draft.stranger"},
	} {
		t.Run(test.name, func(t *testing.T) {
			h.T = t
			h.refuses(h.on(test.by, shareAsPost, test.message), test.code)
		})
	}
	h.T = t

	// A manager shares it in the author's name; it is recorded who and from where.
	form := h.on("sora", shareAsPost, said("minsu", link))
	if form.Modal == nil || form.Modal.Title != "Share for minsu" {
		t.Fatalf("the form is %+v", form.Modal)
	}
	h.refuses(h.submit("jiwoo", form, reply{}, "link", link), "button.foreign")
	got := h.submit("sora", form, reply{}, "link", link, "items", "gc; gil")
	h.wants(got, "Manager <@20> shared a post for minsu. ([message](https://discord.com/channels/7/70/600))", "minsu has not ticked this item yet, and can do so here.")
	h.refuses(h.press("sora", got, "Tick it off too"), "button.foreign")
	h.wants(h.submit("sora", form, reply{}, "link", link), "minsu has already shared this post")
	h.wants(h.use("minsu", "/posts member:minsu"), "minsu", "!sora")
	h.wants(h.press("sora", got, "Undo"), "sora, who manages this server, undid minsu’s record")

	// A member who leaves is not enrolled again by somebody else.
	h.click("minsu", reply{}, view.LeaveID.With(h.only().ID, "keep"))
	h.refuses(h.submit("sora", form, reply{}, "link", link), "draft.stranger")
	h.use("sora", "/group archive")
	h.refuses(h.on("minsu", shareAsPost, said("minsu", link)), "group.archived")
	h.refuses(h.submit("minsu", form, reply{}, "link", link), "group.archived")
}

func TestLinksOfAMessage(t *testing.T) {
	h := newHarness(t)
	for _, test := range []struct {
		name    string
		message router.TextMessage
		want    string
	}{
		{"in the text before a preview", router.TextMessage{Content: "https://example.com/a", Embeds: []router.Embed{{URL: "https://example.com/preview"}}}, "https://example.com/a"},
		{"only in a preview", router.TextMessage{Embeds: []router.Embed{{}, {URL: "https://example.com/a"}}}, "https://example.com/a"},
		{"on a button", router.TextMessage{Parts: []router.Part{{Parts: []router.Part{{URL: "https://example.com/a"}}}}}, "https://example.com/a"},
		{"beside a text", router.TextMessage{Parts: []router.Part{{Accessory: &router.Part{URL: "https://example.com/a"}}}}, "https://example.com/a"},
		{"forwarded", router.TextMessage{Forwarded: []router.Forwarded{{Message: router.TextMessage{Content: "see https://example.com/a"}}}}, "https://example.com/a"},
		{"the same twice", router.TextMessage{Content: "https://example.com/a http://example.com/a/"}, "https://example.com/a"},
		{"a file in Discord", router.TextMessage{Content: "https://media.discordapp.net/attachments/1/2/a.png?ex=6a https://example.com/a"}, "https://example.com/a"},
		{"one that cannot be shared", router.TextMessage{Content: "https://velog.io/write https://example.com/a"}, "https://example.com/a"},
	} {
		t.Run(test.name, func(t *testing.T) {
			h.T = t
			test.message.Author.ID = members["minsu"]
			if got := inputs(h.on("minsu", shareAsPost, test.message)); got["link"] != test.want {
				t.Errorf("the form shows %q, want %s", got, test.want)
			}
		})
	}
}

// Of several links one is chosen, whatever characters they have.
func TestSeveralLinksOfAMessage(t *testing.T) {
	h := newHarness(t)
	got := h.on("minsu", shareAsPost, said("minsu", "https://example.com/first https://example.com/second_(b)?x=*1*y https://example.com/third"))
	h.wants(got, "There are 3 links", "- first = 0")
	if !got.Private {
		t.Error("the choice is public")
	}
	form := h.choose("minsu", got, view.DraftLinkID, "1")
	if shown := inputs(form); shown["link"] != "https://example.com/second_(b)?x=*1*y" {
		t.Errorf("the form shows %q", shown)
	}
	h.refuses(h.choose("jiwoo", got, view.DraftLinkID, "1"), "button.foreign")
	h.refuses(h.choose("minsu", got, view.DraftLinkID, "3"), "button.old")
	h.refuses(h.choose("minsu", got, view.DraftLinkID, "-1"), "button.old")
	h.wants(h.submit("minsu", form, got, "link", "https://example.com/second_(b)?x=*1*y"), "minsu shared a post")
}

// What cannot be shared as it was entered is kept, and the form opens with it again.
func TestDraftsAreKept(t *testing.T) {
	h := newHarness(t)
	form := h.on("minsu", shareAsPost, said("minsu", "https://example.com/a"))
	for _, test := range []struct {
		name, link, title, items, want string
	}{
		{"no such item", "https://example.com/a", "*My* title", "zzzzzz; gil", "I found no item **zzzzzz**"},
		{"another link", "https://example.com/b_c", "Mine", "gil", "and this is another one"},
		{"several items", "https://example.com/a", "", "python", "**python** could be more than one item"},
		{"not a link", "exa mple.com/<a>", "Mine", "gil", "Only `http` and `https`"},
		{"no scheme", "ftp://example.com/a", "", "", "Only `http` and `https`"},
	} {
		t.Run(test.name, func(t *testing.T) {
			h.T = t
			got := h.submit("minsu", form, reply{}, "link", test.link, "title", test.title, "items", test.items)
			h.wants(got, test.want)
			if !got.Private {
				t.Error("the reply is public")
			}
			again := inputs(h.press("minsu", got, "Open the form again"))
			if again["link"] != test.link || again["title"] != test.title || again["items"] != test.items {
				t.Errorf("the form shows %q again", again)
			}
		})
	}
	h.T = t
	h.wants(h.use("minsu", "/posts"), "0 posts")

	// The item can be chosen instead, one after the other.
	got := h.submit("minsu", form, reply{}, "link", "https://example.com/a", "title", "Two", "items", "python; gil; redis")
	first := h.only().Roadmap
	_, near := first.Find("python")
	got = h.choose("minsu", got, view.DraftItemID, near[0].Item.ID)
	h.wants(got, "**redis** could be more than one item")
	if !got.Update {
		t.Error("another message asks for the next item")
	}
	_, nearer := first.Find("redis")
	got = h.choose("minsu", got, view.DraftItemID, nearer[0].Item.ID)
	h.wants(got, "It is added as a post.", "minsu shared a post", "[Two]", gil)
	for _, ref := range []roadmap.ItemRef{near[0], nearer[0]} {
		if title := ref.Item.Title.In(roadmap.English); !strings.Contains(got.text, title) {
			t.Errorf("%s is not in:\n%s", title, got.text)
		}
	}
}

func TestProgressInAMembersMenu(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/check item:gil")
	for _, by := range []string{"minsu", "jiwoo"} {
		got := h.of(by, "Progress", "minsu")
		if h.wants(got, "minsu’s progress", "**1/168**"); !got.Private {
			t.Error("the progress is public")
		}
	}
	h.refuses(h.of("minsu", "Progress", "hana"), "member.other")
	h.refuses(h.of("minsu", "Progress", "nobody"), "command.old")
	h.use("sora", "/group archive")
	h.wants(h.of("jiwoo", "Progress", "minsu"), "minsu’s progress")
}

// A command in a menu has no option for the group.
func TestWhichGroupAMenuMeans(t *testing.T) {
	h := newHarness(t)
	h.use("sora", "/group create name:second channel:71")
	h.here = "72"
	h.refuses(h.on("minsu", shareAsPost, said("minsu", "https://example.com/a")), "group.which.menu")
	h.refuses(h.of("minsu", "Progress", "minsu"), "group.which.menu")
}

// Whatever arrives in the form, only a link of the message is shared, also by a button of an
// earlier reply.
func TestOnlyALinkOfTheMessageIsShared(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/check item:gil")
	const first, second = "https://example.com/#/글", "https://example.com/second"
	one := h.on("sora", shareAsPost, said("minsu", "see "+first))
	list := h.on("sora", shareAsPost, said("minsu", first+" "+second))
	forms := map[string]reply{first: one, second: h.choose("sora", list, view.DraftLinkID, "1")}
	for link, form := range forms {
		for _, other := range []string{"https://example.com/other", link + "?x", link + "#x", "https://example.com", "http" + strings.TrimPrefix(link, "https")} {
			got := h.submit("sora", form, list, "link", other, "title", "Not minsu’s", "items", "gc")
			h.wants(got, "The form only shares the link of the message", "Not minsu")
			again := h.press("sora", got, "Open the form again")
			h.wants(h.submit("sora", again, got, "link", other, "title", "Not minsu’s"), "The form only shares the link of the message")
		}
		got := h.submit("sora", form, list, "link", "https://example.com/other", "items", "python")
		h.wants(got, "The form only shares the link of the message")
	}
	h.wants(h.use("minsu", "/posts member:minsu"), "0 posts")
	h.wants(h.submit("sora", forms[second], list, "link", " <"+second+"> "), "shared a post for minsu", second)
	h.wants(h.submit("sora", one, reply{}, "link", norm.NFD.String(first)), "shared a post for minsu")
}

// Choosing an item for a text that named none may not make the list too long for the form.
func TestChosenItemsFitTheForm(t *testing.T) {
	h := newHarness(t)
	form := h.on("minsu", shareAsPost, said("minsu", "https://example.com/a"))
	items := "os;" + strings.Repeat(" gil;", (view.MaxDraftItems-3)/5)
	got := h.submit("minsu", form, reply{}, "link", "https://example.com/a", "items", items)
	choice := h.find(got, func(c view.Component) bool { return len(c.Options) > 0 }, "menu").Options
	longest := slices.MaxFunc(choice, func(a, b view.Option) int { return len(a.Value) - len(b.Value) }).Value
	got = h.choose("minsu", got, view.DraftItemID, longest)
	h.wants(got, "the list is longer than 400 characters")
	if !got.Update {
		t.Error("another message says so")
	}
	if again := inputs(h.press("minsu", got, "Open the form again")); again["items"] != items {
		t.Errorf("the form shows %q again", again)
	}
}
