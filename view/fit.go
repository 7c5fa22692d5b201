package view

import (
	"strings"
	"unicode/utf8"
)

// space is how much text there is, or may be. Discord limits the characters of a message's
// texts, and the bytes of everything in it that people read.
type space struct{ characters, bytes int }

// spaceOf returns what a text takes.
func spaceOf(s string) space { return space{utf8.RuneCountInString(s), len(s)} }

// share returns the room for a part of a message that may take so many of its characters: as
// many, and the same share of its bytes.
func share(characters int) space { return space{characters, characters * MaxBytes / MaxText} }

func (s space) plus(t space) space  { return space{s.characters + t.characters, s.bytes + t.bytes} }
func (s space) minus(t space) space { return space{s.characters - t.characters, s.bytes - t.bytes} }
func (s space) over(n int) space    { return space{s.characters / n, s.bytes / n} }

// atMost returns s without what is beyond t.
func (s space) atMost(t space) space {
	return space{min(s.characters, t.characters), min(s.bytes, t.bytes)}
}

// atLeast returns s with what it lacks of t.
func (s space) atLeast(t space) space {
	return space{max(s.characters, t.characters), max(s.bytes, t.bytes)}
}

// has reports whether there is room for t.
func (s space) has(t space) bool { return t.characters <= s.characters && t.bytes <= s.bytes }

// fitter fits lines into a space. A line may have a shorter form, without its link. Earlier
// lines are the last to be shortened.
type fitter struct{ full, short []string }

func (f *fitter) add(full, short string) {
	f.full = append(f.full, full)
	f.short = append(f.short, short)
}

// lines returns as many lines as fit in their short form. Then it uses the full form where
// there is room, from the first line on. left is the number of lines that do not fit.
func (f *fitter) lines(max space) (lines []string, left int) {
	for i, s := range f.short {
		n := spaceOf(s + "\n")
		if !max.has(n) {
			left = len(f.short) - i
			break
		}
		max = max.minus(n)
		lines = append(lines, s)
	}
	for i := range lines {
		more := spaceOf(f.full[i]).minus(spaceOf(lines[i]))
		if !max.has(more) {
			continue
		}
		max = max.minus(more)
		lines[i] = f.full[i]
	}
	return lines, left
}

// text returns the lines that fit, followed by the number of the others.
func (f *fitter) text(p Printer, max space) string {
	lines, left := f.lines(max.minus(share(20)))
	if left > 0 {
		lines = append(lines, p.T("more", "n", left))
	}
	return strings.Join(lines, "\n")
}

// free returns what a message with the parts has room for. Of menus only the bytes count that
// [shorten] leaves them at least.
func free(parts ...Component) space {
	return space{MaxText, MaxBytes}.minus(taken(parts, minOption))
}

// room returns how many more characters a message with the parts can show. It is negative if
// the parts are too large for a message.
func room(parts []Component) int {
	left := free(parts...)
	return min(left.characters, left.bytes)
}

// taken returns what the components take if the texts of options are cut to so many bytes.
func taken(components []Component, option int) space {
	var sum space
	for _, c := range components {
		sum = sum.plus(spaceOf(c.Content)).plus(taken(c.Components, option))
		sum.bytes += len(c.Label) + len(c.Placeholder) + len(c.Value) + len(c.Description)
		for _, o := range c.Options {
			sum.bytes += o.bytes(option)
		}
		for _, inner := range []*Component{c.Accessory, c.Component} {
			if inner != nil {
				sum = sum.plus(taken([]Component{*inner}, option))
			}
		}
	}
	return sum
}

// bytes returns how many bytes an option takes if each of its texts is cut to so many.
func (o Option) bytes(option int) int {
	return min(len(o.Label), option) + min(len(o.Description), option)
}

// space returns what an option takes at least, see [shorten].
func (o Option) space() space { return space{bytes: o.bytes(minOption)} }

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
