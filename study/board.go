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

// Row is a member's line on a board.
type Row struct {
	User  string
	Name  string
	Score int
	Rank  int // shared by equal scores: 1, 2, 2, 4
}

// Board is one page of a board.
type Board struct {
	Total  int   // the group's, of all kept records
	Size   int   // members on the board
	Offset int   // lines before the page
	Rows   []Row // the page
	Mine   Row   // the caller's own line; Place is 0 when there is no score
	Order  int   // the index of the caller's own line on the whole board, or -1
	Hidden bool  // the caller stands on no board
	Left   bool  // the caller has left the group
	Moved  bool  // the week's digest was posted and told of something else
}

// Percent returns done of all in whole percent, rounded down; 0 of nothing.
func Percent(done, all int) int {
	if all <= 0 {
		return 0
	}
	return done * 100 / all
}
