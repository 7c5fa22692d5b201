package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// StoredVersion is the JSON of a version of a group's roadmap in VersionsKey and in events. Versions
// are numbered from 1 and never change. The first is the template and is not stored. A version that
// rolls back to an earlier one has no roadmap of its own.
type StoredVersion struct {
	V        int                   `json:"v"`
	N        int                   `json:"n"`
	At       int64                 `json:"at"`
	By       string                `json:"by"`                 // the user who made it
	Items    int                   `json:"items"`              // number of items
	Like     int                   `json:"like,omitempty"`     // the version that it rolls back to
	Template string                `json:"edition,omitempty"`  // the template's name, if it rolls back to version 1
	Markdown markdown.Translations `json:"markdown,omitempty"` // the roadmap, if it is not a rollback

	Former  map[string]roadmap.Text `json:"former,omitempty"`  // titles of sections that only earlier versions have, by id
	Reading bool                    `json:"reading,omitempty"` // Markdown has the file's links and notes, if it had any
}

// Read returns the roadmap of a version that is not a rollback.
func (v *StoredVersion) Read() (*roadmap.Roadmap, error) {
	r, err := v.Markdown.Read()
	if err == nil && !v.Reading {
		r.ReadingUnknown = true
		for ref := range r.Items() {
			r.ReadingUnknown = r.ReadingUnknown && ref.Item.Note == "" && ref.Item.Reading == nil
		}
	}
	return r, err
}

// VersionFormat is the version of the JSON of a StoredVersion.
const VersionFormat = 1

// ErrNoVersion means that a version of the roadmap is not stored.
var ErrNoVersion = errors.New("it is not stored")

// DecodeVersion decodes a StoredVersion.
func DecodeVersion(body []byte) (v StoredVersion, err error) {
	if err := json.Unmarshal(body, &v); err != nil {
		return v, fmt.Errorf("decode a version of the roadmap: %w", err)
	}
	if v.V > VersionFormat {
		return v, Newer(fmt.Sprint("version ", v.N, " of the roadmap"), v.V, VersionFormat)
	}
	return v, nil
}

// RoadmapVersion is a version of a group's roadmap, with the titles of sections that only earlier
// versions have.
type RoadmapVersion struct {
	Roadmap *roadmap.Roadmap
	Former  map[string]roadmap.Text
}

// version returns version n of the ledger's roadmap.
func (l *Ledger) version(n int) (RoadmapVersion, error) {
	return ReadVersion(n, func(n int) ([]byte, error) {
		if body, ok := l.versions[n]; ok {
			return body, nil
		}
		return nil, ErrNoVersion
	})
}

// ReadVersion returns version n of a roadmap. body returns the JSON of a version. For a rollback,
// ReadVersion follows to the version that it rolls back to.
func ReadVersion(n int, body func(n int) ([]byte, error)) (RoadmapVersion, error) {
	b, err := body(n)
	if err != nil {
		return RoadmapVersion{}, err
	}
	v, err := DecodeVersion(b)
	switch {
	case err != nil:
	case v.Template != "":
		r, ok := markdown.Template(v.Template)
		if !ok {
			return RoadmapVersion{}, fmt.Errorf("it is the unknown edition %q", v.Template)
		}
		return RoadmapVersion{r, v.Former}, nil
	case v.Like == 0:
		r, err := v.Read()
		return RoadmapVersion{r, v.Former}, err
	case v.Like >= n:
		err = fmt.Errorf("it went back to version %d", v.Like)
	default:
		like, err := ReadVersion(v.Like, body)
		return RoadmapVersion{like.Roadmap, v.Former}, err
	}
	return RoadmapVersion{}, err
}

// ChangedSections returns the sections of before that have other items in after or do not exist
// there.
func ChangedSections(before, after *roadmap.Roadmap) []*roadmap.Section {
	var list []*roadmap.Section
	for section := range before.Sections() {
		next := after.Section(section.ID)
		if next == nil || !slices.Equal(slices.Sorted(slices.Values(ItemIDs(section))), slices.Sorted(slices.Values(ItemIDs(next)))) {
			list = append(list, section)
		}
	}
	return list
}

// ItemIDs returns the ids of a section's items in their order.
func ItemIDs(section *roadmap.Section) []string {
	ids := make([]string, len(section.Items))
	for i := range section.Items {
		ids[i] = section.Items[i].ID
	}
	return ids
}
