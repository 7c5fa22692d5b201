package view

import (
	"slices"
	"strconv"

	"dojang/study"
)

// Versions is the private reply to /roadmap versions.
func (p Printer) Versions(g *study.Group, versions []study.Version) Message {
	parts := []Component{text(p.T("versions.title", "group", g.Name))}
	var lines fitter
	var options []Option
	for _, v := range slices.Backward(versions) {
		l := p.version(v)
		if v.N == g.RoadmapVersion {
			l += p.T("versions.now")
		} else if len(options) < MaxOptions {
			c := p.VersionChoice(g, v)
			options = append(options, Option{Label: c.Name, Value: c.Value})
		}
		lines.add(l, l)
	}
	end := text(p.T("versions.one"))
	if len(options) > 0 {
		end = menu(RollbackID.With(g.ID, strconv.Itoa(g.RoadmapVersion)), p.T("versions.choose"), options)
	}
	list := lines.text(p, free(append(parts, end)...).minus(share(100)))
	return card(colourPlain, append(parts, line(), text(list), end)...)
}

func (p Printer) version(v study.Version) string {
	if v.N == 1 {
		return p.T("versions.first", "version", v.N, "n", v.Items, "when", v.At)
	}
	l := p.T("versions.line", "version", v.N, "n", v.Items, "user", User(v.By), "when", v.At)
	if v.Like > 0 {
		l += p.T("versions.like", "version", v.Like)
	}
	return l
}

// VersionChoice returns a version as a choice.
func (p Printer) VersionChoice(g *study.Group, v study.Version) Choice {
	name := p.T("versions.choice", "version", v.N, "n", v.Items, "day", g.Calendar.Day(v.At))
	return Choice{Name: Cut(name, MaxOptionText), Value: strconv.Itoa(v.N)}
}
