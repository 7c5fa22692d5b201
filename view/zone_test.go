package view

import (
	"testing"
	"time"
	_ "time/tzdata"

	"dojang/roadmap"
	"dojang/timezone"
)

func TestZoneChoice(t *testing.T) {
	now := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		id   string
		lang roadmap.Lang
		want string
	}{
		{"Asia/Seoul", roadmap.Korean, "Asia/Seoul · 서울, 한국 · UTC+9 · 21:00"},
		{"Asia/Seoul", roadmap.English, "Asia/Seoul · Seoul, South Korea · UTC+9 · 21:00"},
		{"Asia/Singapore", roadmap.English, "Asia/Singapore · Singapore · UTC+8 · 20:00"},
		{"UTC", roadmap.Korean, "UTC · UTC+0 · 12:00"},
		{"America/Phoenix", roadmap.English, "America/Phoenix · Phoenix, United States · UTC-7 all year (no summer time) · 05:00"},
		{"EST", roadmap.English, "EST · UTC-5 all year (no summer time) · 07:00"},
		{"Etc/GMT+9", roadmap.Korean, "Etc/GMT+9 · UTC-9 (서머타임 없음) · 03:00"},
	} {
		if c, ok := In(test.lang).ZoneChoice(test.id, now); !ok || c.Name != test.want || c.Value != test.id {
			t.Errorf("%s is offered as %+v, want %q", test.id, c, test.want)
		}
	}
	if c, ok := In(roadmap.Korean).ZoneChoice("Atlantis/Capital", now); ok {
		t.Errorf("offered is %+v", c)
	}
}

// What is offered is short enough to show all of it, and names its zone if it is sent as
// text.
func TestZoneChoicesAreFound(t *testing.T) {
	now := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	for _, typed := range []string{"", "utc+9", "미국", "america", "etc/gmt", "남극", "islands"} {
		for _, id := range timezone.Complete(typed, "ko", now, 100) {
			for _, lang := range []roadmap.Lang{roadmap.Korean, roadmap.English} {
				c, ok := In(lang).ZoneChoice(id, now)
				if found, _ := timezone.Find(c.Name, "ko", now); !ok || found != id || len([]rune(c.Name)) == MaxOptionText {
					t.Errorf("%s is offered as %q, which is %q", id, c.Name, found)
				}
			}
		}
	}
}
