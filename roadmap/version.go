package roadmap

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// Version is one of the versions of a group's roadmap. The first is the edition
// that the group was made with.
type Version struct {
	N       int // from 1
	At      time.Time
	By      string // the user who brought it; "" for the first
	Like    int    // the earlier version that it went back to, or 0
	Items   int
	Roadmap *Roadmap // nil where only the versions are listed
}

// Versioned is the Markdown of a roadmap in each of its languages, in the form that
// [Parse] reads, with all ids.
type Versioned map[Lang]string

// Write writes the roadmap in all its languages. What has no title in one of them
// is written as it shows there.
func (r *Roadmap) Write() Versioned {
	langs := map[Lang]bool{}
	note := func(t Text) {
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
	v := Versioned{}
	for lang := range langs {
		v[lang] = string(r.Markdown(lang))
	}
	return v
}

// Read makes the roadmap of what [Roadmap.Write] wrote. It fails for what that never
// gives.
func (v Versioned) Read() (*Roadmap, error) {
	var whole *Roadmap
	for _, lang := range slices.Sorted(maps.Keys(v)) {
		r, _, err := Parse([]byte(v[lang]), lang)
		if err == nil && whole != nil {
			r, err = Merge(whole, r)
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
