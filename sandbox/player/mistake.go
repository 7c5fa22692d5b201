package player

import (
	"fmt"

	"dojang/sandbox"
)

// mistakeAt returns a [sandbox.Mistake] at the column, with 0 for the line as a
// whole.
func mistakeAt(column int, format string, args ...any) error {
	return &sandbox.Mistake{Column: column, Reason: fmt.Sprintf(format, args...)}
}
