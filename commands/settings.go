package commands

import (
	"cmp"
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dojang/civil"
	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/normalize"
	"dojang/refusal"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/study"
	"dojang/view"
)

// weekdays are the days as options name them. The index is the time.Weekday.
var weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// settingOptions are the settings of a group, for creating and changing one.
func settingOptions() []router.Option {
	text, number := discordgo.ApplicationCommandOptionString, discordgo.ApplicationCommandOptionInteger
	days := append(weekdays[1:7:7], weekdays[0]) // Monday to Sunday
	return []router.Option{
		{Name: "roadmap", Type: text, Text: "setting.roadmap", Complete: completeRoadmap},
		{Name: "channel", Type: discordgo.ApplicationCommandOptionChannel, Text: "setting.channel", Channels: view.HomeChannels},
		option.Zone(),
		{Name: "language", Type: text, Text: "setting.language", Choices: []string{string(roadmap.Korean), string(roadmap.English)}},
		{Name: "day", Type: text, Text: "setting.day", Choices: days, Shown: "setting.weekday"},
		{Name: "time", Type: text, Text: "setting.time"},
		{Name: "week_start", Type: text, Text: "setting.week_start", Choices: days, Shown: "setting.weekday"},
		{Name: "day_start", Type: number, Text: "setting.day_start", Min: 0, Max: 11},
	}
}

// nameOption is the option for a group's name.
func nameOption(required bool) router.Option {
	return router.Option{Name: "name", Type: discordgo.ApplicationCommandOptionString, Required: required}
}

// createGroup creates a group. A name is enough: the home channel defaults to this one,
// language and zone to those of the guild's locale.
func createGroup(groups Groups) router.Command {
	return router.Command{
		Name:     "create",
		Managers: true,
		Options:  append([]router.Option{nameOption(true)}, settingOptions()...),
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			g, lastPublished, err := saveNewGroup(ctx, r, groups)
			if err != nil {
				return router.Reply{}, err
			}
			return router.Public(r.Print.Created(g, r.Now, g.NextDigest(r.Now, lastPublished), problems(r, g))), nil
		},
	}
}

// groupSettings shows a group's settings or, with options, changes them.
func groupSettings(groups Groups) router.Command {
	options := append([]router.Option{nameOption(false)}, settingOptions()...)
	return router.Command{
		Name:     "settings",
		Managers: true,
		Group:    router.ReadableGroup,
		Private:  router.Always,
		Options:  append(options, option.Group()),
		Run: func(ctx context.Context, r *router.Request) (router.Reply, error) {
			if !slices.ContainsFunc(options, func(o router.Option) bool { return r.Has(o.Name) }) {
				activity, _, err := groups.Activity(ctx, r.Guild, r.User())
				if err != nil {
					return router.Reply{}, err
				}
				next := r.Group.NextDigest(r.Now, activity[r.Group.ID].LastPublished)
				return router.Private(r.Print.Settings(r.Group, r.Now, next, false, problems(r, r.Group))), nil
			}
			changed, lastPublished, err := saveSettings(ctx, r, groups, r.Group)
			if err != nil {
				return router.Reply{}, err
			}
			return router.Private(r.Print.Settings(changed, r.Now, changed.NextDigest(r.Now, lastPublished), true, problems(r, changed))), nil
		},
	}
}

// setOption sets a setting in the request as if it had been given as an option. It returns
// false if the option does not accept the value.
func setOption(r *router.Request, name, value string) bool {
	options := append(settingOptions(), nameOption(false))
	i := slices.IndexFunc(options, func(o router.Option) bool { return o.Name == name })
	return i >= 0 && r.SetOption(options[i], value)
}

