package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dojang/normalize"
	"dojang/roadmap"
)

// itemTitle returns the part of a label that is the title of an item, without the posts and
// the day behind it.
func (l label) itemTitle(done bool) label {
	if l = l.withoutPosts(); done {
		l = l.withoutDay()
	}
	return l
}

// shown returns the text of a title or, if there is none, of its pictures.
func (l label) shown() string {
	if text, _ := normalize.Visible(l.text()); strings.TrimSpace(text) != "" {
		return l.text()
	}
	return l.pictures()
}

// itemTitle returns the title of an item as a single line, without what nobody sees and not
// too long.
func itemTitle(l label, done bool) string {
	text, _ := normalize.Visible(l.itemTitle(done).shown())
	title, _ := cutTitle(normalize.Line(text))
	return title
}

// cutTitle cuts a text that is too long for a title: at the end of its last sentence that
// fits or, if not even one does, within a word, with an ellipsis. The rest begins with an
// ellipsis, too, if it begins within a sentence.
func cutTitle(s string) (title, rest string) {
	if utf8.RuneCountInString(s) <= roadmap.MaxTitle {
		return s, ""
	}
	runes := []rune(s)
	for n := roadmap.MaxTitle; n > 0; n-- {
		if endsSentence(runes, n) {
			return strings.TrimSpace(string(runes[:n])), strings.TrimSpace(string(runes[n:]))
		}
	}
	title = cutText(s, roadmap.MaxTitle)
	return title, "…" + strings.TrimSpace(s[len(strings.TrimSuffix(title, "…")):])
}

// endsSentence reports whether a sentence ends before the rune at n: at a mark and a space,
// unless the text goes on in lower case, as behind an abbreviation.
func endsSentence(runes []rune, n int) bool {
	if n < 3 || n >= len(runes) || !unicode.IsSpace(runes[n]) {
		return false
	}
	end := n - 1
	for end > 0 && strings.ContainsRune(`"')]”’」』`, runes[end]) {
		end--
	}
	if strings.ContainsRune("。！？", runes[end]) {
		return true
	}
	if !strings.ContainsRune(".!?", runes[end]) {
		return false
	}
	for n < len(runes) && !unicode.In(runes[n], unicode.L, unicode.N) {
		n++
	}
	word := strings.TrimLeftFunc(string(lastWord(runes[:end])), unicode.IsPunct)
	return n == len(runes) || !unicode.IsLower(runes[n]) && utf8.RuneCountInString(word) > 1 && !strings.Contains(word, ".")
}

// lastWord returns the word at the end of the text.
func lastWord(runes []rune) []rune {
	for i := len(runes) - 1; i >= 0; i-- {
		if unicode.IsSpace(runes[i]) {
			return runes[i+1:]
		}
	}
	return runes
}

// cutText cuts a text to at most limit characters, the last of which is an ellipsis then.
// Nothing that is shown as one character is cut in two.
func cutText(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	runes := []rune(s)
	n := limit - 1
	for n > 1 && joins(runes[n-1], runes[n]) {
		n--
	}
	return strings.TrimRightFunc(string(runes[:n]), unicode.IsSpace) + "…"
}

// joins reports whether two runes belong to one character.
func joins(a, b rune) bool {
	regional := func(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }
	return unicode.In(b, unicode.M, unicode.Variation_Selector) || a == '\u200D' || b == '\u200D' || b >= 0x1F3FB && b <= 0x1F3FF ||
		regional(a) && regional(b) || b >= 0xE0020 && b <= 0xE007F
}

// plain returns a label as a title: a single line in NFC that is not too long.
func (d *draft) plain(line int, l label) string {
	first, _ := l.lines()
	text := d.visible(line, first.text())
	title, rest := cutTitle(text)
	if rest != "" {
		d.warn(line, "title.long", "size", utf8.RuneCountInString(text), "limit", roadmap.MaxTitle)
	}
	return title
}

// visible returns a text as a single line in NFC without what nobody sees.
func (d *draft) visible(line int, s string) string {
	s, dropped := normalize.Visible(s)
	if len(dropped) > 0 {
		d.warn(line, "character", "character", runeNames(dropped))
	}
	return normalize.Line(s)
}
