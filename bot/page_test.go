package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"dojang/sandbox"
	"dojang/sandbox/page"
	"dojang/sandbox/schema"
)

// A newcomer's way through the page: a Korean member who never touches the
// mouse, and an English one who does.
func TestPageFromCheckToDigest(t *testing.T) {
	browser := chromium(t)
	box := open(t, "2026-11-25T10:00")
	b := openTab(t, browser, openPage(t, box), view{})

	// Choose a member with the keyboard.
	b.focus(`#members a[aria-current]`)
	b.keys(kb.Tab + kb.Tab) // over the button for the menu
	b.keys("\r")
	b.until("지원 acts", `document.title.includes("지원")`)

	// Check an item by its initial consonants.
	b.focus(`.skip`)
	b.keys("\r")
	b.focused("#composer textarea")
	b.write("/체")
	b.until("commands are offered", `document.querySelectorAll(".picker [role=option]").length > 1 && document.querySelector(".picker .line.current .label").firstChild.textContent === "/체크"`)
	b.keys("\r")
	b.focused(".tail")
	b.keys(kb.ArrowDown)
	b.until("the item is offered", `document.querySelector(".picker .line.current .label")?.textContent === "항목"`)
	b.keys("\r")
	b.focused(".option input")
	b.write("ㄱㅂㅈ")
	b.until("items are suggested", `document.querySelector(".picker .line.current")?.textContent.includes("Garbage Collection")`)
	b.keys(kb.ArrowDown)
	b.until("the next one is highlighted", `document.querySelectorAll(".picker .line")[1].matches(".current") && document.activeElement.getAttribute("aria-activedescendant") === document.querySelectorAll(".picker .line")[1].id`)
	b.keys(kb.ArrowUp)
	b.keys("\r")
	b.focused(".tail")
	b.keys("\r")
	b.see("Garbage Collection 메커니즘 — 지원")
	b.see("1/168 (0%)")

	// Undo it.
	b.focus(`[data-part^="1:undo:"]`)
	b.keys(" ")
	b.see("지원 님의 기록을 되돌렸습니다")
	b.gone("1/168")

	// Check again, and share a link through the modal.
	b.command("체크")
	b.add("항목")
	b.write("컬렉션")
	b.until("the item is suggested", `document.querySelector(".picker .line.current")?.textContent.includes("Garbage Collection")`)
	b.keys("\r\r")
	b.see("1/168 (0%)")
	b.focus(`[data-part^="1:link:"]`)
	b.keys("\r")
	b.focused("dialog input")
	b.write("https://jiwon.example.com/파이썬의-GC")
	b.keys("\r")
	b.until("the form is closed", `document.querySelector("dialog") === null`)
	b.see("지원 님이 글을 공유했습니다")
	if href := value[string](b, `[...document.querySelectorAll("#log a")].at(-1).href`); !strings.HasPrefix(href, "https://jiwon.example.com/") {
		t.Errorf("the post leads to %s", href)
	}

	// To the digest.
	b.click("다음 다이제스트")
	b.see("파이썬 백엔드 주간 다이제스트")
	b.see("1위 지원 — 1개")
	b.see("오늘 오전 9:00")

	// As somebody who reads English.
	b.click("Alex")
	b.until("Alex acts", `document.documentElement.lang === "en-US"`)
	b.click("+1 week")
	b.until("a week has passed", `document.querySelector(".clock").textContent.includes("Dec 7")`)
	b.command("next")
	b.keys("\r")
	b.see("What to do next")
	b.see("Only you can see this")
	b.click("Done")
	b.see("— Alex")
	b.click("Dismiss message")
	b.gone("Only you can see this")
	for _, fault := range box.discord.Faults() {
		t.Errorf("against Discord's rules: %s", fault)
	}
}

