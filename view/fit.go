package view

import (
	"strings"
	"unicode/utf8"
)

// fitter fits lines into a number of characters. A line may have a shorter form, without
// its link. Earlier lines are the last to be shortened.
type fitter struct{ full, short []string }

func (f *fitter) add(full, short string) {
	f.full = append(f.full, full)
	f.short = append(f.short, short)
}

// lines returns as many lines as fit into max characters in their short form. Then it uses
// the full form where there is room, from the first line on. left is the number of lines
// that do not fit.
func (f *fitter) lines(max int) (lines []string, left int) {
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

// text returns the lines that fit into max characters, followed by the number of the
// others.
func (f *fitter) text(p Printer, max int) string {
	lines, left := f.lines(max - 20)
	if left > 0 {
		lines = append(lines, p.T("more", "n", left))
	}
	return strings.Join(lines, "\n")
}

// room returns how many more characters a message with the parts can show.
func room(parts []Component) int { return MaxText - textLength(parts) }

func textLength(components []Component) int {
	n := 0
	for _, c := range components {
		n += utf8.RuneCountInString(c.Content) + textLength(c.Components)
	}
	return n
}

// size returns the number of components, including nested ones.
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
