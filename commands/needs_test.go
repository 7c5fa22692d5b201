package commands

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/commands/router"
	"dojang/roadmap"
	"dojang/view"
)

// needs says what a command or an action declares.
func needs(managers bool, group router.GroupNeed, owner router.OwnerNeed, version, fresh bool) string {
	words := []string{"members"}
	if managers {
		words[0] = "managers"
	}
	if name := map[router.OwnerNeed]string{router.Owner: "the owner", router.OwnerOrManager: "the owner or a manager"}[owner]; name != "" {
		words[0] = name
	}
	if name := map[router.GroupNeed]string{router.ReadableGroup: "any group", router.WritableGroup: "no archived group"}[group]; name != "" {
		words = append(words, name)
	}
	if version {
		words = append(words, "the version shown")
	}
	if fresh {
		words = append(words, "fresh")
	}
	return strings.Join(words, ", ")
}

// What each command, button and form asks for, so that a reviewer sees who may
// do what.
func TestNeedsAreDeclared(t *testing.T) {
	got := ""
	var list func(before string, commands []router.Command)
	list = func(before string, commands []router.Command) {
		for _, c := range commands {
			path := before + c.Name
			if len(c.Sub) == 0 {
				slash := map[router.Target]string{router.OnMember: "on a member: ", router.OnMessage: "on a message: "}[c.On]
				if c.On == router.OnNothing {
					slash = "/"
				}
				got += fmt.Sprintf("%s%s: %s\n", slash, path, needs(c.Managers, c.Group, router.Anyone, false, c.Fresh))
			}
			for _, a := range c.Actions {
				got += fmt.Sprintf("  %s(%s): %s\n", a.ID.Name, strings.Join(a.ID.Args, " "), needs(a.Managers, a.Group, a.Owner, a.Version, a.Fresh))
			}
			list(path+" ", c.Sub)
		}
	}
	list("", all())
	const file = "testdata/needs.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("what is asked for has changed; look at it and run with -update (-want +got):\n%s", diff)
	}
}

// Every button and form refuses whom and what it declares to refuse, whoever
// sends its custom_id.
func TestEveryActionChecksItsNeeds(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/check item:gil")
	id := func(a router.Action, group string) string {
		args := map[string]string{"group": group, "member": members["minsu"], "version": "1"}
		var packed []string
		for _, name := range a.ID.Args {
			value := args[name]
			if a.ID.IsInt(name) {
				value = "0"
			}
			packed = append(packed, value)
		}
		return a.ID.With(packed...)
	}
	known := actions(all())
	names := slices.Sorted(maps.Keys(known))
	each := func(is func(router.Action) bool, by, group, code string) {
		t.Helper()
		for _, name := range names {
			if a := known[name]; is(a) {
				if got := h.click(by, reply{}, id(a, group)); got.outcome != "refused "+code {
					t.Errorf("%s by %s: %s, want the refusal %s", name, by, got.outcome, code)
				}
			}
		}
	}
	g := h.only().ID
	managers := func(a router.Action) bool { return a.Managers }
	owned := func(a router.Action) bool { return a.Owner != router.Anyone }
	each(managers, "jiwoo", g, "manager.only")
	each(owned, "jiwoo", g, "button.foreign")
	each(func(a router.Action) bool { return a.Owner == router.Owner }, "sora", g, "button.foreign")
	each(func(a router.Action) bool { return a.Group != router.NoGroup && !a.Managers }, "minsu", "another", "button.old")
	each(func(a router.Action) bool { return a.Group != router.NoGroup && a.Managers }, "sora", "another", "button.old")
	h.use("sora", "/group archive")
	writable := func(a router.Action) bool { return a.Group == router.WritableGroup }
	each(func(a router.Action) bool { return writable(a) && !a.Managers }, "minsu", g, "group.archived")
	each(func(a router.Action) bool { return writable(a) && a.Managers }, "sora", g, "group.archived")
}

// Whatever a custom_id contains and whatever was chosen, an action answers or
// refuses: no handler reads an argument that its custom_id does not have.
func TestNoActionFails(t *testing.T) {
	h := newHarness(t)
	h.use("minsu", "/check item:gil")
	g := h.only().ID
	args := map[string][]string{
		"group": {g}, "member": {members["minsu"], members["jiwoo"]}, "version": {"1"}, "to": {"1", "x"}, "item": {"gil", "gone"}, "day": {"-", "2026-11-24", "x"},
		"level": {view.Areas, view.Sections, view.Items}, "of": {"python", "gone"}, "week": {"2026-11-23", "x"}, "period": {"week", "x"}, "kind": {"checks", "x"},
		"step": {"channel", "timezone", "done", "x"}, "setting": {"time", "channel", "x"}, "zone": {"-", "x"}, "answer": {"ask", "yes"},
	}
	for _, a := range actions(all()) {
		for n := range 4 {
			var packed []string
			for i, name := range a.ID.Args {
				value := []string{"", "-5", "0", "9999999"}[n]
				if one := args[name]; one != nil {
					value = one[(n+i)%len(one)]
				} else if a.ID.IsInt(name) && value == "" {
					value = "1"
				}
				packed = append(packed, value)
			}
			for _, chosen := range [][]string{nil, {"gil"}, {"python"}, {"21:1"}, {g}} {
				for _, by := range []string{"minsu", "sora"} {
					if got := h.click(by, reply{}, a.ID.With(packed...), chosen...); got.outcome == "" {
						t.Errorf("%s: no outcome", a.ID.Name)
					}
				}
			}
		}
	}
}

// Every command has its texts in both languages.
func TestEveryCommandHasTexts(t *testing.T) {
	var walk func(path string, commands []router.Command)
	walk = func(path string, commands []router.Command) {
		for _, c := range commands {
			key := path + "." + c.Name
			if c.On != router.OnNothing {
				if view.In(roadmap.English).T(c.Text) != c.Name || view.In(roadmap.Korean).T(c.Text) == c.Name {
					t.Errorf("%s is not called so in English, or is in Korean", c.Name)
				}
				continue
			}
			for _, lang := range []roadmap.Lang{roadmap.English, roadmap.Korean} {
				for _, text := range []string{view.In(lang).T(key), view.In(lang).T(key + ".about")} {
					if strings.Contains(text, "⟨") {
						t.Errorf("%s has no text in %s", key, lang)
					}
				}
			}
			walk(key, c.Sub)
		}
	}
	walk("cmd", all())
}
