package sandbox

import (
	"fmt"
	"slices"
	"strings"
)

// The colours of a terminal.
const (
	bold = "1"
	dim  = "2"
	red  = "31"
)

// paint puts a text in a colour, where colours are wanted.
func (p *Player) paint(colour, s string) string {
	if !p.Colour {
		return s
	}
	return "\x1b[" + colour + "m" + s + "\x1b[0m"
}

// catchUp writes everything in the guild that was not written yet.
func (p *Player) catchUp() {
	effects, _ := p.d.Effects(p.seen)
	for i, e := range effects {
		p.seen = e.N
		if e.Guild != p.guild {
			continue
		}
		if e.Kind == Thinking && slices.ContainsFunc(effects[i+1:], func(later Effect) bool {
			return later.Message != nil && later.Message.ID == e.Message.ID
		}) {
			continue // the answer stands further on
		}
		p.write(e)
	}
}

// write writes one effect.
func (p *Player) write(e Effect) {
	r := p.reader(e)
	switch e.Kind {
	case Completed:
		p.head(e, r, r.words.suggestions)
		for i, c := range e.Choices {
			fmt.Fprintf(p.out, "  %d. %s\n", i+1, translated(c.Name, c.NameLocalizations, r.locale))
		}
		if len(e.Choices) == 0 {
			fmt.Fprintf(p.out, "  (%s)\n", r.words.noChoices)
		}
	case Opened:
		p.head(e, r, r.words.form)
		p.frame(r.modal(e.Modal))
	case Unanswered:
		p.head(e, r, r.words.unanswered)
	case Deleted:
		if p.numbers[e.Message.ID] != 0 {
			p.head(e, r, r.words.deleted)
		}
	case Thinking:
		p.head(e, r, r.words.thinking)
	case Edited:
		p.head(e, r, r.words.edited)
		p.frame(r.message(e.Message))
	case Posted:
		p.head(e, r, "")
		p.frame(r.message(e.Message))
	}
}

// frame writes lines as the body of a message.
func (p *Player) frame(lines []string) {
	for _, line := range lines {
		fmt.Fprintln(p.out, strings.TrimRight("│ "+line, " "))
	}
}

// head writes the line above an effect: the message's number, channel, time,
// who speaks to whom, and marks in brackets. A new day stands above it.
func (p *Player) head(e Effect, r *reader, mark string) {
	local := e.At.In(p.Zone)
	if day := local.Format("2006-01-02"); day != p.day {
		p.day = day
		fmt.Fprintf(p.out, "── %s %s ──\n", day, r.words.weekdays[local.Weekday()])
	}
	var b strings.Builder
	private := false
	if m := e.Message; m != nil {
		if p.numbers[m.ID] == 0 {
			p.shown = append(p.shown, m)
			p.numbers[m.ID] = len(p.shown)
		}
		private = m.Private()
		fmt.Fprintf(&b, "[%d] ", p.numbers[m.ID])
	}
	speaker := botName
	if e.Message != nil && !e.Message.Author.Bot {
		speaker = known(r.users, e.Message.Author.ID)
	}
	fmt.Fprintf(&b, "#%s %s %s", known(r.rooms, e.Channel), local.Format("15:04"), speaker)
	if e.User != "" {
		fmt.Fprintf(&b, " → %s: %s", known(r.users, e.User), e.Act)
	}
	if private {
		fmt.Fprintf(&b, " (%s)", fmt.Sprintf(r.words.onlyFor, known(r.users, e.User)))
	}
	if mark != "" {
		fmt.Fprintf(&b, " (%s)", mark)
	}
	fmt.Fprintln(p.out, p.paint(bold, b.String()))
}

// translated is the text in the locale, or as it is where there is none.
func translated(s string, translations map[string]string, locale string) string {
	if t, ok := translations[locale]; ok {
		return t
	}
	return s
}

// locale is the guild's language.
func (p *Player) locale() string {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	if g := p.d.guild(p.guild); g != nil {
		return g.locale
	}
	return ""
}

// reader is who reads the effect: the member whose act it answers, else the one
// whose line brought it about, else the guild.
func (p *Player) reader(e Effect) *reader {
	r := &reader{locale: p.locale(), zone: p.Zone, now: e.At.In(p.Zone), users: map[string]string{}, rooms: map[string]string{}}
	who := e.User
	if who == "" {
		who = p.acting
	}
	for _, m := range p.d.Members(p.guild) {
		r.users[m.ID] = m.Name
		if m.ID == who {
			r.locale = m.Locale
		}
	}
	r.words = wordsFor(r.locale)
	r.users[p.d.Application()] = botName
	for _, c := range p.d.Channels(p.guild) {
		r.rooms[c.ID] = c.Name
	}
	return r
}
