package main

import (
	"fmt"
	"strings"
	"testing"

	keyboard "github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp/kb"

	"dojang/sandbox"
)

// wire lets a test keep back what the sandbox answers the page, and look at what
// goes between them.
const wire = `(() => {
	const { fetch, WebSocket } = window;
	window.held = {}; // answers that are kept back, by path
	window.posted = []; // paths and bodies
	window.sockets = [];
	window.heard = []; // numbers of events
	window.fetch = (url, options) => {
		const path = url.split("?")[0];
		if (options?.body) posted.push(path + " " + options.body);
		if (!held[path]) return fetch(url, options);
		return new Promise((resolve, reject) => {
			fetch(url, options).then((response) => {
				if (!held[path]) resolve(response); // none is kept back any more
				else held[path].push({ give: () => resolve(response), cut: () => reject(new TypeError("cut")) });
			}, reject);
		});
	};
	window.WebSocket = class extends WebSocket {
		constructor(url) {
			super(url);
			sockets.push(this);
			this.addEventListener("message", ({ data }) => heard.push(JSON.parse(data).seq));
		}
	};
	return true;
})()`

// openWired opens a tab whose wire a test has in its hands. What is listed is kept
// back from the beginning.
func openWired(t *testing.T, url string, v view, kept ...string) *tab {
	t.Helper()
	address, place, _ := strings.Cut(url, "#")
	b := openTab(t, chromium(t), address+"#"+place, v)
	source := wire
	for _, path := range kept {
		source += fmt.Sprintf(`; held[%q] = []`, path)
	}
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source})
	call(b, page.Reload, page.ReloadParams{})
	b.until("the page is loaded anew", `"held" in window && document.getElementById("composer") !== null`)
	if len(kept) == 0 {
		b.until("the page is there", `!document.getElementById("app").hidden && sockets.at(-1)?.readyState === 1`)
	}
	return b
}

// hold keeps back what is answered to requests with the path from now on.
func (b *tab) hold(path string) {
	b.t.Helper()
	is(b, fmt.Sprintf(`(held[%q] ??= [], true)`, path))
}

// kept waits until so many answers are kept back.
func (b *tab) kept(path string, n int) {
	b.t.Helper()
	b.until(fmt.Sprintf("%d answers to %s are kept back", n, path), fmt.Sprintf(`held[%q].length === %d`, path, n))
}

// give lets the nth answer that is kept back through, and cut breaks its
// connection.
func (b *tab) give(path string, n int) {
	b.t.Helper()
	is(b, fmt.Sprintf(`(held[%q].splice(%d, 1)[0].give(), true)`, path, n))
}

func (b *tab) cut(path string, n int) {
	b.t.Helper()
	is(b, fmt.Sprintf(`(held[%q].splice(%d, 1)[0].cut(), true)`, path, n))
}

// free lets everything through, now and from now on.
func (b *tab) free(path string) {
	b.t.Helper()
	is(b, fmt.Sprintf(`(held[%q].splice(0).forEach((one) => one.give()), delete held[%[1]q])`, path))
}

// visit goes to an address as the browser's own line does.
func (b *tab) visit(place string) {
	b.t.Helper()
	is(b, fmt.Sprintf(`(location.hash = %q, true)`, place))
}

// shows waits until the title has the text.
func (b *tab) shows(text string) {
	b.t.Helper()
	b.until("the title has "+text, `document.title.includes(`+quoted(text)+`)`)
}

// says waits until there is, or was, a notice with the text.
func (b *tab) says(text string) {
	b.t.Helper()
	b.until("it says "+text, `said.some((one) => one.includes(`+quoted(text)+`))`)
}

// say lets a member say something in the nth channel.
func (a *application) say(member, channel int, text string) {
	a.t.Helper()
	actor := sandbox.Actor{User: a.d.Members(a.guild)[member].ID, Channel: a.d.Channels(a.guild)[channel].ID}
	if err := a.d.Say(actor, text); err != nil {
		a.t.Fatal(err)
	}
}

