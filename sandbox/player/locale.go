package player

import (
	"fmt"
	"time"
)

// clientTexts has the texts of Discord's own client in one language.
type clientTexts struct {
	onlyFor     string // format with a name
	form        string
	suggestions string
	edited      string
	deleted     string
	thinking    string
	unanswered  string
	noChoices   string
	weekdays    [7]string
	date        func(t time.Time) string // formats a long date
	clock       func(t time.Time, seconds bool) string
	short       string // layout of a short date
	join        string // between a long date and a time of day
	units       []unit
	past, later func(n int, u unit) string
}

// unit is a unit of time in a relative timestamp.
type unit struct {
	length      time.Duration
	one, plural string
}

var korean = clientTexts{
	onlyFor: "%s에게만 보임", form: "양식", suggestions: "제안", edited: "수정됨", deleted: "지워짐", thinking: "생각하는 중…",
	unanswered: "애플리케이션이 응답하지 않았어요", noChoices: "없음",
	weekdays: [7]string{"일요일", "월요일", "화요일", "수요일", "목요일", "금요일", "토요일"},
	date:     func(t time.Time) string { return t.Format("2006년 1월 2일") },
	clock: func(t time.Time, seconds bool) string {
		half := "오전 "
		if t.Hour() >= 12 {
			half = "오후 "
		}
		return half + t.Format(map[bool]string{false: "3:04", true: "3:04:05"}[seconds])
	},
	short: "2006. 1. 2.", join: " ",
	units: []unit{
		{365 * 24 * time.Hour, "년", "년"}, {30 * 24 * time.Hour, "개월", "개월"}, {24 * time.Hour, "일", "일"},
		{time.Hour, "시간", "시간"}, {time.Minute, "분", "분"}, {time.Second, "초", "초"},
	},
	past:  func(n int, u unit) string { return fmt.Sprintf("%d%s 전", n, u.one) },
	later: func(n int, u unit) string { return fmt.Sprintf("%d%s 후", n, u.one) },
}

var english = clientTexts{
	onlyFor: "only %s sees this", form: "form", suggestions: "suggestions", edited: "edited", deleted: "deleted", thinking: "is thinking…",
	unanswered: "The application did not respond", noChoices: "none",
	weekdays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	date:     func(t time.Time) string { return t.Format("January 2, 2006") },
	clock: func(t time.Time, seconds bool) string {
		return t.Format(map[bool]string{false: "3:04 PM", true: "3:04:05 PM"}[seconds])
	},
	short: "1/2/2006", join: " at ",
	units: []unit{
		{365 * 24 * time.Hour, "a year", "years"}, {30 * 24 * time.Hour, "a month", "months"}, {24 * time.Hour, "a day", "days"},
		{time.Hour, "an hour", "hours"}, {time.Minute, "a minute", "minutes"}, {time.Second, "a second", "seconds"},
	},
	past:  func(n int, u unit) string { return u.count(n) + " ago" },
	later: func(n int, u unit) string { return "in " + u.count(n) },
}

// count returns n units in English.
func (u unit) count(n int) string {
	if n == 1 {
		return u.one
	}
	return fmt.Sprintf("%d %s", n, u.plural)
}

// textsFor returns the texts for a locale: Korean for ko, otherwise English.
func textsFor(locale string) *clientTexts {
	if locale == "ko" {
		return &korean
	}
	return &english
}

// timestamp formats a time as the client shows <t:…:style>. t and now are in
// the reader's zone. An unknown style is shown as the default one.
// https://discord.com/developers/docs/reference#message-formatting-timestamp-styles
func (w *clientTexts) timestamp(t, now time.Time, style string) string {
	switch style {
	case "t":
		return w.clock(t, false)
	case "T":
		return w.clock(t, true)
	case "d":
		return t.Format(w.short)
	case "D":
		return w.date(t)
	case "s":
		return t.Format(w.short) + ", " + w.clock(t, false)
	case "S":
		return t.Format(w.short) + ", " + w.clock(t, true)
	case "R":
		return w.relative(t.Sub(now))
	case "F":
		if w == &korean {
			return w.date(t) + " " + w.weekdays[t.Weekday()] + " " + w.clock(t, false)
		}
		return w.weekdays[t.Weekday()] + ", " + w.date(t) + w.join + w.clock(t, false)
	}
	return w.date(t) + w.join + w.clock(t, false)
}

// relative formats a span from now, in the largest unit that fits.
func (w *clientTexts) relative(d time.Duration) string {
	format := w.later
	if d < 0 {
		format, d = w.past, -d
	}
	for _, u := range w.units {
		if d >= u.length {
			return format(int(d/u.length), u)
		}
	}
	return format(0, w.units[len(w.units)-1])
}
