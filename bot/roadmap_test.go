package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/korean"
)

// checkFile writes a file and runs roadmap check on it. It returns what is printed, with the
// error.
func checkFile(t *testing.T, contents []byte, flags ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "r.md")
	if err := os.WriteFile(file, contents, 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	args := append([]string{"dojang", "roadmap", "check"}, append(flags, file)...)
	if err := run(t.Context(), args, func(string) string { return "" }, nil, &out, io.Discard); err != nil {
		fmt.Fprintln(&out, err)
	}
	return strings.ReplaceAll(out.String(), file, "r.md")
}

// Files in the encodings of Windows were not UTF-8, and that was all.
func TestRoadmapCheckReadsEncodings(t *testing.T) {
	const src = "# 로드맵\n## 영역\n- [ ] 항목\n"
	wide := []byte("\xFF\xFE")
	for _, unit := range utf16.Encode([]rune(src)) {
		wide = binary.LittleEndian.AppendUint16(wide, unit)
	}
	cp949, err := korean.EUCKR.NewEncoder().Bytes([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		file []byte
		want string
	}{
		{"UTF-8", []byte(src), "r.md can be used: 1 item in 1 section, 1 area, 0 phases; 0 warnings\n"},
		{"UTF-16", wide, "r.md can be used: 1 item in 1 section, 1 area, 0 phases; 0 warnings\n"},
		{"CP949", cp949, "r.md can be used: 1 item in 1 section, 1 area, 0 phases; 0 warnings\n"},
		{"Latin-1", []byte("# Caf\xe9\n## A\n- [ ] cr\xe8me\n"), "r.md: the file is neither UTF-8 nor UTF-16 nor CP949: save it as UTF-8\n"},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00"), "r.md: this is not a text file\n"},
		{"nothing", []byte(" \n"), "r.md: the file is empty\n"},
	} {
		if got := checkFile(t, test.file); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// The rows of a table can be items.
func TestRoadmapCheckOffersTables(t *testing.T) {
	src := []byte("# R\n| Topic |\n|---|\n| a |\n| b |\n")
	want := `r.md:2: warning: this table of 2 rows was left out: take its column "Topic" as items, one per row, or write items as "- [ ] Title"
With --tables the rows of tables are items. On Discord, the preview of /roadmap replace has a button for it.
r.md:1: the roadmap has no items: write them as "- [ ] Title"
r.md cannot be used as a roadmap: 1 fault
failed
`
	if got := checkFile(t, src); got != want {
		t.Errorf("got %s", got)
	}
	want = "r.md:2: warning: 2 rows of this table are items, titled by the column \"Topic\"\nr.md can be used: 2 items in 1 section, 1 area, 0 phases; 1 warning\n"
	if got := checkFile(t, src, "--tables"); got != want {
		t.Errorf("with --tables: %s", got)
	}
}

// Many warnings are counted by kind, and each is printed.
func TestRoadmapCheckCountsKinds(t *testing.T) {
	src := "# R\n## A\n### S\n- [ ] one\n"
	for i := range 300 {
		src += fmt.Sprintf("### Empty %d\n", i)
	}
	got := checkFile(t, []byte(src+"> - [ ] quoted\n"))
	if n := strings.Count(got, "has no items and was left out"); n != 300 {
		t.Errorf("%d warnings are printed", n)
	}
	want := "  300 × a section without items, left out, lines 5, 6, 7, 8, 9 …\n" +
		"    1 × a checkbox in a quotation, left out, line 305\n" +
		"r.md can be used: 1 item in 1 section, 1 area, 0 phases; 301 warnings\n"
	if !strings.HasSuffix(got, want) {
		t.Errorf("want at the end:\n%s\ngot:\n%s", want, got[max(0, len(got)-500):])
	}
}

// What is too large once ids are added was said to be of use.
func TestRoadmapCheckKnowsWhatIsStored(t *testing.T) {
	src := "# R\n## A\n### S\n"
	for i := range 250 {
		src += fmt.Sprintf("- [ ] %d<br>%s\n", i, strings.Repeat("$", 1000))
	}
	want := "r.md cannot be used as a roadmap: stored with ids, it has 1231 KiB, and the limit is 1024: shorten titles and notes, or leave out links\nfailed\n"
	if got := checkFile(t, []byte(src)); got != want {
		t.Errorf("got %s", got)
	}
}
