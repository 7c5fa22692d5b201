package roadmap

import (
	"slices"
	"strings"
)

// Topic is a part of a roadmap that posts can be about: an area, a section or an item.
type Topic struct {
	Area    *Area
	Section *Section // nil for the whole area
	Item    *Item    // nil for the whole section
}

// Prefixes of the ids of areas and sections. Ids of items have no dot.
const (
	areaTopic    = "a."
	sectionTopic = "s."
)

// ID identifies the topic: an item by its own id, a section by its id after "s.", an area
// by the id of its first section after "a.".
func (t Topic) ID() string {
	switch {
	case t.Item != nil:
		return t.Item.ID
	case t.Section != nil:
		return sectionTopic + t.Section.ID
	}
	return areaTopic + t.Area.Sections[0].ID
}

// Title returns the title of the item, section or area.
func (t Topic) Title() Text {
	switch {
	case t.Item != nil:
		return t.Item.Title
	case t.Section != nil:
		return t.Section.Title
	}
	return t.Area.Title
}

// Topic returns the topic with the id.
func (r *Roadmap) Topic(id string) (Topic, bool) {
	if section, ok := strings.CutPrefix(id, sectionTopic); ok {
		return Topic{Area: r.Area(section), Section: r.Section(section)}, r.Section(section) != nil
	}
	if section, ok := strings.CutPrefix(id, areaTopic); ok {
		area := r.Area(section)
		return Topic{Area: area}, area != nil
	}
	ref, ok := r.Item(id)
	return Topic{Area: ref.Area, Section: ref.Section, Item: ref.Item}, ok
}

// TopicItems returns the ids of the topic's items. The id of an item that the roadmap no
// longer has is returned as it is.
func (r *Roadmap) TopicItems(id string) []string {
	topic, ok := r.Topic(id)
	switch {
	case topic.Item != nil || !strings.Contains(id, "."):
		return []string{id}
	case !ok:
		return nil
	}
	var items []string
	for i := range topic.Area.Sections {
		section := &topic.Area.Sections[i]
		if topic.Section != nil && topic.Section != section {
			continue
		}
		for _, item := range section.Items {
			items = append(items, item.ID)
		}
	}
	return items
}

// Topics returns up to limit areas and sections for what somebody has typed so far, in
// roadmap order. Each word has to match their titles as in [Roadmap.Complete]. It returns
// none for an empty text.
func (r *Roadmap) Topics(typed string, limit int) []Topic {
	q := newQuery(typed)
	if len(q.words) == 0 {
		return nil
	}
	var found []Topic
	for _, t := range r.search.topics {
		missing := slices.ContainsFunc(q.words, func(w word) bool { return !t.matches(&w) })
		if !missing && len(found) < limit {
			found = append(found, t.Topic)
		}
	}
	return found
}

// FindTopic returns the first area or section that has the text as a title, in any
// language and regardless of spaces.
func (r *Roadmap) FindTopic(text string) (Topic, bool) {
	q := newQuery(text)
	i := slices.IndexFunc(r.search.topics, func(t topicEntry) bool { return len(q.words) > 0 && t.hasTitle(&q) })
	if i < 0 {
		return Topic{}, false
	}
	return r.search.topics[i].Topic, true
}
