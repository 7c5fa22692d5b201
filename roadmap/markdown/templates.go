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

// template is a roadmap that comes with Dojang, in Korean and English.
type template struct {
	name    string
	roadmap func() *roadmap.Roadmap
}

// templates are the embedded roadmaps, each parsed on first use.
var templates = []template{
	{"python-backend", sync.OnceValue(func() *roadmap.Roadmap {
		return mustMergeTemplate(pythonBackendKorean, pythonBackendEnglish)
	})},
}

// Template returns the embedded roadmap with the name, in all its languages. It returns the
// same Roadmap every time.
func Template(name string) (r *roadmap.Roadmap, ok bool) {
	for _, t := range templates {
		if t.name == name {
			return t.roadmap(), true
		}
	}
	return nil, false
}

// Templates returns the names of the embedded roadmaps, the default first.
func Templates() []string {
	var names []string
	for _, t := range templates {
		names = append(names, t.name)
	}
	return names
}

// mustMergeTemplate parses and merges a template. It panics if a file has faults: the files
// are part of the program, and a test parses them.
func mustMergeTemplate(korean, english []byte) *roadmap.Roadmap {
	ko, _, err := Parse(korean, roadmap.Korean)
	if err != nil {
		panic(fmt.Sprintf("roadmap: embedded template in Korean: %v", err))
	}
	en, _, err := Parse(english, roadmap.English)
	if err != nil {
		panic(fmt.Sprintf("roadmap: embedded template in English: %v", err))
	}
	r, err := roadmap.Merge(ko, en)
	if err != nil {
		panic(fmt.Sprintf("roadmap: embedded template: %v", err))
	}
	return r
}
