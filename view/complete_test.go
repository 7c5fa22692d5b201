package view

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A message, form or choice that is not among those of [worst] is never held against
// Discord's limits.
func TestEveryMessageIsTriedAtItsWorst(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	made, tried := map[string]string{}, map[string]bool{}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, src, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil {
				continue
			}
			if strings.HasSuffix(name, "_test.go") {
				if slices.Contains([]string{"messages", "forms", "choices"}, f.Name.Name) {
					ast.Inspect(f, func(n ast.Node) bool {
						if s, ok := n.(*ast.SelectorExpr); ok {
							tried[s.Sel.Name] = true
						}
						return true
					})
				}
				continue
			}
			if receiver, ok := f.Recv.List[0].Type.(*ast.Ident); ok && receiver.Name == "Printer" && f.Name.IsExported() && isRead(f.Type.Results) {
				made[f.Name.Name] = name
			}
		}
	}
	if len(made) < 30 || len(tried) < 30 {
		t.Fatalf("found %d messages and %d that are tried: the search is broken", len(made), len(tried))
	}
	for message, file := range made {
		if !tried[message] {
			t.Errorf("%s: %s is not tried at its worst", file, message)
		}
	}
}

// isRead reports whether a function's first result is a Message, or several, a Modal or a
// Choice.
func isRead(results *ast.FieldList) bool {
	if results == nil {
		return false
	}
	kind := results.List[0].Type
	if list, ok := kind.(*ast.ArrayType); ok {
		kind = list.Elt
	}
	name, ok := kind.(*ast.Ident)
	return ok && slices.Contains([]string{"Message", "Modal", "Choice"}, name.Name)
}
