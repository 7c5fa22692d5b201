package commands

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dojang/roadmap"
	"dojang/view"
)

// weekdays are the days as options give them; the index is Go's number.
var weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// settingOptions are what a group can be set to. Making a group and changing
// one have the same.
func settingOptions() []Option {
	text, number := discordgo.ApplicationCommandOptionString, discordgo.ApplicationCommandOptionInteger
	days := append(weekdays[1:7:7], weekdays[0]) // a week of Monday to Sunday, as people list it
	return []Option{
		{Name: "roadmap", Type: text, Text: "setting.roadmap", Complete: completeRoadmap},
		{Name: "channel", Type: discordgo.ApplicationCommandOptionChannel, Text: "setting.channel", Channels: view.HomeChannels},
		zoneOption(),
		{Name: "language", Type: text, Text: "setting.language", Choices: []string{string(roadmap.Korean), string(roadmap.English)}},
		{Name: "day", Type: text, Text: "setting.day", Choices: days, Shown: "setting.weekday"},
		{Name: "time", Type: text, Text: "setting.time"},
		{Name: "week_start", Type: text, Text: "setting.week_start", Choices: days, Shown: "setting.weekday"},
		{Name: "day_start", Type: number, Text: "setting.day_start", Min: 0, Max: 11},
	}
}

// zoneOption is the option for a group's zone.
func zoneOption() Option {
	return Option{Name: "timezone", Type: discordgo.ApplicationCommandOptionString, Text: "setting.timezone", Complete: completeZone}
}

// nameOption is the option for a group's name.
func nameOption(required bool) Option {
	return Option{Name: "name", Type: discordgo.ApplicationCommandOptionString, Required: required}
}

// createGroup makes a group. A name is enough: the home channel is this one,
// and language and zone follow from the guild's locale.
func createGroup(store groupSaver) Command {
	return Command{
		Name:     "create",
		Managers: true,
		Options:  append([]Option{nameOption(true)}, settingOptions()...),
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, told, err := r.create(ctx, store)
			if err != nil {
				return Reply{}, err
			}
			return public(r.Print.Created(g, r.Now, g.NextDigest(r.Now, told), r.problems(g))), nil
		},
	}
}

// groupSettings shows what a group is set to or, with options, changes it.
func groupSettings(store groupSaver) Command {
	options := append([]Option{nameOption(false)}, settingOptions()...)
	return Command{
		Name:     "settings",
		Managers: true,
		Private:  always,
		Options:  append(options, groupOption(completeGroup)),
		Run: func(ctx context.Context, r *Request) (Reply, error) {
			g, groups, err := r.Group()
			if err != nil {
				return Reply{}, err
			}
			asked := false
			for _, o := range options {
				asked = asked || r.Has(o.Name)
			}
			if !asked {
				activity, _, err := store.Activity(ctx, r.Guild, r.User())
				if err != nil {
					return Reply{}, err
				}
				next := g.NextDigest(r.Now, activity[g.ID].Told)
				return private(r.Print.Settings(g, r.Now, next, false, r.problems(g))), nil
			}
			changed, told, err := r.change(ctx, store, g, groups)
			if err != nil {
				return Reply{}, err
			}
			return private(r.Print.Settings(changed, r.Now, changed.NextDigest(r.Now, told), true, r.problems(changed))), nil
		},
	}
}

// give makes the request one in which a setting was given as an option, too. It
// reports false for a value that the option does not take.
func (r *Request) give(name, value string) bool {
	if r.texts == nil {
		r.texts, r.numbers, r.switches = map[string]string{}, map[string]int{}, map[string]bool{}
	}
	options := append(settingOptions(), nameOption(false))
	i := slices.IndexFunc(options, func(o Option) bool { return o.Name == name })
	if i < 0 || options[i].Type == discordgo.ApplicationCommandOptionChannel && snowflake(name, value) != nil {
		return false
	}
	raw := json.RawMessage(value)
	if options[i].Type != discordgo.ApplicationCommandOptionInteger {
		raw, _ = json.Marshal(value) // a text always can be
	}
	return r.put(options[i], Given{Value: raw})
}

// create makes a group with the options given, and returns the week of its last
// digest.
func (r *Request) create(ctx context.Context, store groupSaver) (*roadmap.Group, roadmap.Date, error) {
	var none roadmap.Date
	act := r.Act(roadmap.AnyGroups)
	if len(r.Guild.Groups) >= roadmap.MaxGroups {
		return nil, none, roadmap.Refuse("group.many", "limit", roadmap.MaxGroups)
	}
	language := view.LangOf(r.From.GuildLocale)
	zone := time.UTC
	if language == roadmap.Korean {
		seoul, err := time.LoadLocation("Asia/Seoul")
		if err != nil {
			return nil, none, err
		}
		zone = seoul
	}
	g := &roadmap.Group{ID: roadmap.GroupID(act.ID), Guild: r.Guild.ID, Version: r.Guild.Version, Channel: r.From.ChannelID,
		Language: language, Calendar: roadmap.Calendar{{Zone: zone, Start: time.Monday}},
		Digest: roadmap.Schedule{Day: time.Monday, Hour: 9}, State: roadmap.Active, Created: r.Now, Since: r.Now}
	g.Edition, g.Revision = roadmap.Editions()[0], 1
	g.Roadmap, _ = roadmap.Edition(g.Edition)
	if err := r.apply(g, true); err != nil {
		return nil, none, err
	}
	told, err := store.SaveGroup(ctx, g, act)
	return g, told, err
}