// Two people at once, of whom one sees a board of three pages.
func TestPageTurnsTheLeaderboardsPages(t *testing.T) {
	browser := chromium(t)
	box := open(t, "2026-11-25T10:00")
	var lines strings.Builder
	for _, name := range strings.Fields("Ada Bora Cem Dora Emil Fay Gil Hana Ivo Juno Kai Lea Mo Nia Oda Per Quin Rae Sol Tao Una Vic") {
		box.discord.AddMember(box.guild, name, "en-US", 0)
		lines.WriteString(name + ": /check item:pytest\n")
	}
	box.play(t, lines.String())
	url := openPage(t, box)
	b := openTab(t, browser, url+"/#/공부방/Vic", view{})
	b.command("leaderboard")
	b.keys("\r")
	b.see("22 items by the whole group")
	shown := `[...document.querySelectorAll(".message")].at(-1).textContent`
	first := value[string](b, shown)
	b.click("More ▶")
	b.until("another page is shown", shown+` !== `+quoted(first))
	b.focused("[data-part]")
	second := value[string](b, shown)
	b.click("More ▶")
	b.until("the last page is shown", `document.querySelector("[data-part$=':next']:disabled, button[disabled]") !== null && `+shown+` !== `+quoted(second))
	b.click("My place")
	b.see("Vic is in 1st place")

	// The menus, by the keyboard.
	b.focus(`.menu[data-part^="1:period:"]`)
	b.keys(kb.ArrowDown)
	b.until("the list is open", `document.querySelector(".popover [role=option][aria-selected=true]")?.textContent === "This week"`)
	b.keys(kb.End)
	b.keys("\r")
	b.see("All time · ")
	b.focused(`.menu[data-part^="1:period:"]`)

	other := openTab(t, browser, url+"/#/공부방/지원", view{})
	other.see("All time · ")
	other.command("도움말")
	other.keys("\r")
	other.see("나만 볼 수 있는 메시지예요")
	b.command("help")
	b.keys("\r")
	b.see("Only you can see this")
	b.until("two private answers are shown", `document.querySelectorAll(".message.only").length === 2`)
	if value[bool](b, `document.getElementById("log").textContent.includes("나만 볼")`) {
		t.Error("somebody sees another's private answer")
	}
}

// hostile is what somebody might write to do harm.
var hostile = []string{
	`<img src=x onerror="window.pwned = 1"><script>window.pwned = 2</script>`,
	`[a link](javascript:window.pwned=3) <javascript:window.pwned=4> [b](data:text/html,<script>window.pwned=5</script>)`,
	`[**c**](<https://example.com/"onmouseover="window.pwned=6>)`,
	strings.Repeat("끝없는말", 400),
	"\u202etxet tfel-ot-thgir\u202c " + strings.Repeat("\u0301\u0489", 40),
	strings.Repeat("**__~~||*", 60) + "deep" + strings.Repeat("> ", 40),
	"<t:99999999999999999:R> <t:-1:F> <@123456789012345678> <#123456789012345678> <@&1> </x:123456789012345678> <:a:123456789012345678>",
	"```\nnever closed <b>",
	"- a\n  - b\n      - c\n1. d\n# e\n-# f\n> g",
	strings.Repeat(" *", 999),
	strings.Repeat("]([a](", 333),
	"```a" + strings.Repeat("\n", 1900) + "b",
}

