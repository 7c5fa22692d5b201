package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dojang/roadmap"
)

// Write writes the roadmap in lang in the form that [Parse] reads, with all
// ids. It looks the same on GitHub and on a page made by Jekyll, whatever the
// titles hold. Areas without sections, sections without items and phases
// without sections, which Parse never gives, do not survive being read again.
func Write(r *roadmap.Roadmap, lang roadmap.Lang) []byte {
	var b bytes.Buffer
	writeAreas(r, &b, lang, func(item *roadmap.Item) {
		fmt.Fprintf(&b, "- [ ] %s%s\n", literal(item.Title.In(lang)), idComments(item))
	})
	writePlan(r, &b, lang)
	return b.Bytes()
}

// writeAreas writes the title and all areas; item writes an item.
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

// areaMark is the area's emoji as it stands before the title.
func areaMark(a *roadmap.Area) string {
	if a.Emoji == "" {
		return ""
	}
	return a.Emoji + " "
}

// idComments are the item's id and search words as they stand behind the title.
func idComments(i *roadmap.Item) string {
	s := " <!-- id: " + i.ID + " -->"
	if i.Also != "" {
		s += " <!-- also: " + i.Also + " -->"
	}
	return s
}

// writePlan writes the phases. Their sections are titles with ids, not links:
// GitHub and Jekyll make different anchors of a heading with a comment in it.
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

// headline escapes a title so that as a heading it is read as it stands: with
// the emoji it begins with, and as a title even if it is Progress.
func headline(title string) string {
	_, rest := undecorate([]byte(title))
	if len(rest) == len(title) && roleOf(title) == contents || title == "" {
		return literal(title)
	}
	first, size := utf8.DecodeRuneInString(title)
	return fmt.Sprintf("&#%d;%s", first, literal(title[size:]))
}

var (
	blockStart = regexp.MustCompile(`^(?:[-+:=]|[0-9]+[.)])`)
	entity     = regexp.MustCompile(`^&#?[0-9A-Za-z]+;`)
)

// literal writes a title as Markdown that reads as the title, for CommonMark
// and for kramdown: nothing in it is markup, a table, a formula, or something
// for Jekyll to run.
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
			strings.HasPrefix(title, "://"): // GitHub makes links of addresses, with all escapes in them
			b.WriteByte('\\')
			b.WriteRune(r)
		case strings.ContainsRune("{}$", r), // a backslash is not enough for Liquid and formulas
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

// linked writes a link under a title that reads as it stands.
func linked(title, url string) string {
	text := literal(strings.Join(strings.Fields(title), " "))
	if strings.HasPrefix(text, "^") {
		text = "&#94;" + text[1:] // else it would be a footnote
	}
	return "[" + text + "](" + destination(url) + ")"
}

// destination writes a URL as the place that a link leads to. What no URL
// should have in it and Markdown or Jekyll takes for markup is escaped as URLs
// do; the address stays the same page's.
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
