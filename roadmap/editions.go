package roadmap

import (
	_ "embed"
	"fmt"
	"sync"
)

//go:embed editions/python-backend.ko.md
var pythonBackendKorean []byte

//go:embed editions/python-backend.en.md
var pythonBackendEnglish []byte

// edition is a roadmap that comes with Dojang, in Korean and English.
type edition struct {
	name    string
	roadmap func() *Roadmap
}

// editions are the embedded roadmaps, each parsed when it is first asked for.
var editions = []edition{
	{"python-backend", sync.OnceValue(func() *Roadmap {
		return mustMerge(pythonBackendKorean, pythonBackendEnglish)
	})},
}

// Edition returns the embedded roadmap with the name, in all its languages; ok
// is false if there is none. It is the same one every time.
func Edition(name string) (r *Roadmap, ok bool) {
	for _, e := range editions {
		if e.name == name {
			return e.roadmap(), true
		}
	}
	return nil, false
}

// Editions returns the names of the embedded roadmaps, the one to begin with
// first.
func Editions() []string {
	var names []string
	for _, e := range editions {
		names = append(names, e.name)
	}
	return names
}

// mustMerge parses and merges an edition. It panics on a file with faults: the
// files are part of the program, and a test parses them.
func mustMerge(korean, english []byte) *Roadmap {
	ko, _, err := Parse(korean, Korean)
	if err != nil {
		panic(fmt.Sprintf("roadmap: embedded edition in Korean: %v", err))
	}
	en, _, err := Parse(english, English)
	if err != nil {
		panic(fmt.Sprintf("roadmap: embedded edition in English: %v", err))
	}
	r, err := Merge(ko, en)
	if err != nil {
		panic(fmt.Sprintf("roadmap: embedded edition: %v", err))
	}
	return r
}
