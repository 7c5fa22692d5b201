package sandbox

import (
	"strings"
	"testing"

	"dojang/sandbox/schema"
)

// fileCommand is a command that takes a file, and a modal that takes several.
const fileCommand = `[{"name":"read","description":"d","options":[
	{"type":11,"name":"file","description":"d","file_types":[".md","txt"]},{"type":3,"name":"word","description":"d"}]}]`

func attached(name string, upload *Upload) []Input {
	return []Input{{Name: Word{Text: name}, Value: Word{File: upload}}}
}

func TestFilesOfMembers(t *testing.T) {
	b := newBench(t)
	b.register(fileCommand)
	all := b.received()
	if _, err := b.Slash(b.as("Alex"), words("read"), attached("file", &Upload{Name: "공부 기록.md", Data: []byte("# 기록\n")})); err != nil {
		t.Fatal(err)
	}
	var sent struct {
		Data struct {
			Options  []struct{ Value string }
			Resolved struct{ Attachments map[string]schema.Attachment }
		}
	}
	reply{body: b.last(all).raw}.into(t, &sent)
	a := sent.Data.Resolved.Attachments[sent.Data.Options[0].Value]
	if a.Title != "공부 기록" || a.ContentType != "text/markdown; charset=utf-8" || a.Size != 9 || !a.Ephemeral {
		t.Errorf("the file arrives as %+v", a)
	}
	path, found := strings.CutPrefix(a.URL, schema.ContentHost)
	if name := a.Filename; !found || !strings.HasSuffix(name, ".md") || strings.ContainsFunc(name, func(r rune) bool { return r > 127 }) {
		t.Errorf("its name is %s and its address %s, want both in ASCII", name, a.URL)
	}
	if got := b.do("GET", "https://cdn.discordapp.com"+path, ""); string(got.body) != "# 기록\n" {
		t.Errorf("its address leads to %q", got.body)
	}
	if f, ok := b.File(path); !ok || string(f.Data) != "# 기록\n" || f.Type != a.ContentType {
		t.Errorf("its path leads to %+v, %t", f, ok)
	}
	b.answer(b.last(all), `{"type":4,"data":{"content":"read"}}`)

	for _, test := range []struct {
		name   string
		option string
		upload *Upload
		want   string
	}{
		{"none", "file", nil, "a file has to be attached here"},
		{"empty", "file", &Upload{Name: "a.md"}, "a.md is empty"},
		{"of another kind", "file", &Upload{Name: "a.png", Data: []byte("x")}, "a.png cannot be attached here; it takes .md, txt"},
		{"too large", "file", &Upload{Name: "a.md", Data: make([]byte, 10<<20+1)}, "a.md is larger than 10 MiB"},
		{"where none is taken", "word", &Upload{Name: "a.md", Data: []byte("x")}, "the option word takes no file"},
	} {
		t.Run(test.name, func(t *testing.T) {
			input := attached(test.option, test.upload)
			input[0].Value.Text = "typed"
			if _, err := b.Slash(b.as("Alex"), words("read"), input); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
	b.wantFaults()
}

func TestFilesInModals(t *testing.T) {
	b := newBench(t)
	b.register(fileCommand)
	all := b.received()
	i := b.invoke(all, "Alex", "read")
	b.answer(i, `{"type":9,"data":{"custom_id":"m","title":"t","components":[{"type":18,"label":"files","component":{"type":19,"custom_id":"f","max_values":2}}]}}`)
	files := append(attached("f", &Upload{Name: "a.md", Data: []byte("a")}), attached("f", &Upload{Name: "b.md", Data: []byte("b")})...)
	if _, err := b.Submit(b.as("Alex"), "", files); err != nil {
		t.Fatal(err)
	}
	var sent struct {
		Data struct {
			Components []struct{ Component struct{ Values []string } }
			Resolved   struct{ Attachments map[string]schema.Attachment }
		}
	}
	reply{body: b.last(all).raw}.into(t, &sent)
	values := sent.Data.Components[0].Component.Values
	if len(values) != 2 || sent.Data.Resolved.Attachments[values[1]].Filename != "b.md" {
		t.Errorf("the files arrive as %+v", sent.Data)
	}
	b.answer(b.last(all), `{"type":4,"data":{"content":"read"}}`)
	b.wantFaults()
}
