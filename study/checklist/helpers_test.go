package checklist_test

import (
	"testing"

	"dojang/roadmap/markdown"
)

// readChecklist reads a checklist of which nothing is wrong as a whole.
func readChecklist(t testing.TB, src []byte, blog string) *markdown.ChecklistInput {
	t.Helper()
	input, err := markdown.ReadChecklist(src, blog)
	if err != nil {
		t.Fatal(err)
	}
	return input
}
