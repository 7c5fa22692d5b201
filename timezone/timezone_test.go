package timezone_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"golang.org/x/text/unicode/norm"

	"dojang/timezone"
)

// Clocks in Europe and North America go by summer time on the one day and not on the other.
var (
	winter = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	summer = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
)

func TestFind(t *testing.T) {
	for want, texts := range map[string][]string{
		"Asia/Seoul": {"Asia/Seoul", "asia/seoul", " ASIA/SEOUL ", "Seoul", "서울", "서 울", norm.NFD.String("서울"), "서울특별시", "한국", "대한민국", "South Korea", "korea",
			"kst", "KST", "부산", "Seoul, Korea", "서울 한국", "Seoul/Asia", "Asia/Seoul · 서울, 한국 · UTC+9 · 22:00"},
		"America/New_York":               {"America/New York", "america/new_york", "new york", "NewYork", "뉴욕", "NYC", "보스턴", "미국 동부", "US Eastern", "ET"},
		"America/Los_Angeles":            {"LA", "샌프란시스코", "San Francisco", "Pacific Time"},
		"Europe/London":                  {"London", "런던", "UK", "영국", "England"},
		"Europe/Berlin":                  {"베를린", "독일", "Germany", "뮌헨"},
		"Europe/Zurich":                  {"Zürich", "zurich", "취리히", "Switzerland"},
		"America/Sao_Paulo":              {"São Paulo", "sao paulo", "상파울루"},
		"America/St_Johns":               {"St. John's", "St John’s"},
		"America/Argentina/Buenos_Aires": {"Argentina", "부에노스아이레스"},
		"Asia/Kolkata":                   {"India", "인도", "Bangalore"},
		"Asia/Kathmandu":                 {"utc+5:45", "GMT+0545", "네팔"},
		"Asia/Ho_Chi_Minh":               {"베트남", "호찌민", "Saigon"},
		"UTC":                            {"UTC", "utc", "Z", "세계시"},
		"Etc/GMT+9":                      {"Etc/GMT+9", "etc/gmt+9"},
		"EST":                            {"EST", "est"},
		"GMT":                            {"GMT"},
		"ROK":                            {"ROK"},
		"Asia/Calcutta":                  {"Asia/Calcutta"},
	} {
		for _, text := range texts {
			if id, near := timezone.Find(text, "en-US", winter); id != want {
				t.Errorf("%q is %q, near %q; want %s", text, id, near, want)
			}
		}
	}
}

// A text that may mean several zones, or none, is answered with zones to choose from.
func TestFindNear(t *testing.T) {
	for text, want := range map[string]string{
		"Asia/Soul":        "Asia/Seoul",
		"서을":               "Asia/Seoul",
		"America/New_Yrok": "America/New_York",
		"asia/tokio":       "Asia/Tokyo",
		"바르셀러나":            "Europe/Madrid",
		"미국":               "America/New_York America/Chicago America/Denver America/Los_Angeles",
		"중국":               "Asia/Shanghai Asia/Urumqi",
		"pst":              "America/Los_Angeles Asia/Manila America/Vancouver America/Tijuana",
		"Washington":       "America/New_York America/Los_Angeles",
		"utc+9":            "Asia/Seoul Asia/Tokyo Asia/Jayapura Etc/GMT-9",
		"x":                "",
		"":                 "",
		"Atlantis/Capital": "",

		strings.Repeat("서울 ", 100): "", // too long for a name
	} {
		if id, near := timezone.Find(text, "ko", winter); id != "" || strings.Join(near, " ") != want {
			t.Errorf("%q is %q, near %q; want %q", text, id, near, want)
		}
	}
	// Go takes some of these from the system's files, which another machine may not have.
	for _, text := range []string{"Local", "localtime", "posixrules", "right/Asia/Seoul", "posix/Asia/Seoul", "Factory", "../etc/passwd"} {
		if id, _ := timezone.Find(text, "ko", winter); id != "" {
			t.Errorf("%q is %s", text, id)
		}
		if _, err := timezone.Load(text); err == nil {
			t.Errorf("%q is loaded", text)
		}
	}
}

