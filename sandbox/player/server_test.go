package player

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"dojang/sandbox"
)

// The bot sees what lines changed in the server when it asks.
func TestArranging(t *testing.T) {
	var b *bench
	_, refused := play(t, "permit #공부방 -send -files", func(made *bench, _ *Player) { b = made })
	want := sandbox.Everyone &^ (sandbox.SendMessages | sandbox.AttachFiles)
	allow, deny := overwrite(t, b)
	if refused != 0 || allow != want || sandbox.Everyone&^deny != want {
		t.Errorf("the bot is allowed %b and denied %b, want %b", allow, deny, want)
	}

	out, refused := play(t, "permit #공부방 -view\npermit #공부방 all\nremove #잡담\nremove Dojang\nremove Dojang\n민수: /help\ninvite\n민수: /help", func(made *bench, _ *Player) { b = made })
	if refused != 2 || strings.Count(out, "Dojang is not in this server") != 2 {
		t.Errorf("%d lines refused, want the second removal and the command without a bot:\n%s", refused, out)
	}
	if allow, _ := overwrite(t, b); allow != sandbox.Everyone {
		t.Errorf("in the end the bot is allowed %b, want what everyone is", allow)
	}
	if channels := b.Channels(b.guild); len(channels) != 1 {
		t.Errorf("channels %v, want one of the two", channels)
	}
}

// overwrite requests the bot's permission overwrite in the home channel.
func overwrite(t *testing.T, b *bench) (allow, deny sandbox.Permissions) {
	t.Helper()
	b.t = t // that of the bubble is over
	var channel struct {
		Overwrites []struct{ ID, Allow, Deny string } `json:"permission_overwrites"`
	}
	if err := json.Unmarshal(b.do("GET", "/channels/"+b.home, ""), &channel); err != nil {
		t.Fatal(err)
	}
	if len(channel.Overwrites) != 1 || channel.Overwrites[0].ID != b.Application() {
		t.Fatalf("the overwrites are %v", channel.Overwrites)
	}
	parse := func(s string) sandbox.Permissions {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return sandbox.Permissions(n)
	}
	return parse(channel.Overwrites[0].Allow), parse(channel.Overwrites[0].Deny)
}
