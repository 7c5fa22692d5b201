package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"dojang/store/redistest"
)

var pictures = flag.String("pictures", "", "directory for the pictures of the page's views")

// looks are the views of the page that are looked at: each continues where the
// one before it ended.
var looks = []struct {
	name string
	show func(b *tab, w phrases)
}{
	{"channel", func(b *tab, w phrases) { b.see(w.welcome) }},
	{"demo", func(b *tab, w phrases) {
		b.until("the last week's digest is there", `[...document.querySelectorAll(".message")].at(-1).textContent.includes("모두 21개를 완료했습니다")`)
		b.until("its beginning is in sight", `(() => {
			const digest = [...document.querySelectorAll(".message")].at(-1);
			digest.scrollIntoView({ block: "start" });
			return digest.getBoundingClientRect().top >= 0;
		})()`)
	}},
	{"picker", func(b *tab, w phrases) {
		b.focus("#composer textarea")
		b.write("/")
		b.until("commands are offered", `document.querySelectorAll(".picker .line").length > 5`)
	}},
	{"completion", func(b *tab, w phrases) {
		b.keys(kb.Backspace)
		b.command(w.check)
		b.add(w.item)
		b.write(w.typed)
		b.until("items are suggested", `document.querySelectorAll(".picker .line").length > 1 && document.querySelector(".picker .none") === null`)
	}},
	{"check", func(b *tab, w phrases) {
		b.keys("\r")
		b.focused(".tail")
		b.sendCommand()
		b.see(w.undo)
	}},
	{"form", func(b *tab, w phrases) {
		b.click(w.link)
		b.until("the form is open", `document.querySelector("dialog input") !== null`)
	}},
	{"digest", func(b *tab, w phrases) {
		b.keys(kb.Escape)
		b.until("the form is closed", `document.querySelector("dialog") === null`)
		b.click(w.digest)
		b.until("the digest is posted", `[...document.querySelectorAll(".message")].at(-1).textContent.includes("주간 다이제스트")`)
	}},
	{"leaderboard", func(b *tab, w phrases) {
		b.command(w.board)
		b.option(w.period, w.all)
		b.sendCommand()
		b.see(w.everything)
	}},
	{"menu", func(b *tab, w phrases) {
		b.do(chromedp.ScrollIntoView(chromedp.JSPath(`[...document.querySelectorAll(".menu")].at(-2)`)))
		is(b, `([...document.querySelectorAll(".menu")].at(-2).focus(), true)`)
		b.keys(kb.ArrowDown)
		b.until("the list is open", `document.querySelector(".popover") !== null`)
	}},
	{"private", func(b *tab, w phrases) {
		b.keys(kb.Escape)
		b.command(w.next)
		b.sendCommand()
		b.see(w.only)
	}},
	{"apps", func(b *tab, w phrases) {
		b.focus("#composer textarea")
		b.write("https://example.com/gil-explained")
		b.keys("\r")
		b.until("the link is there", menuButton+`?.closest(".message").textContent.includes("gil-explained")`)
		is(b, `(`+menuButton+`.focus(), true)`)
		b.keys("\r")
		b.focused("[role=menuitem]")
	}},
	{"share", func(b *tab, w phrases) {
		b.keys("\r")
		b.until("the form is open", `document.querySelector("dialog input")?.value === "https://example.com/gil-explained"`)
	}},
	{"inspector", func(b *tab, w phrases) {
		b.keys(kb.Escape)
		b.until("the form is closed", `document.querySelector("dialog") === null`)
		b.click(w.inspector)
		b.until("the inspector is open", `document.querySelectorAll("#inspector details").length > 5`)
		is(b, `(document.querySelector("#inspector summary").click(), true)`)
		b.until("something is shown in it", `document.querySelector("#inspector pre") !== null`)
	}},
}

// phrases are what the views need to know of a language.
type phrases struct {
	member, welcome, check, item, typed, undo, link, digest, board, period, all, everything, next, only, inspector string
}

