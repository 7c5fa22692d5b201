package view

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dojang/civil"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/study"
)

var update = flag.Bool("update", false, "write the digests in testdata anew, to be read")

// study is a group in the middle of its work.
type digestCase struct {
	group *study.Group
	week  study.Week
}

func newStudy(t *testing.T, lang roadmap.Lang) digestCase {
	t.Helper()
	zoneName, title := "Asia/Seoul", "파이썬 백엔드"
	if lang == roadmap.English {
		zoneName, title = "Europe/London", "Python Backend"
	}
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		t.Fatal(err)
	}
	template, _ := markdown.Template(markdown.Templates()[0])
	g := &study.Group{ID: "abcdefgh", Guild: "1", Name: title, Channel: "7", Language: lang, Roadmap: template,
		Calendar: study.Calendar{{Zone: zone, Start: time.Monday}}, Digest: study.Schedule{Day: time.Monday, Hour: 9},
		State: study.Active, Created: time.Date(2026, 9, 1, 0, 0, 0, 0, zone)}
	week, _ := g.Calendar.Named(civil.Date{Year: 2026, Month: 11, Day: 16})
	return digestCase{g, week}
}

// focus is what the group works at when each of so many members has done the
// first done items.
func (s digestCase) counts(active, done int) map[string]int {
	counts := map[string]int{}
	for ref := range s.group.Roadmap.Items() {
		if done == 0 {
			break
		}
		counts[ref.Item.ID] = active
		done--
	}
	return counts
}

// digest returns the digest of a week's summary, with the focus that follows from it.
func (s digestCase) digest(t *study.WeekSummary, names []string, posts []study.Post) Digest {
	t.Week = s.week
	d := Digest{Group: s.group, Summary: t}
	var more bool
	d.Focus.Focus, more = s.group.Roadmap.Focus(func(item string) int { return t.Counts[item] }, t.Active)
	d.Focus.Done = !more
	for i := range d.Focus.Sections {
		begun := study.Begun{Count: max(0, len(names)-i)}
		if begun.Count > 0 {
			begun.Names = names[:min(3, begun.Count)]
		}
		d.Focus.Begun = append(d.Focus.Begun, begun)
	}
	d.Focus.Posts = posts
	return d
}

func board(names ...string) (rows []study.Row) {
	for i, name := range names {
		rows = append(rows, study.Row{User: fmt.Sprint(20 + i), Name: name, Score: len(names) - i, Rank: i + 1})
	}
	return rows
}

