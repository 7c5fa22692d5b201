package main

import (
	"bytes"
	"context"
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"dojang/sandbox"
	"dojang/sandbox/openapi"
	"dojang/store"
)

var update = flag.Bool("update", false, "write what the scenarios give into their files")

// seoul is the sandbox's zone.
func seoul(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// open starts a bot in a sandbox at the time, with its study group founded.
func open(t testing.TB, start string) *sandboxed {
	t.Helper()
	return openOn(t, start, "")
}

// openOn is open with a store at the Redis URL.
func openOn(t testing.TB, start, redisURL string) *sandboxed {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02T15:04", strings.TrimSpace(start), seoul(t))
	if err != nil {
		t.Fatal(err)
	}
	box, err := openWithGroup(t.Context(), at, redisURL, seoul(t), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := box.close(); err != nil {
			t.Errorf("closing: %v", err)
		}
		for _, fault := range openapi.Faults(box.discord.Records("", "")) {
			t.Errorf("not by Discord's description: %s", fault)
		}
	})
	return box
}

// play plays lines and returns what is to be seen.
func (box *sandboxed) play(t testing.TB, lines string) string {
	t.Helper()
	var out bytes.Buffer
	player := box.player(&out)
	player.Echo = true
	if refused, err := player.Play(context.WithoutCancel(t.Context()), strings.NewReader(lines)); err != nil || refused > 0 {
		t.Errorf("%d lines refused, %v:\n%s", refused, err, out.String())
	}
	return fileIDs.ReplaceAllString(differing.ReplaceAllString(out.String(), "$1…"), "$1…/")
}

// differing is what /status tells of the machine, the store and the moment.
var differing = regexp.MustCompile(`(?m)^(│ ▎ (?:저장소|Storage|응답 시간|Response time|버전|Version): ).*$`)

// fileIDs are the ids in the address of an attached file. They count everything
// that the sandbox made before, so a new command would change them.
var fileIDs = regexp.MustCompile(`(/ephemeral-attachments/)\d+/\d+/`)

// unfinished is what no text that a person reads may have in it: a text that is
// missing, or a placeholder that was not filled in.
var unfinished = regexp.MustCompile(`⟨[^⟩]*⟩|\{[a-z/]+\}`)

// TestScenarios plays the files in testdata/scenarios: what members type, and all that
// they see. -update writes the files; read each diff line by line.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/scenarios/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			playFile(t, file, "")
		})
	}
}

// playFile plays a scenario with a store at the Redis URL.
func playFile(t *testing.T, file, redisURL string) {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]*txtar.File{}
	for i := range archive.Files {
		parts[archive.Files[i].Name] = &archive.Files[i]
	}
	if parts["start"] == nil || parts["play"] == nil || parts["want"] == nil {
		t.Fatal("a scenario has the parts start, play and want")
	}
	box := openOn(t, string(parts["start"].Data), redisURL)
	if guests := parts["managers"]; guests != nil { // in English, whom a sandbox has not
		for name := range strings.FieldsSeq(string(guests.Data)) {
			box.discord.AddMember(box.guild, name, "en-US", sandbox.ManageGuild)
		}
	}
	got := box.play(t, string(parts["play"].Data))
	if found := unfinished.FindString(got); found != "" {
		t.Errorf("%s is shown to people", found)
	}
	for _, fault := range box.discord.Faults() {
		t.Errorf("against Discord's rules: %s", fault)
	}
	if _, err := box.bot.store.Verify(t.Context(), box.clock.Now(), func(d store.Difference) { t.Errorf("verify: %s", d) }); err != nil {
		t.Errorf("verify: %v", err)
	}
	if *update && redisURL == "" {
		parts["want"].Data = []byte(got)
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(strings.Split(string(parts["want"].Data), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestTheReadmesLines plays what the README tells a newcomer to type.
func TestTheReadmesLines(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(text), "Type as any of its members:\n\n")
	lines, _, ended := strings.Cut(after, "\n\n")
	if !found || !ended {
		t.Fatal("the README has no lines to type")
	}
	out := open(t, "2026-11-25T10:00").play(t, regexp.MustCompile(`(?m)^ +`).ReplaceAllString(lines, ""))
	for _, want := range []string{"✅ GIL", "Fluency with pytest — Alex’s record was undone.\n>", "What to do next", "Garbage Collection", "📮 파이썬 백엔드"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not to be seen:\n%s", want, out)
		}
	}
}
