package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows are the packages of the project that each may import. See
// ARCHITECTURE.md.
var arrows = map[string]string{
	"bot":                   "bot/discord commands licenses refusal roadmap roadmap/diff roadmap/markdown sandbox sandbox/page sandbox/player scheduler store study view",
	"bot/discord":           "commands/router scheduler view",
	"commands":              "civil commands/option commands/router link normalize refusal roadmap roadmap/diff roadmap/markdown study study/checklist view",
	"commands/option":       "civil commands/router link normalize refusal roadmap study timezone view",
	"commands/router":       "normalize refusal roadmap roadmap/markdown study view",
	"scheduler":             "civil refusal study view",
	"view":                  "civil link refusal roadmap roadmap/diff roadmap/markdown study study/checklist timezone",
	"store":                 "civil link refusal roadmap roadmap/diff roadmap/markdown store/eventlog store/ledger study",
	"store/eventlog":        "store/ledger study",
	"store/ledger":          "civil roadmap roadmap/markdown study",
	"store/redistest":       "",
	"study/checklist":       "civil link normalize refusal roadmap roadmap/markdown study",
	"roadmap/diff":          "normalize roadmap roadmap/markdown",
	"roadmap/markdown":      "civil link normalize refusal roadmap study",
	"study":                 "civil link normalize roadmap",
	"roadmap":               "normalize",
	"link":                  "normalize refusal",
	"civil":                 "",
	"normalize":             "",
	"timezone":              "normalize",
	"timezone/generate":     "",
	"refusal":               "",
	"licenses":              "",
	"licenses/generate":     "",
	"sandbox":               "sandbox/schema",
	"sandbox/openapi":       "sandbox",
	"sandbox/openapi/prune": "",
	"sandbox/page":          "sandbox sandbox/schema",
	"sandbox/player":        "sandbox sandbox/schema",
	"sandbox/schema":        "",
}

// onlyIn are the imports, by how they begin, that only some packages may have.
var onlyIn = map[string][]string{
	"github.com/redis/go-redis":   {"dojang/store"},
	"github.com/alicebob":         {"dojang/store"},
	"github.com/robfig/cron":      {"dojang/scheduler"},
	"github.com/bwmarrin":         {"dojang/bot", "dojang/commands", "dojang/view"},
	"github.com/gorilla":          {"dojang/bot", "dojang/sandbox"},
	"github.com/cli/browser":      {"dojang/bot"},
	"github.com/alexflint/go-arg": {"dojang/bot"},
	"github.com/pelletier/go-tom": {"dojang/bot", "dojang/roadmap/markdown"},
}

// notIn are the imports, by how they begin, that a package must not have although
// onlyIn allows them to one above it.
var notIn = map[string][]string{
	"dojang/store/eventlog": {"github.com/redis/", "github.com/alicebob/"},
}

// purePackages neither read nor write anything, and know no time but their
// arguments.
var purePackages = []string{"dojang/civil", "dojang/link", "dojang/normalize", "dojang/refusal", "dojang/roadmap", "dojang/roadmap/diff",
	"dojang/roadmap/markdown", "dojang/store/ledger", "dojang/study", "dojang/study/checklist", "dojang/timezone"}

// pure are the imports that purePackages must not have, besides all libraries but
// four.
var pure = []string{"os", "net", "net/http", "log", "log/slog", "math/rand", "math/rand/v2", "io/fs"}

// words are the uses that only package bot may have.
var words = regexp.MustCompile(`\b(time\.Now|os\.Getenv|os\.Exit|discordgo\.Session)\b`)

// sources visits the project's Go files that are no tests.
func sources(t *testing.T, visit func(pkg, file string)) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && d.Name() != "..") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			visit("dojang/"+filepath.ToSlash(filepath.Dir(strings.TrimPrefix(path, ".."+string(filepath.Separator)))), path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestImportsKeepToTheArrows(t *testing.T) {
	files := 0
	sources(t, func(pkg, file string) {
		files++
		allowed, known := arrows[strings.TrimPrefix(pkg, "dojang/")]
		if !known {
			t.Errorf("%s: package %s has no arrows", file, pkg)
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range parsed.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if own, ok := strings.CutPrefix(path, "dojang/"); ok && !slices.Contains(strings.Fields(allowed), own) {
				t.Errorf("%s imports %s", file, path)
			}
			for begin, packages := range onlyIn {
				within := slices.ContainsFunc(packages, func(p string) bool { return pkg == p || strings.HasPrefix(pkg, p+"/") })
				if strings.HasPrefix(path, begin) && !within {
					t.Errorf("%s imports %s", file, path)
				}
			}
			for _, begin := range notIn[pkg] {
				if strings.HasPrefix(path, begin) {
					t.Errorf("%s imports %s", file, path)
				}
			}
			library := strings.Contains(path, ".") && !strings.HasPrefix(path, "golang.org/x/text/") && path != "golang.org/x/net/idna" && !strings.HasPrefix(path, "github.com/yuin/goldmark") && !strings.HasPrefix(path, "github.com/pelletier/go-toml/") && !strings.HasPrefix(path, "go.yaml.in/yaml/")
			if slices.Contains(purePackages, pkg) && (slices.Contains(pure, path) || library) {
				t.Errorf("%s imports %s: package %s is pure", file, path, pkg)
			}
		}
	})
	if files < 50 {
		t.Errorf("looked at %d files: the search is broken", files)
	}
}

func TestTimeAndEnvironmentAreArguments(t *testing.T) {
	sources(t, func(pkg, file string) {
		if pkg == "dojang/bot" || strings.HasPrefix(pkg, "dojang/bot/") {
			return
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if code, _, _ := strings.Cut(line, "//"); words.MatchString(code) && pkg != "dojang/store/redistest" {
				t.Errorf("%s:%d: %s", file, i+1, strings.TrimSpace(line))
			}
		}
	})
}
