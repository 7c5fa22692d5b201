package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"dojang/sandbox"
	"dojang/store/redistest"
)

// What managers see of the store is true.
func TestStatusShowsTheStore(t *testing.T) {
	for _, test := range []struct {
		name string
		url  func(t *testing.T) string
		want string
	}{
		{"in memory", func(*testing.T) string { return "" }, "저장소: 봇 안의 저장소 · ⚠️ 메모리에만"},
		{"in a directory", func(t *testing.T) string { return t.TempDir() }, "저장소: 봇 안의 저장소 · 디스크에 저장한 뒤에"},
		{"Redis with a log", func(t *testing.T) string { return redistest.Start(t, "--appendonly", "yes").URL }, " · 디스크에 저장합니다"},
		{"Redis without", func(t *testing.T) string { return redistest.Start(t).URL }, " · ⚠️ 디스크에 저장하지 않아"},
	} {
		t.Run(test.name, func(t *testing.T) {
			box := openOn(t, "2026-11-23T10:00", test.url(t))
			var out strings.Builder
			if _, err := box.player(&out).Play(t.Context(), strings.NewReader("민수: /status")); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(out.String(), test.want) {
				t.Errorf("want %q:\n%s", test.want, out.String())
			}
		})
	}
}

// A digest that may have been posted is not posted again while the bot cannot search
// for it. Managers see what to fix, and nothing else is needed.
func TestAnUncertainDigestThatCannotBeLookedFor(t *testing.T) {
	t.Parallel()
	box := open(t, "2026-11-30T08:00")
	box.discord.Disturb(func(method, endpoint string, _ *http.Request) *sandbox.Trouble {
		if method == "POST" && strings.HasSuffix(endpoint, "/channels/{channel}/messages") {
			return &sandbox.Trouble{Status: http.StatusBadGateway, Effect: true}
		}
		return nil
	})
	out := box.play(t, "clock 2026-11-30T09:00")
	box.discord.Disturb(nil)
	if err := box.clock.Advance(box.clock.Now().Add(10 * time.Minute)); err != nil { // the nonce is forgotten meanwhile
		t.Fatal(err)
	}
	out += box.play(t, "permit #공부방 -history\nclock +1h")
	told := box.play(t, "민수: /status")
	if !strings.Contains(told, "❔ 2026-11-23 주: 올라갔는지 확인하지 못했습니다. 올라갔는지 찾아볼 수 없습니다.") ||
		!strings.Contains(told, "❌ 메시지 기록 보기") || !strings.Contains(told, "다음 시도") {
		t.Errorf("managers are not told that the history has to be read:\n%s", told)
	}
	out += box.play(t, "permit #공부방 all\nclock +1d")
	if told := box.play(t, "민수: /status"); !strings.Contains(told, "✅ 2026-11-23 주: https://discord.com/channels/") || strings.Contains(told, "❔") {
		t.Errorf("after it was mended:\n%s", told)
	}
	if n := strings.Count(out, "주간 다이제스트"); n != 1 {
		t.Errorf("the digest was posted %d times:\n%s", n, out)
	}
}