// use lets a member use a command without options in the nth channel.
func (a *application) use(member, channel int, name string) {
	a.t.Helper()
	actor := sandbox.Actor{User: a.d.Members(a.guild)[member].ID, Channel: a.d.Channels(a.guild)[channel].ID}
	if _, err := a.d.Slash(actor, []sandbox.Word{{Text: name}}, nil); err != nil {
		a.t.Fatal(err)
	}
}

// commands registers commands without options.
func (a *application) commands(names ...string) {
	var list []o
	for _, name := range names {
		list = append(list, o{"name": name, "description": "A command"})
	}
	a.send("PUT", "/applications/"+a.d.Application()+"/commands", list)
}

// unanswered is an application that answers nothing.
func unanswered(map[string]any) any { return nil }

// Whatever is under way, a tab shows what the member in its title sees there,
// and hears as that member.
func TestPageShowsWhatItsMemberSees(t *testing.T) {
	a, url := newApplication(t)
	a.answers = func(map[string]any) any { return o{"type": 4, "data": o{"content": "in private", "flags": 64}} }
	a.commands("private")
	const messages = "api/messages"

	// Elsewhere before the first messages have come.
	b := openWired(t, url+"/#/공부방/민수", view{}, messages)
	b.kept(messages, 1)
	b.visit("#/잡담/민수")
	b.kept(messages, 2)
	b.free(messages)
	b.shows("#잡담 · 민수")
	a.say(0, 1, "after the beginning")
	b.see("after the beginning")

	// Elsewhere as somebody else, and elsewhere again before that has come.
	b.hold(messages)
	b.visit("#/공부방/Alex")
	b.kept(messages, 1)
	b.visit("#/잡담/Alex")
	b.kept(messages, 2)
	a.use(0, 1, "private") // 민수 still listens
	b.give(messages, 1)
	b.shows("#잡담 · Alex")
	b.free(messages)
	a.use(0, 1, "private")
	a.say(1, 1, "to everybody")
	b.see("to everybody")
	if is(b, `document.getElementById("log").textContent.includes("in private")`) {
		t.Error("Alex sees what only 민수 can see")
	}

	// Where the messages cannot be read, nobody has moved.
	b.hold(messages)
	b.visit("#/공부방/민수")
	b.kept(messages, 1)
	a.say(1, 1, "meanwhile")
	b.see("meanwhile")
	b.cut(messages, 0)
	b.says("The sandbox cannot be reached.")
	b.shows("#잡담 · Alex")
	if got := value[string](b, `decodeURIComponent(location.hash)`); got != "#/잡담/Alex" {
		t.Errorf("the address is %s still", got)
	}
	b.free(messages)
	b.write("as Alex") // wherever the focus is
	b.focus("#composer textarea")
	b.write("as Alex")
	b.keys("\r")
	b.see("as Alex")
	if author := value[string](b, `[...document.querySelectorAll(".message h2")].at(-1).textContent`); author != "Alex" {
		t.Errorf("%s wrote it, want Alex", author)
	}

	// What happens in another channel marks it, and is there when one goes there.
	a.say(1, 0, "over there")
	b.until("the other channel is marked", `document.querySelector(".channel.unread")?.textContent === "#공부방"`)
	b.click("공부방")
	b.see("over there")
	b.until("it is marked no more", `document.querySelector(".channel.unread") === null`)
	if n := value[int](b, `sockets.filter((one) => one.readyState < 2).length`); n != 1 {
		t.Errorf("%d connections are open, want one", n)
	}
}

