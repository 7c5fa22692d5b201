package diff

import (
	"slices"

	"dojang/roadmap"
)

// ReadingChange counts what changes about the links and notes of items that stay.
type ReadingChange struct {
	Items          int // items whose links or note change
	Added, Removed int // links, by address
}

func readingChange(items []ItemChange) ReadingChange {
	var c ReadingChange
	for _, s := range items {
		if s.Old.Item == nil || s.New.Item == nil {
			continue
		}
		old, new := s.Old.Item, s.New.Item
		if old.Note == new.Note && slices.Equal(old.Reading, new.Reading) {
			continue
		}
		c.Items++
		c.Added += missingFrom(old.Reading, new.Reading)
		c.Removed += missingFrom(new.Reading, old.Reading)
	}
	return c
}

// missingFrom returns how many of the other links are not among the reading.
func missingFrom(reading, others []roadmap.Reading) int {
	n := 0
	for _, other := range others {
		if !slices.ContainsFunc(reading, func(r roadmap.Reading) bool { return r.URL == other.URL }) {
			n++
		}
	}
	return n
}
