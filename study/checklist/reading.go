package checklist

import (
	"dojang/link"
	"dojang/roadmap"
	"dojang/roadmap/markdown"
)

// readingFilter tells what a roadmap links for everybody to read from a member's posts.
type readingFilter struct {
	known map[string]bool // canonical addresses of the roadmap's reading
	links int             // how many links to read the roadmap has
	last  int             // order of the last item with one
	open  bool            // the reading of the roadmap is unknown, and open entries of the checklist have links
	lost  bool            // the reading of the roadmap is unknown
}

func newReadingFilter(r *roadmap.Roadmap, entries []markdown.Entry) *readingFilter {
	f := &readingFilter{known: map[string]bool{}, lost: r.ReadingUnknown}
	for ref := range r.Items() {
		for address := range canonicalReading(ref.Item) {
			f.known[address] = true
		}
		if n := len(ref.Item.Reading); n > 0 {
			f.links, f.last = f.links+n, ref.Order
		}
	}
	f.open = f.lost && openEntriesLink(entries)
	return f
}

// canonicalReading returns the canonical addresses of an item's reading.
func canonicalReading(item *roadmap.Item) map[string]bool {
	all := map[string]bool{}
	for _, reading := range item.Reading {
		if link, err := link.Parse(reading.URL); err == nil {
			all[link.Canonical] = true
		}
	}
	return all
}

// openEntriesLink reports whether at least half of the entries that are not checked link
// something that is not in the form of a post. Nobody has written about most of what is still
// to do, so these are links of the roadmap's file.
func openEntriesLink(entries []markdown.Entry) bool {
	open, linked := 0, 0
	for i := range entries {
		if entries[i].Done {
			continue
		}
		if open++; hasPlainLink(&entries[i]) {
			linked++
		}
	}
	return linked > 0 && 2*linked >= open
}

func hasPlainLink(e *markdown.Entry) bool {
	for _, w := range e.Posts {
		if !w.Explicit {
			return true
		}
	}
	return false
}

// isLikely reports whether the links of an entry that are not in the form of a post most likely
// are the roadmap's, although the roadmap does not have them. That is so if its reading was
// cut to the limits and the entry has what was kept of it. If the reading is unknown, it is so
// for entries that are not checked and, if most of these have links, for all others.
func (f *readingFilter) isLikely(e *markdown.Entry, ref roadmap.ItemRef) bool {
	switch {
	case f.lost:
		return !e.Done || f.open
	case ref.Item == nil:
		return false
	case len(ref.Item.Reading) < markdown.MaxReading && (f.links < markdown.MaxReadings || ref.Order < f.last):
		return false
	}
	kept := canonicalReading(ref.Item)
	for _, w := range e.Posts {
		delete(kept, w.Link.Canonical)
	}
	return len(kept) == 0
}
