package sandbox

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/sandbox/schema"
)

// menuCommands are registered beside the slash commands.
const menuCommands = `[{"name":"Share as post","name_localizations":{"ko":"글로 공유"},"type":3},{"name":"Progress","type":2},
	{"name":"Progress","type":3,"default_member_permissions":"32"},{"name":"progress","description":"d"}]`

// What the application gets of a command in a menu, and how the response refers to what it was
// used on.
func TestCommandsInMenus(t *testing.T) {
	b := newBench(t)
	b.register(menuCommands)
	all := b.received()
	if err := b.Say(b.as("Alex"), "see https://example.com/a"); err != nil {
		t.Fatal(err)
	}
	m := b.Visible(b.as("Alex"))[0]
	payload := func() (data struct {
		ID, Name string
		Type     int
		TargetID string `json:"target_id"`
		Options  any
		Resolved struct {
			Messages map[string]Message
			Users    map[string]User
			Members  map[string]map[string]any
		}
	}) {
		t.Helper()
		var i struct{ Data json.RawMessage }
		if err := json.Unmarshal(b.last(all).raw, &i); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(i.Data, &data); err != nil {
			t.Fatal(err)
		}
		return data
	}

	if _, err := b.UseOnMessage(b.as("민수"), Word{Text: "글로 공유"}, m.ID); err != nil {
		t.Fatal(err)
	}
	got := payload()
	resolved := got.Resolved.Messages[m.ID]
	if got.Name != "Share as post" || got.Type != schema.OnMessage || got.TargetID != m.ID || got.ID == "" || got.Options != nil ||
		resolved.Content != "see https://example.com/a" || resolved.Author.ID != b.as("Alex").User || len(got.Resolved.Users) != 0 {
		t.Errorf("the application got %+v", got)
	}
	b.answer(b.last(all), `{"type":4,"data":{"content":"shared"}}`)
	answer := b.Visible(b.as("민수"))[1]
	want := &schema.Reference{MessageID: m.ID, ChannelID: b.home, GuildID: b.guild}
	if diff := cmp.Diff(want, answer.Reference); diff != "" || answer.Type != menuMessage || answer.InteractionMetadata["target_message_id"] != m.ID || answer.Interaction["name"] != "Share as post" {
		t.Errorf("the response is of type %d with %v, %v; its reference (-want +got):\n%s", answer.Type, answer.InteractionMetadata, answer.Interaction, diff)
	}

	if _, err := b.UseOnMember(b.as("Alex"), Word{Text: "Progress"}, Word{Text: "@지원"}); err != nil {
		t.Fatal(err)
	}
	got, user := payload(), b.as("지원").User
	member := got.Resolved.Members[user]
	if got.Name != "Progress" || got.Type != schema.OnMember || got.TargetID != user || *got.Resolved.Users[user].GlobalName != "지원" || member["permissions"] == nil || member["user"] != nil {
		t.Errorf("the application got %+v", got)
	}
	b.answer(b.last(all), `{"type":4,"data":{"content":"progress","flags":64}}`)
	answer = b.Visible(b.as("Alex"))[2]
	if target, _ := answer.InteractionMetadata["target_user"].(*User); answer.Type != menuMessage || answer.Reference != nil || target == nil || target.ID != user {
		t.Errorf("the response is %+v", answer)
	}
	b.wantFaults()
}

// What Discord's client does not offer is a mistake.
func TestMenusAreWhatDiscordOffers(t *testing.T) {
	b := newBench(t)
	b.register(menuCommands)
	all := b.received()
	if err := b.Say(b.as("Alex"), "hello"); err != nil {
		t.Fatal(err)
	}
	m := b.Visible(b.as("Alex"))[0]
	if _, err := b.UseOnMember(b.as("Alex"), Word{Text: "Progress"}, Word{Text: "Mina"}); err != nil {
		t.Fatal(err)
	}
	b.answer(b.last(all), `{"type":4,"data":{"content":"progress","flags":64}}`)
	private := b.Visible(b.as("Alex"))[1]
	on := func(who, name, message string) error {
		_, err := b.UseOnMessage(b.as(who), Word{Text: name}, message)
		return err
	}
	of := func(name, member string) error {
		_, err := b.UseOnMember(b.as("Alex"), Word{Text: name}, Word{Text: member})
		return err
	}
	slash := func(name string) error {
		_, err := b.Slash(b.as("민수"), words(name), nil)
		return err
	}
	for _, test := range []struct {
		name string
		err  error
		want string
	}{
		{"of a member's menu", on("Alex", "Progress", m.ID), "no command \"Progress\" in this menu; there are Share as post"},
		{"for managers", on("민수", "Progress", m.ID), ""},
		{"a slash command", on("Alex", "progress", m.ID), "no command \"progress\""},
		{"of a message's menu", of("Share as post", "Mina"), "no command \"Share as post\" in this menu; there are Progress"},
		{"no such message", on("Alex", "Share as post", "5"), "the message is not there"},
		{"a private message", on("Alex", "Share as post", private.ID), "a message that is private"},
		{"another's private message", on("민수", "Share as post", private.ID), "the message is not there"},
		{"no such member", of("Progress", "nobody"), "no member \"nobody\""},
		{"the bot", of("Progress", BotName), ""},
		{"typed with a slash", slash("Progress"), "no command /Progress"},
	} {
		if test.want == "" && test.err == nil {
			continue
		}
		if test.want == "" || test.err == nil || !strings.HasPrefix(test.err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.name, test.err, test.want)
		}
	}
	if err := b.RemoveMember(b.guild, b.Application()); err != nil {
		t.Fatal(err)
	}
	if err := on("Alex", "Share as post", m.ID); !isCoded(err, BotAbsent) {
		t.Errorf("without the bot: %v", err)
	}
}
