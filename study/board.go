package study

// Period is the span of time that a board covers.
type Period string

// The periods of a board.
const (
	ThisWeek  Period = "week"
	LastWeek  Period = "last"
	ThisMonth Period = "month"
	AllTime   Period = "all"
)

// Kind is what a board counts.
type Kind string

// The kinds of boards.
const (
	Checks Kind = "checks"
	Posts  Kind = "posts"
	Stamps Kind = "stamps"
)

// Row is one member's line on a board.
type Row struct {
	User  string
	Name  string
	Score int
	Rank  int // shared by equal scores: 1, 2, 2, 4
}

// Board is one page of a board.
type Board struct {
	Total     int // the group's score, over all kept records
	Size      int // members on the board
	Offset    int // rows before this page
	Rows      []Row
	Mine      Row  // the caller's row; Rank is 0 without a score
	Order     int  // index of the caller's row on the whole board, or -1
	Hidden    bool // the caller is hidden from boards
	Left      bool // the caller has left the group
	Corrected bool // the numbers differ from the week's posted digest
}

// Percent returns done as a whole percentage of all, rounded down. It is 0 if all is 0.
func Percent(done, all int) int {
	if all <= 0 {
		return 0
	}
	return done * 100 / all
}
