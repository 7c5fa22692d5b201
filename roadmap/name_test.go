package roadmap

import (
	"fmt"
	"strings"
	"testing"
)

// sections makes a roadmap: areas of sections of items, "a: s: i, i; s: i | b: s: i".
func sections(t *testing.T, outline string) *Roadmap {
	t.Helper()
	var areas []Area
	for i, a := range strings.Split(outline, " | ") {
		title, rest, _ := strings.Cut(a, ": ")
		area := Area{Title: Text{"": title}}
		for j, s := range strings.Split(rest, "; ") {
			title, rest, _ := strings.Cut(s, ": ")
			section := Section{ID: fmt.Sprintf("s%d-%d", i, j), Title: Text{"": title}}
			for k, item := range strings.Split(rest, ", ") {
				section.Items = append(section.Items, Item{ID: fmt.Sprintf("i%d-%d-%d", i, j, k), Title: Text{"": item}})
			}
			area.Sections = append(area.Sections, section)
		}
		areas = append(areas, area)
	}
	r, err := New(Text{"": "T"}, areas, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Two items of one name in a section could not be told apart wherever one was named.
func TestNamesTellApart(t *testing.T) {
	for _, tt := range []struct{ name, outline, want string }{
		{"no twins", "a: s: x, y", "s x, s y"},
		{"twins", "a: s: x, y, x, x", "s x (1/3), s y, s x (2/3), s x (3/3)"},
		{"in different sections", "a: s: x; t: x", "s x, t x"},
		{"sections", "a: s: x; s: x; t: x", "s (1/2) x, s (2/2) x, t x"},
		{"sections of two areas", "a: s: x | b: s: x; t: x", "a s x, b s x, t x"},
	} {
		var got []string
		for ref := range sections(t, tt.outline).Items() {
			name := ref.Section.Name().In("") + " " + ref.Item.Name().In("")
			if ref.Section.Elsewhere {
				name = ref.Area.Title.In("") + " " + name
			}
			got = append(got, name)
		}
		if got := strings.Join(got, ", "); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestFindOneOfTwins(t *testing.T) {
	r := sections(t, "a: s: Part 1, Part 2, Part 1 | b: u: Part 1, Other")
	for text, want := range map[string]string{
		"Part 1":         "i0-0-0 i0-0-2 i1-0-0",
		"part 1 (2/2)":   "i0-0-2",
		"Part 1 (1/2)":   "i0-0-0",
		"part 1 u":       "i1-0-0",
		"Part 2":         "i0-0-1",
		"i1-0-0":         "i1-0-0",
		"Part 1 (3/2)":   "",
		"part 1 (2/2) s": "i0-0-2",
	} {
		ref, near := r.Find(text)
		got := ""
		if ref.Item != nil {
			got = ref.Item.ID
		}
		for _, n := range near {
			got += " " + n.Item.ID
		}
		if got = strings.TrimSpace(got); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// Numbers follow the roadmap that an item is in now.
func TestTwinsAreNumberedAnew(t *testing.T) {
	r := sections(t, "a: s: x, x")
	items := r.Areas[0].Sections[0].Items
	if _, err := New(r.Title, []Area{{Title: r.Areas[0].Title, Sections: []Section{{ID: "s", Title: r.Areas[0].Sections[0].Title, Items: append([]Item{}, items[1])}}}}, nil); err != nil {
		t.Fatal(err)
	}
	if got := items[1].Name().In(""); got != "x (2/2)" {
		t.Errorf("the name in the older roadmap is %q", got)
	}
	if again := sections(t, "a: s: x"); again.Areas[0].Sections[0].Items[0].Twin.N != 0 {
		t.Error("an only item has a number")
	}
}
