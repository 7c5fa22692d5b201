package markdown_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// fiveSections is 13 lines; what a test appends begins on line 14.
const fiveSections = `# T
## A
### Python 심화 <!-- id: python -->
- [ ] a
### Storage <!-- id: s -->
- [ ] b
### In -> Out <!-- id: flow -->
- [ ] c
## B
### Storage <!-- id: s2 -->
- [ ] d
### CI/CD <!-- id: ci -->
- [ ] e
`

func TestParsePhases(t *testing.T) {
	phase := func(title string, sections ...string) roadmap.Phase {
		return roadmap.Phase{Title: roadmap.Text{"ko": title}, Sections: sections}
	}
	for _, tt := range []struct {
		name, plan string // below the study plan's heading, from line 15 on
		want       []roadmap.Phase
		warnings   []markdown.Notice
	}{
		{"bold paragraphs", "**P 1**\n\n- CI/CD\n\n__P__ <!-- x -->\n1. python심화\n", []roadmap.Phase{phase("P 1", "ci"), phase("P", "python")}, nil},
		{"headings", "### 🎯 1. P\n- CI/CD\n#### 🔥\n- Python 심화\n", []roadmap.Phase{phase("P", "ci"), phase("🔥", "python")}, nil},
		{"prose between", "**P**\n\ntext\n\n- CI/CD\n\n**no** phase\n\nno **phase**\n\n* Python 심화\n", []roadmap.Phase{phase("P", "ci", "python")}, nil},
		{"nested bullets", "**P**\n\n- CI/CD\n  - Python 심화\n", []roadmap.Phase{phase("P", "ci", "python")}, nil},
		{"arrows", "**P**\n- CI/CD → PYTHON 심화 -> <!-- id: s --> --> [x](#s2) →\n", []roadmap.Phase{phase("P", "ci", "python", "s", "s2")}, nil},
		{"an arrow of the title", "**P**\n- In -> Out\n", []roadmap.Phase{phase("P", "flow")}, nil},
		{"an arrow of the title and an id", "**P**\n- In -\\> Out <!-- id: flow -->\n", []roadmap.Phase{phase("P", "flow")}, nil},
		{"links by text", "**P**\n- [CI/CD](https://example.com)\n- [Python **심화**]()\n", []roadmap.Phase{phase("P", "ci", "python")}, nil},
		{"links by fragment", "**P**\n- [x](#cicd)\n- [y](roadmap.md#python-%EC%8B%AC%ED%99%94)\n- [z](#s)\n", []roadmap.Phase{phase("P", "ci", "python", "s")}, nil},
		{"links with escapes and entities", "**P**\n- [x](\\#c&#105;)\n- [y](a?b&amp;c#s)\n", []roadmap.Phase{phase("P", "ci", "s")}, nil},
		{"ids", "**P**\n- <!-- id: ci -->\n- other words <!-- id: s2 -->\n", []roadmap.Phase{phase("P", "ci", "s2")}, nil},
		{"no entries", "**P**\n\n### Q\n\ntext\n\n- CI/CD\n\n**R**\n", []roadmap.Phase{phase("Q", "ci")}, nil},
		{"with a heading's emoji and number", "**P**\n- 🧱 CI/CD\n- 🧠 1. Python 심화\n- :bulb: In -> Out\n- [ ] 🧱 Storage <!-- id: s -->\n- 🧱 → x\n", []roadmap.Phase{phase("P", "ci", "python", "flow", "s")}, []markdown.Notice{
			notice(20, "phase.unknown", "entry", "🧱"), notice(20, "phase.unknown", "entry", "x")}},
		{"no title", "- CI/CD\n", nil, nil},
		{"checkboxes that name sections", "**P**\n- [x] CI/CD\n- Python 심화\n", []roadmap.Phase{phase("P", "ci", "python")}, nil},
		{"checkboxes that name none", "**P**\n- [ ] more\n- Python 심화\n", []roadmap.Phase{phase("P", "python")}, []markdown.Notice{
			notice(16, "plan.items", "title", "Study plan")}},
		{"nothing that names a section", "**P**\n- Python\n- CI/CD (GitHub)\n", nil, []markdown.Notice{
			notice(16, "phase.unknown", "entry", "Python"),
			notice(17, "phase.unknown", "entry", "CI/CD (GitHub)"),
		}},
		{"unknown ids, titles and links", "**P**\n- CI/CD <!-- id: nope -->\n- <!-- id: nope -->\n- a → Python 심화 → [b](#c) → [](#d) \n", []roadmap.Phase{phase("P", "python")}, []markdown.Notice{
			notice(16, "phase.unknown", "entry", "CI/CD"),
			notice(17, "phase.unknown", "entry", "nope"),
			notice(18, "phase.unknown", "entry", "a"),
			notice(18, "phase.unknown", "entry", "b"),
			notice(18, "phase.unknown", "entry", "#d"),
		}},
		{"a title of two sections", "**P**\n- Storage\n- [x](#storage)\n- CI/CD\n", []roadmap.Phase{phase("P", "ci")}, []markdown.Notice{
			notice(16, "phase.ambiguous", "entry", "Storage", "count", 2),
			notice(17, "phase.ambiguous", "entry", "x", "count", 2),
		}},
		{"named again", "**P**\n- CI/CD → CI/CD\n\n**Q**\n\n- Python 심화\n- ci/cd\n", []roadmap.Phase{phase("P", "ci"), phase("Q", "python")}, []markdown.Notice{
			notice(16, "phase.again", "title", "CI/CD", "first", 16),
			notice(21, "phase.again", "title", "CI/CD", "first", 16),
		}},
		{"the plan ends", "**P**\n- CI/CD\n\n## C\n\ntext\n\n**Q**\n- Python 심화\n### S\n- [ ] f\n", []roadmap.Phase{phase("P", "ci")}, nil},
		{"another plan", "**P**\n- CI/CD\n\n## Study plan\n- Python 심화\n", []roadmap.Phase{phase("P", "ci")}, nil},
		{"a comment out of place", "**P** <!-- id: p -->\n- CI/CD\n", []roadmap.Phase{phase("P", "ci")}, []markdown.Notice{
			notice(15, "comment.unused", "comment", "<!-- id: p -->"),
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, warnings := parse(t, fiveSections+"## 🎯 9. Study plan\n"+tt.plan)
			if diff := cmp.Diff(tt.want, r.Phases); diff != "" {
				t.Errorf("phases (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.warnings, warnings); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			hasSentences(t, warnings...)
		})
	}
}

// The plan can precede the sections that it names.
func TestParsePlanFirst(t *testing.T) {
	r, warnings := parse(t, "# T\n## 학습 전략\n**P**\n- S\n"+head[4:]+"- [ ] a\n")
	if len(warnings) > 0 || len(r.Phases) != 1 || r.Phases[0].Sections[0] != r.Areas[0].Sections[0].ID {
		t.Errorf("phases %v, warnings %v", r.Phases, warnings)
	}
}
