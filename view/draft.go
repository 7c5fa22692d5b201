package view

import (
	"strconv"
	"strings"

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

func (d Draft) id(kind CustomID) string { return kind.With(d.Group, d.Member, d.Message, d.Mark) }

// DraftModal is the form for sharing a draft.
func (p Printer) DraftModal(d Draft) Modal {
	head := p.T("modal.draft.title")
	if d.Name != "" {
		head = p.T("modal.draft.for", "name", Plain(d.Name))
	}
	form := func(title, items string) Modal {
		return Modal{CustomID: d.id(DraftFormID), Title: Cut(head, MaxModalTitle), Components: []Component{
			input("link", p.T("modal.link.link"), Cut(d.Link, link.MaxLength), "https://", true, link.MaxLength),
			input("title", p.T("modal.post.name"), title, p.T("modal.post.hint"), false, link.MaxPostTitle),
			input("items", p.T("modal.post.items"), items, p.T("modal.post.items.hint"), false, MaxDraftItems)}}
	}
	bare := form("", "")
	left := MaxBytes - len(bare.Title) - taken(bare.Components, maxOption).bytes // little with a link in emoji
	title := cutBytes(Cut(d.Title, link.MaxPostTitle), left)
	return form(title, cutBytes(Cut(d.Items, MaxDraftItems), left-len(title)))
}

// DraftLinks asks which of a message's links to share. It leaves out the last ones if they do not
// fit. More fit without descriptions.
func (p Printer) DraftLinks(d Draft, links []link.Link) Message {
	head := text(p.T("draft.links", "n", len(links)))
	choose := func(options []Option) Component {
		return menu(DraftLinkID.With(d.Group, d.Member, d.Message), p.T("draft.choose.link"), options)
	}
	left := free(head, choose(nil)).minus(share(100))
	lines, options := draftOptions(links, left, true)
	if moreLines, more := draftOptions(links, left, false); len(more) > len(options) {
		lines, options = moreLines, more
	}
	if others := len(links) - len(options); others > 0 {
		lines = append(lines, p.T("more", "n", others))
	}
	return card(colourPlain, head, text(strings.Join(lines, "\n")), choose(options))
}

// draftOptions returns the lines that keep the links, and the options to choose from them, as many
// as fit. Their values are the places of the links.
func draftOptions(links []link.Link, left space, described bool) (lines []string, options []Option) {
	for i, l := range links[:min(len(links), MaxOptions)] {
		line, o := draftLink+typed(l.URL), Option{Label: Cut(l.Title(), MaxOptionText), Value: strconv.Itoa(i)}
		if described {
			o.Description = Cut(l.URL, MaxOptionText)
		}
		if left = left.minus(spaceOf(line + "\n")).minus(o.space()); !left.has(space{}) {
			break
		}
		lines, options = append(lines, line), append(options, o)
	}
	return lines, options
}

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
	again := row(button(stylePrimary, p.T("button.draft"), d.id(DraftAgainID)))
	all := strings.Join(kept, "\n")
	if room([]Component{reason, text(all), again}) < 0 {
		all, near = strings.Join(kept[1:], "\n"), nil // only a link that is refused, or is in emoji, gets so long
	}
	parts := append([]Component{reason}, texts(all)...)
	choose := func(options []Option) Component {
		return menu(d.id(DraftItemID), p.T("draft.choose.item"), options)
	}
	if options := p.nearOptions(near, free(reason, text(all), choose(nil), again)); len(options) > 0 {
		parts = append(parts, choose(options))
	}
	return card(colourRefused, append(parts, again)...)
}

// nearOptions returns the items as options, as many as fit.
func (p Printer) nearOptions(near []roadmap.ItemRef, left space) []Option {
	var options []Option
	for _, ref := range near {
		c := p.ItemChoice(ref, false)
		o := Option{Label: c.Name, Value: c.Value}
		if left = left.minus(o.space()); !left.has(space{}) {
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
