package view

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"dojang/civil"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// Printer writes texts in one language.
type Printer struct {
	Lang     roadmap.Lang
	catalog  map[string]string
	Commands map[string]string // ids of the registered commands by name, for mentions; may be nil
}

// In returns a printer for Korean, or for English if lang is any other language.
func In(lang roadmap.Lang) Printer {
	if lang == roadmap.Korean {
		return Printer{Lang: roadmap.Korean, catalog: korean}
	}
	return Printer{Lang: roadmap.English, catalog: english}
}

// In returns a printer for another language.
func (p Printer) In(lang roadmap.Lang) Printer {
	other := In(lang)
	other.Commands = p.Commands
	return other
}

// LangOf returns the language for a Discord locale such as ko or en-GB.
func LangOf(locale string) roadmap.Lang {
	if locale == "ko" {
		return roadmap.Korean
	}
	return roadmap.English
}

// Markup is text that is Markdown already and is not escaped.
type Markup string

// Plain is text from a user for a place without Markdown: a label, a choice, a modal.
type Plain string

// Code is text from a user for a place between backquotes. It is shortened.
type Code string

// T returns the catalogue's text for the key, with each {name} replaced by the argument of
// that name. args alternate names and values. A plain string is text from a user and is
// escaped. If the argument n, count or rows is 1 and there is a text under key + ".one", that
// one is used.
func (p Printer) T(key string, args ...any) string {
	pattern, ok := p.catalog[key]
	for i := 0; i+1 < len(args); i += 2 {
		if markdown.IsCount(args[i]) && args[i+1] == 1 {
			if one, has := p.catalog[key+".one"]; has {
				pattern, ok = one, true
			}
		}
	}
	if !ok {
		return "⟨" + key + "⟩" // a test finds missing keys
	}
	if !strings.Contains(pattern, "{") {
		return pattern
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(pattern, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		b.WriteString(p.argument(name, args))
		pattern = after
	}
}

func (p Printer) argument(name string, args []any) string {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return p.value(args[i+1])
		}
	}
	if command, ok := strings.CutPrefix(name, "/"); ok {
		return p.Mention(command)
	}
	return "{" + name + "}"
}

func (p Printer) value(v any) string {
	switch v := v.(type) {
	case string:
		return Escape(v)
	case Markup:
		return string(v)
	case Plain:
		return string(v)
	case Code:
		return strings.ReplaceAll(Cut(strings.Join(strings.Fields(string(v)), " "), 60), "`", "'")
	case int:
		return strconv.Itoa(v)
	case roadmap.Text:
		return Escape(v.In(p.Lang))
	case civil.Date:
		return v.String()
	case time.Time:
		return "<t:" + strconv.FormatInt(v.Unix(), 10) + ":f>"
	case time.Weekday:
		return p.T("weekday." + strconv.Itoa(int(v)))
	}
	return Escape(fmt.Sprint(v))
}

// Day writes a time as a date, in the reader's zone.
func Day(t time.Time) Markup { return Markup("<t:" + strconv.FormatInt(t.Unix(), 10) + ":D>") }

// Ago writes a time relative to now, such as "in 2 days".
func Ago(t time.Time) Markup { return Markup("<t:" + strconv.FormatInt(t.Unix(), 10) + ":R>") }

// User mentions a user by id. It notifies nobody.
func User(id string) Markup { return Markup("<@" + id + ">") }

// Channel mentions a channel.
func Channel(id string) Markup { return Markup("<#" + id + ">") }

// Mention writes a command, such as "group create", as a link that runs it, or as text if
// the command's id is unknown.
func (p Printer) Mention(command string) string {
	name, _, _ := strings.Cut(command, " ")
	if id := p.Commands[name]; id != "" {
		return "</" + command + ":" + id + ">"
	}
	return "`/" + command + "`"
}

// Has reports whether the catalogue has a text for the key.
func (p Printer) Has(key string) bool {
	_, ok := p.catalog[key]
	return ok
}

// Ordinal writes a rank: 1위, 1st.
func (p Printer) Ordinal(n int) string {
	if p.Lang == roadmap.Korean {
		return strconv.Itoa(n) + "위"
	}
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

// ItemChoice returns an item as a choice.
func (p Printer) ItemChoice(ref roadmap.ItemRef, done bool) Choice {
	room := 70
	if ref.Section.Elsewhere { // the area is shown, too
		room = 42
	}
	name := p.itemName(ref.Item, room) + " · " + p.place(ref, 24)
	if done {
		name = p.T("done.mark", "item", Plain(name))
	}
	return Choice{Name: Cut(name, MaxOptionText), Value: ref.Item.ID}
}

// AreaChoice returns an area as a choice.
func (p Printer) AreaChoice(a *roadmap.Area) Choice {
	return Choice{Name: Cut(strings.TrimSpace(a.Emoji+" "+a.Title.In(p.Lang)), MaxOptionText), Value: a.Sections[0].ID}
}

// DayChoice returns a day, back days ago, as a choice.
func (p Printer) DayChoice(day civil.Date, back int) Choice {
	name := day.String() + " · " + p.T("weekday."+strconv.Itoa(int(day.Weekday())))
	if key := "day." + strconv.Itoa(back); p.Has(key) {
		name += " · " + p.T(key)
	}
	return Choice{Name: name, Value: day.String()}
}
