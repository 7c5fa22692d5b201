package markdown_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"dojang/roadmap"
)

// idsOf returns the id of every section and item by its titles, folded as
// ids are: without case and spaces.
func idsOf(r *roadmap.Roadmap) map[string]string {
	strip := func(s string) string { return strings.ReplaceAll(s, " ", "") }
	ids := map[string]string{}
	for ref := range r.Items() {
		section := strings.ToLower(strip(ref.Area.Title["ko"] + "/" + ref.Section.Title["ko"]))
		ids[section] = ref.Section.ID
		ids[section+"/"+strings.ToLower(strip(ref.Item.Title["ko"]))] = ref.Item.ID
	}
	return ids
}

const twoAreas = `# T
## 🧠 1. Core
### 1.1. Python 심화
- [ ] GIL
- [ ] Garbage Collection é
### 1.2. Typing
- [ ] mypy
## 2. Data
### 2.1. Python 심화
- [ ] GIL
`

// An id comes from the titles on the way to an item and from nothing else.
func TestDerivedIDs(t *testing.T) {
	r, _ := parse(t, twoAreas)
	want := idsOf(r)
	different := map[string]bool{}
	for path, id := range want {
		if !roadmap.ValidID(id) {
			t.Errorf("%s: the id %q is malformed", path, id)
		}
		different[id] = true
	}
	if len(different) != 7 {
		t.Errorf("%d different ids, want 7: %v", len(different), want)
	}
	for name, src := range map[string]string{
		"other order": "# T\n## 2. Data\n### Python 심화\n- [ ] GIL\n## 1. Core\n### Typing\n- [ ] mypy\n### Python 심화\n- [ ] Garbage Collection é\n- [ ] GIL\n",
		"other emoji": strings.ReplaceAll(twoAreas, "🧠", "🔥"),
		"no numbers":  strings.NewReplacer("1.1. ", "", "1.2. ", "", "2.1. ", "", "1. ", "", "2. ", "").Replace(twoAreas),
		"other title": strings.Replace(twoAreas, "# T", "# U", 1),
		"other case":  strings.NewReplacer("Garbage Collection", "garbage COLLECTION", "Typing", "*TYPING*").Replace(twoAreas),
		"no spaces":   strings.NewReplacer("Garbage Collection", "GarbageCollection", "Python 심화", "Python  심화").Replace(twoAreas),
		"ticked":      strings.ReplaceAll(twoAreas, "- [ ] GIL", "* [x] GIL - [[a](b)]"),
		"decomposed":  norm.NFD.String(twoAreas),
	} {
		t.Run(name, func(t *testing.T) {
			r, _ := parse(t, src)
			if diff := cmp.Diff(want, idsOf(r)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// The ids of equal titles differ by their position.
func TestDerivedIDsOfTwins(t *testing.T) {
	once, _ := parse(t, head+"- [ ] a\n")
	twice, _ := parse(t, head+"- [ ] a\n- [ ] b\n- [ ] a\n")
	items := twice.Areas[0].Sections[0].Items
	if items[0].ID != once.Areas[0].Sections[0].Items[0].ID {
		t.Error("the first one's id depends on the second")
	}
	if items[0].ID == items[2].ID {
		t.Error("both have one id")
	}
}

// An id that somebody has written is nobody else's, even if it is the one that
// another title gives.
func TestDerivedIDGivesWay(t *testing.T) {
	r, _ := parse(t, head+"- [ ] a\n")
	section, item := r.Areas[0].Sections[0].ID, r.Areas[0].Sections[0].Items[0].ID
	src := head + "- [ ] a\n- [ ] b <!-- id: " + item + " -->\n### S2 <!-- id: " + section + " -->\n- [ ] c\n"
	r, warnings := parse(t, src)
	again, _ := parse(t, src)
	if diff := cmp.Diff(contentsOf(r), contentsOf(again), exported); diff != "" {
		t.Errorf("not the same again (-once +again):\n%s", diff)
	}
	if len(warnings) > 0 {
		t.Errorf("warnings: %v", warnings)
	}
	first, second := r.Areas[0].Sections[0], r.Areas[0].Sections[1]
	if first.ID == section || second.ID != section {
		t.Errorf("sections %q and %q, and only the second is to have %q", first.ID, second.ID, section)
	}
	if first.Items[0].ID == item || first.Items[1].ID != item {
		t.Errorf("items %q and %q, and only the second is to have %q", first.Items[0].ID, first.Items[1].ID, item)
	}
}