// change stores the group as the options given change it, and returns it with
// the week of its last digest. Nothing waits for the running week to end in a
// group in which nothing was recorded yet.
func (r *Request) change(ctx context.Context, store groupSaver, g *roadmap.Group, groups string) (*roadmap.Group, roadmap.Date, error) {
	var none roadmap.Date
	if g.State == roadmap.Archived {
		return nil, none, roadmap.Refuse("group.closed", "group", g.Name)
	}
	changed := *g
	if err := r.apply(&changed, false); err != nil {
		return nil, none, err
	}
	if changed.Digest != g.Digest {
		changed.Since = r.Now
	}
	if changed.Calendar.Latest() != g.Calendar.Latest() {
		fresh := changed
		if err := r.apply(&fresh, true); err != nil {
			return nil, none, err
		}
		if untouched, err := store.SaveUntouched(ctx, &fresh, r.Act(groups)); err != nil || untouched {
			return &fresh, none, err
		}
	}
	told, err := store.SaveGroup(ctx, &changed, r.Act(groups))
	return &changed, told, err
}

// apply changes the group by the options given; on a refusal it is not to be
// stored. A group that is made now has no weeks yet which a new rule for them
// would have to wait for.
func (r *Request) apply(g *roadmap.Group, making bool) error {
	if r.Has("name") {
		name := r.Text("name")
		if n := utf8.RuneCountInString(name); n == 0 || n > roadmap.MaxGroupName {
			return roadmap.Refuse("group.name", "limit", roadmap.MaxGroupName)
		}
		for _, other := range r.Guild.Groups {
			if other.ID != g.ID && strings.EqualFold(other.Name, name) {
				return roadmap.Refuse("group.taken", "group", name)
			}
		}
		g.Name = name
	}
	if name := r.Text("roadmap"); name != "" {
		edition, ok := roadmap.Edition(name)
		if !ok {
			return roadmap.Refuse("roadmap.unknown", "roadmap", name)
		}
		if g.Revision > 1 {
			return roadmap.Refuse("roadmap.own", "version", g.Revision)
		}
		g.Edition, g.Roadmap = name, edition
	}
	if channel := r.Text("channel"); channel != "" {
		g.Channel = channel
	}
	if language := r.Text("language"); language != "" {
		g.Language = roadmap.Lang(language)
	}
	rule, err := r.weekRule(g.Calendar.Latest())
	if err != nil {
		return err
	}
	if making {
		rule.From = time.Time{}
		g.Calendar = roadmap.Calendar{rule}
	} else {
		g.Calendar = g.Calendar.Change(rule, r.Now)
	}
	if day := r.Text("day"); day != "" {
		g.Digest.Day = weekday(day)
	}
	if text := r.Text("time"); text != "" {
		at, err := time.Parse("15:04", text)
		if err != nil {
			return roadmap.Refuse("time.form", "time", view.Code(text))
		}
		g.Digest.Hour, g.Digest.Minute = at.Hour(), at.Minute()
	}
	return nil
}

// weekRule changes a rule by the options given.
func (r *Request) weekRule(rule roadmap.WeekRule) (roadmap.WeekRule, error) {
	if name := r.Text("timezone"); name != "" {
		loc, err := zone(name)
		if err != nil {
			return rule, err
		}
		rule.Zone = loc
	}
	if day := r.Text("week_start"); day != "" {
		rule.Start = weekday(day)
	}
	if hour, ok := r.Number("day_start"); ok {
		rule.Hour = hour
	}
	return rule, nil
}

// weekday returns the day that one of weekdays names.
func weekday(name string) time.Weekday {
	for i, day := range weekdays {
		if day == name {
			return time.Weekday(i)
		}
	}
	return time.Monday
}

// problems are what a manager should see to: as far as the interaction tells,
// whether the bot may write in the home channel.
func (r *Request) problems(g *roadmap.Group) []string {
	if g.Channel == r.From.ChannelID && !r.From.AppPermissions.Has(permissionView|permissionSend) {
		return []string{"problem.channel"}
	}
	return nil
}

// completeRoadmap offers the roadmaps that come with Dojang.
func completeRoadmap(_ context.Context, r *Request, typed string) ([]view.Choice, error) {
	var choices []view.Choice
	for _, name := range roadmap.Editions() {
		edition, _ := roadmap.Edition(name)
		if title := edition.Title.In(r.Print.Lang); matches(title+" "+name, typed) {
			choices = append(choices, view.Choice{Name: title, Value: name})
		}
	}
	return choices, nil
}
