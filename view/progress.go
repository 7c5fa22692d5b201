package view

import (
	"strconv"
	"strings"
	"time"

	"dojang/roadmap"
	"dojang/study"
)

func number(n int) string { return strconv.Itoa(n) }

// bar draws a share in ten cells. A cell is filled only when it is complete, so only 100 %
// shows a full bar.
func bar(done, all int) string {
	n := 0
	if all > 0 {
		n = min(10, max(0, done*10/all))
	}
	return strings.Repeat("▰", n) + strings.Repeat("▱", 10-n)
}

// Progress is the reply to /progress.
func (p Printer) Progress(g *study.Group, o *study.Overview, name string, now time.Time) Message {
	r := &o.Record
	done := 0
	area, areaAll := map[*roadmap.Area]int{}, map[*roadmap.Area]int{}
	stages := g.Roadmap.Stages()
	stage := make([]int, len(stages))
	for ref := range g.Roadmap.Items() {
		areaAll[ref.Area]++
		if r.Done(ref.Item.ID) {
			done++
			area[ref.Area]++
			stage[ref.Stage]++
		}
	}
	head := []string{
		p.T("progress.title", "name", name, "group", g.Name),
		bar(done, g.Roadmap.Len()) + " " + p.total(done, g.Roadmap.Len()),
	}
	weeks := r.Weeks()
	week := g.Calendar.Week(now)
	mine := 0
	for _, check := range r.Checks {
		if check.Week == week.Name {
			mine++
		}
	}
	numbers := []string{p.T("progress.week", "n", mine)}
	if o.Rank > 0 {
		numbers = append(numbers, p.T("check.place", "place", p.Ordinal(o.Rank)))
	}
	if streak := g.Calendar.Streak(weeks, now); streak > 0 {
		numbers = append(numbers, p.T("progress.streak", "n", streak))
	}
	numbers = append(numbers, p.T("progress.posts", "n", r.Posts))
	head = append(head, strings.Join(numbers, " · "))

	var areas, phases fitter
	for i := range g.Roadmap.Areas {
		a := &g.Roadmap.Areas[i]
		if areaAll[a] > 0 {
			s := p.share(strings.TrimSpace(a.Emoji+" "+Escape(Cut(a.Title.In(p.Lang), 60))), area[a], areaAll[a])
			areas.add(s, s)
		}
	}
	for i, s := range stages {
		line := p.share(p.stage(s), stage[i], s.Items())
		phases.add(line, line)
	}
	parts := []Component{text(strings.Join(head, "\n")), line(),
		text("**" + p.T("progress.areas") + "**\n" + areas.text(p, share(1700))),
		text("**" + p.T("progress.phases") + "**\n" + phases.text(p, share(900)))}
	if len(r.Stamps) > 0 {
		parts = append(parts, text("**"+p.T("progress.stamps", "n", len(r.Stamps))+"**\n"+p.stamps(g, r)))
	}
	return card(colourPlain, parts...)
}

// stage names a phase, or the sections that no phase names.
func (p Printer) stage(s roadmap.Stage) string {
	if s.Rest && s.Title == nil {
		return p.T("stage.rest")
	}
	return Escape(Cut(s.Title.In(p.Lang), 60))
}

// share is a line about the progress in a part of the roadmap.
func (p Printer) share(what string, done, all int) string {
	return p.T("progress.share", "bar", Markup(bar(done, all)), "what", Markup(what), "done", done, "all", all, "percent", study.Percent(done, all))
}

// stamps lists a member's stamps.
func (p Printer) stamps(g *study.Group, r *study.Record) string {
	var names []string
	for _, id := range stampedSections(g, r.Stamps) {
		names = append(names, Escape(Cut(g.SectionTitle(id).In(p.Lang), 40)))
	}
	if more := len(names) - 12; more > 0 {
		names = append(names[:12], p.T("more.stamps", "n", more))
	}
	return strings.Join(names, " · ")
}
