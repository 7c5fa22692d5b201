package sandbox

import "fmt"

// Mistake is why an act was not done: what Discord's client would not let a
// person do. Column says where; 0 is the act as a whole. Code names it, for
// whoever says it in another language: one of those below, or "".
type Mistake struct {
	Column int
	Code   string
	Reason string
}

// The codes of mistakes that people make without knowing, since something has
// happened meanwhile.
const (
	NoModal        = "no-modal"        // it was closed, or is another's
	MessageGone    = "message-gone"    // deleted, dismissed or another's
	BotAbsent      = "bot-absent"      // thrown out of the server
	ClockBackwards = "clock-backwards" // the clock shows a later time
)

// Error gives the reason.
func (m *Mistake) Error() string { return m.Reason }

func mistake(column int, format string, args ...any) error {
	return mistakeWithCode("", column, format, args...)
}

func mistakeWithCode(code string, column int, format string, args ...any) error {
	return &Mistake{column, code, fmt.Sprintf(format, args...)}
}
