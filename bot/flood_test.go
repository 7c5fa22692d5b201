package main

import (
	"strings"
	"testing"
)

// A member who floods is told when to go on, and the others' answers go on.
func TestAMemberFloodsWhileAnotherWorks(t *testing.T) {
	box := open(t, "2026-11-23T10:00")
	box.bot.store.LimitOperations(3)
	for range 3 {
		box.play(t, "Alex: /check item:mypy\nAlex: /uncheck item:mypy")
		if out := box.play(t, "민수: /check item:GIL"); strings.Contains(out, "초 뒤에") {
			t.Errorf("another member has to wait:\n%s", out)
		}
		box.play(t, "민수: /progress")
	}
	if out := box.play(t, "Alex: /check item:gc"); !strings.Contains(out, "You can go on in") {
		t.Errorf("who floods does not have to wait:\n%s", out)
	}
	if out := box.play(t, "Alex: /progress"); strings.Contains(out, "You can go on in") {
		t.Errorf("who floods may not even read:\n%s", out)
	}
}
