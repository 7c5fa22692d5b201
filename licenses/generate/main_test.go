package main

import (
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"dojang/licenses"
)

// texts are the embedded texts by heading.
func texts(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	pieces := regexp.MustCompile(`(?m)^==== (.+) ====$`).FindAllStringSubmatchIndex(licenses.Text, -1)
	for i, at := range pieces {
		end := len(licenses.Text)
		if i+1 < len(pieces) {
			end = pieces[i+1][0]
		}
		found[licenses.Text[at[2]:at[3]]] += licenses.Text[at[1]:end]
	}
	return found
}

// Whoever adds a library, or takes another version of one, has to run go generate.
func TestEveryLibraryHasItsLicence(t *testing.T) {
	linked, err := modules("../..", runtime.GOOS)
	if err != nil {
		t.Fatal(err)
	}
	if len(linked) < 15 {
		t.Fatalf("%d libraries are linked: the search is broken", len(linked))
	}
	embedded := texts(t)
	for _, m := range linked {
		parts, err := m.licenses()
		if err != nil {
			t.Error(err)
		}
		for _, p := range parts {
			text, err := os.ReadFile(p.file)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(embedded[p.name], strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n"))) {
				t.Errorf("the licence of %s is missing: run go generate ./licenses", p.name)
			}
		}
	}
}

// Nothing is named that is no longer part of the binary, and everything that is embedded
// is named.
func TestTheLicencesAreThoseOfTheBinary(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	embedded := texts(t)
	for name := range embedded {
		library, _, _ := strings.Cut(name, ", ")
		if strings.Contains(library, "/") && !strings.Contains(string(mod), "\t"+library) {
			t.Errorf("%s is not in go.mod: run go generate ./licenses", library)
		}
	}
	for name, file := range map[string]string{"Dojang": "LICENSE", "the sandbox's page": "sandbox/page/static/lib/LICENSES.txt",
		"names of time zones, from Unicode CLDR": "timezone/LICENSE.unicode"} {
		text, err := os.ReadFile(filepath.Join("../..", file))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(embedded[name], strings.TrimSpace(string(text))) {
			t.Errorf("%s is missing: run go generate ./licenses", file)
		}
	}
	if !strings.Contains(embedded["Go"], "The Go Authors") {
		t.Error("Go's licence is missing")
	}
}

// A library without a licence is not passed over.
func TestALibraryWithoutALicence(t *testing.T) {
	dir := t.TempDir()
	m := module{name: "example.com/a v1.0.0", dir: dir, folders: map[string]bool{dir: true}}
	if err := os.WriteFile(filepath.Join(dir, "license.go"), []byte("package a"), 0o600); err != nil {
		t.Fatal(err)
	}
	if parts, err := m.licenses(); err == nil || !strings.Contains(err.Error(), "example.com/a") {
		t.Errorf("%v, %v", parts, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "COPYING"), []byte("all of it"), 0o600); err != nil {
		t.Fatal(err)
	}
	if parts, err := m.licenses(); err != nil || len(parts) != 1 {
		t.Errorf("%v, %v", parts, err)
	}
}
