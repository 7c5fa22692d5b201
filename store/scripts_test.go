package store

import (
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	lua "github.com/yuin/gopher-lua"
	luaparse "github.com/yuin/gopher-lua/parse"

	"dojang/store/redistest"
)

// Every file in lua/ is a script that is registered, and every file in
// lua/include/ is included by one.
func TestEveryLuaFileIsUsed(t *testing.T) {
	included := map[string]bool{}
	for name, src := range luaSources(t) {
		for _, include := range includes(src) {
			included[include] = true
		}
		if _, registered := scripts[name]; !registered && !strings.HasPrefix(name, "include/") {
			t.Errorf("lua/%s.lua is not registered in scripts.go", name)
		}
	}
	for name := range luaSources(t) {
		if include, ok := strings.CutPrefix(name, "include/"); ok && !included[include] {
			t.Errorf("lua/%s.lua is included by no file", name)
		}
	}
}

func TestScriptsDescribeWhatTheyTake(t *testing.T) {
	for name, src := range luaSources(t) {
		if strings.HasPrefix(name, "include/") {
			continue
		}
		head, _, ended := strings.Cut(src, "]]\n")
		for _, want := range []string{"--[[\n  Store.", "KEYS", "ARGV", "\n  Reply:"} {
			if !ended || !strings.Contains(head, want) {
				t.Errorf("lua/%s.lua: the comment at its top has no %q", name, want)
			}
		}
	}
}

// A file may use a name that a file defines which it includes, or that Redis or
// Lua defines; and it uses something of each file that it includes.
func TestLuaFilesIncludeWhatTheyUse(t *testing.T) {
	sources := luaSources(t)
	known := []string{"redis", "KEYS", "ARGV", "string", "table", "math", "ipairs", "pairs", "tonumber", "tostring", "unpack"}
	for name, src := range sources {
		for _, include := range includes(src) {
			defined := definitions(sources["include/"+include])
			if !slices.ContainsFunc(defined, func(local string) bool { return regexp.MustCompile(`\b` + local + `\b`).MatchString(src) }) {
				t.Errorf("lua/%s.lua includes %q and uses nothing of it", name, include)
			}
		}
		whole, err := scriptSource(luaDir(t), name)
		if err != nil {
			t.Error(err)
			continue
		}
		chunk, err := luaparse.Parse(strings.NewReader(whole), name)
		if err != nil {
			t.Error(err)
			continue
		}
		compiled, err := lua.Compile(chunk, name)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, global := range globals(compiled) {
			if !slices.Contains(known, global) {
				t.Errorf("lua/%s.lua uses %q, which no file that it includes defines", name, global)
			}
		}
	}
}

func TestIncludesComeOnceAndInOrder(t *testing.T) {
	files := fstest.MapFS{
		"one.lua":           {Data: []byte("--#include b a\nbody\n")},
		"lost.lua":          {Data: []byte("--#include a nowhere\n")},
		"include/a.lua":     {Data: []byte("a\n")},
		"include/b.lua":     {Data: []byte("--#include a\nb\n")},
		"include/other.lua": {Data: []byte("other\n")},
	}
	src, err := scriptSource(files, "one")
	if want := "a\nb\nbody\n"; err != nil || src != want {
		t.Errorf("got %q, %v, want %q", src, err, want)
	}
	if _, err := scriptSource(files, "lost"); err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("an unknown include: %v", err)
	}
}

func luaDir(t *testing.T) fs.FS {
	t.Helper()
	files, err := fs.Sub(luaFiles, "lua")
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// luaSources returns the Lua files by name, such as "check" or "include/check".
func luaSources(t *testing.T) map[string]string {
	t.Helper()
	sources := map[string]string{}
	err := fs.WalkDir(luaDir(t), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := fs.ReadFile(luaDir(t), path)
		sources[strings.TrimSuffix(path, ".lua")] = string(src)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

var definition = regexp.MustCompile(`(?m)^local (?:function )?([\w, ]+)`)

// definitions returns the names that a file defines for those that include it.
func definitions(src string) []string {
	var names []string
	for _, found := range definition.FindAllStringSubmatch(src, -1) {
		for name := range strings.SplitSeq(found[1], ",") {
			names = append(names, strings.TrimSpace(name))
		}
	}
	return names
}

// globals returns the names of the global variables that compiled Lua uses.
func globals(f *lua.FunctionProto) []string {
	var names []string
	for _, instruction := range f.Code {
		if op := int(instruction >> 26); op == lua.OP_GETGLOBAL || op == lua.OP_SETGLOBAL {
			names = append(names, f.Constants[instruction&0x3ffff].String())
		}
	}
	for _, inner := range f.FunctionPrototypes {
		names = append(names, globals(inner)...)
	}
	return names
}

// Whoever may not run scripts is told so in one line. Without SCRIPT LOAD alone each script
// is sent when it is first used.
func TestScriptsThatAreForbidden(t *testing.T) {
	for without, want := range map[string]error{"": nil, "-script|load": nil, "-script": nil, "-@scripting": ErrScriptsForbidden, "-evalsha": ErrScriptsForbidden} {
		t.Run(without, func(t *testing.T) {
			t.Parallel()
			server := redistest.Start(t, append([]string{"--user", "default", "on", "nopass", "~*", "&*", "+@all"}, strings.Fields(without)...)...)
			s := openURL(t, server.URL)
			if err := s.Load(t.Context()); !errors.Is(err, want) || want == nil && err != nil {
				t.Errorf("load: %v, want %v", err, want)
			}
			w := newWorld(t, s)
			if want == nil && w.check(w.group("g"), "21", "gil").Total != 1 {
				t.Error("a check does not count")
			}
		})
	}
}
