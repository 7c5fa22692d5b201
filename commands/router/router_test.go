package router

import (
	"context"
	"testing"

	"dojang/view"
)

// nothing is a handler that does nothing.
func nothing(context.Context, *Request) (Reply, error) { return Reply{}, nil }

// What could never work is found when the router is made.
func TestDeclarationsThatContradictThemselves(t *testing.T) {
	id := view.CustomID{Name: "x", Args: []string{"group", "item"}}
	for name, commands := range map[string][]Command{
		"two commands of one name":   {{Name: "a", Run: nothing}, {Name: "a", Run: nothing}},
		"a command without handler":  {{Name: "a"}},
		"two actions of one name":    {{Name: "a", Run: nothing, Actions: []Action{{ID: id, Run: nothing}, {ID: id, Run: nothing}}}},
		"an action without handler":  {{Name: "a", Run: nothing, Actions: []Action{{ID: id}}}},
		"a group that is not named":  {{Name: "a", Run: nothing, Actions: []Action{{ID: view.CustomID{Name: "y"}, Group: ReadableGroup, Run: nothing}}}},
		"an owner that is not named": {{Name: "a", Run: nothing, Actions: []Action{{ID: id, Group: ReadableGroup, Owner: Owner, Run: nothing}}}},
		"an owner in no group":       {{Name: "a", Run: nothing, Actions: []Action{{ID: view.CustomID{Name: "y", Args: []string{"group", "member"}}, Owner: Owner, Run: nothing}}}},
		"a version of no group":      {{Name: "a", Run: nothing, Actions: []Action{{ID: id, Version: true, Run: nothing}}}},
	} {
		if _, err := New(commands, Settings{}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := New([]Command{{Name: "a", Run: nothing, Actions: []Action{{ID: id, Group: WritableGroup, Run: nothing}}}}, Settings{}); err != nil {
		t.Errorf("a good one: %v", err)
	}
}
