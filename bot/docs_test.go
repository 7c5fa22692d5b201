package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEverySettingIsDocumented(t *testing.T) {
	page, err := os.ReadFile("../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	cfg := defaults()
	for _, s := range cfg.settings() {
		variable := "DOJANG_" + strings.ToUpper(s.key)
		if row := "\n| `" + s.key + "` | `" + variable + "` | "; !strings.Contains(string(page), row) {
			t.Errorf("docs/configuration.md has no row for %s and %s", s.key, variable)
		}
	}
}

// The golden definitions are what Discord is told; package commands keeps them
// up to date.
func TestEveryCommandIsDocumented(t *testing.T) {
	page, err := os.ReadFile("../docs/commands.md")
	if err != nil {
		t.Fatal(err)
	}
	golden, err := os.ReadFile("../commands/testdata/definitions.json")
	if err != nil {
		t.Fatal(err)
	}
	type definition struct {
		Type    int
		Name    string
		Options []definition
	}
	var commands []definition
	if err := json.Unmarshal(golden, &commands); err != nil {
		t.Fatal(err)
	}
	if len(commands) == 0 {
		t.Fatal("there are no golden definitions")
	}
	const subcommand = 1
	for _, c := range commands {
		paths := []string{"/" + c.Name}
		if len(c.Options) > 0 && c.Options[0].Type == subcommand {
			paths = nil
			for _, o := range c.Options {
				paths = append(paths, "/"+c.Name+" "+o.Name)
			}
		}
		for _, path := range paths {
			if !strings.Contains(string(page), "`"+path+"`") {
				t.Errorf("docs/commands.md does not have %s", path)
			}
		}
	}
}

// Every relative link in the documents leads to a file, and to a heading in it
// where it names one.
func TestTheDocumentsLinks(t *testing.T) {
	var pages []string
	for _, pattern := range []string{"../*.md", "../docs/*.md", "../docs/design/*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %d pages, %v", pattern, len(found), err)
		}
		pages = append(pages, found...)
	}
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range link.FindAllStringSubmatch(string(text), -1) {
			file, anchor, _ := strings.Cut(match[1], "#")
			if strings.Contains(match[1], "…") || strings.Contains(match[1], "://") {
				continue
			}
			target := page
			if file != "" {
				target = filepath.Join(filepath.Dir(page), file)
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: %v", page, err)
			} else if anchor != "" && !slices.Contains(headings(t, target), anchor) {
				t.Errorf("%s: %s has no heading #%s", page, target, anchor)
			}
		}
	}
}

// headings are the anchors that GitHub gives a page's headings.
func headings(t *testing.T, page string) []string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var anchors []string
	for _, h := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(string(text), -1) {
		plain := regexp.MustCompile(`[^\pL\pN_\- ]`).ReplaceAllString(strings.ToLower(h[1]), "")
		anchors = append(anchors, strings.ReplaceAll(plain, " ", "-"))
	}
	return anchors
}
