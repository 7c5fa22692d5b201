package player

import (
	"fmt"
	"slices"
	"strings"

	"dojang/sandbox"
)

// Codes of terminal styles.
const (
	bold = "1"
	dim  = "2"
	red  = "31"
)

// paint returns the text in a terminal style if colours are wanted.
func (p *Player) paint(colour, s string) string {
	if !p.Colour {
		return s
	}
	return "\x1b[" + colour + "m" + s + "\x1b[0m"
}

// catchUp writes everything that happened in the guild since the last call.
func (p *Player) catchUp() {
	effects, _ := p.d.Effects(p.lastEffect)
	for i, e := range effects {
		p.lastEffect = e.N
		if e.Guild != p.guild {
			continue
		}
		if e.Kind == sandbox.Thinking && slices.ContainsFunc(effects[i+1:], func(later sandbox.Effect) bool {
			return later.Message != nil && later.Message.ID == e.Message.ID
		}) {
			continue // the response follows
		}
		p.write(e)
	}
}

// write writes one effect.
func (p *Player) write(e sandbox.Effect) {
	r := p.viewerOf(e)
	switch e.Kind {
	case sandbox.Completed:
		p.writeHeader(e, r, r.texts.suggestions)
		for i, c := range e.Choices {
			fmt.Fprintf(p.out, "  %d. %s\n", i+1, translated(c.Name, c.NameLocalizations, r.locale))
		}
		if len(e.Choices) == 0 {
			fmt.Fprintf(p.out, "  (%s)\n", r.texts.noChoices)
		}
	case sandbox.Opened:
		p.writeHeader(e, r, r.texts.form)
		p.writeBody(r.modal(e.Modal))
	case sandbox.Unanswered:
		p.writeHeader(e, r, r.texts.unanswered)
	case sandbox.Deleted:
		if p.messageNumbers[e.Message.ID] != 0 {
			p.writeHeader(e, r, r.texts.deleted)
		}
	case sandbox.Thinking:
		p.writeHeader(e, r, r.texts.thinking)
	case sandbox.Edited:
		p.writeHeader(e, r, r.texts.edited)
		p.writeBody(r.message(e.Message))
	case sandbox.Posted:
		p.writeHeader(e, r, "")
		p.writeBody(r.message(e.Message))
	}
}

// writeBody writes lines as the body of a message.
func (p *Player) writeBody(lines []string) {
	for _, line := range lines {
		fmt.Fprintln(p.out, strings.TrimRight("│ "+line, " "))
	}
}

// writeHeader writes the line above an effect: the message's number, channel,
// time, who speaks to whom, and remarks in brackets. On a new day it writes the
// date first.
func (p *Player) writeHeader(e sandbox.Effect, r *viewer, mark string) {
	local := e.At.In(p.Zone)
	if day := local.Format("2006-01-02"); day != p.day {
		p.day = day
		fmt.Fprintf(p.out, "── %s %s ──\n", day, r.texts.weekdays[local.Weekday()])
	}
	var b strings.Builder
	private := false
	if m := e.Message; m != nil {
		if p.messageNumbers[m.ID] == 0 {
			p.messages = append(p.messages, m)
			p.messageNumbers[m.ID] = len(p.messages)
		}
		private = m.Private()
		fmt.Fprintf(&b, "[%d] ", p.messageNumbers[m.ID])
	}
	speaker := sandbox.BotName
	if e.Message != nil && !e.Message.Author.Bot {
		speaker = nameOf(r.users, e.Message.Author.ID)
	}
	fmt.Fprintf(&b, "#%s %s %s", nameOf(r.channels, e.Channel), local.Format("15:04"), speaker)
	if e.User != "" {
		fmt.Fprintf(&b, " → %s: %s", nameOf(r.users, e.User), e.Action)
	}
	if private {
		fmt.Fprintf(&b, " (%s)", fmt.Sprintf(r.texts.onlyFor, nameOf(r.users, e.User)))
	}
	if mark != "" {
		fmt.Fprintf(&b, " (%s)", mark)
	}
	fmt.Fprintln(p.out, p.paint(bold, b.String()))
}

// translated returns the translation for the locale, or the text itself if
// there is none.
func translated(s string, translations map[string]string, locale string) string {
	if t, ok := translations[locale]; ok {
		return t
	}
	return s
}

// locale returns the guild's locale.
func (p *Player) locale() string {
	for _, g := range p.d.Guilds() {
		if g.ID == p.guild {
			return g.Locale
		}
	}
	return ""
}

// viewerOf returns the reader of the effect: the member whose action caused it,
// otherwise the member whose line was played, otherwise someone with the
// guild's locale.
func (p *Player) viewerOf(e sandbox.Effect) *viewer {
	r := &viewer{locale: p.locale(), zone: p.Zone, now: e.At.In(p.Zone), users: map[string]string{}, channels: map[string]string{}}
	who := e.User
	if who == "" {
		who = p.actorID
	}
	for _, m := range p.d.Members(p.guild) {
		r.users[m.ID] = m.Name
		if m.ID == who {
			r.locale = m.Locale
		}
	}
	r.texts = textsFor(r.locale)
	r.users[p.d.Application()] = sandbox.BotName
	for _, c := range p.d.Channels(p.guild) {
		r.channels[c.ID] = c.Name
	}
	return r
}
