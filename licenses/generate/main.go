// Command generate writes the licence texts that package licenses embeds.
//
//	go generate ./licenses
//
// It takes them from the sources in the module cache, for each system that Dojang is built
// for. Run it when a library is added, removed or has a new version; a test fails until then.
package main

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// systems are those that Dojang is built for. Some libraries are linked on one of them only.
var systems = []string{"linux", "darwin", "windows"}

// part is a part of the binary with the file that has its licence.
type part struct{ name, file string }

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: generate REPOSITORY")
	}
	root := os.Args[1]
	var out bytes.Buffer
	if err := generate(root, &out); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "licenses", "licenses.txt"), out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}

// generate writes the texts of all parts.
func generate(root string, out io.Writer) error {
	goroot, err := goCommand(root, "", "env", "GOROOT")
	if err != nil {
		return err
	}
	libraries, err := modules(root, systems...)
	if err != nil {
		return err
	}
	parts := []part{{"Dojang", filepath.Join(root, "LICENSE")}, {"Go", filepath.Join(goroot[0], "LICENSE")}}
	for _, m := range libraries {
		texts, err := m.licenses()
		if err != nil {
			return err
		}
		parts = append(parts, texts...)
	}
	parts = append(parts, part{"the sandbox's page", filepath.Join(root, "sandbox", "page", "static", "lib", "LICENSES.txt")},
		part{"names of time zones, from Unicode CLDR", filepath.Join(root, "timezone", "LICENSE.unicode")})
	for _, p := range parts {
		text, err := os.ReadFile(p.file)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s\n\n%s\n\n\n", heading(p.name), bytes.TrimSpace(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))))
	}
	return nil
}

// heading is the line above a part's text.
func heading(name string) string { return "==== " + name + " ====" }

// goCommand runs the go command for a system, or for this one if it is "", and returns the
// lines that it prints.
func goCommand(dir, system string, args ...string) ([]string, error) {
	command := exec.Command("go", args...)
	command.Dir, command.Stderr = dir, os.Stderr
	if system != "" {
		command.Env = append(command.Environ(), "GOOS="+system, "CGO_ENABLED=0")
	}
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w", args[0], err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n"), nil
}
