package commands

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/router"
	"dojang/view"
)

// actions are all actions of the commands, by the name of their custom_id.
func actions(commands []router.Command) map[string]router.Action {
	found := map[string]router.Action{}
	for _, c := range commands {
		for _, a := range c.Actions {
			found[a.ID.Name] = a
		}
		for name, a := range actions(c.Sub) {
			found[name] = a
		}
	}
	return found
}

// The buttons, menus and forms of earlier versions go on working.
func TestEarlierCustomIDsAreKnown(t *testing.T) {
	list, err := os.ReadFile("testdata/custom_ids.txt")
	if err != nil {
		t.Fatal(err)
	}
	known, seen := actions(all()), map[string]bool{}
	r, err := NewRouter(Settings{})
	if err != nil {
		t.Fatal(err)
	}
	for id := range strings.Lines(string(list)) {
		if id = strings.TrimSpace(id); id == "" || strings.HasPrefix(id, "#") {
			continue
		}
		name, args, err := view.ParseID(id)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		seen[name] = true
		a, ok := known[name]
		if !ok || len(args) != len(a.ID.Args) || a.ID.With(args...) != id {
			t.Errorf("%s is not what %q packs", id, a.ID.Args)
		}
		want := router.Plan{Defer: !a.Modal, Update: a.Update, Private: a.Private}
		for _, kind := range []discordgo.InteractionType{discordgo.InteractionMessageComponent, discordgo.InteractionModalSubmit} {
			if got := r.Route(&router.Interaction{Type: kind, Data: router.Data{CustomID: id}}).Plan; got != want {
				t.Errorf("%s: %+v, want %+v", id, got, want)
			}
		}
	}
	for name := range known {
		if !seen[name] {
			t.Errorf("testdata/custom_ids.txt has no custom_id of %s", name)
		}
	}
}

// neverClicked are disabled buttons, and neverRead arguments that only tell
// custom_ids apart.
var (
	neverClicked = []string{"import-here", "replace-here"}
	neverRead    = []string{"way"}
)

// Every declared custom_id is handled, and each of its arguments is read by
// somebody.
func TestEveryCustomIDIsHandled(t *testing.T) {
	read := map[string]bool{"group": true, "member": true, "version": true} // the router's
	for _, call := range calls(t, ".", "Arg", "IntArg") {
		read[call] = true
	}
	known := actions(all())
	declared := calls(t, "../view", "customID")
	for _, name := range declared {
		a, ok := known[name]
		if !ok && !slices.Contains(neverClicked, name) {
			t.Errorf("%s is handled by nobody", name)
		}
		for _, arg := range a.ID.Args {
			if !read[arg] && !slices.Contains(neverRead, arg) {
				t.Errorf("the argument %s of %s is read by nobody", arg, name)
			}
		}
	}
	if len(declared) < len(known) || len(known) < 50 {
		t.Errorf("found %d declarations and %d actions: the search is broken", len(declared), len(known))
	}
	names := map[string]bool{}
	for _, a := range known {
		for _, arg := range a.ID.Args {
			names[arg] = true
		}
	}
	for arg := range read {
		if !names[arg] {
			t.Errorf("no custom_id has the argument %s", arg)
		}
	}
}

// calls are the first arguments, written out, of the calls of some functions in
// a folder's files.
func calls(t *testing.T, dir string, functions ...string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			name := ""
			switch f := call.Fun.(type) {
			case *ast.Ident:
				name = f.Name
			case *ast.SelectorExpr:
				name = f.Sel.Name
			}
			literal, ok := call.Args[0].(*ast.BasicLit)
			if ok && literal.Kind == token.STRING && slices.Contains(functions, name) {
				text, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				found = append(found, text)
			}
			return true
		})
	}
	return found
}
