package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dojang/normalize"
)

// mended says what was done to a line before it was read. The warning is given if
// something is read from the line.
type mended struct {
	dropped string // invisible characters, as U+200B
	marked  bool   // it had no bullet that Markdown knows
	bare    bool   // it had none at all
	square  bool   // its bullet was one that may be meant as a box
	far     bool   // its text was so far behind the bullet that Markdown takes it for code
}

var (
	tightBox  = regexp.MustCompile(`^[ \t]*(?:[-*+]|[0-9]{1,9}[.)])(\[[^\]\n]{0,4}\])`)                       // -[ ] without a space
	otherMark = regexp.MustCompile(`^[ \t]*(•|◦|‣|▪|▫|●|○|■|□|·|・)[ \t]+\S`)                                  // bullets of other programs
	dashMark  = regexp.MustCompile(`^[ \t]*([–—―−－→⁃∙])[ \t]*(?:\\?\[[ \t]*[xXvV✓✔]?[ \t]*\\?\][ \t]|[☐☑☒])`) // a dash before a box
	oddSpace  = regexp.MustCompile(`^[\s\p{Zs}]*(?:[-*+•·]|[0-9]{1,9}[.)]|#{1,6})[\s\p{Zs}]+`)
	unmarked  = regexp.MustCompile(`^[ \t]*(\\?\[[ xXvV✓✔]\\?\][ \t]|[☐☑☒])[\x{FE0E}\x{FE0F}]?[ \t]*\S`) // [ ] without a bullet
	farText   = regexp.MustCompile(`^[ \t]*(?:[-*+]|[0-9]{1,9}[.)])([ \t]{2,})\S`)
)

// mendLine returns a line without what nobody sees, and with the list marks that Markdown
// needs to know an entry.
func mendLine(line []byte) ([]byte, mended) {
	var m mended
	if text, dropped := dropInvisible(string(line)); len(dropped) > 0 {
		line = []byte(text)
		m.dropped = runeNames(dropped)
	}
	if start := oddSpace.Find(line); start != nil {
		plain := strings.Map(func(r rune) rune {
			if r >= utf8.RuneSelf && unicode.IsSpace(r) {
				return ' '
			}
			return r
		}, string(start))
		line = append([]byte(plain), line[len(start):]...)
	}
	if at := tightBox.FindSubmatchIndex(line); at != nil {
		if b, _ := cutBox(line[at[2]:]); b.found {
			line = slices.Insert(bytes.Clone(line), at[2], ' ')
		}
	}
	if at := otherMark.FindSubmatchIndex(line); at != nil {
		m.marked, m.square = true, strings.Contains("■□", string(line[at[2]:at[3]]))
		line = slices.Concat(line[:at[2]], []byte("-"), line[at[3]:])
	} else if at := dashMark.FindSubmatchIndex(line); at != nil {
		line = slices.Concat(line[:at[2]], []byte("- "), line[at[3]:])
		m.marked = true
	} else if at := unmarked.FindSubmatchIndex(line); at != nil {
		line = slices.Insert(bytes.Clone(line), at[2], '-', ' ')
		m.marked, m.bare = true, true
	}
	if at := farText.FindSubmatchIndex(line); at != nil && columns(line[:at[3]])-columns(line[:at[2]]) > 4 {
		line = slices.Concat(line[:at[2]], []byte(" "), line[at[3]:])
		m.far = true
	}
	return line, m
}

// columns returns the width of the beginning of a line, with tab stops of four.
func columns(text []byte) (n int) {
	for _, r := range string(text) {
		if n++; r == '\t' {
			n = (n + 3) / 4 * 4
		}
	}
	return n
}

// dropInvisible drops the invisible characters of a line. In one with entities it keeps those
// that what an entity stands for may need; they are looked at again in a title.
func dropInvisible(line string) (visible string, dropped []rune) {
	visible, dropped = normalize.Visible(line)
	if len(dropped) == 0 || !strings.Contains(line, "&") {
		return visible, dropped
	}
	dropped = nil
	visible = strings.Map(func(r rune) rune {
		if _, hidden := normalize.Visible(string(r)); len(hidden) > 0 && !unicode.Is(unicode.Variation_Selector, r) && !unicode.Is(unicode.Join_Control, r) && r < 0xE0000 {
			dropped = append(dropped, r)
			return -1
		}
		return r
	}, line)
	return visible, dropped
}

// runeNames returns the names of a few characters, as U+200B.
func runeNames(runes []rune) string {
	var names []string
	for _, r := range runes {
		if name := fmt.Sprintf("%U", r); !slices.Contains(names, name) && len(names) < 5 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