func TestPageShowsHostileTextsAndNothingHappens(t *testing.T) {
	browser := chromium(t)
	box := open(t, "2026-11-25T10:00")
	box.discord.AddMember(box.guild, `<b onmouseover=alert(1)>**Eve**`, "en-US", 0)
	url := openPage(t, box)
	b := openTab(t, browser, url, view{})
	for _, text := range hostile {
		if err := box.discord.Say(sandbox.Actor{User: box.discord.Members(box.guild)[3].ID, Channel: box.home}, text); err != nil {
			t.Fatal(err)
		}
	}
	box.play(t, `지원: /share link:https://example.com/a title:"<img src=x onerror=window.pwned=7>"
Alex: /group create name:"<script>window.pwned=8</script>" channel:잡담
민수: /group create name:"<script>window.pwned=9</script>" channel:잡담
`)
	b.see("<img src=x onerror=window.pwned=7>")
	b.see("<script>window.pwned=9</script>")
	b.click(`<b onmouseover=alert(1)>**Eve**`)
	b.until("Eve acts", `document.title.includes("onmouseover")`)
	b.see("never closed")
	b.click("Inspector")
	b.until("the inspector is open", `document.querySelectorAll("#inspector details").length > 5`)
	if value[bool](b, `"pwned" in window`) {
		t.Error("a script ran")
	}
	// What is out of sight is laid out anew only when it comes into sight.
	is(b, `([...document.querySelectorAll(".message")].forEach((m) => m.style.setProperty("content-visibility", "visible")), true)`)
	for what, expression := range map[string]string{
		"links to something else than the web":  `[...document.querySelectorAll("#log a")].filter((a) => !/^https?:$/.test(a.protocol)).map((a) => a.href)`,
		"pictures from elsewhere":               `[...document.querySelectorAll("#log img")].filter((i) => !i.src.startsWith(location.origin)).map((i) => i.src)`,
		"elements that a text made":             `[...document.querySelectorAll("#log script, #log b, #log iframe, #log [onmouseover]")].map((e) => e.outerHTML)`,
		"texts that are wider than the channel": `[...document.querySelectorAll("#log, #log .body")].filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== "auto").map((e) => e.className)`,
	} {
		if found := value[[]string](b, expression); len(found) > 0 {
			t.Errorf("%s: %q", what, found)
		}
	}
}

// All commands that the bot has, each as far as it can be used with nothing but
// what the picker offers.
func TestPageCanUseEveryCommand(t *testing.T) {
	browser := chromium(t)
	box := open(t, "2026-11-25T10:00")
	b := openTab(t, browser, openPage(t, box)+"/#/공부방/민수", view{})
	used := map[string]bool{}
	for _, step := range []struct {
		command string
		options []string // name and value in turn
		see     string
	}{
		{"체크", []string{"항목", "pytest", "링크", "https://minsu.example.com/pytest", "날짜", "2026-11-24"}, "pytest 프레임워크 숙련 — 민수"},
		{"체크취소", []string{"항목", "pytest"}, "pytest"},
		{"공유", []string{"링크", "https://minsu.example.com/shared", "제목", "나눈 글"}, "나눈 글"},
		{"진도", []string{"멤버", "지원"}, "지원 님의 진도"},
		{"순위", []string{"기간", "이번 달"}, "이번 달 (2026-11)"},
		{"다음", nil, "다음에 할 만한 항목"},
		{"글", []string{"멤버", "민수", "검색어", "나눈"}, "글 1편"},
		{"로드맵 보기", []string{"항목", "GIL"}, "완료한 사람"},
		{"서재", []string{"영역", "언어"}, "library-python-core-competency.md"},
		{"로드맵 내보내기", []string{"언어", "영어"}, "checklist.md"},
		{"로드맵 가져오기", []string{"파일", "testdata/checklists/blog.md"}, "체크할 항목 5개"},
		{"스터디 목록", nil, "파이썬 백엔드"},
		{"스터디 설정", []string{"시간대", "Europe/London"}, "Europe/London"},
		{"스터디 멤버", nil, "지원"},
		{"스터디 쉬기", nil, "잠시 쉽니다"},
		{"스터디 재개", nil, "다시 시작합니다"},
		{"다이제스트 미리보기", nil, "미리보기"},
		{"다이제스트 보내기", nil, "다이제스트를 보냈습니다"},
		{"다이제스트 지난기록", nil, "지난 다이제스트"},
		{"상태", nil, "홈 채널"},
		{"시작하기", nil, "스터디 준비하기"},
		{"정정 체크", []string{"멤버", "민수", "항목", "mypy", "사유", "발표로 확인"}, "체크를 추가했습니다"},
		{"정정 체크취소", []string{"멤버", "민수", "항목", "mypy", "사유", "잘못 체크함"}, "체크를 취소했습니다"},
		{"정정 글내리기", []string{"멤버", "민수", "글", "나눈 글", "사유", "링크가 깨짐"}, "글을 목록에서 내렸습니다"},
		{"로드맵 교체", []string{"파일", "testdata/roadmaps/first.md"}, "항목 168개 → 5개"},
		{"로드맵 버전", nil, "처음 로드맵"},
		{"로드맵 되돌리기", []string{"버전", "버전 1"}, "항목 5개 → 168개"},
		{"스터디 나가기", nil, "나가"},
		{"스터디 참여", nil, "참여"},
		{"스터디 만들기", []string{"이름", "러스트", "채널", "#잡담"}, "러스트"},
		{"스터디 보관", []string{"스터디", "파이썬 백엔드"}, "보관"},
		{"도움말", nil, "함께 로드맵을 깨는"},
	} {
		t.Run(step.command, func(t *testing.T) {
			defer func(whole *testing.T) { b.t = whole }(b.t)
			b.t = t
			used[step.command] = true
			before := value[int](b, `document.querySelectorAll("#log .message").length`)
			b.command(step.command)
			for i := 0; i < len(step.options); i += 2 {
				if step.options[i] == "파일" {
					b.attach(step.options[i+1])
				} else {
					b.option(step.options[i], step.options[i+1])
				}
			}
			b.focused(".tail")
			b.keys("\r")
			b.until("an answer is shown", fmt.Sprintf(`document.querySelectorAll("#log .message:not(.pending)").length > %d && document.querySelector(".pending") === null`, before))
			if got := value[string](b, `[...document.querySelectorAll("#log .message .components")].at(-1).textContent`); !strings.Contains(got, step.see) {
				t.Errorf("the answer is %q, want %q in it", got, step.see)
			}
			if step.command == "로드맵 교체" {
				b.click("이 로드맵으로 바꾸기")
				b.see("로드맵을 새로 올렸습니다")
			}
		})
	}
	commands, err := box.discord.Offered(sandbox.Actor{User: box.discord.Members(box.guild)[0].ID, Channel: box.home})
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range commands {
		if command.Type != schema.ChatInput {
			continue // TestPageUsesCommandsInMenus uses them
		}
		name := command.NameLocalizations["ko"]
		within := slices.DeleteFunc(command.Options, func(o schema.Option) bool { return o.Type != 1 })
		for _, sub := range within {
			if full := name + " " + sub.NameLocalizations["ko"]; !used[full] {
				t.Errorf("/%s was not used", full)
			}
		}
		if len(within) == 0 && !used[name] {
			t.Errorf("/%s was not used", name)
		}
	}
}

