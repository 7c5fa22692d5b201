package civil_test

import (
	"testing"
	"time"

	"dojang/civil"
)

func TestDates(t *testing.T) {
	for _, test := range []struct {
		from string
		days int
		want string
		on   time.Weekday
	}{
		{"2026-11-23", 0, "2026-11-23", time.Monday},
		{"2026-11-23", 8, "2026-12-01", time.Tuesday},
		{"2026-12-31", 1, "2027-01-01", time.Friday},
		{"2028-03-01", -1, "2028-02-29", time.Tuesday},
		{"2026-11-23", -365, "2025-11-23", time.Sunday},
	} {
		from, err := civil.ParseDate(test.from)
		if err != nil {
			t.Fatal(err)
		}
		to := from.AddDays(test.days)
		if to.String() != test.want || to.Weekday() != test.on {
			t.Errorf("%s and %d days is %v, a %v; want %s, a %v", test.from, test.days, to, to.Weekday(), test.want, test.on)
		}
		for _, c := range []struct{ got, want int }{{to.Compare(from), test.days}, {from.Compare(to), -test.days}} {
			if c.got < 0 != (c.want < 0) || c.got > 0 != (c.want > 0) {
				t.Errorf("%v and %v compare as %d", from, to, c.got)
			}
		}
	}
}

func TestParseDate(t *testing.T) {
	for _, s := range []string{"2026-03-04", "2026-3-4", "2026.03.04", "2026.3.4", "2026. 3. 4", "2026. 3. 4."} {
		if d, err := civil.ParseDate(s); err != nil || d.String() != "2026-03-04" {
			t.Errorf("%q is %v, %v; want 2026-03-04", s, d, err)
		}
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, s := range []string{"", "2026-11-31", "26-1-2", "2026.13.1", "2026/1/2", "23.11.2026", "2026-11-23 ", "2026-11-23T00:00:00Z", "오늘"} {
		if d, err := civil.ParseDate(s); err == nil {
			t.Errorf("%q is %v", s, d)
		}
	}
}