// Messages that are read do not undo what has happened since.
func TestPageKeepsWhatHappensWhileItReads(t *testing.T) {
	a, url := newApplication(t)
	a.answers = func(map[string]any) any { return o{"type": 5} }
	a.commands("slow")
	respond := func(interaction map[string]any, content string) {
		a.send("PATCH", fmt.Sprintf("/webhooks/%s/%s/messages/@original", a.d.Application(), interaction["token"]), o{"content": content})
	}
	a.use(0, 1, "slow")
	first := <-a.heard
	respond(first, "the first of many")
	for n := range 60 {
		a.say(n%6, 1, fmt.Sprintf("number %d", n))
	}
	b := openWired(t, url+"/#/잡담/Alex", view{})
	edit := func(to string) {
		t.Helper()
		respond(first, to)
		a.say(0, 0, "a sign") // comes after it
		b.until("it has come", `document.querySelector(".channel.unread") !== null`)
	}

	// An edit of an older message that is being read.
	const messages = "api/messages"
	b.see("number 59")
	b.hold(messages)
	b.until("older ones are read", `(document.getElementById("log").scrollTop = 0, held["api/messages"].length > 0)`)
	edit("edited meanwhile")
	b.free(messages)
	b.see("edited meanwhile")

	// An answer that comes while one goes to its channel.
	b.hold(messages)
	b.hold("api/commands")
	b.click("공부방")
	b.kept(messages, 1)
	a.use(3, 0, "slow")
	interaction := <-a.heard
	b.give(messages, 0)
	b.kept("api/commands", 1)
	respond(interaction, "answered at last")
	b.until("it has been heard", fmt.Sprintf(`heard.includes(%d)`, a.last()))
	b.free(messages)
	b.free("api/commands")
	b.see("answered at last")
	b.gone("is thinking")

	// How long it took is until the first answer, in both views of the inspector.
	const took = `[...document.querySelectorAll("#inspector .note")].find((note) => note.textContent.startsWith("The bot answered"))?.textContent`
	b.click("Inspector")
	b.until("the latest are shown", took+` !== undefined`)
	latest := value[string](b, took)
	is(b, `([...document.querySelectorAll(".message")].find((m) => m.textContent.includes("answered at last")).querySelector(".tools button:last-child").click(), true)`)
	b.until("the message is shown", `document.querySelector("#inspector h2").textContent.startsWith("Message ")`)
	if got := value[string](b, took); got != latest {
		t.Errorf("of the message it says %q, of the latest %q", got, latest)
	}

	// A connection that breaks: what happens meanwhile comes once.
	is(b, `(sockets.at(-1).close(), true)`)
	a.say(0, 0, "while it was cut")
	b.see("while it was cut")
	a.say(0, 0, "and after")
	b.see("and after")
	if twice := value[[]int](b, `heard.filter((seq, n) => seq && heard.indexOf(seq) !== n)`); len(twice) > 0 {
		t.Errorf("the events %v came twice", twice)
	}
	if n := value[int](b, `[...document.querySelectorAll(".message")].filter((m) => m.textContent.includes("while it was cut")).length`); n != 1 {
		t.Errorf("what happened meanwhile is there %d times", n)
	}
}

// last returns the number of the last event.
func (a *application) last() int {
	events, _ := a.d.Effects(0)
	return len(events)
}

// ticked is a form with preselected values.
var ticked = o{"type": 9, "data": o{"custom_id": "ticked", "title": "A form", "components": []o{
	{"type": 18, "label": "Boxes", "component": o{"type": 22, "custom_id": "boxes", "required": false, "min_values": 0, "options": []o{{"label": "Ticked", "value": "t", "default": true}, {"label": "Not", "value": "n"}}}},
	{"type": 18, "label": "A fruit", "component": o{"type": 3, "custom_id": "fruit", "options": []o{{"label": "Apple", "value": "a"}, {"label": "Pear", "value": "p", "default": true}}}},
}}}

