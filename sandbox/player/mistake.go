package player

import (
	"fmt"

	"dojang/sandbox"
)

// mistakeAt is why a line was not understood, with the column.
func mistakeAt(column int, format string, args ...any) error {
	return &sandbox.Mistake{Column: column, Reason: fmt.Sprintf(format, args...)}
}
