package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// StoredVersion is a version of a group's roadmap, as VersionsKey and the event that
// brought it hold it. Versions are numbered from 1 and never changed; the first is
// the edition, and not stored.
type StoredVersion struct {
	V        int                   `json:"v"`
	N        int                   `json:"n"`
	At       int64                 `json:"at"`
	By       string                `json:"by"`                 // the user who brought it
	Items    int                   `json:"items"`              // how many it has
	Like     int                   `json:"like,omitempty"`     // the version that it went back to
	Template string                `json:"edition,omitempty"`  // of one that went back to the first
	Markdown markdown.Translations `json:"markdown,omitempty"` // of one that went back to none

	Former map[string]roadmap.Text `json:"former,omitempty"` // the titles of sections that only earlier versions have, by id
}

// VersionFormat is the version of the versions that are written.
const VersionFormat = 1

// ErrNoVersion means that a version is not there.
var ErrNoVersion = errors.New("it is not stored")

// DecodeVersion reads a StoredVersion.
func DecodeVersion(body []byte) (v StoredVersion, err error) {
	if err := json.Unmarshal(body, &v); err != nil {
		return v, fmt.Errorf("decode a version of the roadmap: %w", err)
	}
	if v.V > VersionFormat {
		return v, Newer(fmt.Sprint("version ", v.N, " of the roadmap"), v.V, VersionFormat)
	}
	return v, nil
}

// RoadmapVersion is a version of a group's roadmap, with the titles of the sections that
// only earlier ones had.
type RoadmapVersion struct {
	Roadmap *roadmap.Roadmap
	Former  map[string]roadmap.Text
}

// version reads a version of the ledger's roadmap.
func (l *Ledger) version(n int) (RoadmapVersion, error) {
	return ReadVersion(n, func(n int) ([]byte, error) {
		if body, ok := l.versions[n]; ok {
			return body, nil
		}
		return nil, ErrNoVersion
	})
}

// ReadVersion reads a version of a roadmap; body gives what is stored of one. One
// that went back to another is that one.
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
		r, err := v.Markdown.Read()
		return RoadmapVersion{r, v.Former}, err
	case v.Like >= n:
		err = fmt.Errorf("it went back to version %d", v.Like)
	default:
		like, err := ReadVersion(v.Like, body)
		return RoadmapVersion{like.Roadmap, v.Former}, err
	}
	return RoadmapVersion{}, err
}

// ChangedSections returns the sections of a roadmap whose items are others in the next
// version of it, those that are gone included.
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
