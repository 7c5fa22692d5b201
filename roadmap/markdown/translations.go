package markdown

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dojang/refusal"
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

// TooLarge returns why the Markdown cannot be kept, or nil: in one of the languages it is longer
// than what [Parse] reads. The code is "roadmap.large", with the size and the limit in KiB, or
// "roadmap.lines".
func (v Translations) TooLarge() *refusal.Refusal {
	bytes, lines := 0, 0
	for _, text := range v {
		bytes, lines = max(bytes, len(text)), max(lines, strings.Count(text, "\n")+1)
	}
	switch {
	case bytes > roadmap.MaxBytes:
		return refusal.New("roadmap.large", "size", (bytes+1<<10-1)>>10, "limit", roadmap.MaxBytes>>10)
	case lines > maxLines:
		return refusal.New("roadmap.lines", "size", lines, "limit", maxLines)
	}
	return nil
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
