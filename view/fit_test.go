package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dojang/civil"
	"dojang/roadmap"
	"dojang/study"
)

// forms are all forms at their largest.
func (w worst) forms(p Printer) map[string]Modal {
	g := w.group
	var ref roadmap.ItemRef
	for ref = range g.Roadmap.Items() {
	}
	draft, _, _ := w.drafts()
	return map[string]Modal{
		"link":     p.LinkModal(g.ID, w.user, ref),
		"draft":    p.DraftModal(draft),
		"blog":     p.BlogModal(g.ID, "abcdef", Picks(strings.Repeat("\xff", 30))),
		"post":     p.PostModal(g, w.posts[len(w.posts)-1]),
		"name":     p.SetupName("America/Argentina/ComodRivadavia", g.Name),
		"ask name": p.SetupAsk(g, "name"),
		"ask time": p.SetupAsk(g, "time"),
		"find":     p.FindModal(g.ID),
	}
}

// choices are all kinds of choices at their largest.
func (w worst) choices(p Printer) map[string]Choice {
	g := w.group
	var ref roadmap.ItemRef
	for ref = range g.Roadmap.Items() {
	}
	zone, _ := p.ZoneChoice("America/Argentina/ComodRivadavia", w.now)
	return map[string]Choice{
		"item":    p.ItemChoice(ref, true),
		"area":    p.AreaChoice(ref.Area),
		"topic":   p.TopicChoice(roadmap.Topic{Section: ref.Section, Area: ref.Area}),
		"version": p.VersionChoice(g, study.Version{N: 200, Items: 2000, At: w.now}),
		"day":     p.DayChoice(civil.DateOf(w.now), 1),
		"zone":    zone,
		"post":    {Name: w.title, Value: "abcdefghij"},
	}
}

func TestFormsAndChoicesKeepToDiscordsLimits(t *testing.T) {
	for _, test := range worstLetters {
		w, p := newWorst(t, test.letter), In(test.lang)
		for name, m := range w.forms(p) {
			t.Run(string(test.lang)+" "+test.letter+"/form/"+name, func(t *testing.T) {
				if n := len(m.Title) + readBytes(m.Components); n > MaxBytes {
					t.Errorf("%d bytes, allowed are %d", n, MaxBytes)
				}
				if n := utf8.RuneCountInString(m.Title); n > MaxModalTitle || len(m.CustomID) > MaxCustomID {
					t.Errorf("a title of %d characters, a custom_id of %d", n, len(m.CustomID))
				}
				walk(m.Components, func(c Component) {
					if n := utf8.RuneCountInString(c.Value); c.Type == typeInput && n > c.MaxLength {
						t.Errorf("%s begins with %d characters, allowed are %d", c.CustomID, n, c.MaxLength)
					}
				})
			})
		}
		for name, c := range w.choices(p) {
			t.Run(string(test.lang)+" "+test.letter+"/choice/"+name, func(t *testing.T) {
				short := ChoiceName(c.Name)
				if n := utf8.RuneCountInString(short); n > MaxOptionText || MaxOptions*len(short) > MaxBytes || len(c.Value) > MaxOptionText {
					t.Errorf("%d characters and %d bytes for %q", n, len(short), c.Value)
				}
			})
		}
	}
}

// A post's form names all of its items: by their titles, or by their ids if Korean titles
// have no room.
func TestAPostsFormNamesAllItems(t *testing.T) {
	g := newWide(t, 1, 1, 19, roadmap.MaxTitle)
	var titles, ids []string
	for ref := range g.Roadmap.Items() {
		titles, ids = append(titles, ref.Item.Title[""]), append(ids, ref.Item.ID)
	}
	for _, test := range []struct {
		n    int
		want []string
	}{{5, titles[:5]}, {14, titles[:14]}, {15, ids[:15]}, {19, ids}} {
		t.Run(fmt.Sprint(test.n), func(t *testing.T) {
			m := In(roadmap.Korean).PostModal(g, study.Post{ID: "post", Title: "제목", Items: ids[:test.n]})
			if n := len(m.Title) + readBytes(m.Components); n > MaxBytes {
				t.Errorf("%d bytes", n)
			}
			for _, c := range m.Components {
				if want := strings.Join(test.want, "; "); c.Component.CustomID == "items" && c.Component.Value != want {
					t.Errorf("the items are %q, want %q", c.Component.Value, want)
				}
			}
		})
	}
}

