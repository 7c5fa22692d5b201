package commands

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dojang/commands/router"
	"dojang/view"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// all are the commands without anything behind them.
func all() []router.Command { return All(Settings{}) }

func TestDefinitionsAreWhatMembersSee(t *testing.T) {
	got, err := json.MarshalIndent(router.Definitions(all()), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	const file = "testdata/definitions.json"
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("definitions have changed; look at them and run with -update (-want +got):\n%s", cmp.Diff(string(want), string(got)))
	}
}

// name is the form of names that Discord allows.
// See https://discord.com/developers/docs/interactions/application-commands.
var name = regexp.MustCompile(`^[-_\p{L}\p{N}]{1,32}$`)

func TestDefinitionsKeepToDiscordsLimits(t *testing.T) {
	defs := router.Definitions(all())
	kinds := map[int]int{}
	for _, d := range defs {
		kinds[d.Type]++
	}
	if kinds[1] > view.MaxCommands || kinds[2] > view.MaxMenuCommands || kinds[3] > view.MaxMenuCommands {
		t.Errorf("%v commands", kinds)
	}
	for _, d := range defs {
		if n := characters(d); n > view.MaxCommandTotal {
			t.Errorf("%s has %d characters", d.Name, n)
		}
		if d.Type == 1 {
			checkDefinition(t, d.Name, d)
			continue
		}
		for _, n := range append(values(d.Names), d.Name) { // may have spaces and capitals
			if k := utf8.RuneCountInString(n); k == 0 || k > view.MaxCommandName || strings.Contains(n, "⟨") {
				t.Errorf("%s: name %q", d.Name, n)
			}
		}
		if d.Description != "" || d.Descriptions != nil || d.Options != nil {
			t.Errorf("%s: a command in a menu has a description or options: %+v", d.Name, d)
		}
	}
}

// characters counts what Discord counts of a command: the longest of each
// text's languages.
func characters(d router.Definition) int {
	n := longest(d.Name, d.Names) + longest(d.Description, d.Descriptions)
	for _, c := range d.Choices {
		n += longest(c.Name, c.Names) + utf8.RuneCountInString(c.Value)
	}
	for _, o := range d.Options {
		n += characters(o)
	}
	return n
}

func longest(text string, others map[string]string) int {
	n := utf8.RuneCountInString(text)
	for _, other := range others {
		n = max(n, utf8.RuneCountInString(other))
	}
	return n
}

func checkDefinition(t *testing.T, path string, d router.Definition) {
	t.Helper()
	for _, n := range append(values(d.Names), d.Name) {
		if !name.MatchString(n) || strings.ToLower(n) != n {
			t.Errorf("%s: name %q", path, n)
		}
	}
	for _, text := range append(values(d.Descriptions), d.Description) {
		if n := utf8.RuneCountInString(text); n == 0 || n > view.MaxCommandDescription || strings.Contains(text, "⟨") {
			t.Errorf("%s: description of %d characters: %s", path, n, text)
		}
	}
	if d.Names["en-US"] != d.Name {
		t.Errorf("%s: the English name is %q", path, d.Names["en-US"])
	}
	if len(d.Options) > view.MaxOptions || len(d.Choices) > view.MaxOptions {
		t.Errorf("%s: %d options, %d choices", path, len(d.Options), len(d.Choices))
	}
	names, optional := map[string]string{}, false
	for _, o := range d.Options {
		if o.Required && optional {
			t.Errorf("%s: %s is required and stands after an optional one", path, o.Name)
		}
		optional = !o.Required
		for _, n := range values(o.Names) { // a localised name may not be another option's default name
			if other, taken := names[n]; taken && other != o.Name {
				t.Errorf("%s: %s and %s are both called %s", path, other, o.Name, n)
			}
			names[n] = o.Name
		}
		checkDefinition(t, path+" "+o.Name, o)
	}
	for _, c := range d.Choices {
		for _, text := range append(values(c.Names), c.Name, c.Value) {
			if n := utf8.RuneCountInString(text); n == 0 || n > view.MaxOptionText || strings.Contains(text, "⟨") {
				t.Errorf("%s: choice %q", path, text)
			}
		}
	}
}

func values(m map[string]string) []string {
	var list []string
	for _, v := range m {
		list = append(list, v)
	}
	return list
}
