package main

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
	"dojang/store/redistest"
)

// file plays a line and returns the file that the answer brings.
func (box *sandboxed) file(t *testing.T, line string) string {
	t.Helper()
	out := box.play(t, line)
	all, _ := box.discord.Effects(0)
	last := all[len(all)-1].Message
	if last == nil || len(last.Attachments) != 1 {
		t.Fatalf("%s brings no file:\n%s", line, out)
	}
	f, ok := box.discord.File(strings.TrimPrefix(last.Attachments[0].URL, "https://cdn.discordapp.com"))
	if !ok || f.Type != "text/markdown; charset=utf-8" {
		t.Fatalf("%s brings a file of the type %q, kept: %t", line, f.Type, ok)
	}
	return string(f.Data)
}

// studied is a sandbox in which some have studied: the roadmap is Korean for
// 민수 and English for Alex.
func studied(t *testing.T) *sandboxed {
	box := open(t, "2026-11-02T10:00")
	box.play(t, studyLines)
	return box
}

const studyLines = `민수: /check item:GIL link:https://minsu.github.io/2026/01/05/python-gil.html title:"GIL (완벽) [가이드]"
민수: /check item:gc date:2026-10-30
clock +1m
Alex: /check item:GIL link:"https://alex.dev/notes_(2)"
Alex: /share link:https://alex.dev/elsewhere title:Elsewhere
지원: /check item:mypy link:https://jiwon.example.com/mypy
지원: /group leave
지원: press "모두 지우고 나가기"
`

func TestExportedChecklist(t *testing.T) {
	box := studied(t)
	korean, english := box.file(t, "민수: /roadmap export"), box.file(t, "민수: /roadmap export language:en")
	for lang, src := range map[roadmap.Lang]string{roadmap.Korean: korean, roadmap.English: english} {
		r, warnings, err := markdown.Parse([]byte(src), lang)
		if err != nil || len(warnings) > 0 || r.Len() != 168 || len(r.Phases) != 3 {
			t.Errorf("%s: the file is no roadmap: %v, %v", lang, err, warnings)
		}
	}
	for _, line := range []string{
		`- [x] GIL (Global Interpreter Lock) 동작 원리 (2026-11-02) - [[GIL (완벽) \[가이드\]](https://minsu.github.io/2026/01/05/python-gil.html) (2026-11-02)] <!-- id: gil --> <!-- also: 글로벌 인터프리터 락 전역 인터프리터 잠금`,
		`- [x] Garbage Collection 메커니즘 (2026-10-30) <!-- id: gc -->`,
		"- 현재 완료한 항목: 2개\n- 전체 항목: 168개\n- 진행률: 1%\n",
	} {
		if !strings.Contains(korean, line) {
			t.Errorf("%q is not in\n%s", line, korean)
		}
	}
	if strings.Count(korean, "[x]") != 2 || strings.Contains(korean, "alex.dev") {
		t.Errorf("there is more than the member's own in\n%s", korean)
	}
	if own := box.file(t, "Alex: /roadmap export"); !strings.HasSuffix(own, "\n## 📝 Other posts\n\n- [Elsewhere](https://alex.dev/elsewhere) (2026-11-02)\n") {
		t.Errorf("a post on no item is not at the end of\n%s", own)
	}
}

func TestLibraryFile(t *testing.T) {
	box := studied(t)
	whole := box.file(t, "Alex: /library")
	for _, part := range []string{
		"\n- How the GIL (Global Interpreter Lock) works\n  - [GIL (완벽) \\[가이드\\]](https://minsu.github.io/2026/01/05/python-gil.html) — 민수, 2026-11-02\n  - [notes (2)](<https://alex.dev/notes_(2)>) — Alex, 2026-11-02\n",
		"\n## 📝 Other posts\n\n- [Elsewhere](https://alex.dev/elsewhere) — Alex, 2026-11-02\n",
	} {
		if !strings.Contains(whole, part) {
			t.Errorf("%q is not in\n%s", part, whole)
		}
	}
	if strings.Contains(whole, "jiwon") {
		t.Error("what a member has erased is in it")
	}
	if diff := cmp.Diff(whole, box.file(t, "clock +3d\nAlex: /library")); diff != "" {
		t.Errorf("three days later (-before +after):\n%s", diff)
	}
	area := box.file(t, "민수: /library area:언어")
	if strings.Count(area, "\n## ") != 1 || !strings.Contains(area, "notes_(2)") || strings.Contains(area, "Elsewhere") {
		t.Errorf("the library of one area is\n%s", area)
	}
}

// In the terminal a file is saved by its name, once.
func TestSaveInTheTerminal(t *testing.T) {
	t.Chdir(t.TempDir())
	var out bytes.Buffer
	err := run(t.Context(), []string{"dojang", "sandbox", "--terminal", "--clock", "2026-11-02T10:00"}, func(string) string { return "" },
		strings.NewReader("Alex: /roadmap export\nAlex: save checklist.md\nMina: /roadmap export\nMina: save checklist.md\n"), &out, io.Discard)
	if err == nil || !strings.Contains(out.String(), "line 4, column 12: not saved: ") {
		t.Errorf("%v; a file that is there already:\n%s", err, &out)
	}
	saved, err := os.ReadFile("checklist.md")
	if err != nil {
		t.Fatal(err)
	}
	if r, _, err := markdown.Parse(saved, roadmap.English); err != nil || r.Len() != 168 {
		t.Errorf("%v, saved:\n%s", err, saved)
	}
}

// On the command line there is what /library gives, in the group's language,
// from Redis and from a data directory.
func TestLibraryOnTheCommandLine(t *testing.T) {
	want := studied(t).file(t, "민수: /library")
	library := func(t *testing.T, group string, env map[string]string) (string, error) {
		var out bytes.Buffer
		err := run(t.Context(), []string{"dojang", "library", group}, func(name string) string { return env[name] }, nil, &out, io.Discard)
		return out.String(), err
	}
	const name = "파이썬 백엔드"
	t.Run("redis", func(t *testing.T) {
		url := redistest.Start(t).URL
		box := openOn(t, "2026-11-02T10:00", url)
		box.play(t, studyLines)
		env := map[string]string{"DOJANG_REDIS_URL": url}
		got, err := library(t, name, env)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		box.play(t, "민수: /group create name:둘 channel:#잡담")
		if got, err := library(t, "둘", env); err != nil || !strings.HasPrefix(got, "# 둘\n") {
			t.Errorf("%v:\n%s", err, got)
		}
	})
	t.Run("directory", func(t *testing.T) {
		dir := t.TempDir()
		if err := run(t.Context(), []string{"dojang", "sandbox", "--data", dir, "--clock", "2026-11-02T10:00"}, func(string) string { return "" },
			strings.NewReader(studyLines), io.Discard, io.Discard); err != nil {
			t.Fatal(err)
		}
		env := map[string]string{"DOJANG_DATA_DIR": dir}
		got, err := library(t, name, env)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		if _, err := library(t, "셋", env); err == nil || !strings.Contains(err.Error(), "셋") {
			t.Errorf("a group that does not exist: %v", err)
		}
	})
}