// newWide makes a group with so many areas, sections in the first and items in the first of
// these, each with a Korean title of so many syllables.
func newWide(t *testing.T, areas, sections, items, syllables int) *study.Group {
	t.Helper()
	title := func(i int) roadmap.Text {
		s := fmt.Sprint(i)
		return roadmap.Text{"": s + strings.Repeat("글", syllables-len(s))}
	}
	all := make([]roadmap.Area, areas)
	for a := range all {
		all[a].Title = title(a)
		for s := range []int{sections, 1}[min(a, 1)] {
			section := roadmap.Section{ID: fmt.Sprintf("s-%d-%d", a, s), Title: title(s)}
			for i := range []int{items, 1}[min(a+s, 1)] {
				section.Items = append(section.Items, roadmap.Item{ID: fmt.Sprintf("i-%d-%d-%d", a, s, i), Title: title(i)})
			}
			all[a].Sections = append(all[a].Sections, section)
		}
	}
	r, err := roadmap.New(roadmap.Text{"": "백엔드"}, all, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &study.Group{ID: "abcdefgh", Name: "백엔드 도장", Roadmap: r}
}

// menuOptions returns the options of all menus in a message.
func menuOptions(m Message) (all []Option) {
	walk(m.Components, func(c Component) { all = append(all, c.Options...) })
	return all
}

// What people choose from stays whole: every option is there, none is cut to nothing, and
// the list above it says how much it leaves out.
func TestAKoreanRoadmapKeepsItsMenus(t *testing.T) {
	tests := []struct {
		name                       string
		areas, sections, items     int
		syllables                  int
		options, labels, described int  // labels: syllables of each, at least
		listed                     bool // every line has room
	}{
		{"areas", 25, 1, 1, 40, 25, 40, 25, true},
		{"a section among many", 25, 25, 25, 40, 75, 14, 75, false},
		{"a small roadmap", 8, 6, 10, 20, 24, 20, 24, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := newWide(t, test.areas, test.sections, test.items, test.syllables)
			s := Shown{Group: g, Overview: &study.Overview{}}
			if test.sections > 1 {
				s.Area = &g.Roadmap.Areas[0]
				s.Section = &s.Area.Sections[0]
			}
			p := In(roadmap.Korean)
			m := p.Show(s)
			options := menuOptions(m)
			described := 0
			for _, o := range options {
				if n := utf8.RuneCountInString(o.Label); n < test.labels || !utf8.ValidString(o.Label) {
					t.Errorf("the label %q has %d characters, expected at least %d", o.Label, n, test.labels)
				}
				if o.Description != "" && !strings.HasSuffix(o.Description, "…") {
					described++
				}
			}
			if len(options) != test.options || described != test.described {
				t.Errorf("%d options, %d with a description", len(options), described)
			}
			lines := strings.Split(m.Components[0].Components[1].Content, "\n")
			last := lines[len(lines)-1]
			whole := len(lines) == max(test.items, map[bool]int{true: test.areas}[s.Section == nil]) && !strings.Contains(last, "외 ")
			if whole != test.listed || !whole && last != p.T("more", "n", test.items-len(lines)+1) {
				t.Errorf("%d lines, the last is %q", len(lines), last)
			}
		})
	}
}

// Items of one title can be told apart in a menu, however short its labels are.
func TestAShortenedLabelKeepsWhatTellsItApart(t *testing.T) {
	g := newWide(t, 25, 25, 25, 100)
	area := g.Roadmap.Areas[0]
	for i := range area.Sections[0].Items {
		area.Sections[0].Items[i].Title = area.Title
	}
	r, err := roadmap.New(g.Roadmap.Title, g.Roadmap.Areas, nil)
	if err != nil {
		t.Fatal(err)
	}
	g.Roadmap = r
	m := In(roadmap.Korean).Show(Shown{Group: g, Area: &r.Areas[0], Section: &r.Areas[0].Sections[0], Overview: &study.Overview{}})
	labels := map[string]bool{}
	options := menuOptions(m)
	for i, o := range options[len(options)-25:] {
		labels[o.Label] = true
		if end := fmt.Sprintf("…(%d/25)", i+1); !strings.HasSuffix(o.Label, end) {
			t.Errorf("the label %q does not end in %s", o.Label, end)
		}
	}
	if len(labels) != 25 {
		t.Errorf("%d labels", len(labels))
	}
}

