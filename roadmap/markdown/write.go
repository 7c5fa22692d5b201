package markdown

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dojang/roadmap"
)

// Write writes the roadmap in lang, in the form that [Parse] reads, with all ids. The
// result looks the same on GitHub and on a page made by Jekyll, whatever the titles
// contain. Areas without sections, sections without items and phases without sections,
// which Parse never returns, are lost when it is read again.
func Write(r *roadmap.Roadmap, lang roadmap.Lang) []byte {
	var b bytes.Buffer
	writeAreas(r, &b, lang, func(item *roadmap.Item) {
		fmt.Fprintf(&b, "- [ ] %s%s%s\n", literal(item.Title.In(lang)), idComments(item), noteBehind(item))
		writeReading(&b, "  ", item)
	})
	writePlan(r, &b, lang)
	return b.Bytes()
}

// writeAreas writes the title and all areas. item writes an item.
func writeAreas(r *roadmap.Roadmap, b *bytes.Buffer, lang roadmap.Lang, item func(*roadmap.Item)) {
	fmt.Fprintf(b, "# %s\n", headline(r.Title.In(lang)))
	for _, area := range r.Areas {
		fmt.Fprintf(b, "\n## %s%s\n", areaMark(&area), headline(area.Title.In(lang)))
		for _, section := range area.Sections {
			fmt.Fprintf(b, "\n### %s <!-- id: %s -->\n\n", headline(section.Title.In(lang)), section.ID)
			for i := range section.Items {
				item(&section.Items[i])
			}
		}
	}
}

// areaMark returns the area's emoji as it is written before the title.
func areaMark(a *roadmap.Area) string {
	if a.Emoji == "" {
		return ""
	}
	return a.Emoji + " "
}

// idComments returns the item's id and search words as they are written behind the title.
func idComments(i *roadmap.Item) string {
	s := " <!-- id: " + i.ID + " -->"
	if i.Also != "" {
		s += " <!-- also: " + i.Also + " -->"
	}
	return s
}

// noteBehind returns the item's note as it is written behind everything else on its line.
// A tag is what ends a line in every Markdown, whatever an editor does to white space.
func noteBehind(i *roadmap.Item) string {
	if i.Note == "" {
		return ""
	}
	return "<br>" + literal(i.Note)
}

// readingMark stands before a link to read, which tells it from a member's post.
const readingMark = "🔗"

// writeReading writes the links to read on an item as bullets below it.
func writeReading(b *bytes.Buffer, indent string, i *roadmap.Item) {
	for _, reading := range i.Reading {
		fmt.Fprintf(b, "%s- %s %s\n", indent, readingMark, readingLink(reading))
	}
}

// readingLink writes a link to read so that it is read as the same one. Without a title of
// its own it is only the address: written twice, the addresses of a file that is nearly as
// long as it may be would make it too long.
func readingLink(reading roadmap.Reading) string {
	if reading.Title == "" && isPlainAddress(reading.URL) {
		return "<" + reading.URL + ">"
	}
	return fmt.Sprintf("[%s](%s)", linkText(cmp.Or(reading.Title, reading.URL)), exactDestination(reading.URL))
}

// isPlainAddress reports whether every Markdown, and Jekyll, reads <url> as the same URL.
func isPlainAddress(url string) bool {
	return !strings.ContainsAny(url, "<>\\`\"{}|^ ") && !entityWithin.MatchString(url) && string(withEmoji([]byte("<"+url+">"))) == "<"+url+">"
}

// writePlan writes the phases. Their sections are titles with ids, not links: GitHub and
// Jekyll make different anchors of a heading with a comment.
func writePlan(r *roadmap.Roadmap, b *bytes.Buffer, lang roadmap.Lang) {
	if len(r.Phases) == 0 {
		return
	}
	title := "Study plan"
	if lang == roadmap.Korean {
		title = "학습 전략"
	}
	fmt.Fprintf(b, "\n## 🎯 %s\n", title)
	for _, phase := range r.Phases {
		fmt.Fprintf(b, "\n### %s\n\n", headline(phase.Title.In(lang)))
		for _, id := range phase.Sections {
			fmt.Fprintf(b, "- %s <!-- id: %s -->\n", literal(r.Section(id).Title.In(lang)), id)
		}
	}
}

