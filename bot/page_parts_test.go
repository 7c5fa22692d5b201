package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"dojang/sandbox"
	"dojang/sandbox/page"
)

// application is a bot of a test's own, for what Dojang's messages do not have.
type application struct {
	t       *testing.T
	d       *sandbox.Discord
	guild   string
	home    string
	heard   chan map[string]any                         // interactions
	answers func(interaction map[string]any) (body any) // the callback's body, or nil for no answer
}

// newApplication makes a sandbox without Dojang on it, and serves its page.
func newApplication(t *testing.T) (a *application, url string) {
	t.Helper()
	clock := sandbox.NewClock(time.Date(2026, 11, 25, 1, 0, 0, 0, time.UTC))
	a = &application{t: t, heard: make(chan map[string]any, 100)}
	a.d, a.guild, a.home = sandbox.World(sandbox.Options{Clock: clock, Real: time.Now, Records: maxRecordBytes})
	a.d.Deliver(func(event string, payload []byte) {
		if event != "INTERACTION_CREATE" {
			return
		}
		var interaction map[string]any
		if err := json.Unmarshal(payload, &interaction); err != nil {
			t.Error(err)
			return
		}
		a.heard <- interaction
		if body := a.answers(interaction); body != nil {
			a.send("POST", fmt.Sprintf("/interactions/%s/%s/callback", interaction["id"], interaction["token"]), body)
		}
	})
	world := page.World{Discord: a.d, Clock: clock, Home: a.home, Zone: seoul(t),
		WaitIdle: func(context.Context) {},
		Advance:  func(_ context.Context, to time.Time) error { return clock.Advance(to) },
		NextDue:  func(context.Context) (time.Time, bool, error) { return time.Time{}, false, nil },
		Demo:     func(context.Context) error { return nil }}
	url = serve(t, newPage(world))
	return a, url
}