// A form belongs to the member who opened it.
func TestPageOpensAFormForWhomItIs(t *testing.T) {
	a, url := newApplication(t)
	a.answers = func(map[string]any) any { return ticked }
	a.commands("form")
	b := openWired(t, url+"/#/공부방/민수", view{})
	b.hold("api/use")
	b.command("form")
	b.keys("\r")
	b.kept("api/use", 1)
	b.click("Alex")
	b.shows("Alex")
	b.give("api/use", 0)
	b.until("it was closed for 민수", fmt.Sprintf(`posted.some((one) => one.startsWith("api/close ") && one.includes(%q) && /"interaction":"\d+"/.test(one))`, a.d.Members(a.guild)[0].ID))
	if is(b, `document.querySelector("dialog") !== null`) {
		t.Error("it is open for Alex")
	}
	b.free("api/use")

	// What is taken out of a form is named, and a form that failed is sent again.
	b.command("form")
	b.keys("\r")
	b.focused("dialog input")
	b.keys(" ")
	a.answers = unanswered
	b.click("Submit")
	b.until("it failed", `document.querySelector("dialog .error").textContent === "Something went wrong. Try again."`)
	b.until("the box is named with nothing", `posted.some((one) => one.startsWith("api/submit ") && one.includes('{"name":"boxes","values":[]}') && one.includes('{"name":"fruit","values":["p"]}'))`)
	a.answers = func(map[string]any) any { return o{"type": 4, "data": o{"content": "Thank you."}} }
	b.click("Submit")
	b.see("Thank you.")
	b.until("the form is closed", `document.querySelector("dialog") === null`)
}

// Why something is refused is said in the member's language.
func TestPageRefusesInTheMembersLanguage(t *testing.T) {
	_, url := newApplication(t)
	b := openTab(t, chromium(t), url+"/#/공부방/민수", view{})
	b.expect("422")
	b.click("다음 다이제스트")
	b.says("예정된 다이제스트가 없습니다.")
}

// What is sent is sent once, and nothing that is typed is lost.
func TestPageSendsOnce(t *testing.T) {
	a, url := newApplication(t)
	a.answers = unanswered
	a.commands("quiet")
	b := openWired(t, url+"/#/공부방/민수", view{})
	const enter = `["keydown"].forEach((type) => document.activeElement.dispatchEvent(new KeyboardEvent(type, { key: "Enter", bubbles: true, cancelable: true })))`
	b.hold("api/say")
	b.focus("#composer textarea")
	b.write("hello")
	is(b, `(`+enter+`, `+enter+`, true)`)
	b.write("the next")
	b.free("api/say")
	b.see("hello")
	b.until("what was typed since is there", `document.querySelector("#composer textarea").value === "the next"`)
	b.keys("\r")
	b.see("the next")
	if n := value[int](b, `document.querySelectorAll(".message").length`); n != 2 {
		t.Errorf("%d messages were sent, want 2", n)
	}
	b.hold("api/say")
	b.write("cannot be sent")
	b.keys("\r")
	b.kept("api/say", 1)
	b.cut("api/say", 0)
	b.until("it is there again", `document.querySelector("#composer textarea").value === "cannot be sent"`)
	b.until("it says why", `document.querySelector(".composer-error").textContent === "샌드박스에 연결할 수 없습니다."`)

	// A draft stays in another channel, and the focus in it.
	b.visit("#/잡담/민수")
	b.shows("#잡담")
	b.focused("#composer textarea")
	b.until("the draft is there", `document.querySelector("#composer textarea").value === "cannot be sent"`)
	is(b, `(document.querySelector("#composer textarea").value = "", true)`)

	b.command("quiet")
	is(b, `(`+enter+`, `+enter+`, true)`)
	b.see("명령어 보내는 중…")
	b.click("+1일")
	b.until("a day has passed", `document.querySelector(".clock").textContent.includes("26일")`)
	b.see("애플리케이션이 응답하지 않았어요")
	if n := value[int](b, `posted.filter((one) => one.startsWith("api/use")).length`); n != 1 {
		t.Errorf("the command was sent %d times", n)
	}
	b.click("공부방")
	b.see("hello")
	b.gone("애플리케이션이 응답하지 않았어요")
}

