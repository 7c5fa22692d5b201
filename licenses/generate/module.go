package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// module is a library of which packages are linked into the binary.
type module struct {
	name    string // path and version
	dir     string
	folders map[string]bool // those of linked packages and of what is above them
}

// modules returns the libraries that are linked on any of the systems, sorted by name.
func modules(root string, systems ...string) ([]*module, error) {
	all := map[string]*module{}
	for _, system := range systems {
		lines, err := goCommand(root, system, "list", "-deps", "-f",
			"{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}\t{{$.Dir}}{{end}}{{end}}", "./bot")
		if err != nil {
			return nil, err
		}
		for _, line := range lines {
			fields := strings.Split(line, "\t")
			if len(fields) != 3 {
				continue // a package of Go's or of ours
			}
			m := all[fields[0]]
			if m == nil {
				m = &module{name: fields[0], dir: fields[1], folders: map[string]bool{fields[1]: true}}
				all[m.name] = m
			}
			for folder := fields[2]; folder != m.dir; folder = filepath.Dir(folder) {
				m.folders[folder] = true
			}
		}
	}
	return slices.SortedFunc(maps.Values(all), func(a, b *module) int { return strings.Compare(a.name, b.name) }), nil
}

// licenseName matches the names of files with a licence, or with what has to be passed on
// with it.
var licenseName = regexp.MustCompile(`(?i)^(?:licen[cs]e|copying|notice|patents)(?:[.-].*)?$`)

// licenses returns the library's texts: those of its top folder, and those of what it has
// from elsewhere. It is an error if the top folder has none.
func (m *module) licenses() ([]part, error) {
	var parts []part
	for _, folder := range slices.Sorted(maps.Keys(m.folders)) { // the top folder is the first
		entries, err := os.ReadDir(folder)
		if err != nil {
			return nil, err
		}
		name := m.name
		if folder != m.dir {
			name += ", " + filepath.ToSlash(strings.TrimPrefix(folder, m.dir+string(filepath.Separator)))
		}
		for _, entry := range entries {
			if entry.Type().IsRegular() && licenseName.MatchString(entry.Name()) && filepath.Ext(entry.Name()) != ".go" {
				parts = append(parts, part{name, filepath.Join(folder, entry.Name())})
			}
		}
		if len(parts) == 0 {
			return nil, fmt.Errorf("%s: no file with a licence in %s", m.name, m.dir)
		}
	}
	return parts, nil
}
