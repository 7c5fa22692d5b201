package view

import (
	"fmt"
	"testing"

	"dojang/roadmap"
	"dojang/study"
)

// buttonsOf returns the labels of a message's buttons, with those in brackets that cannot be
// pressed.
func buttonsOf(m Message) (labels []string) {
	walk(m.Components, func(c Component) {
		switch {
		case c.Type != typeButton:
		case c.Disabled:
			labels = append(labels, "["+c.Label+"]")
		default:
			labels = append(labels, c.Label)
		}
	})
	return labels
}

// A menu of more than 25 has pages. Where only some of the areas are in their menu, a button
// leads back to all of them.
func TestPagesOfMenus(t *testing.T) {
	p := In(roadmap.English)
	areas, back, forward := p.T("button.areas"), p.T("button.back"), p.T("button.forward")
	tests := []struct {
		areas, sections, items int
		level                  string
		page                   int
		want                   []string
	}{
		{25, 1, 1, Areas, 0, nil},
		{26, 1, 1, Areas, 0, []string{"[" + back + "]", forward}},
		{26, 1, 1, Areas, 1, []string{back, "[" + forward + "]"}},
		{25, 2, 1, Sections, 0, nil},
		{26, 2, 1, Sections, 0, []string{areas}},
		{26, 26, 1, Sections, 0, []string{areas, "[" + back + "]", forward}},
		{25, 2, 25, Items, 0, nil},
		{25, 2, 51, Items, 1, []string{back, forward}},
		{51, 2, 51, Items, 2, []string{areas, back, "[" + forward + "]"}},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.areas, test.sections, test.items, test.level, test.page), func(t *testing.T) {
			g := newWide(t, test.areas, test.sections, test.items, 10)
			k := Picker{Group: g, Page: test.page, Record: study.Record{}}
			if test.level != Areas {
				k.Area = &g.Roadmap.Areas[0]
			}
			if test.level == Items {
				k.Section = &k.Area.Sections[0]
			}
			if got := buttonsOf(p.Picker(k)); fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("buttons %q, want %q", got, test.want)
			}
		})
	}
}
