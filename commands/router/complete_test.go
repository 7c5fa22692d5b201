package router

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dojang/view"
)

// Whatever is offered, Discord takes it: the choices are few enough, and their names are short
// enough in characters and all together in bytes.
func TestChoicesKeepToDiscordsLimits(t *testing.T) {
	for name, letter := range map[string]string{"one byte": "a", "three bytes": "한", "four bytes": "𠀀"} {
		t.Run(name, func(t *testing.T) {
			offered := []view.Choice{{Name: "without a value"}, {Value: "nameless"}, {Name: "long value", Value: strings.Repeat("v", 101)}}
			for range 30 {
				offered = append(offered, view.Choice{Name: strings.Repeat(letter, 200), Value: "v"})
			}
			choices := withinLimits(offered)
			bytes := 0
			for _, c := range choices {
				bytes += len(c.Name)
				if n := utf8.RuneCountInString(c.Name); n > view.MaxOptionText || n < view.MaxOptionText*4/5 || !utf8.ValidString(c.Name) {
					t.Errorf("a name of %d characters: %q", n, c.Name)
				}
			}
			if len(choices) != view.MaxOptions || bytes > view.MaxBytes {
				t.Errorf("%d choices with %d bytes", len(choices), bytes)
			}
		})
	}
	if none := withinLimits(nil); none == nil {
		t.Error("no choices are no list")
	}
}
