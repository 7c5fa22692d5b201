package option

import (
	"context"

	"dojang/commands/router"
	"dojang/view"
)

// topicsShown is how many areas and sections are offered behind the items.
const topicsShown = 5

// Topic names an item, a section or an area; see [FindTopic].
func Topic() router.Option {
	o := Item()
	o.Complete = completeTopic
	return o
}

// completeTopic offers items as [Item] does and, behind them, the areas and
// sections that match what is typed.
func completeTopic(ctx context.Context, r *router.Request, typed string) ([]view.Choice, error) {
	choices, err := completeItem(ctx, r, typed)
	if err != nil {
		return nil, err
	}
	topics := r.Group.Roadmap.Topics(typed, topicsShown)
	choices = choices[:min(len(choices), view.MaxOptions-len(topics))]
	for _, topic := range topics {
		choices = append(choices, r.Print.TopicChoice(topic))
	}
	return choices, nil
}

// FindTopic returns the id of the topic that a text names: by its id, by the
// title of an item, a section or an area, else an item as [FindItem] finds it.
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
