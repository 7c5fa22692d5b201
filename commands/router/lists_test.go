package router

import (
	"fmt"
	"testing"
	"time"

	"dojang/refusal"
)

// A user gets so many long lists a minute, whatever others do.
func TestLongListsAreCounted(t *testing.T) {
	const listsPerMinute = 10
	c := listCounter{most: listsPerMinute}
	start := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	for i := range listsPerMinute {
		if err := c.take("21", start.Add(time.Duration(i)*time.Second)); err != nil {
			t.Fatalf("list %d: %v", i+1, err)
		}
	}
	for _, test := range []struct {
		user  string
		after time.Duration
		wait  int // 0: not refused
	}{
		{"21", 10 * time.Second, 50},
		{"22", 10 * time.Second, 0},
		{"21", 59*time.Second + time.Millisecond, 1},
		{"21", time.Minute, 0},
		{"21", time.Minute + time.Second, 0},
	} {
		err := c.take(test.user, start.Add(test.after))
		r, _ := err.(*refusal.Refusal)
		if test.wait == 0 && err != nil || test.wait > 0 && (r == nil || fmt.Sprint(r.Args) != fmt.Sprint([]any{"limit", listsPerMinute, "n", test.wait})) {
			t.Errorf("%s after %v: %v, want to wait for %d s", test.user, test.after, err, test.wait)
		}
	}
	for i := range 1000 {
		_ = c.take(fmt.Sprint(1000+i), start.Add(2*time.Minute))
	}
	_ = c.take("21", start.Add(4*time.Minute))
	if len(c.users) != 1 {
		t.Errorf("%d users are kept, want those of the last minute only", len(c.users))
	}
}
