package option

import (
	"context"

	"dojang/commands/router"
	"dojang/view"
)

// maxTopics limits the areas and sections that are offered after the items.
const maxTopics = 5

// Topic takes an item, a section or an area; see [FindTopic].
func Topic() router.Option {
	o := Item()
	o.Complete = completeTopic
	return o
}

// completeTopic offers items like [Item], followed by matching areas and sections.
func completeTopic(ctx context.Context, r *router.Request, typed string) ([]view.Choice, error) {
	choices, err := completeItem(ctx, r, typed)
	if err != nil {
		return nil, err
	}
	topics := r.Group.Roadmap.Topics(typed, maxTopics)
	choices = choices[:min(len(choices), view.MaxOptions-len(topics))]
	for _, topic := range topics {
		choices = append(choices, r.Print.TopicChoice(topic))
	}
	return choices, nil
}

// FindTopic returns the id of the topic that a text names: by id, by the title of an item,
// a section or an area, or else the item that [FindItem] finds.
func FindTopic(r *router.Request, text string) (string, error) {
	if _, ok := r.Group.Roadmap.Topic(text); ok {
		return text, nil
	}
	ref, err := FindItem(r, text)
	if err == nil && hasTitle(ref, text) {
		return ref.Item.ID, nil
	}
	if topic, ok := r.Group.Roadmap.FindTopic(text); ok {
		return topic.ID(), nil
	}
	if err != nil {
		return "", err
	}
	return ref.Item.ID, nil
}