// Enter takes what is suggested for what was typed, however fast that was, and
// belongs to the input method while a letter is put together.
func TestPageTakesWhatIsTyped(t *testing.T) {
	box := open(t, "2026-11-25T10:00")
	b := openWired(t, openPage(t, box)+"/#/공부방/Alex", view{})
	b.command("check")
	b.add("item")
	b.until("items are suggested", `document.querySelector(".picker .line.current") !== null`)
	b.hold("api/complete")
	b.write("pytest")
	b.keys("\r")
	b.free("api/complete")
	b.focused(".tail")
	if got := value[string](b, `document.querySelector(".option input").value`); !strings.Contains(got, "pytest") {
		t.Errorf("the option is %q", got)
	}
	b.keys("\r")
	b.see("Fluency with pytest — Alex")

	b.focus("#composer textarea")
	call(b, keyboard.ImeSetComposition, keyboard.ImeSetCompositionParams{Text: "안녀", SelectionStart: 2, SelectionEnd: 2})
	b.keys("\r")
	if n := value[int](b, `posted.filter((one) => one.startsWith("api/say")).length`); n != 0 {
		t.Error("Enter sent a text whose last letter was being put together")
	}
	call(b, keyboard.ImeSetComposition, keyboard.ImeSetCompositionParams{Text: "안녕", SelectionStart: 2, SelectionEnd: 2})
	b.write("안녕")
	b.keys("\r")
	b.see("안녕")
}

// Whatever happens, the focus stays where a person has put it.
func TestPageKeepsTheFocus(t *testing.T) {
	a, url := newApplication(t)
	a.answers = func(map[string]any) any { return o{"type": 4, "data": o{"content": "an answer"}} }
	a.commands("quick", "quiet")
	b := openWired(t, url+"/#/공부방/민수", view{})
	const member = `.member[href$="Alex"]`
	b.focus(member)
	b.keys("\r")
	b.shows("Alex")
	a.say(0, 1, "over there")
	b.until("the other channel is marked", `document.querySelector(".channel.unread") !== null`)
	b.focused(member)

	// In the inspector.
	for n := range 20 {
		a.use(n%6, 0, "quick")
	}
	b.click("Inspector")
	b.until("it is open", `document.querySelectorAll("#inspector details").length > 30`)
	is(b, `([...document.querySelectorAll("#inspector summary")].at(30).focus(), true)`)
	b.keys("\r")
	b.until("a record is open", `document.querySelector("#inspector pre") !== null`)
	scrolled := value[int](b, `document.querySelector(".inspector-body").scrollTop`)
	before := value[int](b, `document.querySelectorAll("#inspector details").length`)
	a.use(3, 0, "quick")
	b.until("more is shown", fmt.Sprintf(`document.querySelectorAll("#inspector details").length > %d`, before))
	b.focused("#inspector summary")
	if now := value[int](b, `document.querySelector(".inspector-body").scrollTop`); scrolled == 0 || now < scrolled {
		t.Errorf("it was scrolled to %d, and is now to %d", scrolled, now)
	}
	b.keys(kb.Escape)
	b.until("it is closed", `document.getElementById("inspector").hidden`)

	// In the header, and in the composer while one sends from far up.
	b.focus(`[aria-label^="Appearance"]`)
	b.keys("\r")
	b.focused(`[aria-label^="Appearance"]`)
	for n := range 400 {
		a.say(n%6, 0, fmt.Sprintf("number %d", n))
	}
	b.see("number 399")
	b.until("the newest are let go", `(document.getElementById("log").scrollTop = 0, !document.getElementById("log").textContent.includes("number 399"))`)
	b.focus("#composer textarea")
	b.write("/qui")
	b.until("two commands are offered", `document.querySelectorAll(".picker .line").length === 2`)
	b.keys(kb.PageUp) // five up, of two
	b.until("the other one is highlighted", `document.querySelectorAll(".picker .line")[1].matches(".current")`)
	b.keys(kb.ArrowDown + "\r\r")
	b.see("number 399")
	b.until("it is answered", `[...document.querySelectorAll(".message")].at(-1).textContent.includes("an answer")`)
	b.focused("#composer textarea")
}

