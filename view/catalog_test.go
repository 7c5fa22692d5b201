package view

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

// placeholders of a text, sorted, each once.
func placeholders(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func TestCataloguesHaveTheSameTexts(t *testing.T) {
	for key, text := range english {
		if strings.HasSuffix(key, ".one") {
			continue // Korean knows no plural
		}
		other, ok := korean[key]
		if !ok {
			t.Errorf("%s: no Korean text", key)
			continue
		}
		if diff := cmp.Diff(placeholders(text), placeholders(other)); diff != "" {
			t.Errorf("%s: placeholders differ (-English +Korean):\n%s", key, diff)
		}
	}
	for key := range korean {
		if _, ok := english[key]; !ok {
			t.Errorf("%s: no English text", key)
		}
	}
}

// calls are the functions whose first argument, if it is written out, is a key
// of the catalogues, and what stands before it there.
var calls = map[string]string{"T": "", "Notice": "", "refusal.New": "refusal."}

func TestEveryKeyInTheCodeHasAText(t *testing.T) {
	used := 0
	for _, dir := range []string{".", "../commands", "../commands/option", "../commands/router", "../link", "../roadmap/markdown", "../scheduler", "../store", "../study", "../study/checklist"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, src, 0)
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
					if x, ok := f.X.(*ast.Ident); ok && name == "New" {
						name = x.Name + ".New"
					}
				}
				before, ok := calls[name]
				literal, isLiteral := call.Args[0].(*ast.BasicLit)
				if !ok || !isLiteral || literal.Kind != token.STRING {
					return true
				}
				key, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				used++
				if _, ok := english[before+key]; !ok {
					t.Errorf("%s: no text for %s%s", file, before, key)
				}
				return true
			})
		}
	}
	if used < 100 {
		t.Errorf("found %d keys in the code: the search is broken", used)
	}
}

func TestTextsKeepToDiscordsLimits(t *testing.T) {
	limits := []struct {
		prefix string
		max    int
	}{
		{"button.", MaxLabel},
		{"modal.setup.title", MaxModalTitle},
		{"setup.choose.", MaxPlaceholder},
		{"modal.link.title", MaxModalTitle + len("{item}")},
		{"modal.link.link", MaxModalLabel},
		{"modal.link.name", MaxModalLabel},
		{"modal.link.hint", MaxModalHint},
		{"modal.blog", MaxModalLabel},
		{"modal.find.", MaxModalLabel},
		{"modal.post.", MaxModalLabel},
		{"posts.choose", MaxPlaceholder},
		{"replace.choose", MaxPlaceholder},
		{"versions.choose", MaxPlaceholder},
		{"board.choose", MaxPlaceholder},
		{"board.choose.", MaxOptionText},
		{"board.by.", MaxOptionText},
		{"members.choose", MaxPlaceholder},
		{"", MaxText / 2},
	}
	for _, catalogue := range []map[string]string{korean, english} {
		for _, key := range slices.Sorted(maps.Keys(catalogue)) {
			for _, limit := range limits {
				if n := utf8.RuneCountInString(catalogue[key]); strings.HasPrefix(key, limit.prefix) && n > limit.max {
					t.Errorf("%s has %d characters, %d are allowed: %s", key, n, limit.max, catalogue[key])
				}
			}
		}
	}
}

// Particles that depend on how the word before them ends must not follow
// what a user typed.
func TestKoreanHasNoParticleOnAnArgument(t *testing.T) {
	particle := regexp.MustCompile(`\{(name|item|group|member|section|what|title|zone|roadmap)\}\**(은|는|이|가|을|를|과|와|으로|로|이나|나)( |\.|,|$)`)
	for key, text := range korean {
		if found := particle.FindString(text); found != "" {
			t.Errorf("%s: %q in %q", key, found, text)
		}
	}
}
