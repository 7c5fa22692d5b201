package ledger

import (
	"testing"
)

// Versions that were stored before links and notes were kept say nothing about them. A later
// one has what its file had, and if that was nothing it is known.
func TestStoredVersionsKnowTheirReading(t *testing.T) {
	for _, test := range []struct {
		name, version string
		unknown       bool
	}{
		{"of old", `{"v":1,"n":2,"markdown":{"":"# T\n- [ ] a\n"}}`, true},
		{"of old, with links", `{"v":1,"n":2,"markdown":{"":"# T\n- [ ] a\n  - 🔗 <https://a.example/1>\n"}}`, false},
		{"of old, with a note", `{"v":1,"n":2,"markdown":{"":"# T\n- [ ] a<br>b\n"}}`, false},
		{"without links", `{"v":1,"n":2,"markdown":{"":"# T\n- [ ] a\n"},"reading":true}`, false},
	} {
		v, err := DecodeVersion([]byte(test.version))
		if err != nil {
			t.Fatal(err)
		}
		if r, err := v.Read(); err != nil || r.ReadingUnknown != test.unknown {
			t.Errorf("%s: unknown is %t, %v", test.name, r.ReadingUnknown, err)
		}
	}
}