// A line below a full message costs its menus a few letters, and is left out only where no
// menu can give way.
func TestALineBelowAFullMessage(t *testing.T) {
	below := strings.Repeat("가", 100)
	options := slices.Repeat([]Option{{Label: strings.Repeat("글", MaxOptionText), Value: "value"}}, MaxOptions)
	tests := []struct {
		name  string
		in    Message
		added bool
	}{
		{"menus", card(colourPlain, text(strings.Repeat("나", 1800)), menu("a", "b", options), menu("c", "d", options)), true},
		{"bytes", card(colourPlain, text(strings.Repeat("나", 2950))), false},
		{"characters", card(colourPlain, text(strings.Repeat("a", 3950))), false},
		{"room", card(colourPlain, text(strings.Repeat("나", 2900))), true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := test.in.With(below)
			if n := readBytes(got.Components); n > MaxBytes {
				t.Errorf("%d bytes", n)
			}
			if added := got.Components[len(got.Components)-1].Content == below; added != test.added {
				t.Errorf("added: %t", added)
			}
			if n := readBytes(test.in.Components); n > MaxBytes {
				t.Errorf("the message itself has %d bytes afterwards", n)
			}
		})
	}
}

// A list takes at most its space, uses all of it, and says how much it leaves out.
func TestAListKeepsToItsSpace(t *testing.T) {
	const lines, line = 12, "글글글글글"
	var f fitter
	for i := range lines {
		f.add(fmt.Sprintf("[%02d](<https://example.com>)", i), line)
	}
	p := In(roadmap.Korean)
	whole := spaceOf(strings.Repeat(line+"\n", lines))
	if got, left := f.lines(whole); len(got) != lines || left != 0 {
		t.Errorf("%d lines where there is room for %d", len(got), lines)
	}
	for _, less := range []space{{1, 0}, {0, 1}} {
		if got, left := f.lines(whole.minus(less)); len(got) != lines-1 || left != 1 {
			t.Errorf("without %+v there are %d lines, and %d are left", less, len(got), left)
		}
	}
	for n := 20; n < 500; n++ {
		for _, max := range []space{{n, 10 * n}, {10 * n, 45 * n / 20}, share(n)} {
			got := f.text(p, max)
			shown := strings.Count(got, line) + strings.Count(got, "https:")
			if !max.has(spaceOf(got)) {
				t.Errorf("%+v in a space of %+v", spaceOf(got), max)
			}
			if said := strings.HasSuffix(got, p.T("more", "n", lines-shown)); said != (shown < lines) {
				t.Errorf("%d lines of %d: %s", shown, lines, got)
			}
		}
	}
}

// Suggestions whose titles fill the message still have something to read, and say that there
// is more.
func TestLongSuggestionsKeepTheirReading(t *testing.T) {
	w, p := newWorst(t, "𠀀"), In(roadmap.Korean)
	focus := w.focus()
	next := Next{Group: w.group, Focus: &focus, Posts: map[string][]study.Post{}}
	for _, s := range w.group.Roadmap.Suggest(func(string) bool { return false }, func(string) int { return 9999 }, Suggestions) {
		next.Suggestions = append(next.Suggestions, s)
		next.Posts[s.Ref.Item.ID] = w.posts[:2]
	}
	n := 0
	walk(p.Next(next).Components, func(c Component) {
		if c.Type != typeSection {
			return
		}
		all := min(len(next.Suggestions[n].Ref.Item.Reading), readingShown) + 2
		lines := strings.Split(c.Components[0].Content, "\n")
		if read := len(lines) - 4; read < 1 || lines[len(lines)-1] != p.T("more", "n", all-read) {
			t.Errorf("of %d there are %d: %q", all, read, lines[3:])
		}
		n++
	})
	if n != Suggestions {
		t.Errorf("%d suggestions", n)
	}
}
