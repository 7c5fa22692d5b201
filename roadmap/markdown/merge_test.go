package markdown_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

const koreanEdition = `# 도장
## 🧠 코어
### 파이썬 <!-- id: python -->
- [ ] 길 <!-- id: gil --> <!-- also: 락 -->
- [ ] 가비지 <!-- id: gc -->
### 도구 <!-- id: tools -->
- [ ] 린터 <!-- id: lint -->
## 학습 전략
**하나**
- <!-- id: tools -->
`

const englishEdition = `# Dojang
## 🧠 Core
### Python <!-- id: python -->
- [ ] GIL <!-- id: gil --> <!-- also: lock -->
- [ ] GC <!-- id: gc --> <!-- also: memory -->
### Tools <!-- id: tools -->
- [ ] Linters <!-- id: lint -->
## Study plan
**One**
- <!-- id: tools -->
`

// parseBoth parses a roadmap in both languages.
func parseBoth(t *testing.T, korean, english string) (ko, en *roadmap.Roadmap) {
	t.Helper()
	ko, _ = parse(t, korean)
	en, _, err := markdown.Parse([]byte(english), roadmap.English)
	if err != nil {
		t.Fatal(err)
	}
	return ko, en
}

func TestMerge(t *testing.T) {
	ko, en := parseBoth(t, koreanEdition, englishEdition)
	got, err := roadmap.Merge(ko, en)
	if err != nil {
		t.Fatal(err)
	}
	in := func(ko, en string) roadmap.Text { return roadmap.Text{"ko": ko, "en": en} }
	want := roadmap.Roadmap{
		Title: in("도장", "Dojang"),
		Areas: []roadmap.Area{{Title: in("코어", "Core"), Emoji: "🧠", Sections: []roadmap.Section{
			{ID: "python", Title: in("파이썬", "Python"), Items: []roadmap.Item{
				{ID: "gil", Title: in("길", "GIL"), Also: "락 lock"},
				{ID: "gc", Title: in("가비지", "GC"), Also: "memory"},
			}},
			{ID: "tools", Title: in("도구", "Tools"), Items: []roadmap.Item{{ID: "lint", Title: in("린터", "Linters")}}},
		}}},
		Phases: []roadmap.Phase{{Title: in("하나", "One"), Sections: []string{"tools"}}},
	}
	if diff := cmp.Diff(want, contentsOf(got), exported); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	again, _ := parseBoth(t, koreanEdition, englishEdition)
	if diff := cmp.Diff(contentsOf(again), contentsOf(ko), exported); diff != "" {
		t.Errorf("the Korean one was changed (-before +after):\n%s", diff)
	}
	sameKorean, _ := parse(t, string(markdown.Write(got, roadmap.Korean)))
	if sameKorean.Areas[0].Sections[0].Title["ko"] != "파이썬" {
		t.Errorf("written in Korean, it is %v", contentsOf(sameKorean))
	}
}

func TestMergeDifferences(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"areas", "## Study", "## More\n### S\n- [ ] a\n## Study", "merge: there are 1 areas in one and 2 in the other"},
		{"emoji", "🧠", "🔥", `merge: area 1: the emoji is "🧠" in one and "🔥" in the other`},
		{"sections", "### Tools <!-- id: tools -->\n- [ ] Linters <!-- id: lint -->\n", "", "merge: area 1: there are 2 sections in one and 1 in the other"},
		{"section ids", "id: python", "id: py", `merge: area 1: section 1: the id is "python" in one and "py" in the other`},
		{"items", "- [ ] Linters", "- [ ] more\n- [ ] Linters", `merge: area 1: section "tools": there are 1 items in one and 2 in the other`},
		{"item ids", "id: gc", "id: garbage", `merge: area 1: section "python": item 2: the id is "gc" in one and "garbage" in the other`},
		{"phases", "**One**", "text", "merge: there are 1 phases in one and 0 in the other"},
		{"phases' sections", "**One**\n- <!-- id: tools -->", "**One**\n- <!-- id: python -->", `merge: phase 1: it has the sections ["tools"] in one and ["python"] in the other`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ko, en := parseBoth(t, koreanEdition, strings.Replace(englishEdition, tt.old, tt.new, 1))
			r, err := roadmap.Merge(ko, en)
			if err == nil {
				t.Fatalf("merged to %v", contentsOf(r))
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	t.Run("language", func(t *testing.T) {
		ko, _ := parse(t, koreanEdition)
		if _, err := roadmap.Merge(ko, ko); err == nil || err.Error() != `merge: both have titles in the language "ko"` {
			t.Errorf("got %v", err)
		}
	})
}
