package commands

import (
	"strings"
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

func TestLibrary(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/share item:gil link:https://example.com/gil title:About the GIL")
	library := h.use("jiwoo", "/library area:python show:true")
	if library.Private || len(library.Message.Files) != 1 || !strings.Contains(string(library.Message.Files[0].Data), "About the GIL") {
		t.Errorf("the library is %+v", library.Message.Files)
	}
	h.refuses(h.use("jiwoo", "/library area:cooking"), "area.unknown")
	if got := h.complete("jiwoo", "/library area:python"); len(got) == 0 || got[0] != "python" {
		t.Errorf("areas: %q", got)
	}
}
