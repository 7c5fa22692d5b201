package store

import (
	"testing"

	"dojang/roadmap"
)

// An outage is noticed within the time of a member's command; an import of a whole
// roadmap, and replacing that of a large group, may take longer.
func TestLargeScriptsMayTakeLonger(t *testing.T) {
	command := allowed(make([]string, 35), make([]any, 200))
	whole := allowed(make([]string, 35), make([]any, 16*roadmap.MaxItems))
	if command != timeout || whole < 4*timeout || whole > patience {
		t.Errorf("a command has %v and an import %v, want %v and some seconds", command, whole, timeout)
	}
}