// send sends a request to the sandbox's REST API, with a picture where the body
// names one.
func (a *application) send(method, path string, body any) {
	a.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		a.t.Fatal(err)
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, _ := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="payload_json"`}, "Content-Type": {"application/json"}})
	_, _ = part.Write(raw)
	if strings.Contains(string(raw), "attachment://picture.png") {
		file, _ := w.CreateFormFile("files[0]", "picture.png")
		_ = png.Encode(file, picture())
	}
	if strings.Contains(string(raw), "attachment://notes.md") {
		file, _ := w.CreateFormFile("files[1]", "notes.md")
		_, _ = io.WriteString(file, "# Notes\n")
	}
	_ = w.Close()
	r, err := http.NewRequestWithContext(a.t.Context(), method, "https://discord.com/api/v10"+path, &form)
	if err != nil {
		a.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Authorization", "Bot "+a.d.Token())
	r.Header.Set("User-Agent", "DiscordBot (https://example.com, 1)")
	response, err := a.d.RoundTripper().RoundTrip(r)
	if err != nil {
		a.t.Fatal(err)
	}
	if got, _ := io.ReadAll(response.Body); response.StatusCode >= 300 {
		a.t.Errorf("%s %s: %d %s", method, path, response.StatusCode, got)
	}
}

func picture() image.Image {
	m := image.NewPaletted(image.Rect(0, 0, 400, 200), color.Palette{color.Black, color.RGBA{0x58, 0x65, 0xf2, 0xff}})
	for i := range m.Pix {
		m.Pix[i] = uint8(i / 20 % 2)
	}
	return m
}

type o = map[string]any

// everything is a message with all that Components V2 have.
func everything(user string) o {
	return o{"flags": 1 << 15, "allowed_mentions": o{"parse": []string{}}, "components": []o{{
		"type": 17, "accent_color": 0xE5484D, "components": []o{
			{"type": 10, "content": "# Heading\n-# subtext\n**bold** *italic* __underline__ ~~struck~~ ||hidden|| `code`\n- one\n  - two\n1. first\n> quoted\n<t:1795395600:D> <@" + user + ">"},
			{"type": 9, "components": []o{{"type": 10, "content": "A section"}}, "accessory": o{"type": 11, "media": o{"url": "attachment://picture.png"}, "description": "a thumbnail"}},
			{"type": 14, "spacing": 2},
			{"type": 12, "items": []o{{"media": o{"url": "attachment://picture.png"}, "description": "a striped picture"}, {"media": o{"url": "https://elsewhere.example/x.png"}}}},
			{"type": 13, "file": o{"url": "attachment://notes.md"}},
			{"type": 1, "components": []o{
				{"type": 2, "style": 1, "label": "Primary", "custom_id": "primary"}, {"type": 2, "style": 2, "label": "Secondary", "custom_id": "secondary"},
				{"type": 2, "style": 3, "label": "Success", "custom_id": "success", "emoji": o{"name": "✅"}}, {"type": 2, "style": 4, "label": "Danger", "custom_id": "danger", "disabled": true},
				{"type": 2, "style": 5, "label": "Link", "url": "https://example.com/"}}},
			{"type": 1, "components": []o{{"type": 3, "custom_id": "several", "placeholder": "Choose several", "min_values": 0, "max_values": 3, "options": []o{
				{"label": "Apple", "value": "a", "description": "green"}, {"label": "Pear", "value": "p"}, {"label": "Plum", "value": "u"}, {"label": "Cherry", "value": "c"}}}}},
			{"type": 1, "components": []o{{"type": 5, "custom_id": "people", "placeholder": "Choose a person"}}},
			{"type": 1, "components": []o{{"type": 8, "custom_id": "rooms", "placeholder": "Choose a channel"}}},
			{"type": 1, "components": []o{{"type": 6, "custom_id": "roles", "placeholder": "Choose a role"}}},
			{"type": 1, "components": []o{{"type": 3, "custom_id": "pair", "placeholder": "Choose two", "min_values": 2, "max_values": 2, "options": []o{
				{"label": "Left", "value": "l"}, {"label": "Right", "value": "r"}}}}},
		}}}}
}

// form is a modal with all that modals have.
var form = o{"type": 9, "data": o{"custom_id": "form", "title": "A form", "components": []o{
	{"type": 10, "content": "Please fill this in, **all** of it."},
	{"type": 18, "label": "One line", "component": o{"type": 4, "custom_id": "line", "style": 1, "required": true, "max_length": 20}},
	{"type": 18, "label": "A file", "description": "of any kind", "component": o{"type": 19, "custom_id": "file", "required": false}},
	{"type": 18, "label": "A colour", "component": o{"type": 21, "custom_id": "colour", "options": []o{{"label": "Red", "value": "red"}, {"label": "Blue", "value": "blue"}}}},
	{"type": 18, "label": "A fruit", "component": o{"type": 3, "custom_id": "fruit", "options": []o{{"label": "Apple", "value": "a"}, {"label": "Pear", "value": "p"}}}},
}}}

// hear waits for the next interaction and returns its data.
func (a *application) hear() map[string]any {
	a.t.Helper()
	select {
	case interaction := <-a.heard:
		data, _ := interaction["data"].(map[string]any)
		return data
	case <-time.After(guard(a.t)):
		a.t.Fatal("no interaction came")
		return nil
	}
}

func TestPageShowsEveryPartOfMessagesAndForms(t *testing.T) {
	browser := chromium(t)
	a, url := newApplication(t)
	alex := a.d.Members(a.guild)[3].ID
	a.answers = func(interaction map[string]any) any {
		data, _ := interaction["data"].(map[string]any)
		switch data["custom_id"] {
		case "primary":
			return form
		case "secondary":
			return o{"type": 6}
		case "form":
			return o{"type": 4, "data": o{"content": "Thank you.", "flags": 64}}
		case "success":
			return nil
		}
		return o{"type": 4, "data": o{"content": "Chosen.", "flags": 64}}
	}
	a.send("POST", "/channels/"+a.home+"/messages", everything(alex))
	b := openTab(t, browser, url+"/#/공부방/Alex", view{zone: "America/New_York"})
	for _, text := range []string{"Heading", "subtext", "A section", "notes.md", "@Alex", "Primary", "Choose several", "Pictures from elsewhere are not loaded: https://elsewhere.example/x.png"} {
		b.see(text)
	}
	if got := value[string](b, `document.querySelector("#log .markdown time").textContent`); got != "November 22, 2026" {
		t.Errorf("the viewer in New York reads %s, want the day there", got)
	}
	b.until("the pictures are loaded", `[...document.querySelectorAll("#log img:not(.avatar)")].length === 2 && [...document.querySelectorAll("#log img:not(.avatar)")].every((i) => i.naturalWidth === 400)`)
	b.click("a striped picture")
	b.until("it is shown large", `document.querySelector("dialog.lightbox img")?.naturalWidth === 400`)
	b.keys(kb.Escape)
	b.until("it is closed", `document.querySelector("dialog") === null`)
	b.do(chromedp.Click(chromedp.CSS(".spoiler")))
	b.until("the spoiler is shown", `document.querySelector(".spoiler").textContent === "hidden" && document.querySelector(".spoiler.open") !== null`)

	// Menus: several values by the keyboard, people and channels by the mouse.
	b.focus(`[data-part="several"]`)
	b.keys(kb.ArrowDown)
	b.focused(".popover")
	b.keys(" " + kb.ArrowDown + " p") // Apple, Pear, and back to Pear by its letter
	b.keys(kb.Escape)
	if got := fmt.Sprint(a.hear()["values"]); got != "[a p]" {
		t.Errorf("chosen %s, want [a p]", got)
	}
	b.see("Chosen.")
	b.click("Choose a person")
	b.click("Mina")
	if got := fmt.Sprint(a.hear()["values"]); got != "["+a.d.Members(a.guild)[4].ID+"]" {
		t.Errorf("chosen %s, want Mina", got)
	}
	b.click("Choose a channel")
	b.click("#잡담")
	if got := fmt.Sprint(a.hear()["values"]); got != "["+a.d.Channels(a.guild)[1].ID+"]" {
		t.Errorf("chosen %s, want the other channel", got)
	}

	b.focus(`[data-part="roles"]`) // of which there are none
	b.keys(kb.ArrowDown)
	b.focused(".popover")
	b.keys("\r" + kb.Escape)
	b.focused(`[data-part="roles"]`)
	b.click("Choose two") // one is too few
	b.click("Left")
	b.click("Choose two")
	b.until("the list is closed by its own button", `document.querySelector(".popover") === null`)
	b.click("Choose two")
	b.until("nothing is chosen", `document.querySelector(".popover [aria-selected=true]") === null && document.querySelector(".popover") !== null`)
	b.click("Left")
	b.click("Right")
	b.click("Choose two")
	if got := fmt.Sprint(a.hear()["values"]); got != "[l r]" {
		t.Errorf("chosen %s, want [l r] at once", got)
	}

	// A form, first left and then filled in.
	b.click("Primary")
	a.hear()
	b.until("the form is open", `document.querySelector("dialog h2")?.textContent === "A form"`)
	b.focused(`dialog input`)
	b.click("Submit") // nothing is filled in yet
	b.until("the form is still open", `document.querySelector("dialog input:invalid") !== null`)
	b.keys(kb.Escape)
	b.until("the form is closed", `document.querySelector("dialog") === null`)
	b.click("Primary")
	a.hear()
	b.focused(`dialog input`)
	b.write("a line")
	b.do(chromedp.SetUploadFiles(chromedp.CSS(`dialog input[type=file]`), []string{written(t, "공부.md", "# 공부\n")}))
	b.do(chromedp.Click(chromedp.CSS(`dialog input[value=blue]`)))
	b.click("Make a selection")
	b.click("Pear")
	b.click("Submit")
	raw, err := json.Marshal(a.hear())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"value":"a line"`, `"value":"blue"`, `"values":["p"]`, `"content_type":"text/markdown; charset=utf-8"`, `"title":"공부"`, `/ephemeral-attachments/`} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("%s is not in what was submitted: %s", want, raw)
		}
	}
	b.see("Thank you.")
	b.click("Dismiss message")
	b.gone("Thank you.")

	// A button that changes nothing, and one that nobody answers.
	b.click("Secondary")
	a.hear()
	b.until("it is ready again", `document.querySelector("[aria-busy]") === null`)
	b.click("Success")
	b.see("This interaction failed")
}

