package roadmap

import (
	"maps"
	"slices"
	"strings"

	"dojang/normalize"
)

// searchIndex has the texts of all items in the forms in which they are searched.
type searchIndex struct {
	entries       []searchEntry // in roadmap order
	sectionTitles []searchText  // titles of each section and its area, in roadmap order
	topics        []topicEntry
}

// topicEntry has the titles by which an area or a section is found.
type topicEntry struct {
	Topic
	searchText
}

// searchEntry has the text by which an item is found. The titles come first, each enclosed
// in line breaks, which no query contains. The Also words follow.
type searchEntry struct {
	searchText
	titles  int // length of the titles in text, in bytes
	joined  int // length of the titles in unspaced, in bytes
	section int // index in sectionTitles
}

// searchText is a normalized text: as it is, without spaces, as letters of Hangul, as initial
// consonants, and as the set of its letters.
type searchText struct {
	text, unspaced, letters, initials string
	set                               uint64
}

func newSearchIndex(refs []ItemRef) *searchIndex {
	index := &searchIndex{entries: make([]searchEntry, 0, len(refs))}
	var last *Section
	for _, ref := range refs {
		if ref.Section != last {
			if last == nil || index.topics[len(index.topics)-1].Area != ref.Area {
				index.topics = append(index.topics, topicEntry{Topic{Area: ref.Area}, newSearchText(titleLines(ref.Area.Title))})
			}
			index.topics = append(index.topics, topicEntry{Topic{Area: ref.Area, Section: ref.Section}, newSearchText(titleLines(ref.Section.Title))})
			last = ref.Section
			index.sectionTitles = append(index.sectionTitles, newSearchText(titleLines(ref.Section.Title)+titleLines(ref.Area.Title)))
		}
		titles := titleLines(ref.Item.Title)
		if ref.Item.Twin.N > 0 {
			titles += titleLines(ref.Item.Name())
		}
		index.entries = append(index.entries, searchEntry{
			searchText: newSearchText(titles + normalize.Text(ref.Item.Also)),
			titles:     len(titles),
			joined:     len(titles) - strings.Count(titles, " "),
			section:    len(index.sectionTitles) - 1,
		})
	}
	return index
}

func newSearchText(text string) searchText {
	joined := normalize.Unspaced(text)
	f := searchText{text: text, unspaced: strings.ReplaceAll(text, " ", ""), letters: normalize.Letters(joined), initials: normalize.Initials(joined)}
	f.set = letterSet(f.letters)
	return f
}

// letterSet returns the set of the letters in s, by their last six bits. These differ for
// all letters of Hangul and all of Latin. A text without one of a word's letters cannot
// contain the word, which rules out most items quickly.
func letterSet(s string) uint64 {
	var set uint64
	for _, r := range s {
		set |= 1 << (r & 63)
	}
	return set
}

// titleLines returns the text in all its languages, normalized, with line breaks around
// each.
func titleLines(t Text) string {
	var b strings.Builder
	b.WriteByte('\n')
	for _, lang := range slices.Sorted(maps.Keys(t)) {
		b.WriteString(normalize.Text(t[lang]))
		b.WriteByte('\n')
	}
	return b.String()
}
