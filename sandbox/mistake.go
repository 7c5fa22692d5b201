package sandbox

import "fmt"

// Mistake is an error for an action that Discord's client would not let a
// person do. Column says where in the input it is; 0 is the action as a whole.
// Code is one of the codes below, so that the page can translate the reason, or
// "".
type Mistake struct {
	Column int
	Code   string
	Reason string
}

// The codes of mistakes that people make without knowing, because something has
// happened meanwhile.
const (
	NoModal        = "no-modal"        // it was closed, or belongs to another member
	MessageGone    = "message-gone"    // it was deleted or dismissed, or belongs to another member
	BotAbsent      = "bot-absent"      // the bot is not in the server
	ClockBackwards = "clock-backwards" // the clock would go backwards
)

// Error returns the reason.
func (m *Mistake) Error() string { return m.Reason }

func mistake(column int, format string, args ...any) error {
	return mistakeWithCode("", column, format, args...)
}

func mistakeWithCode(code string, column int, format string, args ...any) error {
	return &Mistake{column, code, fmt.Sprintf(format, args...)}
}
