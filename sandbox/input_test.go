package sandbox

import (
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestSameName(t *testing.T) {
	tests := []struct {
		a, b        string
		name, label bool
	}{
		{"서연", norm.NFD.String("서연"), true, true},
		{norm.NFD.String("É"), "é", false, true},
		{"Undo", "undo", false, true},
		{"서연", "서현", false, false},
		{"가", "ㄱㅏ", false, false},
	}
	for _, test := range tests {
		if SameName(test.a, test.b) != test.name || SameLabel(test.a, test.b) != test.label {
			t.Errorf("%q and %q: name %v, label %v", test.a, test.b, !test.name, !test.label)
		}
	}
}