var spoken = map[string]phrases{
	"ko": {"민수", "공부방에 오신 것을", "체크", "항목", "ㄱㄹㅅ", "되돌리기", "글 추가", "다음 다이제스트", "순위", "기간", "전체 기간", "전체 기간 ·", "다음", "나만 볼 수", "인스펙터"},
	"en": {"Alex", "Welcome to", "check", "item", "redis", "Undo", "Add link", "Next digest", "leaderboard", "period", "All time", "All time ·", "next", "Only you can", "Inspector"},
}

// sendCommand sends the command that is filled in, as Enter behind it does.
func (b *tab) sendCommand() {
	b.t.Helper()
	b.focus(".tail")
	b.keys("\r")
	b.until("it is sent and answered", `document.querySelector(".command-name") === null && document.querySelector(".pending") === null`)
}

// eachLook shows all views of the page in a language, with the demo's history.
func eachLook(t *testing.T, language string, v view, look func(b *tab, name string)) {
	t.Helper()
	browser := chromium(t)
	box := open(t, "2026-11-23T10:00") // a Monday, so that the demo ends with a digest
	w := spoken[language]
	b := openTab(t, browser, openPage(t, box)+"/#/공부방/"+w.member, v)
	for i, l := range looks {
		l.show(b, w)
		b.rest()
		look(b, fmt.Sprintf("%02d-%s", i+1, l.name))
		if i == 0 {
			if err := box.playAll(t.Context(), demo); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestPageIsAccessible asks axe-core for faults that are serious or worse.
func TestPageIsAccessible(t *testing.T) {
	source, err := os.ReadFile(os.Getenv("DOJANG_TEST_AXE"))
	if err != nil {
		if os.Getenv(redistest.Required) != "" {
			t.Fatal("DOJANG_TEST_AXE does not name axe-core's axe.min.js:", err)
		}
		t.Skip("DOJANG_TEST_AXE does not name axe-core's axe.min.js; .ci/run fetches it")
	}
	for name, v := range map[string]view{"dark": {}, "light": {light: true}, "telephone": {narrow: true}} {
		t.Run(name, func(t *testing.T) {
			eachLook(t, map[bool]string{false: "ko", true: "en"}[v.light], v, func(b *tab, look string) {
				const run = `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
					violations.filter((v) => ["serious", "critical"].includes(v.impact)).flatMap((v) => v.nodes.map((n) => v.id + ": " + n.html.slice(0, 200) + " " + n.failureSummary)))`
				if !is(b, `"axe" in window`) {
					value[bool](b, string(source)+"; true")
				}
				found, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](run, chromedp.EvalAwaitPromise))
				if err != nil {
					t.Fatal(err)
				}
				for _, fault := range found {
					t.Errorf("%s: %s", look, fault)
				}
			})
		})
	}
}

// TestPagePictures makes a picture of each view with -pictures DIR, at desktop
// and telephone width, dark and light, in both languages, to be looked at; the
// README's are among them.
func TestPagePictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("no -pictures")
	}
	for name, v := range map[string]view{"dark": {}, "light": {light: true}, "narrow": {narrow: true}, "narrow-light": {narrow: true, light: true}} {
		for language := range spoken {
			t.Run(name+"-"+language, func(t *testing.T) {
				eachLook(t, language, v, func(b *tab, look string) {
					quality := int64(90)
					shot := call(b, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatWebp, Quality: &quality})
					file := filepath.Join(*pictures, strings.Join([]string{look, name, language}, "-")+".webp")
					if err := os.WriteFile(file, shot.Data, 0o600); err != nil {
						t.Fatal(err)
					}
				})
			})
		}
	}
}

// The README's pictures are there, and not too heavy for it.
func TestTheReadmesPictures(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`!\[[^\]]+\]\((\S+)\)`).FindAllStringSubmatch(string(text), -1)
	if len(found) != 2 {
		t.Errorf("the README has %d pictures with descriptions, want a Korean and an English one", len(found))
	}
	for _, match := range found {
		if info, err := os.Stat(filepath.Join("..", match[1])); err != nil || info.Size() > 300_000 {
			t.Errorf("%s: %v, want a file of at most 300 kB", match[1], err)
		}
	}
}
