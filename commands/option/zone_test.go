package option

import (
	"strings"
	"testing"
	_ "time/tzdata"

	"dojang/view"
)

func TestZone(t *testing.T) {
	for typed, want := range map[string]string{
		"Asia/Seoul": "Asia/Seoul", "asia/seoul": "Asia/Seoul", "America/New York": "America/New_York", "america/new_york": "America/New_York",
		"UTC": "UTC", "ROK": "ROK", "Asia/Calcutta": "Asia/Calcutta", "Etc/GMT+9": "Etc/GMT+9",
	} {
		if loc, err := FindZone(typed); err != nil || loc.String() != want {
			t.Errorf("%q is %v, %v; want %s", typed, loc, err, want)
		}
	}
	// Go takes some of these from the system's files, which another machine may
	// not have.
	for _, typed := range []string{"", "Local", "localtime", "posixrules", "right/Asia/Seoul", "posix/Asia/Seoul", "Factory", "../etc/passwd", "Seoul"} {
		if loc, err := FindZone(typed); view.AsRefusal(err) == nil {
			t.Errorf("%q is %v, %v; want a refusal", typed, loc, err)
		}
	}
}

func TestNearZones(t *testing.T) {
	for typed, want := range map[string]string{
		"Asia/Soul": "Asia/Seoul", "seoul": "Asia/Seoul", "New York": "America/New_York", "America/New_Yrok": "America/New_York",
		"asia/tokio": "Asia/Tokyo", "서울": "", "x": "", "": "", "Atlantis/Capital": "",
	} {
		if got := strings.Join(nearZones(typed), " "); got != want {
			t.Errorf("near %q are %q, want %q", typed, got, want)
		}
	}
	if near := nearZones("argentina"); len(near) != 3 {
		t.Errorf("near argentina are %q, want three", near)
	}
}

func TestEveryZoneIsKnown(t *testing.T) {
	for _, name := range zonesByName() {
		if _, err := FindZone(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