// headline escapes a title for a heading, so that an emoji it begins with stays part of it,
// and that a title such as Progress has no special meaning.
func headline(title string) string {
	_, rest := undecorate([]byte(title))
	if len(rest) == len(title) && roleOf(title) == contents || title == "" {
		return literal(title)
	}
	first, size := utf8.DecodeRuneInString(title)
	return fmt.Sprintf("&#%d;%s", first, literal(title[size:]))
}

var (
	blockStart   = regexp.MustCompile(`^(?:[-+:=]|[0-9]+[.)])`)
	entity       = regexp.MustCompile(`^&#?[0-9A-Za-z]+;`)
	entityWithin = regexp.MustCompile(`&#?[0-9A-Za-z]+;`)
)

// literal escapes a title for CommonMark and kramdown, so that nothing in it is markup, a
// table, a formula, or evaluated by Jekyll.
func literal(title string) string {
	var b strings.Builder
	if start := blockStart.FindString(title); start != "" {
		b.WriteString(start[:len(start)-1] + `\` + start[len(start)-1:])
		title = title[len(start):]
	}
	var before rune
	for title != "" {
		r, size := utf8.DecodeRuneInString(title)
		after, _ := utf8.DecodeRuneInString(title[size:])
		switch {
		case strings.ContainsRune("\\`*[]<>#|~", r),
			r == '_' && !(unicode.IsLetter(before) && unicode.IsLetter(after)),
			r == '-' && (before == '-' || after == '-'),
			r == ':' && isEmojiName(title),
			strings.HasPrefix(title, "://"): // GitHub would turn an address into a link, escapes included
			b.WriteByte('\\')
			b.WriteRune(r)
		case strings.ContainsRune("{}$", r), // a backslash does not stop Liquid and formulas
			r == '&' && entity.MatchString(title),
			strings.HasPrefix(title, "www."):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
		before, title = r, title[size:]
	}
	return b.String()
}

// isEmojiName reports whether the title begins with the name of an emoji.
func isEmojiName(title string) bool {
	_, n := namedEmoji(title)
	return n > 0
}

// linked writes a link with the title as its text.
func linked(title, url string) string { return "[" + linkText(title) + "](" + destination(url) + ")" }

// linkText escapes a title for the text of a link.
func linkText(title string) string {
	text := literal(strings.Join(strings.Fields(title), " "))
	if strings.HasPrefix(text, "^") {
		text = "&#94;" + text[1:] // otherwise it would be a footnote
	}
	return text
}

// exactDestination writes a URL as the destination of a link, so that it is read as the
// same URL.
func exactDestination(url string) string {
	var b strings.Builder
	for i, r := range url {
		switch {
		case r == '&' && entity.MatchString(url[i:]):
			b.WriteString("&amp;")
		case strings.ContainsRune("<>\\`\"{}|()", r):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// destination writes a URL as the destination of a link. Characters that no URL should
// contain and that Markdown or Jekyll takes for markup are percent-escaped, which does not
// change the page that it leads to.
func destination(url string) string {
	var b strings.Builder
	for i, r := range url {
		switch {
		case strings.ContainsRune("<>\\`\"{}|^", r):
			fmt.Fprintf(&b, "%%%02X", r)
		case r == '&' && entity.MatchString(url[i:]):
			b.WriteString("&amp;")
		default:
			b.WriteRune(r)
		}
	}
	if strings.ContainsAny(url, "()") {
		return "<" + b.String() + ">"
	}
	return b.String()
}
