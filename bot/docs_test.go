package main

import (
	"encoding/json"
	"io/fs"
	"maps"
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
		if c.Type != 1 { // in a menu
			paths[0] = c.Name
		}
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
		for _, o := range c.Options {
			for _, setting := range o.Options {
				if c.Name == "group" && o.Name == "settings" && setting.Name != "group" && !strings.Contains(string(page), "| `"+setting.Name+"`") &&
					!strings.Contains(string(page), ", `"+setting.Name+"` |") {
					t.Errorf("docs/commands.md has no row for the setting %s", setting.Name)
				}
			}
		}
	}
}

// Every relative link in the documents leads to a file, and to a heading in it
// where it names one.
func TestTheDocumentsLinks(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	for _, page := range documents(t) {
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

// documents are the pages that people read.
func documents(t *testing.T) []string {
	t.Helper()
	var pages []string
	for _, pattern := range []string{"../*.md", "../docs/*.md", "../docs/design/*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %d pages, %v", pattern, len(found), err)
		}
		pages = append(pages, found...)
	}
	return pages
}

// tree is the repository: the paths of its files and folders, their last names,
// and the tests, benchmarks and fuzz targets of each folder.
type tree struct {
	paths, names map[string]bool
	tests        map[string][]string
}

func readTree(t *testing.T) tree {
	t.Helper()
	tr := tree{map[string]bool{}, map[string]bool{}, map[string][]string{}}
	test := regexp.MustCompile(`(?m)^func ((?:Test|Benchmark|Fuzz)\w+)\(`)
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == ".." {
			return err
		}
		if d.IsDir() && d.Name() == ".git" {
			return filepath.SkipDir
		}
		inside := filepath.ToSlash(strings.TrimPrefix(path, ".."+string(filepath.Separator)))
		tr.paths[inside], tr.names[d.Name()] = true, true
		if strings.HasSuffix(path, "_test.go") {
			src, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			folder := strings.TrimSuffix(inside, "/"+d.Name())
			for _, found := range test.FindAllStringSubmatch(string(src), -1) {
				tr.tests[folder] = append(tr.tests[folder], found[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// Every file, folder and test that a document names is there.
func TestTheDocumentsNameWhatIsThere(t *testing.T) {
	tr := readTree(t)
	quoted := regexp.MustCompile("`([^`\\s]+)`")
	file := regexp.MustCompile(`^[\w.-]+\.(go|lua|js|toml|txtar|json)$`)
	testName := regexp.MustCompile(`^Test[A-Z]\w*$`)
	known := 0
	for _, page := range documents(t) {
		if filepath.Base(page) == "CHANGELOG.md" {
			continue // it has the names of its time
		}
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range quoted.FindAllStringSubmatch(string(text), -1) {
			name := strings.TrimSuffix(match[1], "/")
			folder, _, nested := strings.Cut(name, "/")
			there := true
			switch {
			case strings.Contains(name, "NAME"), name == "config.toml":
				continue // for the reader to fill in, or to make
			case nested && tr.paths[folder]:
				there = tr.paths[name]
			case file.MatchString(name):
				there = tr.names[name]
			case testName.MatchString(name):
				there = slices.ContainsFunc(slices.Collect(maps.Values(tr.tests)), func(tests []string) bool { return slices.Contains(tests, name) })
			default:
				continue
			}
			if known++; !there {
				t.Errorf("%s: there is no %s", page, match[1])
			}
		}
	}
	if known < 50 {
		t.Errorf("found %d names: the search is broken", known)
	}
}

// Every test command in the documents runs something.
func TestTheDocumentsTestCommands(t *testing.T) {
	tr := readTree(t)
	command := regexp.MustCompile("go test [^`\n]*")
	pattern := regexp.MustCompile(`-(?:run|bench) '?([^' ]+)'?`)
	folder := regexp.MustCompile(`\./(\S+)`)
	commands := 0
	for _, page := range documents(t) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range command.FindAllString(string(text), -1) {
			in := folder.FindStringSubmatch(line)
			for _, match := range pattern.FindAllStringSubmatch(line, -1) {
				if match[1] == "^$" {
					continue // no test besides the benchmarks
				}
				runs, err := regexp.Compile(match[1])
				if err != nil || in == nil {
					t.Errorf("%s: %s: %v", page, line, err)
					continue
				}
				commands++
				within, below := strings.CutSuffix(in[1], "/...")
				found := false
				for dir, tests := range tr.tests {
					if dir == within || below && strings.HasPrefix(dir, within+"/") {
						found = found || slices.ContainsFunc(tests, runs.MatchString)
					}
				}
				if !found {
					t.Errorf("%s: %s runs nothing", page, line)
				}
			}
		}
	}
	if commands < 15 {
		t.Errorf("found %d commands: the search is broken", commands)
	}
}

// Both tables of events have every type, and the longer one every member.
func TestEveryEventIsDocumented(t *testing.T) {
	src, err := os.ReadFile("../store/ledger/event.go")
	if err != nil {
		t.Fatal(err)
	}
	types := regexp.MustCompile(`(?m)^\tEvent\w+ += "(\w+)"`).FindAllStringSubmatch(string(src), -1)
	fields := regexp.MustCompile("`json:\"(\\w+)").FindAllStringSubmatch(string(src), -1)
	if len(types) < 10 || len(fields) < 20 {
		t.Fatalf("found %d types and %d members: the search is broken", len(types), len(fields))
	}
	for page, names := range map[string][][]string{"../ARCHITECTURE.md": types, "../docs/design/event-log.md": append(types, fields...)} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if !regexp.MustCompile("(?m)^\\| (?:`\\w+`, )*`" + name[1] + "`[ ,]").Match(text) {
				t.Errorf("%s: no table has %s", page, name[1])
			}
		}
	}
}

// ARCHITECTURE.md says why each library was chosen.
func TestEveryLibraryIsDocumented(t *testing.T) {
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, libraries, _ := strings.Cut(string(page), "\n## Libraries\n")
	libraries, _, found := strings.Cut(libraries, "\n## ")
	direct := regexp.MustCompile(`(?m)^\t\S+?/([a-z][\w-]*?)(?:/v\d+)? v\S+$`).FindAllStringSubmatch(string(mod), -1)
	if !found || len(direct) < 15 {
		t.Fatalf("found %d libraries in go.mod, and a list of them: %t", len(direct), found)
	}
	for _, library := range direct {
		if !strings.Contains(libraries, library[1]) {
			t.Errorf("ARCHITECTURE.md does not have %s", library[1])
		}
	}
}
