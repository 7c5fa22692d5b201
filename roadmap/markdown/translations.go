package markdown

import (
	"fmt"
	"maps"
	"slices"

	"dojang/roadmap"
)

// Translations is the Markdown of a roadmap in each of its languages, in the form that
// [Parse] reads, with all ids.
type Translations map[roadmap.Lang]string

// Translate writes the roadmap in all its languages. A title that is missing in one of them
// is written as [roadmap.Text.In] returns it.
func Translate(r *roadmap.Roadmap) Translations {
	langs := map[roadmap.Lang]bool{}
	note := func(t roadmap.Text) {
		for lang := range t {
			langs[lang] = true
		}
	}
	note(r.Title)
	for _, area := range r.Areas {
		note(area.Title)
		for _, section := range area.Sections {
			note(section.Title)
			for _, item := range section.Items {
				note(item.Title)
			}
		}
	}
	for _, phase := range r.Phases {
		note(phase.Title)
	}
	if len(langs) > 1 {
		delete(langs, "")
	}
	v := Translations{}
	for lang := range langs {
		v[lang] = string(Write(r, lang))
	}
	return v
}

// Read returns the roadmap that [Translate] wrote. It fails for anything else.
func (v Translations) Read() (*roadmap.Roadmap, error) {
	var whole *roadmap.Roadmap
	for _, lang := range slices.Sorted(maps.Keys(v)) {
		r, _, err := Parse([]byte(v[lang]), lang)
		if err == nil && whole != nil {
			r, err = roadmap.Merge(whole, r)
		}
		if err != nil {
			return nil, fmt.Errorf("version in %q: %w", lang, err)
		}
		whole = r
	}
	if whole == nil {
		return nil, fmt.Errorf("version without a language")
	}
	return whole, nil
}
