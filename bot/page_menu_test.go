package main

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"dojang/sandbox"
	"dojang/sandbox/schema"
)

// rightClick clicks on the middle of what the expression gives with the right button.
func (b *tab) rightClick(expression string) {
	b.t.Helper()
	at := value[[]float64](b, fmt.Sprintf(`(() => { const e = %s; e.scrollIntoView({ block: "center" }); const box = e.getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]; })()`, expression))
	b.do(chromedp.MouseClickXY(at[0], at[1], chromedp.ButtonRight))
}

// menuButton is the button for the menu of the newest message.
const menuButton = `[...document.querySelectorAll("#log [aria-haspopup=menu]")].at(-1)`

// Every command that a message or a member has in its menu, by the right button, by the
// keyboard and on a telephone.
func TestPageUsesCommandsInMenus(t *testing.T) {
	browser := chromium(t)
	box := open(t, "2026-11-25T10:00")
	url := openPage(t, box)
	b := openTab(t, browser, url+"/#/공부방/지원", view{})
	say := func(text string) {
		t.Helper()
		b.focus("#composer textarea")
		b.write(text)
		b.keys("\r")
		b.see(text)
	}
	entry := func(name string) string {
		return `[...document.querySelectorAll("[role=menuitem]")].some((e) => e.textContent === ` + quoted(name) + `)`
	}

	// By the right button, on the message's text.
	say("정리했어요 https://jiwon.example.com/gil")
	b.rightClick(`[...document.querySelectorAll("#log .content")].at(-1)`)
	b.until("the menu is open", entry("글로 공유"))
	b.click("글로 공유")
	b.until("the form is open", `document.querySelector("dialog h2")?.textContent === "글로 공유" && document.querySelector("dialog input").value === "https://jiwon.example.com/gil"`)
	b.click("제출")
	b.see("지원 님이 글을 공유했습니다")
	b.until("nothing is on its way", `document.querySelector(".pending") === null`)

	// By the keyboard, on the message's button, and closed without a choice before.
	say("링크가 없는 메시지")
	is(b, `(`+menuButton+`.focus(), true)`)
	b.keys("\r")
	b.focused("[role=menuitem]")
	b.keys(kb.Escape)
	b.until("it is closed", `document.querySelector("[role=menu]") === null && document.activeElement === `+menuButton)
	b.keys("\r")
	b.focused("[role=menuitem]")
	b.keys(kb.ArrowDown + "\r")
	b.see("이 메시지에는 링크가 없습니다")
	b.see("지원 님이 글로 공유 사용")
	if is(b, `document.querySelector(".message.only .tools [aria-haspopup]") !== null`) {
		t.Error("a private message has a menu")
	}

	// Of a member: by the right button in the list and on a message, and by the keyboard.
	b.rightClick(`[...document.querySelectorAll(".member .label")].find((e) => e.textContent.startsWith("지원"))`)
	b.until("the menu is open", entry("진도 보기"))
	b.click("진도 보기")
	b.see("지원 님의 진도")
	b.click("메시지 닫기")
	b.gone("지원 님의 진도")
	b.rightClick(`[...document.querySelectorAll("#log .body > header h2")].find((e) => e.textContent === "Dojang")`)
	b.until("the menu is open", entry("진도 보기"))
	b.click("진도 보기")
	b.see("Dojang 님은 이 스터디의 멤버가 아닙니다")
	b.focus(`[data-member="` + box.discord.Members(box.guild)[3].ID + `"]`)
	b.keys("\r")
	b.focused("[role=menuitem]")
	b.keys("\r")
	b.see("Alex 님의 진도")

	// On a telephone, in English.
	phone := openTab(t, browser, url+"/#/공부방/Alex", view{narrow: true})
	phone.see("링크가 없는 메시지")
	is(phone, `(`+menuButton+`.scrollIntoView({ block: "center" }), true)`)
	phone.click("Message menu")
	phone.click("Share as post")
	phone.see("There is no link in this message")
	phone.click("Channels and members")
	phone.click("Menu: 지원")
	phone.click("Progress")
	phone.see("지원’s progress")
	phone.until("the list of members is closed", `!document.getElementById("app").classList.contains("drawer")`)

	commands, err := box.discord.Offered(sandbox.Actor{User: box.discord.Members(box.guild)[0].ID, Channel: box.home})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range commands {
		if c.Type != schema.ChatInput && c.Name != "Share as post" && c.Name != "Progress" {
			t.Errorf("%s was not used", c.Name)
		}
	}
	for _, fault := range box.discord.Faults() {
		t.Errorf("against Discord's rules: %s", fault)
	}
}
