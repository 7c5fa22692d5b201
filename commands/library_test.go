package commands

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What may have large files is planned for, and whether all may see it follows
// from what was asked for.
func TestPlansOfFiles(t *testing.T) {
	router, err := NewRouter(Settings{})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, data string
		want       Plan
	}{
		{"a library", `{"name":"library"}`, Plan{Defer: true, Private: true, Large: true}},
		{"a library for all", `{"name":"library","options":[{"name":"show","type":5,"value":true}]}`, Plan{Defer: true, Large: true}},
		{"a checklist", `{"name":"roadmap","options":[{"name":"export","type":1}]}`, Plan{Defer: true, Private: true, Large: true}},
		{"no file", `{"name":"posts"}`, Plan{Defer: true, Private: true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			in, err := Decode([]byte(`{"id":"1","application_id":"5","token":"TOKEN","type":2,"guild_id":"7","member":{"user":{"id":"8"}},"data":` + test.data + `}`))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, router.Plan(in)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Discord says how large a file may be; more than a request can carry is of no
// use.
func TestFileLimit(t *testing.T) {
	for given, want := range map[int]int{0: 10 << 20, 8 << 20: 8 << 20, 100 << 20: 10 << 20} {
		if got := (&Interaction{AttachmentSizeLimit: given}).fileLimit(); got != want {
			t.Errorf("with %d: %d, want %d", given, got, want)
		}
	}
}
