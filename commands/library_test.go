package commands

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/commands/router"
)

// What may have large files is planned for, and whether all may see it follows
// from what was asked for.
func TestPlansOfFiles(t *testing.T) {
	r, err := NewRouter(Settings{})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, data string
		want       router.Plan
	}{
		{"a library", `{"name":"library"}`, router.Plan{Defer: true, Private: true, Large: true}},
		{"a library for all", `{"name":"library","options":[{"name":"show","type":5,"value":true}]}`, router.Plan{Defer: true, Large: true}},
		{"a checklist", `{"name":"roadmap","options":[{"name":"export","type":1}]}`, router.Plan{Defer: true, Private: true, Large: true}},
		{"no file", `{"name":"posts"}`, router.Plan{Defer: true, Private: true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			in, err := router.Decode([]byte(`{"id":"1","application_id":"5","token":"TOKEN","type":2,"guild_id":"7","member":{"user":{"id":"8"}},"data":` + test.data + `}`))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, r.Route(in).Plan); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
