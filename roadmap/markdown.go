package roadmap

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Markdown writes the roadmap in lang in the form that [Parse] reads, with all
// ids. It looks the same on GitHub and on a page made by Jekyll, whatever the
// titles hold. Areas without sections, sections without items and phases
// without sections, which Parse never gives, do not survive being read again.
func (r *Roadmap) Markdown(lang Lang) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n", headline(r.Title.In(lang)))
	for _, area := range r.Areas {
		b.WriteString("\n## ")
		if area.Emoji != "" {
			b.WriteString(area.Emoji + " ")
		}
		fmt.Fprintf(&b, "%s\n", headline(area.Title.In(lang)))
		for _, section := range area.Sections {
			fmt.Fprintf(&b, "\n### %s <!-- id: %s -->\n\n", headline(section.Title.In(lang)), section.ID)
			for _, item := range section.Items {
				fmt.Fprintf(&b, "- [ ] %s <!-- id: %s -->", literal(item.Title.In(lang)), item.ID)
				if item.Also != "" {
					fmt.Fprintf(&b, " <!-- also: %s -->", item.Also)
				}
				b.WriteByte('\n')
			}
		}
	}
	if len(r.Phases) > 0 {
		r.writePlan(&b, lang)
	}
	return b.Bytes()
}

// writePlan writes the phases. Their sections are titles with ids, not links:
// GitHub and Jekyll make different anchors of a heading with a comment in it.
func (r *Roadmap) writePlan(b *bytes.Buffer, lang Lang) {
	title := "Study plan"
	if lang == Korean {
		title = "학습 전략"
	}
	fmt.Fprintf(b, "\n## 🎯 %s\n", title)
	for _, phase := range r.Phases {
		fmt.Fprintf(b, "\n### %s\n\n", headline(phase.Title.In(lang)))
		for _, id := range phase.Sections {
			fmt.Fprintf(b, "- %s <!-- id: %s -->\n", literal(r.sections[id].Title.In(lang)), id)
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
