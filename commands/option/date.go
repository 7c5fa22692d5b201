package option

import (
	"context"
	"time"

	"github.com/bwmarrin/discordgo"

	"dojang/civil"
	"dojang/commands/router"
	"dojang/normalize"
	"dojang/refusal"
	"dojang/study"
	"dojang/view"
)

// Date takes the study day of a check; see [At].
func Date() router.Option {
	return router.Option{Name: "date", Type: discordgo.ApplicationCommandOptionString, ByGroup: true, Complete: completeDate}
}

// completeDate offers the days that are allowed, newest first.
func completeDate(_ context.Context, r *router.Request, typed string) ([]view.Choice, error) {
	today := r.Group.Calendar.Day(r.Now)
	var choices []view.Choice
	for back := range study.MaxBackDating + 1 {
		day := today.AddDays(-back)
		if c := r.Print.DayChoice(day, back); normalize.Matches(c.Name, typed) {
			choices = append(choices, c)
		}
	}
	return choices, nil
}

// At returns when a check counts: now if text is "", otherwise noon of that study day.
func At(r *router.Request, text string) (time.Time, error) {
	if text == "" {
		return r.Now, nil
	}
	day, err := civil.ParseDate(text)
	if err != nil {
		return time.Time{}, refusal.New("date.form", "date", view.Code(text))
	}
	calendar := r.Group.Calendar
	today := calendar.Day(r.Now)
	here := civil.DateOf(r.Now.In(calendar.Zone(r.Now))) // can be a day ahead of the study day
	oldest := today.AddDays(-study.MaxBackDating)
	switch {
	case day == today || day == here:
		return r.Now, nil
	case day.Compare(here) > 0:
		return time.Time{}, refusal.New("date.future", "date", day)
	case day.Compare(oldest) < 0:
		return time.Time{}, refusal.New("date.old", "date", day, "limit", study.MaxBackDating, "oldest", oldest)
	}
	return calendar.Noon(day, r.Now), nil
}
