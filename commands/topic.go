package commands

import (
	"context"

	"dojang/roadmap"
	"dojang/view"
)

// topicsShown is how many areas and sections are offered behind the items.
const topicsShown = 5

// completeTopic offers items as [completeItem] does and, behind them, the areas
// and sections that match what is typed.
func completeTopic(ctx context.Context, r *Request, typed string) ([]view.Choice, error) {
	choices, err := completeItem(ctx, r, typed)
	if err != nil {
		return nil, err
	}
	g, _, err := r.Group()
	if err != nil {
		return nil, err
	}
	topics := g.Roadmap.Topics(typed, topicsShown)
	choices = choices[:min(len(choices), view.MaxOptions-len(topics))]
	for _, topic := range topics {
		choices = append(choices, r.Print.TopicChoice(topic))
	}
	return choices, nil
}

// topic returns the id of the topic that a text names: by its id, by the title
// of an item, a section or an area, else an item as [Request.find] finds it.
func (r *Request) topic(g *roadmap.Group, text string) (string, error) {
	if _, ok := g.Roadmap.Topic(text); ok {
		return text, nil
	}
	spot, err := r.find(g, text)
	if err == nil && titled(spot, text) {
		return spot.Item.ID, nil
	}
	if topic, ok := g.Roadmap.FindTopic(text); ok {
		return topic.ID(), nil
	}
	if err != nil {
		return "", err
	}
	return spot.Item.ID, nil
}
