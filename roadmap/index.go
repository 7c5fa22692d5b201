package roadmap

import (
	"maps"
	"slices"
	"strings"

	"dojang/normalize"
)

// searchIndex holds every item's words in the forms in which they are searched.
type searchIndex struct {
	items  []entry // in roadmap order
	places []form  // the titles of each section and its area, in roadmap order
	topics []topicEntry
}

// topicEntry is what an area, or a section, with items is found by: its titles.
type topicEntry struct {
	Topic
	form
}

// entry is what an item is found by. Its text has the titles first, each
// between line breaks, which no query holds, and then the Also words.
type entry struct {
	form
	titles int // bytes of text that are titles
	place  int // index in places
}

// form is a folded text: as it is, taken apart into letters, with its syllables
// cut down to their initial consonants, and as the set of its letters.
type form struct {
	text, letters, initials string
	set                     uint64
}

func newSearchIndex(refs []ItemRef) *searchIndex {
	index := &searchIndex{items: make([]entry, 0, len(refs))}
	var last *Section
	for _, ref := range refs {
		if ref.Section != last {
			if last == nil || index.topics[len(index.topics)-1].Area != ref.Area {
				index.topics = append(index.topics, topicEntry{Topic{Area: ref.Area}, newForm(lines(ref.Area.Title))})
			}
			index.topics = append(index.topics, topicEntry{Topic{Area: ref.Area, Section: ref.Section}, newForm(lines(ref.Section.Title))})
			last = ref.Section
			index.places = append(index.places, newForm(lines(ref.Section.Title)+lines(ref.Area.Title)))
		}
		titles := lines(ref.Item.Title)
		index.items = append(index.items, entry{
			form:   newForm(titles + normalize.Text(ref.Item.Also)),
			titles: len(titles),
			place:  len(index.places) - 1,
		})
	}
	return index
}

func newForm(text string) form {
	joined := normalize.Unspaced(text)
	f := form{text: text, letters: normalize.Letters(joined), initials: normalize.Initials(joined)}
	f.set = letterSet(f.letters)
	return f
}

// letterSet returns which letters s has, by their last six bits, by which all
// the letters of Hangul differ and all of Latin. What lacks a letter of a word
// cannot have the word, and most items are ruled out so.
func letterSet(s string) uint64 {
	var set uint64
	for _, r := range s {
		set |= 1 << (r & 63)
	}
	return set
}

// lines writes the text in all its languages, folded, between line breaks.
func lines(t Text) string {
	var b strings.Builder
	b.WriteByte('\n')
	for _, lang := range slices.Sorted(maps.Keys(t)) {
		b.WriteString(normalize.Text(t[lang]))
		b.WriteByte('\n')
	}
	return b.String()
}
