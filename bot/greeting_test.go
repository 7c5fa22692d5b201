package main

import (
	"strings"
	"testing"

	"dojang/sandbox"
)

// said are the texts of the messages that the bot has posted by itself in the
// guild.
func (box *sandboxed) said(t *testing.T, guild string) []string {
	t.Helper()
	box.waitIdle(t.Context())
	var said []string
	effects, _ := box.discord.Effects(0)
	for _, e := range effects {
		if e.Guild == guild && e.Kind == sandbox.Posted && e.User == "" {
			said = append(said, e.String())
		}
	}
	return said
}

// sessions is how often a session was begun or resumed.
func (box *sandboxed) sessions() (n int) {
	for _, r := range box.discord.Records("", "") {
		if r.Event == "READY" || r.Event == "RESUMED" {
			n++
		}
	}
	return n
}

// The bot greets a server that it was added to: once, in the server's language,
// where it may write. It greets no server that it was in before, and none again
// after its session was resumed or begun anew.
func TestGreeting(t *testing.T) {
	box := open(t, "2026-11-23T10:00")
	if said := box.said(t, box.guild); len(said) != 0 {
		t.Errorf("in the server that it was in: %q", said)
	}
	english := box.discord.AddGuild("Study", "en-GB", "general", "other")
	korean := box.discord.AddGuild("공부", "ko", "일반")
	for guild, words := range map[string]string{english: "Dojang is here", korean: "안녕하세요, 도장입니다"} {
		if said := box.said(t, guild); len(said) != 1 || !strings.Contains(said[0], words) {
			t.Errorf("in a server that it was added to: %q, want %q", said, words)
		}
	}
	if out := box.play(t, "remove Dojang\npermit #공부방 -send\npermit #잡담 -view\ninvite\n"); strings.Contains(out, "도장입니다") || len(box.said(t, box.guild)) != 0 {
		t.Errorf("where it may write nowhere:\n%s", out)
	}
	for _, disturb := range []func(){
		box.discord.Gateway().Drop,
		box.discord.Gateway().Reconnect,
		func() { box.discord.Gateway().Invalidate(false) },
	} {
		before := box.sessions()
		disturb()
		eventually(t, "the bot is back", func() bool { return box.sessions() > before })
		box.waitIdle(t.Context())
	}
	if n := len(box.said(t, english)) + len(box.said(t, korean)); n != 2 {
		t.Errorf("%d greetings after the session began anew, want 2", n)
	}
	for _, fault := range box.discord.Faults() {
		t.Errorf("fault: %s", fault)
	}
}