// Responses may overtake each other. What an earlier reading gives never takes the place
// of what a later one gave.
func TestPageInspectorKeepsTheNewestRecords(t *testing.T) {
	a, url := newApplication(t)
	a.answers = func(map[string]any) any { return o{"type": 4, "data": o{"content": "an answer"}} }
	a.commands("quick")
	b := openWired(t, url+"/#/공부방/민수", view{})
	a.use(1, 0, "quick")
	b.see("an answer")
	b.click("인스펙터")
	b.until("it is open", `document.querySelector("#inspector details") !== null`)
	b.hold("api/records")
	for n := range 2 {
		a.use(1, 0, "quick")
		b.kept("api/records", n+1)
	}
	const count = `document.querySelectorAll("#inspector details").length`
	before := value[int](b, count)
	b.give("api/records", 1)
	b.until("more is shown", fmt.Sprintf(count+` > %d`, before))
	newest := value[int](b, count)
	b.give("api/records", 0)
	b.rest()
	if now := value[int](b, count); now != newest {
		t.Errorf("%d records are shown after an older response, %d before", now, newest)
	}
}

// The reading with which the inspector opens may be the last to arrive. Whoever is at a
// record by then stays there.
func TestPageInspectorLeavesTheFocusAtARecord(t *testing.T) {
	a, url := newApplication(t)
	a.answers = func(map[string]any) any { return o{"type": 4, "data": o{"content": "an answer"}} }
	a.commands("quick")
	b := openWired(t, url+"/#/공부방/민수", view{})
	b.hold("api/records")
	b.click("인스펙터")
	b.kept("api/records", 1)
	a.use(1, 0, "quick")
	b.kept("api/records", 2)
	b.give("api/records", 1)
	b.until("records are shown", `document.querySelector("#inspector summary") !== null`)
	b.focus("#inspector summary")
	b.give("api/records", 0)
	b.rest()
	b.focused("#inspector summary")
	b.keys("\r")
	b.until("the record is open", `document.querySelector("#inspector pre") !== null`)
}

// Links to messages lead to them, however long ago they were sent and wherever.
func TestPageGoesToMessages(t *testing.T) {
	a, url := newApplication(t)
	a.answers = unanswered
	a.say(0, 1, "the one that is meant")
	actor := sandbox.Actor{User: a.d.Members(a.guild)[0].ID, Channel: a.d.Channels(a.guild)[1].ID}
	meant := a.d.Visible(actor)[0]
	for n := range 120 {
		a.say(n%6, 1, fmt.Sprintf("number %d", n))
	}
	link := fmt.Sprintf("https://discord.com/channels/%s/%s/", a.guild, actor.Channel)
	a.say(0, 0, "See "+link+meant.ID)
	a.say(0, 1, "See "+link+meant.ID)
	b := openWired(t, url+"/#/공부방/Alex", view{})
	for _, from := range []string{"공부방", "잡담"} {
		b.click(from)
		b.shows("#" + from)
		b.click("#잡담 › 💬")
		b.focused("#m" + meant.ID)
		b.shows("#잡담")
		b.click("Jump to the newest")
		b.see("number 119")
	}
}

// A page that cannot begin says so.
func TestPageSaysThatItCannotBegin(t *testing.T) {
	_, url := newApplication(t)
	b := openWired(t, url, view{}, "api/world")
	b.kept("api/world", 1)
	b.cut("api/world", 0)
	b.says("페이지를 열지 못했습니다")
}