func TestComplete(t *testing.T) {
	for _, test := range []struct {
		typed, locale string
		now           time.Time
		first, last   string
	}{
		{"서울", "ko", winter, "Asia/Seoul", ""},
		{norm.NFD.String("서울"), "ko", winter, "Asia/Seoul", ""},
		{"서우", "ko", winter, "Asia/Seoul", ""},
		{"ㅅㅇ", "ko", winter, "Asia/Seoul", ""},
		{"한국", "ko", winter, "Asia/Seoul", ""},
		{"kst", "ko", winter, "Asia/Seoul Asia/Pyongyang", ""},
		{"new york", "en-US", winter, "America/New_York", ""},
		{"newy", "en-US", winter, "America/New_York", ""},
		{"utc+9", "ko", winter, "Asia/Seoul Asia/Tokyo", "Etc/GMT-9"},
		{"GMT+9", "ja", winter, "Asia/Tokyo Asia/Seoul", "Etc/GMT-9"},
		{"+0900", "ko", winter, "Asia/Seoul Asia/Tokyo", "Etc/GMT-9"},
		{"utc−5", "en-US", winter, "America/New_York", "Etc/GMT+5"},
		{"utc-4", "en-US", summer, "America/New_York", "Etc/GMT+4"},
		{"utc-5", "en-US", summer, "America/Chicago", "Etc/GMT+5"},
		{"미국", "ko", winter, "America/New_York America/Chicago America/Denver America/Los_Angeles", ""},
		{"런던", "ko", winter, "Europe/London", ""},
		{"베를린", "ko", winter, "Europe/Berlin", ""},
		{"pst", "ko", winter, "America/Los_Angeles", ""},
		{"est", "en-US", winter, "America/New_York America/Toronto", "EST"},
		{"edt", "en-US", winter, "America/New_York America/Toronto", ""},
		{"mst", "en-US", winter, "America/Denver", "MST"},
		{"hst", "en-US", winter, "Pacific/Honolulu", "HST"},
		{"gmt", "en-GB", winter, "Europe/London", "GMT"},
		{"etc/gmt+9", "ko", winter, "Etc/GMT+9", "Etc/GMT+9"},
		{"UTC", "ko", winter, "UTC", ""},
		{"유럽", "ko", winter, "", ""},
		{"", "ko", winter, "Asia/Seoul Asia/Tokyo", ""},
		{"  ", "de", winter, "Europe/Berlin", ""},
	} {
		got := timezone.Complete(test.typed, test.locale, test.now, 25)
		if !strings.HasPrefix(strings.Join(got, " ")+" ", test.first+" ") && test.first != "" || test.first == "" && len(got) > 0 {
			t.Errorf("%q: %q, want first %s", test.typed, got, test.first)
		}
		if test.last != "" && (len(got) == 0 || got[len(got)-1] != test.last) {
			t.Errorf("%q: %q, want %s last", test.typed, got, test.last)
		}
		if len(got) > 25 {
			t.Errorf("%q: %d zones", test.typed, len(got))
		}
	}
}

func TestCompleteKeepsTheLimit(t *testing.T) {
	for _, limit := range []int{0, 1, 2, 25} {
		for _, typed := range []string{"", "a", "utc+9", "est", "etc/gmt"} {
			if got := timezone.Complete(typed, "ko", winter, limit); len(got) > limit {
				t.Errorf("%q: %d zones of %d", typed, len(got), limit)
			}
		}
	}
}

func TestLacksSummerTime(t *testing.T) {
	for id, want := range map[string]bool{
		"EST": true, "MST": true, "HST": true, "GMT": true, "Etc/GMT+9": true, "Etc/Greenwich": true,
		"America/Phoenix": true, "Pacific/Honolulu": true, "Australia/Brisbane": true,
		"UTC": false, "Etc/UTC": false, "Asia/Seoul": false, "Asia/Tokyo": false, "America/New_York": false, "Europe/London": false,
		"Australia/Sydney": false, "US/Eastern": false, "Africa/Casablanca": false, "Antarctica/Vostok": false,
	} {
		z, ok := timezone.Get(id)
		if !ok {
			t.Fatalf("%s is not known", id)
		}
		if got := z.LacksSummerTime(winter); got != want || got != z.LacksSummerTime(summer) {
			t.Errorf("%s lacks summer time: %v", id, got)
		}
	}
}

func TestCounterpart(t *testing.T) {
	for id, want := range map[string]string{
		"EST": "America/New_York", "MST": "America/Denver", "GMT": "Europe/London", "Etc/GMT+5": "America/New_York", "Etc/GMT-1": "Europe/Berlin",
		"Etc/GMT-9": "", "HST": "", "America/Phoenix": "America/Denver", "Australia/Brisbane": "Australia/Sydney",
	} {
		z, _ := timezone.Get(id)
		if got := z.Counterpart(winter); got != want || got != z.Counterpart(summer) {
			t.Errorf("for %s: %q, want %q", id, got, want)
		}
	}
}

func TestOffset(t *testing.T) {
	for id, want := range map[string]string{
		"UTC": "UTC+0", "Asia/Seoul": "UTC+9", "Asia/Kolkata": "UTC+5:30", "America/St_Johns": "UTC-3:30", "America/New_York": "UTC-5", "Etc/GMT+9": "UTC-9",
	} {
		loc, err := timezone.Load(id)
		if err != nil {
			t.Fatal(err)
		}
		if got := timezone.Offset(loc, winter); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}

// Every id, wherever it is written, is in the database, and every zone that is offered has
// names in both languages.
func TestEveryZoneIsKnown(t *testing.T) {
	ids := slices.Concat(timezone.IDs(), timezone.Aliased(), timezone.Likely(""), timezone.Complete("etc/gmt", "", winter, 100))
	if len(ids) < 600 {
		t.Errorf("there are %d ids", len(ids))
	}
	for _, id := range ids {
		if _, err := timezone.Load(id); err != nil {
			t.Errorf("%s: %v", id, err)
		}
		z, _ := timezone.Get(id)
		if (z.Country == timezone.Name{}) != (z.City == timezone.Name{}) || z.City.Korean == z.City.English && z.City.English != "" {
			t.Errorf("%s is in %+v, %+v", id, z.City, z.Country)
		}
	}
}

// Whatever is typed is answered: what is offered can be loaded, and what is offered for a
// text is found by its id.
func FuzzFind(f *testing.F) {
	for _, text := range []string{"서울", "ㅅㅇ", "utc+9", "gmt-12:59", "+99", "Etc/GMT+9", "a", " · ", "·", "\xff", "가\u1100", "Z", "．", "/", "_"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, near := timezone.Find(text, "ko", winter)
		for _, one := range append(timezone.Complete(text, "ko", winter, 25), near...) {
			if found, _ := timezone.Find(one, "ko", winter); found != one {
				t.Errorf("%q offers %s, which is found as %q", text, one, found)
			}
		}
		if _, err := timezone.Load(id); id != "" && err != nil {
			t.Errorf("%q: %v", text, err)
		}
	})
}
