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
	Link    string
	Title   string
	Items   string // as typed
}

// MaxDraftItems limits the items in a draft's form, in characters. What was typed has to
// fit on the message that offers the form again.
const MaxDraftItems = 400

// maxDraftLinks limits the links to choose from, in characters. Discord also limits the
// bytes of a message, to about 10,000, and a link may be in Hangul.
const maxDraftLinks = 3000

func (d Draft) id(kind CustomID) string { return kind.With(d.Group, d.Member, d.Message) }

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

// DraftLinks asks which of a message's links to share.
func (p Printer) DraftLinks(d Draft, links []link.Link) Message {
	head := p.T("draft.links", "n", len(links))
	var lines []string
	var options []Option
	left := maxDraftLinks
	for i, l := range links {
		line := draftLink + typed(l.URL)
		if left -= utf8.RuneCountInString(line) + 1; left < 0 || i == MaxOptions {
			lines = append(lines, p.T("more", "n", len(links)-i))
			break
		}
		lines = append(lines, line)
		options = append(options, Option{Label: Cut(l.Title(), MaxOptionText), Value: strconv.Itoa(i), Description: Cut(l.URL, MaxOptionText)})
	}
	return card(colourPlain, text(head), text(strings.Join(lines, "\n")), menu(d.id(DraftLinkID), p.T("draft.choose.link"), options))
}

// DraftAgain says why a draft was not shared, and offers its form again. near are the items
// that may have been meant; choosing one shares the draft on it.
func (p Printer) DraftAgain(d Draft, why *refusal.Refusal, near []roadmap.ItemRef) Message {
	reason := text(p.refusal(why))
	if why.Code == "item.nearest" || why.Code == "item.unknown" { // a form has no completion to choose from
		reason = text(p.T("draft."+why.Code, append([]any{"n", len(near)}, shortened(why.Args)...)...))
	}
	kept := []string{draftLink + typed(d.Link)}
	if d.Title != "" {
		kept = append(kept, draftTitle+Escape(d.Title))
	}
	if d.Items != "" {
		kept = append(kept, draftItems+Escape(d.Items))
	}
	if room([]Component{reason, text(strings.Join(kept, "\n"))}) < 0 {
		kept = kept[1:] // only a link that is refused gets so long
	}
	parts := append([]Component{reason}, texts(strings.Join(kept, "\n"))...)
	if len(near) > 0 {
		var options []Option
		for _, ref := range near {
			c := p.ItemChoice(ref, false)
			options = append(options, Option{Label: c.Name, Value: c.Value})
		}
		parts = append(parts, menu(d.id(DraftItemID), p.T("draft.choose.item"), options))
	}
	return card(colourRefused, append(parts, row(button(stylePrimary, p.T("button.draft"), d.id(DraftAgainID))))...)
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
