package view

import (
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// Escape makes text from a user show as typed, anywhere in a message: Markdown has no
// effect, line breaks become spaces, and nothing is a mention. Characters with a meaning
// only at the start of a line are left alone elsewhere. Right-to-left text is isolated, so
// that a number behind it stays there.
// See https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates.
func Escape(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if strings.ContainsFunc(s, isRightToLeft) {
		return "\u2068" + escape(s) + "\u2069"
	}
	return escape(s)
}

// isRightToLeft reports whether a letter is written from right to left.
func isRightToLeft(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

func escape(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 8)
	digits := true // only digits so far; "1." would begin a list
	for i, r := range s {
		switch {
		case strings.ContainsRune("\\`*_~|<>[]", r),
			i == 0 && strings.ContainsRune("#-+", r),
			i > 0 && digits && (r == '.' || r == ')'),
			r == ':' && strings.HasPrefix(s[i:], "://"): // bare addresses are not to become links
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		if r == '@' && (strings.HasPrefix(s[i:], "@everyone") || strings.HasPrefix(s[i:], "@here")) {
			b.WriteRune('\u200b') // clients highlight these even if they notify nobody
		}
		digits = digits && r >= '0' && r <= '9'
	}
	return b.String()
}

// unescape is the inverse of [Escape] and [linkText].
func unescape(s string) string {
	s = strings.NewReplacer(loneOpening, "[", loneClosing, "]").Replace(s)
	var b strings.Builder
	escaped := false
	for _, r := range s {
		if r == '\\' && !escaped {
			escaped = true
			continue
		}
		if escaped = false; !strings.ContainsRune("\u200b\u2068\u2069", r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Link writes a link with the title as its text, or only the title if the address could
// break out of the link. The angle brackets keep Discord from adding a preview.
func Link(title, url string) Markup {
	if strings.ContainsAny(url, "<> \t\n") {
		return Markup(Escape(title))
	}
	url = strings.NewReplacer("(", "%28", ")", "%29", `\`, "%5C").Replace(url)
	return Markup("[" + linkText(title) + "](<" + url + ">)")
}

// What the text of a link has instead of a bracket without its other half: one that looks
// alike, followed by a character without a width so that unescape knows it.
const (
	loneOpening = "［\u200b"
	loneClosing = "］\u200b"
)

// linkText escapes a title for the text of a link. Discord counts the brackets there
// whether they are escaped or not, one level deep, and a link with another one than a
// closed pair is shown as it was written.
func linkText(title string) string {
	pieces := strings.Split(title, "")
	open := -1 // the last opening bracket, if it is not closed yet
	for i, piece := range pieces {
		switch {
		case piece == "[" && open >= 0:
			pieces[open], open = loneOpening, i
		case piece == "[":
			open = i
		case piece == "]" && open < 0:
			pieces[i] = loneClosing
		case piece == "]":
			open = -1
		}
	}
	if open >= 0 {
		pieces[open] = loneOpening
	}
	return Escape(strings.Join(pieces, ""))
}
