package main

import (
	"encoding/json"
	"os"
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
