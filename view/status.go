package view

import (
	"strings"
	"time"

	"dojang/civil"
	"dojang/study"
)

// Status is the state of a group's digests and of the bot.
type Status struct {
	Group    *study.Group
	Now      time.Time
	Access   Access // the bot's access to the home channel
	Delivery study.Delivery
	Vitals   Vitals
}

// Vitals is the state of the bot and of its store.
type Vitals struct {
	Version  string        // the bot's version
	Store    string        // embedded, redis or valkey
	Server   string        // the store's version, or "" if unknown
	Persists string        // whether the store saves to disk: yes, no or unknown
	Warnings []string      // further problems of the store: catalogue keys without "storage."
	Trip     time.Duration // round trip to the store
}

// Status is the private reply to /status.
func (p Printer) Status(s Status) Message {
	g := s.Group
	colour := colourDone
	if !s.Access.CanPost() || s.Delivery.Stuck(g, s.Now) != nil || s.Vitals.Persists == "no" || len(s.Vitals.Warnings) > 0 {
		colour = colourRefused
	}
	return card(colour,
		text(p.T("status.title", "group", g.Name, "state", Markup(p.T("state."+string(g.State))))),
		text(p.T("status.channel", "channel", Channel(g.Channel))+"\n"+p.access(s.Access)),
		text(p.delivery(s)),
		line(),
		text(p.vitals(s)))
}

// delivery describes the next digest and the last one.
func (p Printer) delivery(s Status) string {
	g, d := s.Group, s.Delivery
	lines := []string{p.T("status.digest")}
	if g.State == study.Active {
		next := g.NextDigest(s.Now, d.LastPublished)
		local := next.In(g.Calendar.Zone(next))
		lines = append(lines, p.T("status.next", "date", civil.DateOf(local), "day", local.Weekday(), "time", Markup(local.Format("15:04")),
			"zone", local.Location().String(), "at", next, "ago", Ago(next)))
	} else {
		lines = append(lines, p.T("status.idle"))
	}
	last, posted := d.Last(), d.Posted()
	if last == nil {
		return strings.Join(append(lines, p.T("status.none")), "\n")
	}
	if last.State != study.DigestPosted {
		lines = append(lines, p.unposted(s, *last))
	}
	if posted != nil {
		lines = append(lines, p.T("status.posted", "week", posted.Week, "link", messageLink(g, *posted)))
	}
	return strings.Join(lines, "\n")
}

// unposted describes a digest that was not, or may not have been, posted: the problem, what
// to do, and when it is tried again.
func (p Printer) unposted(s Status, d study.Digest) string {
	problem := Markup(p.T("post." + d.Problem))
	switch {
	case d.State == study.DigestSkipped && d.Problem == "":
		return p.T("status.skipped", "week", d.Week)
	case d.State == study.DigestSkipped:
		return p.T("status.skipped", "week", d.Week) + "\n" + p.T("status.why", "problem", problem)
	case d.Problem == "":
		return p.T("status.posting", "week", d.Week)
	}
	key := "status.failed"
	if d.State == study.DigestPosting {
		key = "status.unsure"
	}
	told := p.T(key, "week", d.Week, "problem", problem)
	if next := s.Delivery.Next; s.Delivery.Stuck(s.Group, s.Now) != nil && !next.IsZero() {
		key = "status.again"
		if s.Access.CanPost() {
			key = "status.mended"
		}
		told += "\n" + p.T(key, "at", next, "ago", Ago(next))
	}
	return told
}

// messageLink links to a posted digest, or to its channel if the message was deleted before
// its id was known.
func messageLink(g *study.Group, d study.Digest) Markup {
	if d.Message == "" {
		return Channel(d.Channel)
	}
	return Markup(MessageURL(g.Guild, d.Channel, d.Message))
}

// MessageURL returns the address of a message, which opens it in Discord.
func MessageURL(guild, channel, message string) string {
	return "https://discord.com/channels/" + guild + "/" + channel + "/" + message
}

// vitals describes the bot and its store.
func (p Printer) vitals(s Status) string {
	v := s.Vitals
	name, kept := p.T("storage."+v.Store), "kept."+v.Persists
	if v.Server != "" {
		name += " " + Escape(v.Server)
	}
	if v.Store == "embedded" {
		kept = "kept.embedded." + v.Persists
	}
	lines := []string{p.T("status.storage", "storage", Markup(name), "kept", Markup(p.T(kept)))}
	for _, warning := range v.Warnings {
		lines = append(lines, "⚠️ "+p.T("storage."+warning))
	}
	trips := p.T("status.trip", "ms", millis(v.Trip))
	if s.Access.Took > 0 {
		trips = p.T("status.trips", "discord", millis(s.Access.Took), "store", millis(v.Trip))
	}
	return strings.Join(append(lines, trips, p.T("status.version", "version", v.Version)), "\n")
}

// millis returns a duration in milliseconds, rounded up.
func millis(d time.Duration) int {
	return int((d + time.Millisecond - 1) / time.Millisecond)
}

// Stuck is the line below a manager's private reply if digests could not be posted.
func (p Printer) Stuck(groups []*study.Group) string {
	var names []string
	for _, g := range groups {
		names = append(names, g.Name)
	}
	return p.T("status.stuck", "groups", Markup(p.names(names, 3)))
}

// With adds a line below the message, if there is room.
func (m Message) With(content string) Message {
	components := append(m.Components[:len(m.Components):len(m.Components)], text(content))
	if size(components) > MaxComponents || room(components) < 0 {
		return m
	}
	m.Components = shorten(components)
	return m
}
