package view

import (
	"strings"
	"testing"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/study"
	"dojang/study/checklist"
)

// A preview counts as left out what will not be imported. A line with an impossible day is
// imported, for another day.
func TestAnImportCountsWhatIsLeftOut(t *testing.T) {
	left := func(code string) checklist.ImportLine {
		return checklist.ImportLine{Kind: checklist.ImportLeftOut, Title: "a", Why: markdown.Notice{Line: 3, Code: code}}
	}
	tests := []struct {
		name  string
		lines []checklist.ImportLine
		n     int
	}{
		{"nothing", nil, 0},
		{"an impossible day", []checklist.ImportLine{left("day")}, 0},
		{"one of two", []checklist.ImportLine{left("day"), left("unknown")}, 1},
		{"two", []checklist.ImportLine{left("unknown"), left("unknown")}, 2},
	}
	p := In(roadmap.English)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := Import{Group: &study.Group{ID: "abcdefgh", Name: "Python"}, ImportPlan: &checklist.ImportPlan{Lines: test.lines}}
			head := p.Import(m).Components[0].Components[0].Content
			says := strings.Contains(head, p.T("import.left", "n", test.n))
			if mentions := strings.Contains(head, "left out"); says != (test.n > 0) || mentions != says {
				t.Errorf("the head: %s", head)
			}
		})
	}
}
