package scheduler_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dojang/link"
	"dojang/study"
)

// Members who have left the server are on no board from the next digest on. Their posts
// and their record stay.
func TestWhoHasLeftTheServerLeavesTheBoard(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
	for _, user := range []string{"21", "22", "23"} {
		w.check(user, "gil")
	}
	link, err := link.Parse("https://example.com/kept")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.store.Share(t.Context(), w.group, w.operation("22"), link, "kept", "gil"); err != nil {
		t.Fatal(err)
	}
	w.channel.dark = errors.New("away")
	w.channel.left = []string{"22"}
	w.mustRun("2026-11-23 09:00")
	if text := w.channel.messages[0].text(); !strings.Contains(text, "user 22 — 1 item") {
		t.Errorf("somebody was taken out without an answer; the digest says:\n%s", text)
	}
	w.channel.dark = nil
	for _, user := range []string{"21", "22", "23"} {
		w.check(user, "gc")
	}
	w.mustRun("2026-11-30 09:00")
	text := w.channel.messages[1].text()
	if !strings.Contains(text, "user 21 — 1 item") || !strings.Contains(text, "user 23 — 1 item") || strings.Contains(text, "user 22 — 1 item") || !strings.Contains(text, "**3 items**") {
		t.Errorf("the digest says:\n%s", text)
	}
	page, err := w.store.Posts(t.Context(), w.group, w.operation("21"), study.PostQuery{}, 0, 10)
	if err != nil || len(page.Posts) != 1 || page.Posts[0].Name != "user 22" {
		t.Errorf("the posts are %+v, %v", page.Posts, err)
	}
	kept, err := w.store.Join(t.Context(), w.group, w.operation("22"))
	if err != nil || kept != 2 {
		t.Errorf("back with %d, %v; want both checks", kept, err)
	}
}

// In a large group some members are looked up each week, and in the end all of them.
func TestMembersAreLookedUpInTurns(t *testing.T) {
	w := newWorld(t, "Asia/Seoul", "2026-11-18 12:00")
	for n := range 60 {
		w.check(fmt.Sprint(100+n), "gil")
	}
	seen := map[string]bool{}
	for week, at := range []string{"2026-11-23 09:00", "2026-11-30 09:00", "2026-12-07 09:00"} {
		w.channel.asked = nil
		w.mustRun(at)
		if n := len(slices.Compact(slices.Sorted(slices.Values(w.channel.asked)))); n != 25 {
			t.Errorf("week %d: %d members were looked up, want 25", week, n)
		}
		for _, user := range w.channel.asked {
			seen[user] = true
		}
	}
	if len(seen) != 60 {
		t.Errorf("%d of 60 members were looked up in three weeks", len(seen))
	}
}