// The page follows the sandbox through its end and its next beginning, in the
// same process and in another.
func TestPageOutlivesTheSandbox(t *testing.T) {
	browser := chromium(t)
	box := open(t, "2026-11-25T10:00")
	var there atomic.Pointer[page.Page] // nil while there is no sandbox: requests are cut
	shown := newPage(box.world())
	there.Store(shown)
	url := serveHandler(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := there.Load()
		if p == nil {
			panic(http.ErrAbortHandler)
		}
		p.ServeHTTP(w, r)
	}))
	b := openTab(t, browser, url+"/#/공부방/Alex", view{})
	for _, text := range []string{"WebSocket connection", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION"} {
		b.expect(text)
	}
	b.command("check")
	b.option("item", "pytest")
	b.keys("\r")
	b.see("Fluency with pytest — Alex")
	is(b, `(window.before = true)`)
	there.Store(nil)
	shown.Close()
	b.until("it says that it is alone", `document.getElementById("notices").textContent.includes("Connecting again")`)
	next := newPage(open(t, "2026-12-24T18:00").world())
	t.Cleanup(next.Close)
	there.Store(next)
	b.until("the page was loaded anew", `!("before" in window) && document.querySelector(".clock")?.textContent.includes("Dec 24") === true`)
	b.gone("pytest")
	b.until("Alex acts still", `document.title.includes("Alex")`)
	b.until("nothing is said any more", `document.getElementById("notices").textContent === ""`)
}

