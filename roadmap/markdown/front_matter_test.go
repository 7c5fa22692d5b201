package markdown_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

func phase(title string, sections ...string) roadmap.Phase {
	return roadmap.Phase{Title: roadmap.Text{"ko": title}, Sections: sections}
}

// A blog's page with title and phases in its front matter, and with things that
// a roadmap cannot hold.
func TestParseFrontMatterOfAPage(t *testing.T) {
	src, err := os.ReadFile("testdata/front.md")
	if err != nil {
		t.Fatal(err)
	}
	r, warnings := parse(t, string(src))
	want := []markdown.Notice{
		notice(13, "phase.unknown", "entry", "쿠버네티스"),
		notice(14, "phase.empty", "title", "3단계"),
		notice(15, "phase.form", "limit", roadmap.MaxTitle),
		notice(20, "table", "rows", 1),
		notice(37, "item.quoted"),
		notice(46, "table", "rows", 0),
	}
	if diff := cmp.Diff(want, warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
	hasSentences(t, warnings...)
	if got := r.Title["ko"]; got != `데이터 엔지니어 "입문" 로드맵` {
		t.Errorf("title %q", got)
	}
	streaming, deploy := r.Areas[1].Sections[0].ID, r.Areas[1].Sections[1].ID
	if diff := cmp.Diff([]roadmap.Phase{phase("1단계: 기초", r.Areas[0].Sections[1].ID, "python"), phase("2단계", streaming, deploy)}, r.Phases); diff != "" {
		t.Errorf("phases (-want +got):\n%s", diff)
	}
	if r.Len() != 5 {
		t.Errorf("%d items, want 5", r.Len())
	}
	sameAgain(t, r, roadmap.Korean)
}

func TestParseFrontMatter(t *testing.T) {
	const body = "## A\n### S <!-- id: s -->\n- [ ] a\n### S 2 <!-- id: s2 -->\n- [ ] b\n"
	for _, tt := range []struct {
		name, front, body string
		title             string
		phases            []roadmap.Phase
		warnings          []string // line and code
	}{
		{"by titles and ids", "title: T\nphases:\n- title: P\n  sections: [S 2]\n- {title: Q, sections: [s]}", body, "T", []roadmap.Phase{phase("P", "s2"), phase("Q", "s")}, nil},
		{"before the study plan", "title: T\nphases:\n- title: P\n  sections: [S]", body + "## Study plan\n### Q\n- S\n- S 2\n", "T",
			[]roadmap.Phase{phase("P", "s"), phase("Q", "s2")}, []string{"14: phase.again"}},
		{"a heading is the title", "title: no", "# H\n" + body, "H", nil, nil},
		{"a title over lines", "title: >\n  of two\n  lines", body, "of two lines", nil, nil},
		{"no phases", "title: T\nphases:", body, "T", nil, nil},
		{"numbers as titles", "title: 2026\nphases:\n- title: 1\n  sections: [s]", body, "2026", []roadmap.Phase{phase("1", "s")}, nil},
		{"a colon too many", "title: T: U\nphases:\n- title: P\n  sections: [S]", body, "T: U", nil, []string{"2: front.form"}},
		{"a bracket too few", "title: T\nphases:\n- title: P\n  sections: [S", body, "T", nil, []string{"6: front.form"}},
		{"a tab", "title: T\nphases:\n\t- title: P", body, "T", nil, []string{"4: front.form"}},
		{"phases that are none", "title: T\nphases: [P, {sections: [S]}, {title: [P], sections: [S]}, {title: P, sections: S}]", body, "T", nil,
			[]string{"3: phase.form", "3: phase.empty"}},
		{"no list of phases", "title: T\nphases: {P: [S]}", body, "T", nil, []string{"3: phase.form"}},
		{"a section with a colon", "title: T\nphases:\n- title: P\n  sections:\n  - S: 2\n  - S 2", body, "T", []roadmap.Phase{phase("P", "s2")}, []string{"6: phase.form"}},
		{"titles that have to be mended", "title: T\nphases:\n- title: \"a\\u200bb\"\n  sections: [S]\n- title: " + strings.Repeat("a", 300) + "\n  sections: [S 2]", body, "T",
			[]roadmap.Phase{phase("ab", "s"), phase(strings.Repeat("a", 199)+"…", "s2")}, []string{"4: character", "6: title.long"}},
		{"too long", "title: T\nphases:\n- title: P\n  sections: [S]\n" + strings.Repeat("# a comment\n", 6000), body, "T", nil, []string{"1: front.bytes"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, warnings := parse(t, "---\n"+tt.front+"\n---\n"+tt.body)
			if got := r.Title["ko"]; got != tt.title {
				t.Errorf("title %q, want %q", got, tt.title)
			}
			if diff := cmp.Diff(tt.phases, r.Phases); diff != "" {
				t.Errorf("phases (-want +got):\n%s", diff)
			}
			var got []string
			for _, w := range warnings {
				got = append(got, strings.SplitN(strings.TrimPrefix(w.String(), "line "), ":", 2)[0]+": "+w.Code)
			}
			if diff := cmp.Diff(tt.warnings, got); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			hasSentences(t, warnings...)
		})
	}
}