// saveNewGroup creates a group with the options of the request. It returns the group and
// the week of its last digest.
func saveNewGroup(ctx context.Context, r *router.Request, groups Groups) (*study.Group, civil.Date, error) {
	var none civil.Date
	op := r.Operation()
	if len(r.Guild.Groups) >= study.MaxGroups {
		return nil, none, refusal.New("group.many", "limit", study.MaxGroups)
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
	g := &study.Group{ID: study.GroupID(op.ID), Guild: r.Guild.ID, Version: r.Guild.Version, Channel: r.From.ChannelID,
		Language: language, Calendar: study.Calendar{{Zone: zone, Start: time.Monday}},
		Digest: study.Schedule{Day: time.Monday, Hour: 9}, State: study.Active, Created: r.Now, Since: r.Now}
	g.Template, g.RoadmapVersion = markdown.Templates()[0], 1
	g.Roadmap, _ = markdown.Template(g.Template)
	if err := applySettings(r, g, true); err != nil {
		return nil, none, err
	}
	lastPublished, err := groups.SaveGroup(ctx, g, op)
	return g, lastPublished, err
}

// saveSettings changes a group by the options of the request. It returns the changed group
// and the week of its last digest. A new rule for weeks waits for the running week to end,
// unless no member and no digest was recorded yet.
func saveSettings(ctx context.Context, r *router.Request, groups Groups, g *study.Group) (*study.Group, civil.Date, error) {
	var none civil.Date
	if g.State == study.Archived {
		return nil, none, refusal.New("group.closed", "group", g.Name)
	}
	changed := *g
	if err := applySettings(r, &changed, false); err != nil {
		return nil, none, err
	}
	if changed.Digest != g.Digest {
		changed.Since = r.Now
	}
	if changed.Calendar.Latest() != g.Calendar.Latest() {
		fresh := changed
		if err := applySettings(r, &fresh, true); err != nil {
			return nil, none, err
		}
		if untouched, err := groups.SaveUntouched(ctx, &fresh, r.Operation()); err != nil || untouched {
			return &fresh, none, err
		}
	}
	lastPublished, err := groups.SaveGroup(ctx, &changed, r.Operation())
	return &changed, lastPublished, err
}

// applySettings applies the options to the group, which must not be stored after a refusal.
// A group that is being created has no running week, so a rule for weeks applies at once.
func applySettings(r *router.Request, g *study.Group, creating bool) error {
	if err := applyName(r, g); err != nil {
		return err
	}
	if name := r.Text("roadmap"); name != "" {
		template, ok := markdown.Template(name)
		if !ok {
			return refusal.New("roadmap.unknown", "roadmap", name)
		}
		if g.RoadmapVersion > 1 {
			return refusal.New("roadmap.own", "version", g.RoadmapVersion)
		}
		g.Template, g.Roadmap = name, template
	}
	g.Channel = cmp.Or(r.Text("channel"), g.Channel)
	g.Language = cmp.Or(roadmap.Lang(r.Text("language")), g.Language)
	rule, err := weekRule(r, g.Calendar.Latest())
	if err != nil {
		return err
	}
	if creating {
		rule.From = time.Time{}
		g.Calendar = study.Calendar{rule}
	} else {
		g.Calendar = g.Calendar.Change(rule, r.Now)
	}
	if day := r.Text("day"); day != "" {
		g.Digest.Day = weekday(day)
	}
	if text := r.Text("time"); text != "" {
		at, err := time.Parse("15:04", text)
		if err != nil {
			return refusal.New("time.form", "time", view.Code(text))
		}
		g.Digest.Hour, g.Digest.Minute = at.Hour(), at.Minute()
	}
	return nil
}

// applyName sets the group's name from the option, if it is given.
func applyName(r *router.Request, g *study.Group) error {
	if !r.Has("name") {
		return nil
	}
	name := r.Text("name")
	if normalize.Name(name) == "" || utf8.RuneCountInString(name) > study.MaxGroupName {
		return refusal.New("group.name", "limit", study.MaxGroupName)
	}
	for _, other := range r.Guild.Groups {
		if other.ID != g.ID && other.IsNamed(name) {
			return refusal.New("group.taken", "group", other.Name)
		}
	}
	g.Name = name
	return nil
}

// weekRule returns the rule changed by the options.
func weekRule(r *router.Request, rule study.WeekRule) (study.WeekRule, error) {
	if name := r.Text("timezone"); name != "" {
		loc, err := option.FindZone(r, name)
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

// weekday returns the day with the name in weekdays.
func weekday(name string) time.Weekday {
	for i, day := range weekdays {
		if day == name {
			return time.Weekday(i)
		}
	}
	return time.Monday
}

// problems returns catalogue keys of what a manager should fix. It knows only what the
// interaction says: whether the bot may write in the home channel, if the command was used
// there.
func problems(r *router.Request, g *study.Group) []string {
	if g.Channel == r.From.ChannelID && !r.From.AppPermissions.Has(discordgo.PermissionViewChannel|discordgo.PermissionSendMessages) {
		return []string{"problem.channel"}
	}
	return nil
}

// completeRoadmap offers the templates.
func completeRoadmap(_ context.Context, r *router.Request, typed string) ([]view.Choice, error) {
	var choices []view.Choice
	for _, name := range markdown.Templates() {
		template, _ := markdown.Template(name)
		if title := template.Title.In(r.Print.Lang); normalize.Matches(title+" "+name, typed) {
			choices = append(choices, view.Choice{Name: title, Value: name})
		}
	}
	return choices, nil
}
