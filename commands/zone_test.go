package commands

import (
	"slices"
	"strings"
	"testing"
)

func TestZones(t *testing.T) {
	h := newHarness(t)
	for typed, want := range map[string]string{"서울": "Asia/Seoul", "한국": "Asia/Seoul", "kst": "Asia/Seoul", "new york": "America/New_York", "런던": "Europe/London", "pst": "America/Los_Angeles"} {
		for _, command := range []string{"/group settings timezone:", "/group create name:x timezone:", "/setup timezone:"} {
			if got := h.complete("sora", command+typed); len(got) == 0 || got[0] != want {
				t.Errorf("%s%s completes to %q, want %s first", command, typed, got, want)
			}
		}
	}
	if got := h.complete("sora", "/group settings timezone:est"); got[0] != "America/New_York" || slices.Index(got, "EST") != len(got)-1 {
		t.Errorf("est completes to %q, want EST last", got)
	}
	h.wants(h.use("sora", "/group settings timezone:서울"), "Asia/Seoul", "!summer")
	h.wants(h.use("sora", "/group settings timezone:EST"), "EST has no summer time", "UTC-5 all year", "America/New\\_York")
	h.wants(h.use("sora", "/group create name:second timezone:Etc/GMT+9"), "no summer time", "UTC-9 all year")
	h.refuses(h.use("sora", "/group settings group:study timezone:미국"), "zone.near")
	h.refuses(h.use("sora", "/group settings group:study timezone:Gotham"), "zone.unknown")
	h.locale = "ko"
	h.wants(h.use("sora", "/group settings group:study timezone:MST"), "서머타임이 없습니다", "UTC-7")
}

func TestSetupTakesACity(t *testing.T) {
	h := newHarness(t)
	got := h.use("sora", "/setup group:study timezone:EST")
	h.wants(got, "EST has no summer time", "- EST · UTC-5 all year (no summer time)")
	form := h.press("sora", got, "Enter another zone")
	h.wants(h.submit("sora", form, got, "value", "베를린"), "Europe/Berlin", "!summer time")
	if zone := h.only().Calendar.Latest().Zone.String(); zone != "Europe/Berlin" {
		t.Errorf("the zone is %s", zone)
	}
}

// What is longer than any name is not compared with all of them.
func TestLongTextsAreNotCompleted(t *testing.T) {
	h := newHarness(t)
	for typed, word := range map[string]string{"/group settings timezone:": "서울 ", "/check item:": "gil ", "/posts item:": "gil ", "/progress group:": "study "} {
		if got := h.complete("sora", typed+strings.Repeat(word, 20)); len(got) == 0 {
			t.Errorf("%s is not completed", typed+strings.Repeat(word, 20))
		}
		if got := h.complete("sora", typed+strings.Repeat(word, 201)); len(got) != 0 {
			t.Errorf("%s… is completed to %q", typed, got)
		}
	}
	h.refuses(h.use("sora", "/group settings timezone:"+strings.Repeat("서울 ", 1000)), "zone.unknown")
}
