package view

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"dojang/link"
	"dojang/refusal"
	"dojang/roadmap"
)

// Draft is a post that is about to be shared from a message, as far as it is filled in.
type Draft struct {
	Group   string // id
	Member  string // id of the message's author, in whose name it is shared
	Name    string // the author's name if somebody else shares it, else ""
	Message string // id
	Mark    string // of the message's link, see [link.Mark]
	Link    string // as typed
	Title   string
	Items   string // as typed
}

// MaxDraftItems limits the items in a draft's form, in characters. What was typed has to
// fit on the message that offers the form again.
const MaxDraftItems = 400

// The limits of what a message shows of drafts, besides a short sentence and its buttons. Discord
// limits the bytes of all texts of a message, too, to about 10,000 (discord-api-docs, issue 8554),
// and a letter of Hangul has three.
const (
	maxDraftChars = 3000
	maxDraftBytes = 8500
)

func (d Draft) id(kind CustomID) string { return kind.With(d.Group, d.Member, d.Message, d.Mark) }

// DraftModal is the form for sharing a draft.
func (p Printer) DraftModal(d Draft) Modal {
	title := p.T("modal.draft.title")
	if d.Name != "" {
		title = p.T("modal.draft.for", "name", Plain(d.Name))
	}
	return Modal{CustomID: d.id(DraftFormID), Title: Cut(title, MaxModalTitle), Components: []Component{
		input("link", p.T("modal.link.link"), Cut(d.Link, link.MaxLength), "https://", true, link.MaxLength),
		input("title", p.T("modal.post.name"), Cut(d.Title, link.MaxPostTitle), p.T("modal.post.hint"), false, link.MaxPostTitle),
		input("items", p.T("modal.post.items"), Cut(d.Items, MaxDraftItems), p.T("modal.post.items.hint"), false, MaxDraftItems)}}
}

// DraftLinks asks which of a message's links to share. It leaves out the last ones if they do not
// fit. More fit without descriptions.
func (p Printer) DraftLinks(d Draft, links []link.Link) Message {
	lines, options := draftOptions(links, true)
	if moreLines, more := draftOptions(links, false); len(more) > len(options) {
		lines, options = moreLines, more
	}
	if left := len(links) - len(options); left > 0 {
		lines = append(lines, p.T("more", "n", left))
	}
	return card(colourPlain, text(p.T("draft.links", "n", len(links))), text(strings.Join(lines, "\n")),
		menu(DraftLinkID.With(d.Group, d.Member, d.Message), p.T("draft.choose.link"), options))
}

// draftOptions returns the lines that keep the links, and the options to choose from them, as many
// as fit. Their values are the places of the links.
func draftOptions(links []link.Link, described bool) (lines []string, options []Option) {
	chars, bytes := maxDraftChars, maxDraftBytes
	for i, l := range links[:min(len(links), MaxOptions)] {
		line, o := draftLink+typed(l.URL), Option{Label: Cut(l.Title(), MaxOptionText), Value: strconv.Itoa(i)}
		if described {
			o.Description = Cut(l.URL, MaxOptionText)
		}
		chars -= utf8.RuneCountInString(line) + 1
		if bytes -= len(line) + 1 + o.bytes(); chars < 0 || bytes < 0 {
			break
		}
		lines, options = append(lines, line), append(options, o)
	}
	return lines, options
}

// bytes returns the length of the option's texts.
func (o Option) bytes() int { return len(o.Label) + len(o.Value) + len(o.Description) }

// DraftAgain says why a draft was not shared, and offers its form again. near are the items
// that may have been meant; choosing one shares the draft on it.
func (p Printer) DraftAgain(d Draft, why *refusal.Refusal, near []roadmap.ItemRef) Message {
	why = refusal.New(why.Code, shortened(why.Args)...)
	reason := text(p.refusal(why))
	if why.Code == "item.nearest" || why.Code == "item.unknown" { // a form has no completion to choose from
		reason = text(p.T("draft."+why.Code, append([]any{"n", len(near)}, why.Args...)...))
	}
	kept := []string{draftLink + typed(d.Link)}
	if d.Title != "" {
		kept = append(kept, draftTitle+Escape(d.Title))
	}
	if d.Items != "" {
		kept = append(kept, draftItems+Escape(d.Items))
	}
	all := strings.Join(kept, "\n")
	if room([]Component{reason, text(all)}) < 0 || len(reason.Content)+len(all) > maxDraftBytes {
		all, near = strings.Join(kept[1:], "\n"), nil // only a link that is refused, or is in emoji, gets so long
	}
	parts := append([]Component{reason}, texts(all)...)
	if options := p.nearOptions(near, maxDraftBytes-len(reason.Content)-len(all)); len(options) > 0 {
		parts = append(parts, menu(d.id(DraftItemID), p.T("draft.choose.item"), options))
	}
	return card(colourRefused, append(parts, row(button(stylePrimary, p.T("button.draft"), d.id(DraftAgainID))))...)
}

// nearOptions returns the items as options, as many as fit into the bytes.
func (p Printer) nearOptions(near []roadmap.ItemRef, bytes int) []Option {
	var options []Option
	for _, ref := range near {
		c := p.ItemChoice(ref, false)
		o := Option{Label: c.Name, Value: c.Value}
		if bytes -= o.bytes(); bytes < 0 {
			break
		}
		options = append(options, o)
	}
	return options
}

// shortened returns the arguments of a refusal with its texts cut.
func shortened(args []any) []any {
	short := make([]any, len(args))
	for i, arg := range args {
		if s, ok := arg.(string); ok {
			arg = Cut(s, 200)
		}
		short[i] = arg
	}
	return short
}

// The beginnings of the lines by which a message keeps a draft.
const (
	draftLink  = "🔗 "
	draftTitle = "📝 "
	draftItems = "📌 "
)

// typed writes a link as it was typed: as an address or, if it could break out of that, as
// a text.
func typed(url string) string {
	if strings.ContainsAny(url, "<> \t\n") || !strings.Contains(url, "://") {
		return Escape(url)
	}
	return "<" + url + ">"
}

// DraftOn returns the link, the title and the items on a message of [Printer.DraftAgain].
func DraftOn(components []Component) Draft {
	d := Draft{}
	for _, line := range draftLines(components) {
		if links := linksOn(line); len(links) > 0 {
			d.Link = links[0]
		} else if title, ok := strings.CutPrefix(line, draftTitle); ok {
			d.Title = unescape(title)
		} else if items, ok := strings.CutPrefix(line, draftItems); ok {
			d.Items = unescape(items)
		}
	}
	return d
}

// LinksOn returns the links on a message of [Printer.DraftLinks].
func LinksOn(components []Component) []string { return linksOn(draftLines(components)...) }

func linksOn(lines ...string) []string {
	var links []string
	for _, line := range lines {
		url, ok := strings.CutPrefix(line, draftLink)
		if !ok {
			continue
		}
		if whole, ok := strings.CutPrefix(url, "<"); ok {
			url = strings.TrimSuffix(whole, ">")
		} else {
			url = unescape(url)
		}
		links = append(links, url)
	}
	return links
}

// draftLines returns the lines of all texts.
func draftLines(components []Component) []string {
	var lines []string
	for _, c := range components {
		lines = append(append(lines, strings.Split(c.Content, "\n")...), draftLines(c.Components)...)
	}
	return lines
}