// The demo fills the group, and starting over empties it.
func TestPageFillsAGroupAndStartsOver(t *testing.T) {
	browser := chromium(t)
	box := open(t, "2026-11-25T10:00")
	url := openPage(t, box)
	b := openTab(t, browser, url+"/#/공부방/민수", view{})
	other := openTab(t, browser, url+"/#/공부방/Mina", view{})
	b.click("데모 채우기")
	b.says("다섯 주가 지났습니다")
	b.until("five weeks have passed", `document.querySelector(".clock").textContent.includes("2026년 12월 30일")`)
	other.see("Jun")
	b.command("순위")
	b.option("기간", "전체 기간")
	b.keys("\r")
	b.see("스터디 전체 88개")
	b.click("처음부터")
	b.until("it is asked for", `document.querySelector("dialog p").textContent === "지금까지 한 것을 모두 지우고 처음부터 시작할까요?"`)
	b.click("취소")
	b.see("스터디 전체 88개")
	b.click("처음부터")
	b.until("it is asked for again", `document.querySelector("dialog") !== null`)
	is(b, `(window.before = true)`)
	is(other, `(window.before = true)`)
	b.click("처음부터")
	for _, tab := range []*tab{b, other} {
		tab.until("the page was loaded anew", `!("before" in window) && document.querySelector(".messages") !== null`)
		tab.see("파이썬 백엔드")
		tab.gone("전체 88개")
	}
	for _, fault := range box.discord.Faults() {
		t.Errorf("against Discord's rules: %s", fault)
	}
}

// /check without an item lets a member pick several from menus; one reply tells
// of all, and one button undoes all.
func TestPagePicksItems(t *testing.T) {
	browser := chromium(t)
	box := open(t, "2026-11-25T10:00")
	b := openTab(t, browser, openPage(t, box)+"/#/공부방/Alex", view{})
	b.command("check")
	b.sendCommand()
	b.click("① Choose an area")
	b.click("🧠 Python core competency")
	b.click("② Choose a section")
	b.click("Advanced Python")
	b.click("③ Choose what you have done (any number)")
	b.click("How the GIL (Global Interpreter Lock) works")
	b.click("How garbage collection works")
	b.keys(kb.Escape)
	b.see("2 items — Alex")
	b.see("Advanced Python — 2/4 done")
	b.click("Undo")
	b.see("2 items — Alex’s record was undone")
}

