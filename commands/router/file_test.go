package router

import (
	"context"
	"strings"
	"testing"

	"dojang/roadmap"
	"dojang/view"
)

// kept are files by their addresses.
type kept map[string]string

func (k kept) Fetch(_ context.Context, url string, limit int) ([]byte, error) {
	switch contents := k[url]; {
	case contents == "":
		return nil, ErrFileUnavailable
	case len(contents) > limit:
		return nil, ErrFileLarge
	default:
		return []byte(contents), nil
	}
}

// What a member attached arrives as text; what cannot be read is refused, and
// what is too large not even fetched.
func TestFile(t *testing.T) {
	const url = "https://cdn.discordapp.com/ephemeral-attachments/1/2/a.md"
	for _, test := range []struct {
		name, id, contents string
		size               int
		want, refusal      string
	}{
		{"text", "5", "\uFEFF- [x] GIL", 12, "- [x] GIL", ""},
		{"binary", "5", "GIL\x00", 4, "", "file.binary"},
		{"too large", "5", "- [x] GIL", roadmap.MaxBytes + 1, "", "file.large"},
		{"larger than Discord says", "5", strings.Repeat("x", roadmap.MaxBytes+1), 9, "", "file.large"},
		{"gone", "5", "", 9, "", "file.away"},
		{"another one", "6", "- [x] GIL", 9, "", "command.old"},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := &Interaction{}
			in.Data.Resolved.Attachments = map[string]Attachment{"5": {Size: test.size, URL: url}}
			r := &Request{From: in, options: options{texts: map[string]string{"file": test.id}}, files: kept{url: test.contents}}
			file, err := r.File(t.Context(), "file")
			code := ""
			if refusal := view.AsRefusal(err); refusal != nil {
				code = refusal.Code
			}
			if string(file.Text) != test.want || code != test.refusal {
				t.Errorf("%q, %v, want %q, %q", file.Text, err, test.want, test.refusal)
			}
		})
	}
}