// written writes a file and returns its path.
func written(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPageAttachesFilesToCommands(t *testing.T) {
	browser := chromium(t)
	a, url := newApplication(t)
	a.answers = func(interaction map[string]any) any { return o{"type": 5, "data": o{"flags": 64}} }
	a.send("PUT", "/applications/"+a.d.Application()+"/commands", []o{{"name": "read", "description": "Reads a file", "options": []o{
		{"name": "file", "description": "The file", "type": 11, "required": true, "file_types": []string{".md"}},
		{"name": "times", "description": "How often", "type": 4, "min_value": 1, "max_value": 3},
		{"name": "loud", "description": "Whether it is read aloud", "type": 5},
	}}})
	b := openTab(t, browser, url+"/#/공부방/Alex", view{})
	b.command("read")
	b.attach(written(t, "notes.md", "- [x] one\n"))
	b.until("its size is shown", `document.querySelector(".file-name").textContent === "notes.md (10 B)"`)
	b.option("times", "2")
	b.option("loud", "Tr")
	b.keys("\r")
	raw, err := json.Marshal(a.hear())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"filename":"notes.md"`, `"size":10`, `"value":2`, `"value":true`} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("%s is not in the interaction: %s", want, raw)
		}
	}
	b.see("is thinking…")

	// Dropped, and of a kind that is not taken.
	b.command("read")
	drop := `(() => {
		const data = new DataTransfer();
		data.items.add(new File([%s], %s, { type: "text/plain" }));
		document.querySelector("main").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
		return true;
	})()`
	is(b, fmt.Sprintf(drop, `"text"`, `"notes.txt"`))
	b.until("the file is shown", `document.querySelector(".file-name").textContent === "notes.txt (4 B)"`)
	b.expect("422")
	b.keys("\r")
	b.until("it is refused", `document.querySelector(".composer-error").textContent === "notes.txt cannot be attached here; it takes .md"`)
	is(b, fmt.Sprintf(drop, `"# text"`, `"notes.md"`))
	b.until("another file is shown", `document.querySelector(".file-name").textContent === "notes.md (6 B)"`)
	b.keys("\r")
	a.hear()
	if is(b, `(() => {
		const data = new DataTransfer();
		data.setData("text/plain", "a text");
		const dropped = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
		document.querySelector("main").dispatchEvent(dropped);
		return dropped.defaultPrevented;
	})()`) {
		t.Error("a text cannot be dropped")
	}
	b.until("both are answered", `document.querySelectorAll(".message:not(.pending) .thinking").length === 2`)
}

// What a person sees when the bot says nothing.
func TestPageShowsThatABotDoesNotAnswer(t *testing.T) {
	browser := chromium(t)
	a, url := newApplication(t)
	a.answers = func(map[string]any) any { return nil }
	a.send("PUT", "/applications/"+a.d.Application()+"/commands", []o{{"name": "quiet", "description": "Says nothing", "options": []o{
		{"name": "what", "description": "What it is about", "type": 3, "autocomplete": true},
	}}})
	b := openTab(t, browser, url+"/#/공부방/민수", view{})
	b.command("quiet")
	b.write("what")
	b.keys("\r")
	b.until("the suggestions failed", `document.querySelector(".picker .none")?.textContent === "제안을 불러오지 못했어요."`)
	b.write("anything")
	b.keys("\r")
	b.focused(".tail")
	b.keys("\r")
	b.see("명령어 보내는 중…")
	b.see("애플리케이션이 응답하지 않았어요")
	is(b, `(document.querySelector(".pending .tools button").click(), true)`)
	b.until("the interaction is shown", `/^상호작용 \d+$/.test(document.querySelector("#inspector h2")?.textContent)`)
	b.click("메시지 닫기")
	b.gone("애플리케이션이 응답하지 않았어요")
}
