package commands

import (
	"os"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
)

// The buttons, menus and forms of earlier versions go on working.
func TestEarlierCustomIDsAreKnown(t *testing.T) {
	router, err := NewRouter(Settings{})
	if err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile("testdata/custom_ids.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for id := range strings.Lines(string(list)) {
		if id = strings.TrimSpace(id); id == "" || strings.HasPrefix(id, "#") {
			continue
		}
		seen[strings.Split(id, ":")[1]] = true
		for _, kind := range []discordgo.InteractionType{discordgo.InteractionMessageComponent, discordgo.InteractionModalSubmit} {
			if found := router.find(&Interaction{Type: kind, Data: Data{CustomID: id}}); found.refusal != nil {
				t.Errorf("%s: %v", id, found.refusal)
			}
		}
	}
	for name := range router.actions {
		if !seen[name] {
			t.Errorf("testdata/custom_ids.txt has no custom_id of %s", name)
		}
	}
}
