package markdown

import (
	_ "embed"
	"fmt"
	"sync"

	"dojang/roadmap"
)

//go:embed templates/python-backend.ko.md
var pythonBackendKorean []byte

//go:embed templates/python-backend.en.md
var pythonBackendEnglish []byte

// edition is a roadmap that comes with Dojang, in Korean and English.
type template struct {
	name    string
	roadmap func() *roadmap.Roadmap
}

// editions are the embedded roadmaps, each parsed when it is first asked for.
var templates = []template{
	{"python-backend", sync.OnceValue(func() *roadmap.Roadmap {
		return mustMerge(pythonBackendKorean, pythonBackendEnglish)
	})},
}

// Template returns the embedded roadmap with the name, in all its languages; ok
// is false if there is none. It is the same one every time.
func Template(name string) (r *roadmap.Roadmap, ok bool) {
	for _, e := range templates {
		if e.name == name {
			return e.roadmap(), true
		}
	}
	return nil, false
}

// Templates returns the names of the embedded roadmaps, the one to begin with
// first.
func Templates() []string {
	var names []string
	for _, e := range templates {
		names = append(names, e.name)
	}
	return names
}

// mustMerge parses and merges an edition. It panics on a file with faults: the
// files are part of the program, and a test parses them.
func mustMerge(korean, english []byte) *roadmap.Roadmap {
	ko, _, err := Parse(korean, roadmap.Korean)
	if err != nil {
		panic(fmt.Sprintf("roadmap: embedded edition in Korean: %v", err))
	}
	en, _, err := Parse(english, roadmap.English)
	if err != nil {
		panic(fmt.Sprintf("roadmap: embedded edition in English: %v", err))
	}
	r, err := roadmap.Merge(ko, en)
	if err != nil {
		panic(fmt.Sprintf("roadmap: embedded edition: %v", err))
	}
	return r
}
