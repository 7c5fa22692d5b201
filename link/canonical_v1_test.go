package link

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// testdata/canonical_v1.txt was written by the release that had only the first version of the
// canonical form: an address and its form in each line. It is never written again.
func TestFirstCanonicalForm(t *testing.T) {
	recorded, err := os.ReadFile("testdata/canonical_v1.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(recorded)), "\n")
	if len(lines) < 50 {
		t.Fatalf("%d lines", len(lines))
	}
	for _, line := range lines {
		var raw, want string
		if _, err := fmt.Sscanf(line, "%q %q", &raw, &want); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		got, ok := canonicalV1(raw)
		if ok != (want != "refused") || ok && got != want {
			t.Errorf("%q is %q, %t; want %q", raw, got, ok, want)
		}
	}
}
