package main

import (
	"strings"
	"testing"

	"dojang/store/redistest"
)

// What managers are told of the store is what it is.
func TestStatusTellsOfTheStore(t *testing.T) {
	for _, test := range []struct {
		name string
		url  func(t *testing.T) string
		want string
	}{
		{"in memory", func(*testing.T) string { return "" }, "저장소: 봇 안의 저장소 · ⚠️ 메모리에만"},
		{"in a directory", func(t *testing.T) string { return t.TempDir() }, "저장소: 봇 안의 저장소 · 디스크에 적은 뒤에"},
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