// digests are the kinds of digests that there are, by name.
func (s digestCase) digests() map[string]Digest {
	korean := s.group.Language == roadmap.Korean
	names := []string{"Alex", "Bora", "Chris", "Dana", "Emil", "Fay"}
	title := "What the GIL is for"
	if korean {
		names = []string{"민수", "지원", "서연", "도윤", "하은", "준호"}
		title = "GIL은 왜 있을까"
	}
	post := func(n int, title, name string, items ...string) study.Post {
		return study.Post{ID: fmt.Sprint("post", n), Title: title, URL: fmt.Sprintf("https://blog.example.com/%d", n), Name: name, Items: items}
	}
	posts := []study.Post{post(1, title, names[0], "gil"), post(2, "pytest fixture scope", names[1], "pytest"), post(3, "TIL", names[2])}
	normal := func() *study.WeekSummary {
		return &study.WeekSummary{Active: 6, Checks: 21, Before: 17, Posts: 3, Stamps: 2, Size: 6, Members: 6, Rows: board(names...), WeekPosts: posts,
			Earned: []study.EarnedStamp{{Section: s.group.Roadmap.Areas[0].Sections[0].ID, Name: names[0]}, {Section: s.group.Roadmap.Areas[0].Sections[0].ID, Name: names[1]}},
			Counts: s.counts(6, 9), PreviousRanks: map[string]int{"20": 2, "21": 1, "22": 3, "23": 5, "24": 4}}
	}
	late := s.digest(normal(), names, posts[:1])
	late.Late = true
	corrected := normal()
	corrected.Corrections = []study.Correction{
		{Week: civil.Date{Year: 2026, Month: 11, Day: 2}, Before: study.Published{Checks: 12, Posts: 3}, Now: study.Published{Checks: 14, Posts: 4}},
		{Week: civil.Date{Year: 2026, Month: 11, Day: 9}, Before: study.Published{Checks: 17}, Now: study.Published{Checks: 16},
			Members: []study.Change{{Name: names[0], By: -2}, {Name: names[4], By: 1}}},
		{Week: civil.Date{Year: 2026, Month: 10, Day: 26}, Before: study.Published{Checks: 9}, Now: study.Published{Checks: 9},
			Members: []study.Change{{Name: names[2], By: 1}, {Name: names[3], By: -1}}},
	}
	corrected.Imports = []study.Import{
		{Name: names[1], Checks: 34, Posts: 3, First: civil.Date{Year: 2026, Month: 10, Day: 5}, Last: civil.Date{Year: 2026, Month: 11, Day: 1}},
		{Name: names[5], Checks: 1, Posts: 1, First: civil.Date{Year: 2026, Month: 10, Day: 28}, Last: civil.Date{Year: 2026, Month: 11, Day: 4}},
	}
	brief := s.digest(corrected, names, posts[:1])
	brief.Brief = true
	first := normal()
	first.Before, first.PreviousRanks = 0, nil
	started := *s.group
	started.Created = s.week.Start.Add(time.Hour)
	firstWeek := s.digest(first, names, nil)
	firstWeek.Group = &started

	var crowd []string
	var shared []study.Post
	for i := range study.DigestRanks {
		crowd = append(crowd, fmt.Sprintf("%s %d", names[i%6], i+1))
	}
	for i := range DigestPosts {
		shared = append(shared, post(100+i, fmt.Sprintf("%s (%d)", title, i+1), crowd[i], "gil"))
		shared[i].URL += "/" + strings.Repeat("%EA%B0%80", 20)
	}
	odd := []string{"🧑‍💻 개발자", "\u05d3\u05e0\u05d4 \u05db\u05d4\u05df", "__**Max**__ ||x||", "@everyone", "# heading", "[a](https://evil.example)"}
	return map[string]Digest{
		"normal":     s.digest(normal(), names, posts[:1]),
		"quiet":      s.digest(&study.WeekSummary{Active: 6, Counts: s.counts(6, 9)}, names, posts[:1]),
		"first week": firstWeek,
		"one member": s.digest(&study.WeekSummary{Active: 1, Checks: 1, Before: 3, Size: 1, Members: 1, Rows: board(names[0]), Counts: s.counts(1, 4), PreviousRanks: map[string]int{"20": 1}}, names[:1], nil),
		"ten thousand members": s.digest(&study.WeekSummary{Active: 10000, Checks: 31415, Before: 31415, Posts: 2718, Stamps: 141, Size: 9876, Members: 9876, Rows: board(crowd...), WeekPosts: shared,
			Earned: earnedBy(s.group.Roadmap.Areas[0].Sections[0].ID, crowd), Counts: s.counts(4000, 60)}, crowd, shared[:3]),
		"odd names": s.digest(&study.WeekSummary{Active: 6, Checks: 21, Before: 20, Posts: 1, Size: 6, Members: 6, Rows: board(odd...), Counts: s.counts(6, 2),
			WeekPosts: []study.Post{post(1, "<@1> `code` | *star*", odd[2], "gil")}, PreviousRanks: map[string]int{"20": 1}}, odd, nil),
		"finished":    s.digest(&study.WeekSummary{Active: 2, Checks: 3, Before: 9, Stamps: 1, Size: 2, Members: 2, Rows: board(names[:2]...), Counts: s.counts(2, 168), Earned: []study.EarnedStamp{{Section: s.group.Roadmap.Areas[0].Sections[0].ID, Name: names[1]}}}, nil, nil),
		"corrections": s.digest(corrected, names, nil),
		"brief":       brief,
		"late":        late,
	}
}

func earnedBy(section string, names []string) (all []study.EarnedStamp) {
	for _, name := range names {
		all = append(all, study.EarnedStamp{Section: section, Name: name})
	}
	return all
}

// shown is a message as it is to be read: its texts, its lines and its buttons.
func shown(m Message) string {
	var b strings.Builder
	walk(m.Components, func(c Component) {
		switch c.Type {
		case typeText:
			b.WriteString(c.Content + "\n")
		case typeSeparator:
			b.WriteString("────────\n")
		case typeButton:
			fmt.Fprintf(&b, "(%s) %s\n", c.Label, c.CustomID)
		}
	})
	return b.String()
}

// Each kind of digest in both languages, as a whole. The files are there to be
// read; -update writes them anew.
func TestDigestsReadAsTheyShould(t *testing.T) {
	for _, lang := range []roadmap.Lang{roadmap.Korean, roadmap.English} {
		for name, d := range newStudy(t, lang).digests() {
			t.Run(string(lang)+"/"+name, func(t *testing.T) {
				file := filepath.Join("testdata", "digests", strings.ReplaceAll(name, " ", "-")+"."+string(lang)+".md")
				m := In(lang).Digest(d)
				got := shown(m)
				if left := free(m.Components...); !left.has(space{}) {
					t.Errorf("too large for a message by %d characters and %d bytes", -left.characters, -left.bytes)
				}
				if *update {
					if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	}
}