// The inspector shows what went over the wire.
func TestPageInspectsMessagesAndActs(t *testing.T) {
	browser := chromium(t)
	box := open(t, "2026-11-25T10:00")
	url := openPage(t, box)
	b := openTab(t, browser, url+"/#/공부방/Alex", view{})
	b.command("check")
	b.option("item", "pytest")
	b.keys("\r")
	b.see("Fluency with pytest — Alex")
	b.click("Undo")
	b.see("Alex’s record was undone")
	is(b, `([...document.querySelectorAll(".message [aria-label='Inspect this message']")].at(-1).focus(), true)`)
	b.keys("\r")
	b.until("both acts are there with their answers", `[...document.querySelectorAll("#inspector .record")].map((r) => r.textContent.replace(/[↑↓]/, "").split(" ")[0]).join() === "gateway,POST,gateway,POST"`)
	b.until("it says how long the bot took", `/The bot answered in \d+\.\d ms/.test(document.querySelector("#inspector summary .note").textContent)`)
	b.click("gateway INTERACTION_CREATE")
	b.until("the interaction is shown", `JSON.parse(document.querySelector("#inspector details[open] pre")?.textContent ?? '{"data":{"custom_id":""}}').data.custom_id.startsWith("1:undo:")`)
	b.keys(kb.Escape)
	b.until("it is closed", `document.getElementById("inspector").hidden`)
	response, err := http.Get(url + "/api/records.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	log, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(log)), "\n")
	for i, line := range lines {
		var record sandbox.Record
		if err := json.Unmarshal([]byte(line), &record); err != nil || record.N == 0 || record.Over == "" {
			t.Fatalf("line %d is %s: %v", i+1, line, err)
		}
	}
	if len(lines) < 15 || !strings.Contains(string(log), `"event":"READY"`) {
		t.Errorf("the log has %d lines, want all from the beginning on", len(lines))
	}
}

// However much was said, the page holds no more than can be read.
func TestPageHoldsTenThousandMessages(t *testing.T) {
	browser := chromium(t)
	box := open(t, "2026-11-25T10:00")
	members, channels := box.discord.Members(box.guild), box.discord.Channels(box.guild)
	say := func(n int) {
		t.Helper()
		if err := box.discord.Say(sandbox.Actor{User: members[n%len(members)].ID, Channel: channels[1].ID}, fmt.Sprintf("message **%d** of many", n)); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 10_000 {
		say(n)
	}
	b := openTab(t, browser, openPage(t, box)+"/#/잡담/Alex", view{})
	b.see("message 9999 of many")
	held := `document.querySelectorAll(".message").length`
	if n := value[int](b, held); n > 50 {
		t.Errorf("%d messages are on the page at first", n)
	}
	for n := 10_000; n < 10_500; n++ {
		say(n)
	}
	b.see("message 10499 of many")
	if n := value[int](b, held); n > 300 {
		t.Errorf("%d messages are on the page after 500 more", n)
	}
	b.until("it stays at the newest", `(() => { const log = document.getElementById("log"); return log.scrollHeight - log.scrollTop - log.clientHeight < 5; })()`)
	b.until("older ones come as one scrolls", `(document.getElementById("log").scrollTop = 0, document.getElementById("log").textContent.includes("message 10000 of many"))`)
	if n := value[int](b, held); n > 350 {
		t.Errorf("%d messages are on the page after 500 older ones", n)
	}
	b.gone("message 10499 of many")
	b.click("Jump to the newest")
	b.see("message 10499 of many")

	// Nor when one reads older ones, which stay in sight.
	is(b, `(document.getElementById("log").scrollTop -= 600, true)`)
	b.until("one is not at the newest", `!document.querySelector(".newest").hidden`)
	const inSight = `[...document.querySelectorAll(".message")].find((m) => m.getBoundingClientRect().top > 200)`
	read := value[string](b, inSight+`.id`)
	for n := 10_500; n < 11_000; n++ {
		say(n)
	}
	if err := box.discord.Say(sandbox.Actor{User: members[0].ID, Channel: channels[0].ID}, "a sign"); err != nil {
		t.Fatal(err)
	}
	b.until("all of it has come", `document.querySelector(".channel.unread") !== null`)
	if n := value[int](b, held); n > 300 {
		t.Errorf("%d messages are on the page after 500 more below", n)
	}
	if now := value[string](b, inSight+`.id`); now != read {
		t.Errorf("what one reads has moved from %s to %s", read, now)
	}
}

// On a telephone nothing is wider than the screen, and everything can be
// reached.
func TestPageFitsATelephone(t *testing.T) {
	browser := chromium(t)
	box := open(t, "2026-11-25T10:00")
	b := openTab(t, browser, openPage(t, box)+"/#/공부방/Alex", view{narrow: true})
	fits := func(when string) {
		t.Helper()
		if !is(b, `document.documentElement.scrollWidth <= innerWidth && [...document.querySelectorAll("button, a, input, textarea, .container")].every((e) => { const box = e.getBoundingClientRect(); return !e.checkVisibility({ visibilityProperty: true }) || box.width === 0 || box.top === -64 || box.left >= -1 && box.right <= innerWidth + 1; })`) {
			t.Errorf("%s something does not fit", when)
		}
	}
	fits("at first")
	b.command("check")
	b.option("item", "pytest")
	b.option("link", "https://alex.example.com/a-rather-long-address-of-a-post-about-pytest")
	fits("while a command is filled in")
	b.click("Send")
	b.see("Fluency with pytest — Alex")
	b.click("Add link")
	b.until("the form is open", `document.querySelector("dialog") !== null`)
	fits("with a form")
	b.click("Cancel")
	b.click("Next digest")
	b.see("주간 다이제스트")
	b.command("leaderboard")
	b.click("Send")
	b.see("items by the whole group")
	fits("with a leaderboard")
	b.click("Channels and members")
	b.click("서연")
	b.until("서연 acts", `document.title.includes("서연") && !document.getElementById("app").classList.contains("drawer")`)
	b.click("인스펙터")
	b.until("the inspector is open", `document.querySelectorAll("#inspector details").length > 3`)
	fits("with the inspector")
}
