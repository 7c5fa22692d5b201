package view

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dojang/roadmap"
	"dojang/study"
)

// SetupSteps are the steps of /setup, in order.
var SetupSteps = []string{"name", "channel", "timezone", "language", "digest", "week", "test", "done"}

// Setup is the data of a step of /setup.
type Setup struct {
	Group  *study.Group
	Step   string
	Now    time.Time
	Next   time.Time // when the next digest is due
	Saved  bool      // a choice was just stored
	Access *Access   // the bot's access to the home channel, if the step shows it
	Zones  []Choice  // suggested zones
	Test   *Trial    // result of the test, once it was made
}

// Trial is the result of posting a test message to the home channel and deleting it.
type Trial struct {
	Problem string // code for why it could not be posted, as for digests
	Stayed  string // id of the message if it could not be deleted
}

// SetupStart is the first message of /setup. It asks which group to set up. zone is that of
// a new group, or "-".
func (p Printer) SetupStart(groups []*study.Group, zone string) Message {
	fresh := row(button(stylePrimary, p.T("button.setup.new"), SetupNameID.With(zone)))
	if len(groups) == 0 {
		return card(colourPlain, text(p.T("setup.title")+"\n"+p.T("setup.none")), fresh)
	}
	var options []Option
	for _, g := range groups {
		options = append(options, Option{Label: Cut(g.Name, MaxOptionText), Value: g.ID})
	}
	return card(colourPlain, text(p.T("setup.title")+"\n"+p.T("setup.which")), menu(SetupPickID.With(zone), p.T("setup.pick"), options), fresh)
}

// SetupStep is a step of /setup. It replaces the one before.
func (p Printer) SetupStep(s Setup) Message {
	g, n := s.Group, slices.Index(SetupSteps, s.Step)
	head := p.T("setup.step", "step", Markup(p.T("setup.step."+s.Step)), "i", n+1, "all", len(SetupSteps), "group", g.Name)
	if s.Saved {
		head += "\n" + p.T("setup.saved")
	}
	colour := colourPlain
	if s.Step == "done" {
		colour = colourDone
	}
	parts := append([]Component{text(head)}, p.setupBody(s)...)
	back := button(styleSecondary, p.T("button.back"), SetupStepID.With(g.ID, SetupSteps[max(n-1, 0)])).enabled(n > 0)
	if n == len(SetupSteps)-1 {
		return card(colour, append(parts, row(back))...)
	}
	forward := button(stylePrimary, p.T("button.setup.next"), SetupStepID.With(g.ID, SetupSteps[n+1]))
	if n == 0 {
		return card(colour, append(parts, row(forward))...)
	}
	return card(colour, append(parts, row(back, forward))...)
}

// setupBody is the content of a step.
func (p Printer) setupBody(s Setup) []Component {
	g, rule := s.Group, s.Group.Calendar.Latest()
	ask := func(key string) Component {
		return row(button(styleSecondary, p.T("button.setup."+key), SetupAskID.With(g.ID, key)))
	}
	switch s.Step {
	case "name":
		return []Component{text(p.T("setup.name", "group", g.Name)), ask("name")}
	case "channel":
		may := p.access(*s.Access)
		if s.Access.Problem == "channel" {
			may = p.T("setup.channel.gone")
		}
		return []Component{text(p.T("setup.channel", "channel", Channel(g.Channel)) + "\n" + may),
			channelMenu(SetupSetID.With(g.ID, "channel"), p.T("setup.choose.channel"), g.Channel, s.Access.Problem == ""),
			row(button(styleSecondary, p.T("button.setup.again"), SetupStepID.With(g.ID, "channel")))}
	case "timezone":
		zones, now := s.Zones, rule.Zone.String()
		if choice, ok := p.ZoneChoice(now, s.Now); ok && !slices.Contains(zones, choice) {
			zones = append([]Choice{choice}, zones...)
		}
		return []Component{text(p.zone(rule.Zone, s.Now) + p.pending(s)), p.setupMenu(g, "timezone", zones, now), ask("timezone")}
	case "language":
		var languages []Choice
		for _, l := range []roadmap.Lang{roadmap.Korean, roadmap.English} {
			languages = append(languages, Choice{p.T("language." + string(l)), string(l)})
		}
		return []Component{text(p.T("group.language", "language", Markup(p.T("language."+string(g.Language))))),
			p.setupMenu(g, "language", languages, string(g.Language))}
	case "digest":
		return []Component{text(p.T("group.digest", "day", g.Digest.Day, "time", g.Digest.String(), "next", s.Next, "ago", Ago(s.Next))),
			p.setupMenu(g, "day", p.days(), dayName(g.Digest.Day)), p.setupMenu(g, "time", hours(g.Digest), g.Digest.String()), ask("time")}
	case "week":
		var starts []Choice
		for hour := range 12 {
			starts = append(starts, Choice{p.T("setup.hour", "hour", hour), strconv.Itoa(hour)})
		}
		return []Component{text(p.T("group.week", "day", rule.Start, "hour", rule.Hour) + "\n" + p.T("setup.week") + p.pending(s)),
			p.setupMenu(g, "week_start", p.days(), dayName(rule.Start)), p.setupMenu(g, "day_start", starts, strconv.Itoa(rule.Hour))}
	case "test":
		content := p.T("setup.test", "channel", Channel(g.Channel)) + "\n" + p.access(*s.Access)
		if s.Test != nil {
			content += "\n\n" + p.trial(g, *s.Test)
		}
		return []Component{text(content), row(button(styleSuccess, p.T("button.setup.test"), SetupTestID.With(g.ID)))}
	}
	parts := []Component{text(p.settings(g, s.Now, s.Next))}
	if !s.Access.CanPost() {
		parts = append(parts, text(p.access(*s.Access)))
	}
	return append(parts, text(p.T("setup.done")))
}

