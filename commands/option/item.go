package option

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"dojang/commands/router"
	"dojang/normalize"
	"dojang/refusal"
	"dojang/roadmap"
	"dojang/view"
)

// Item takes an item of the group's roadmap; see [FindItem]. Its completion marks checked
// items.
func Item() router.Option {
	return router.Option{Name: "item", Type: discordgo.ApplicationCommandOptionString, ByGroup: true, Complete: completeItem}
}

// Items takes several items; see [FindItems].
func Items() router.Option {
	o := Item()
	o.Complete = completeItems
	return o
}

// CheckedItem takes an item that the caller has checked. It is required.
func CheckedItem() router.Option {
	o := Item()
	o.Required, o.Complete = true, completeChecked
	return o
}

// ItemOfMember takes an item that the member in the option "member" has checked, or has
// not. It is required.
func ItemOfMember(checked bool) router.Option {
	o := Item()
	o.Required, o.Checks, o.Complete = true, router.MemberChecks, completeUnchecked
	if checked {
		o.Complete = completeChecked
	}
	return o
}

func completeItem(_ context.Context, r *router.Request, typed string) ([]view.Choice, error) {
	checked := func(item string) bool { return hasChecked(r, item) }
	return choices(r, r.Group.Roadmap.Complete(typed, checked, view.MaxOptions), checked), nil
}

// completeItems completes the last of several items, separated by semicolons. The choices
// have the earlier items by id, so that they stay the same if somebody types on after
// choosing one.
func completeItems(ctx context.Context, r *router.Request, typed string) ([]view.Choice, error) {
	i := strings.LastIndex(typed, ItemSeparator)
	if i < 0 {
		return completeItem(ctx, r, typed)
	}
	before := ""
	for part := range strings.SplitSeq(typed[:i], ItemSeparator) {
		part = strings.TrimSpace(part)
		if ref, err := FindItem(r, part); err == nil {
			part = ref.Item.ID
		}
		if before += part + ItemSeparator + " "; utf8.RuneCountInString(before) > view.MaxOptionText {
			return nil, nil // no choice has room for them
		}
	}
	choices, err := completeItem(ctx, r, typed[i+len(ItemSeparator):])
	for i, c := range choices {
		choices[i] = view.Choice{Name: before + c.Name, Value: before + c.Value}
		if utf8.RuneCountInString(choices[i].Name) > view.MaxOptionText {
			choices[i].Name = choices[i].Value
		}
	}
	return choices, err
}

// completeChecked offers checked items, the latest check first.
func completeChecked(_ context.Context, r *router.Request, typed string) ([]view.Choice, error) {
	found := slices.DeleteFunc(matching(r, typed), func(s roadmap.ItemRef) bool { return !hasChecked(r, s.Item.ID) })
	slices.SortStableFunc(found, func(a, b roadmap.ItemRef) int {
		at, _ := r.Done(r.Group.ID, a.Item.ID)
		bt, _ := r.Done(r.Group.ID, b.Item.ID)
		return bt.Compare(at)
	})
	return choices(r, found, notChecked), nil
}

// completeUnchecked offers the items that are not checked.
func completeUnchecked(_ context.Context, r *router.Request, typed string) ([]view.Choice, error) {
	found := slices.DeleteFunc(matching(r, typed), func(s roadmap.ItemRef) bool { return hasChecked(r, s.Item.ID) })
	return choices(r, found, notChecked), nil
}

// matching returns all items that match the typed text, the best first.
func matching(r *router.Request, typed string) []roadmap.ItemRef {
	return r.Group.Roadmap.Complete(typed, notChecked, r.Group.Roadmap.Len())
}

func notChecked(string) bool { return false }

func hasChecked(r *router.Request, item string) bool {
	_, ok := r.Done(r.Group.ID, item)
	return ok
}

func choices(r *router.Request, refs []roadmap.ItemRef, checked func(item string) bool) []view.Choice {
	var choices []view.Choice
	for _, ref := range refs {
		if len(choices) == view.MaxOptions {
			break
		}
		choices = append(choices, r.Print.ItemChoice(ref, checked(ref.Item.ID)))
	}
	return choices
}

// FindItem returns the item that a text names: by id, by free text, or as the completion
// shows it.
func FindItem(r *router.Request, text string) (roadmap.ItemRef, error) {
	ref, nearest := r.Group.Roadmap.Find(text)
	if ref.Item != nil {
		return ref, nil
	}
	if ref, ok := findOffered(r, text); ok {
		return ref, nil
	}
	if len(nearest) > 0 {
		return roadmap.ItemRef{}, refusal.New("item.nearest", "item", text, "items", nearest, "n", len(nearest))
	}
	return roadmap.ItemRef{}, refusal.New("item.unknown", "item", text)
}

// findOffered returns the item that the completion shows as this text. Such a text stays in
// the option if somebody types on after choosing an item.
func findOffered(r *router.Request, text string) (roadmap.ItemRef, bool) {
	text = normalize.Clean(text)
	for ref := range r.Group.Roadmap.Items() {
		if text == normalize.Clean(r.Print.ItemChoice(ref, false).Name) || text == normalize.Clean(r.Print.ItemChoice(ref, true).Name) {
			return ref, true
		}
	}
	return roadmap.ItemRef{}, false
}

// ItemSeparator separates several items in one option.
const ItemSeparator = ";"

// FindItems returns the items that a text names, without duplicates. A text that as a whole
// is the title of an item, or the completion's text for it, names only that one.
func FindItems(r *router.Request, text string) ([]roadmap.ItemRef, error) {
	if !strings.Contains(text, ItemSeparator) {
		ref, err := FindItem(r, text)
		return []roadmap.ItemRef{ref}, err
	}
	if ref, _ := r.Group.Roadmap.Find(text); ref.Item != nil && hasTitle(ref, text) {
		return []roadmap.ItemRef{ref}, nil
	}
	if ref, ok := findOffered(r, text); ok {
		return []roadmap.ItemRef{ref}, nil
	}
	var refs []roadmap.ItemRef
	for part := range strings.SplitSeq(text, ItemSeparator) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		ref, err := FindItem(r, part)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(refs, func(s roadmap.ItemRef) bool { return s.Item == ref.Item }) {
			refs = append(refs, ref)
		}
	}
	if len(refs) == 0 {
		return nil, refusal.New("item.unknown", "item", text)
	}
	return refs, nil
}

// hasTitle reports whether the text is the item's title, in any language.
func hasTitle(ref roadmap.ItemRef, text string) bool {
	for _, title := range ref.Item.Name() {
		if normalize.Compact(title) == normalize.Compact(text) {
			return true
		}
	}
	return false
}
