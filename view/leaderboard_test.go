package view

import (
	"strings"
	"testing"
	"time"

	"dojang/roadmap"
	"dojang/study"
)

// A board is public: it tells the caller's own place, but not that of a member who is hidden
// or has left.
func TestABoardTellsNothingOfHiddenMembers(t *testing.T) {
	mine := study.Row{User: "5", Name: "Dana", Score: 77, Rank: 3}
	others := []study.Row{{User: "1", Name: "Alex", Score: 90, Rank: 1}, {User: "2", Name: "Bora", Score: 80, Rank: 2}}
	tests := []struct {
		name  string
		board study.Board
		want  bool // the board names the caller
	}{
		{"on the board", study.Board{Rows: others, Size: 3, Mine: mine}, true},
		{"without a place", study.Board{Rows: others, Size: 2, Mine: study.Row{User: "5", Name: "Dana"}}, true},
		{"on an empty board", study.Board{Mine: study.Row{User: "5", Name: "Dana"}}, false},
		{"hidden", study.Board{Rows: others, Size: 2, Mine: mine, Hidden: true}, false},
		{"left", study.Board{Rows: others, Size: 2, Mine: mine, Left: true}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := &study.Group{ID: "abcdefgh", Name: "Python", Calendar: study.Calendar{{Zone: time.UTC, Start: time.Monday}}}
			m := In(roadmap.English).Leaderboard(Leaderboard{Group: g, Period: study.AllTime, By: study.Checks, Board: test.board})
			text := ""
			walk(m.Components, func(c Component) { text += c.Content + "\n" })
			if got := strings.Contains(text, "Dana") || strings.Contains(text, "77"); got != test.want {
				t.Errorf("the board: %s", text)
			}
		})
	}
}
