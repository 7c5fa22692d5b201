package commands

import (
	"context"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dojang/roadmap"
	"dojang/view"
)

func dateOption() Option {
	return Option{Name: "date", Type: discordgo.ApplicationCommandOptionString, Complete: completeDate}
}

// completeDate offers the days that can still be given, the newest first.
func completeDate(_ context.Context, r *Request, typed string) ([]view.Choice, error) {
	g, _, err := r.Group()
	if err != nil {
		return nil, err
	}
	today := g.Calendar.Day(r.Now)
	var choices []view.Choice
	for back := range roadmap.MaxBackDating + 1 {
		day := today.AddDays(-back)
		if c := r.Print.DayChoice(day, back); matches(c.Name, typed) {
			choices = append(choices, c)
		}
	}
	return choices, nil
}

// at returns the instant that a check counts at: now for "" or, back-dated, noon
// of the study day given.
func (r *Request) at(g *roadmap.Group, text string) (time.Time, error) {
	if text == "" {
		return r.Now, nil
	}
	day, err := roadmap.ParseDate(text)
	if err != nil {
		return time.Time{}, roadmap.Refuse("date.form", "date", view.Code(text))
	}
	today := g.Calendar.Day(r.Now)
	here := roadmap.DateOf(r.Now.In(g.Calendar.Zone(r.Now))) // may be a day ahead of the study day
	oldest := today.AddDays(-roadmap.MaxBackDating)
	switch {
	case day == today || day == here:
		return r.Now, nil
	case day.Compare(here) > 0:
		return time.Time{}, roadmap.Refuse("date.future", "date", day)
	case day.Compare(oldest) < 0:
		return time.Time{}, roadmap.Refuse("date.old", "date", day, "limit", roadmap.MaxBackDating, "oldest", oldest)
	}
	return g.Calendar.Noon(day, r.Now), nil
}

// matches reports whether what was typed stands in the name, in any case.
func matches(name, typed string) bool {
	return strings.Contains(strings.ToLower(name), strings.ToLower(strings.TrimSpace(typed)))
}