// pending says that a new rule for weeks waits for the running week to end.
func (p Printer) pending(s Setup) string {
	if !s.Group.Calendar.Latest().From.After(s.Now) {
		return ""
	}
	return "\n" + p.T("group.pending", "when", s.Group.Calendar.Week(s.Now).End)
}

// trial describes the result of the test.
func (p Printer) trial(g *study.Group, t Trial) string {
	switch {
	case t.Problem != "":
		return p.T("setup.test.failed", "problem", Markup(p.T("post."+t.Problem)))
	case t.Stayed != "":
		return p.T("setup.test.stayed", "link", messageLink(g, study.Digest{Channel: g.Channel, Message: t.Stayed}))
	}
	return p.T("setup.test.done")
}

// SetupTest is the message that is posted to the home channel and deleted.
func (p Printer) SetupTest() Message { return card(colourPlain, text(p.T("setup.test.message"))) }

// SetupName is the form for a new group's name.
func (p Printer) SetupName(zone, name string) Modal {
	return p.setupForm(SetupMakeID.With(zone), "name", name, study.MaxGroupName)
}

// SetupAsk is the form for a setting that has to be typed: name, timezone or time.
func (p Printer) SetupAsk(g *study.Group, key string) Modal {
	value, max := map[string]string{"name": g.Name, "time": g.Digest.String()}[key], study.MaxGroupName
	return p.setupForm(SetupSetID.With(g.ID, key), key, value, max)
}

func (p Printer) setupForm(id, key, value string, max int) Modal {
	return Modal{CustomID: id, Title: Cut(p.T("modal.setup.title"), MaxModalTitle), Components: []Component{
		input("value", p.T("modal.setup."+key), Cut(value, max), p.T("modal.setup."+key+".hint"), true, max)}}
}

// setupMenu is a menu for a setting with the current value selected. If the choices lack
// that value, it is added as the first.
func (p Printer) setupMenu(g *study.Group, key string, choices []Choice, now string) Component {
	var options []Option
	if !slices.ContainsFunc(choices, func(c Choice) bool { return c.Value == now }) {
		choices = append([]Choice{{now, now}}, choices...)
	}
	for _, c := range choices[:min(len(choices), MaxOptions)] {
		options = append(options, Option{Label: Cut(c.Name, MaxOptionText), Value: c.Value, Default: c.Value == now})
	}
	return menu(SetupSetID.With(g.ID, key), p.T("setup.choose."+key), options)
}

// channelMenu is a menu of the channels that can be a home channel. The current one is
// selected if it exists.
func channelMenu(id, placeholder, now string, there bool) Component {
	c := Component{Type: typeChannels, CustomID: id, Placeholder: Cut(placeholder, MaxPlaceholder)}
	for _, kind := range HomeChannels {
		c.ChannelTypes = append(c.ChannelTypes, int(kind))
	}
	if there {
		c.DefaultValues = []DefaultValue{{ID: now, Type: "channel"}}
	}
	return row(c)
}

// HomeChannels are the types of channels that can be a home channel.
var HomeChannels = []discordgo.ChannelType{discordgo.ChannelTypeGuildText, discordgo.ChannelTypeGuildNews, discordgo.ChannelTypeGuildNewsThread,
	discordgo.ChannelTypeGuildPublicThread, discordgo.ChannelTypeGuildPrivateThread}

// days returns the days of a week from Monday on, with their names in options as values.
func (p Printer) days() []Choice {
	var days []Choice
	for i := range 7 {
		day := time.Weekday((i + 1) % 7)
		days = append(days, Choice{p.T("weekday." + strconv.Itoa(int(day))), dayName(day)})
	}
	return days
}

// dayName returns a day's name in options: "monday".
func dayName(day time.Weekday) string { return strings.ToLower(day.String()) }

// hours returns the full hours of a day and the schedule's own time.
func hours(s study.Schedule) []Choice {
	times := []string{s.String()}
	for h := range 24 {
		times = append(times, study.Schedule{Hour: h}.String())
	}
	slices.Sort(times)
	var choices []Choice
	for _, at := range slices.Compact(times) {
		choices = append(choices, Choice{at, at})
	}
	return choices
}
