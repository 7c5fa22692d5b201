package view

import (
	"strconv"
	"strings"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/study"
)

// markdownFile returns a Markdown file.
func markdownFile(name string, data []byte) File {
	return File{Name: name + ".md", Type: "text/markdown; charset=utf-8", Data: data}
}

// maxFileName limits a file's name without its extension, in characters.
const maxFileName = 64

// fileName returns a name for a file: what it is, followed by the ASCII letters and digits
// of what it is about. Discord replaces other names.
func fileName(what, about string) string {
	words := strings.FieldsFunc(strings.ToLower(about), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	name := strings.Join(append([]string{what}, words...), "-")
	return strings.TrimRight(name[:min(len(name), maxFileName)], "-")
}

// Checklist is the private reply to /roadmap export, with the member's checklist as a file.
func (p Printer) Checklist(g *study.Group, c markdown.Checklist, lang roadmap.Lang) Message {
	lines := []string{
		p.T("export.title", "group", g.Name),
		p.total(len(c.Days), g.Roadmap.Len()) + " · " + p.T("progress.posts", "n", len(c.Posts)),
		p.T("export.note"),
	}
	return card(colourPlain, text(strings.Join(lines, "\n"))).Attach(markdownFile(fileName("checklist", g.Name), c.Markdown(g.Roadmap, lang)))
}

// Library is the reply to /library. The library's files have at most limit bytes; if they
// are many, they are spread over several messages.
func (p Printer) Library(l *markdown.Library, limit int) []Message {
	title, about := p.T("library.title", "group", l.Title, "n", l.Shown()), l.Title
	if l.Area != nil {
		about += " " + l.Area.Title.In(roadmap.English)
		title += "\n" + p.T("library.area", "area", strings.TrimSpace(l.Area.Emoji+" "+Cut(l.Area.Title.In(p.Lang), 100)))
	}
	if l.Shown() == 0 {
		none := "posts.none"
		if l.Area != nil {
			none = "posts.nomatch"
		}
		return []Message{card(colourPlain, text(title), text(p.T(none)))}
	}
	sheets := l.Markdown(p.Lang, limit)
	messages := []Message{card(colourPlain, text(title))}
	for i, sheet := range sheets {
		name := fileName("library", about)
		if len(sheets) > 1 {
			name += "-" + strconv.Itoa(i+1)
		}
		last := &messages[len(messages)-1]
		if len(last.Files) == MaxFiles || len(last.Files) > 0 && last.Size()+len(sheet) > maxPayload {
			messages = append(messages, card(colourPlain, text(p.T("library.more", "group", l.Title))))
			last = &messages[len(messages)-1]
		}
		*last = last.Attach(markdownFile(name, sheet))
	}
	return messages
}
