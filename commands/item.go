package commands

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/text/unicode/norm"

	"dojang/roadmap"
	"dojang/view"
)

// itemOption is an option that names an item of the group's roadmap.
func itemOption(required bool, complete func(context.Context, *Request, string) ([]view.Choice, error)) Option {
	return Option{Name: "item", Type: discordgo.ApplicationCommandOptionString, Required: required, Complete: complete}
}

// completeItem offers items that match what is typed; done ones are marked.
func completeItem(_ context.Context, r *Request, typed string) ([]view.Choice, error) {
	g, _, err := r.Group()
	if err != nil {
		return nil, err
	}
	done := func(item string) bool {
		_, ok := r.Done(g.ID, item)
		return ok
	}
	return r.itemChoices(g.Roadmap.Complete(typed, done, view.MaxOptions), done), nil
}

// completeItems does so for the last of several items, separated by semicolons.
// Those before it are named by their ids in what is offered, so that it says the
// same when somebody types on behind it.
func completeItems(ctx context.Context, r *Request, typed string) ([]view.Choice, error) {
	i := strings.LastIndex(typed, itemsApart)
	if i < 0 {
		return completeItem(ctx, r, typed)
	}
	g, _, err := r.Group()
	if err != nil {
		return nil, err
	}
	before := ""
	for part := range strings.SplitSeq(typed[:i], itemsApart) {
		part = strings.TrimSpace(part)
		if spot, err := r.find(g, part); err == nil {
			part = spot.Item.ID
		}
		before += part + itemsApart + " "
	}
	choices, err := completeItem(ctx, r, typed[i+len(itemsApart):])
	for i, c := range choices {
		choices[i] = view.Choice{Name: before + c.Name, Value: before + c.Value}
		if utf8.RuneCountInString(choices[i].Name) > view.MaxOptionText {
			choices[i].Name = choices[i].Value
		}
	}
	return choices, err
}

// completeDone offers the caller's own done items, the newest first.
func completeDone(_ context.Context, r *Request, typed string) ([]view.Choice, error) {
	g, _, err := r.Group()
	if err != nil {
		return nil, err
	}
	done := func(item string) bool {
		_, ok := r.Done(g.ID, item)
		return ok
	}
	found := slices.DeleteFunc(g.Roadmap.Complete(typed, func(string) bool { return false }, g.Roadmap.Len()),
		func(s roadmap.Spot) bool { return !done(s.Item.ID) })
	slices.SortStableFunc(found, func(a, b roadmap.Spot) int {
		at, _ := r.Done(g.ID, a.Item.ID)
		bt, _ := r.Done(g.ID, b.Item.ID)
		return bt.Compare(at)
	})
	return r.itemChoices(found, func(string) bool { return false }), nil
}

func (r *Request) itemChoices(spots []roadmap.Spot, done func(item string) bool) []view.Choice {
	var choices []view.Choice
	for _, spot := range spots {
		if len(choices) == view.MaxOptions {
			break
		}
		choices = append(choices, r.Print.ItemChoice(spot, done(spot.Item.ID)))
	}
	return choices
}

// item returns the item that the option names, by its id or by free text.
func (r *Request) item(g *roadmap.Group) (roadmap.Spot, error) { return r.find(g, r.Text("item")) }

// find returns the item that a text names: by its id, by free text or as the
// completion offers it.
func (r *Request) find(g *roadmap.Group, text string) (roadmap.Spot, error) {
	spot, nearest := g.Roadmap.Find(text)
	if spot.Item != nil {
		return spot, nil
	}
	if spot, ok := r.called(g, text); ok {
		return spot, nil
	}
	if len(nearest) > 0 {
		return roadmap.Spot{}, roadmap.Refuse("item.nearest", "item", text, "items", nearest, "n", len(nearest))
	}
	return roadmap.Spot{}, roadmap.Refuse("item.unknown", "item", text)
}

// called returns the item for which the completion offers just this text: it stays
// in the option when somebody types on behind what was chosen.
func (r *Request) called(g *roadmap.Group, text string) (roadmap.Spot, bool) {
	text = norm.NFC.String(text)
	for spot := range g.Roadmap.Items() {
		if text == r.Print.ItemChoice(spot, false).Name || text == r.Print.ItemChoice(spot, true).Name {
			return spot, true
		}
	}
	return roadmap.Spot{}, false
}

// itemsApart separates several items in one option.
const itemsApart = ";"

// items returns the items that a text names, each once. A text that as a whole is
// the title of one item, or what is offered for it, is that one.
func (r *Request) items(g *roadmap.Group, text string) ([]roadmap.Spot, error) {
	if !strings.Contains(text, itemsApart) {
		spot, err := r.find(g, text)
		return []roadmap.Spot{spot}, err
	}
	if spot, _ := g.Roadmap.Find(text); spot.Item != nil && titled(spot, text) {
		return []roadmap.Spot{spot}, nil
	}
	if spot, ok := r.called(g, text); ok {
		return []roadmap.Spot{spot}, nil
	}
	var spots []roadmap.Spot
	for part := range strings.SplitSeq(text, itemsApart) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		spot, err := r.find(g, part)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(spots, func(s roadmap.Spot) bool { return s.Item == spot.Item }) {
			spots = append(spots, spot)
		}
	}
	if len(spots) == 0 {
		return nil, roadmap.Refuse("item.unknown", "item", text)
	}
	return spots, nil
}

// titled reports whether the text is the item's title, in any language.
func titled(spot roadmap.Spot, text string) bool {
	for _, title := range spot.Item.Title {
		if strings.EqualFold(title, norm.NFC.String(text)) {
			return true
		}
	}
	return false
}

// completeGroup offers the guild's groups.
func completeGroup(_ context.Context, r *Request, typed string) ([]view.Choice, error) {
	var choices []view.Choice
	for _, g := range r.Guild.Groups {
		if matches(g.Name, typed) {
			choices = append(choices, view.Choice{Name: g.Name, Value: g.ID})
		}
	}
	return choices, nil
}
