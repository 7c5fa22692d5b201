package view

import (
	"strings"
	"time"

	"dojang/civil"
	"dojang/study"
)

// Status is how a group's digests fare, and the bot with them.
type Status struct {
	Group    *study.Group
	Now      time.Time
	Access   Access // to the home channel
	Delivery study.Delivery
	Vitals   Vitals
}

// Vitals is the state of the bot and of its store.
type Vitals struct {
	Version  string        // of the bot
	Store    string        // embedded, redis or valkey
	Server   string        // the store's version; "" if it does not tell
	Persists string        // to disk: yes, no or unknown
	Warnings []string      // what else is not well with the store, as keys of the catalogue behind "storage."
	Trip     time.Duration // to the store and back
}

// Status is the private reply to /status.
func (p Printer) Status(s Status) Message {
	g := s.Group
	colour := colourDone
	if !s.Access.Well() || s.Delivery.Stuck(g, s.Now) != nil || s.Vitals.Persists == "no" || len(s.Vitals.Warnings) > 0 {
		colour = colourRefused
	}
	return card(colour,
		text(p.T("status.title", "group", g.Name, "state", Markup(p.T("state."+string(g.State))))),
		text(p.T("status.channel", "channel", Channel(g.Channel))+"\n"+p.access(s.Access)),
		text(p.delivery(s)),
		line(),
		text(p.vitals(s)))
}

// delivery tells of the next digest and of the last one.
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

// unposted tells of a digest that was not posted, or not for certain: what is
// the matter, what to do, and when it is tried next.
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
		if s.Access.Well() {
			key = "status.mended"
		}
		told += "\n" + p.T(key, "at", next, "ago", Ago(next))
	}
	return told
}

// messageLink leads to a digest that was posted, or to its channel where it was
// deleted before its id was known.
func messageLink(g *study.Group, d study.Digest) Markup {
	if d.Message == "" {
		return Channel(d.Channel)
	}
	return Markup("https://discord.com/channels/" + g.Guild + "/" + d.Channel + "/" + d.Message)
}

// vitals tells of the bot and its store.
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

// millis is a time in milliseconds, rounded up: nothing takes no time.
func millis(d time.Duration) int {
	return int((d + time.Millisecond - 1) / time.Millisecond)
}

// Stuck is the line under a manager's private reply when digests could not be
// posted.
func (p Printer) Stuck(groups []*study.Group) string {
	var names []string
	for _, g := range groups {
		names = append(names, g.Name)
	}
	return p.T("status.stuck", "groups", Markup(p.names(names, 3)))
}

// With adds a line below the message, if there is room for it.
func (m Message) With(content string) Message {
	components := append(m.Components[:len(m.Components):len(m.Components)], text(content))
	if size(components) > MaxComponents || room(components) < 0 {
		return m
	}
	m.Components = components
	return m
}
