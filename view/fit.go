package view

import (
	"strings"
	"unicode/utf8"
)

// fitting collects lines that have to share a number of characters. A line may
// have a shorter form, without its link; lines that came first keep the longer
// form longest.
type fitting struct{ full, short []string }

func (f *fitting) add(full, short string) {
	f.full = append(f.full, full)
	f.short = append(f.short, short)
}

// lines returns the lines within max characters: all in short form at least as
// far as they fit, the first ones in full. left is how many had no room.
func (f *fitting) lines(max int) (lines []string, left int) {
	for i, s := range f.short {
		n := utf8.RuneCountInString(s) + 1
		if n > max {
			left = len(f.short) - i
			break
		}
		max -= n
		lines = append(lines, s)
	}
	for i := range lines {
		more := utf8.RuneCountInString(f.full[i]) - utf8.RuneCountInString(lines[i])
		if more > max {
			continue
		}
		max -= more
		lines[i] = f.full[i]
	}
	return lines, left
}

// text is the lines within max characters as one text, ending in how many more
// there are.
func (f *fitting) text(p Printer, max int) string {
	lines, left := f.lines(max - 20)
	if left > 0 {
		lines = append(lines, p.T("more", "n", left))
	}
	return strings.Join(lines, "\n")
}

// room is how many characters of text a message with the parts can still show.
func room(parts []Component) int { return MaxText - textLength(parts) }

func textLength(components []Component) int {
	n := 0
	for _, c := range components {
		n += utf8.RuneCountInString(c.Content) + textLength(c.Components)
	}
	return n
}

// size is how many components there are, nested ones included.
func size(components []Component) int {
	n := len(components)
	for _, c := range components {
		n += size(c.Components)
		if c.Accessory != nil {
			n++
		}
	}
	return n
}
