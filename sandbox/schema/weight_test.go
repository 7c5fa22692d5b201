package schema

import (
	"encoding/json"
	"testing"
)

// Every string that people read has its weight in bytes.
func TestWeight(t *testing.T) {
	tests := []struct {
		name, components string
		want             int
	}{
		{"nothing", `[]`, 0},
		{"a text", `[{"type":10,"content":"가나"}]`, 6 + 12},
		{"texts in a section in a container", `[{"type":17,"components":[{"type":9,"components":[{"type":10,"content":"a"},{"type":10,"content":"b"}],
			"accessory":{"type":2,"style":1,"label":"가","custom_id":"ignored"}}]}]`, 2*(1+12) + 3},
		{"a menu", `[{"type":1,"components":[{"type":3,"custom_id":"ignored","placeholder":"가","options":[
			{"label":"가나","value":"ignored","description":"가나다"},{"label":"a","value":"ignored"}]}]}]`, 3 + 6 + 9 + 1},
		{"a form's field", `[{"type":18,"label":"가","description":"가나","component":{"type":4,"custom_id":"ignored","value":"가나다","placeholder":"a"}}]`, 3 + 6 + 9 + 1},
		{"a separator", `[{"type":14}]`, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var components []Component
			if err := json.Unmarshal([]byte(test.components), &components); err != nil {
				t.Fatal(err)
			}
			if got := Weight(components); got != test.want {
				t.Errorf("weighs %d, want %d", got, test.want)
			}
		})
	}
}
