package sandbox

import (
	"strings"
	"testing"
)

// What lines do to the server is what the bot finds when it asks.
func TestArranging(t *testing.T) {
	var b *bench
	_, refused := play(t, "permit #공부방 -send -files", func(made *bench, _ *Player) { b = made })
	c := b.channels[b.home]
	if got := b.botPermissions(c); refused != 0 || got != Everyone&^(SendMessages|AttachFiles) {
		t.Errorf("the bot may do %b", got)
	}
	overwrites := c.object()["permission_overwrites"].([]jsonObject)
	if len(overwrites) != 1 || overwrites[0]["id"] != b.Application() ||
		Everyone&^overwrites[0]["deny"].(Permissions)|overwrites[0]["allow"].(Permissions) != b.botPermissions(c) {
		t.Errorf("the channel's overwrites are %v", overwrites)
	}

	out, refused := play(t, "permit #공부방 -view\npermit #공부방 all\nremove #잡담\nremove Dojang\nremove Dojang\n민수: /help\ninvite\n민수: /help", func(made *bench, _ *Player) { b = made })
	if refused != 2 || strings.Count(out, "Dojang is not in this server") != 2 {
		t.Errorf("%d lines refused, want the second removal and the command without a bot:\n%s", refused, out)
	}
	if got := b.botPermissions(b.channels[b.home]); got != Everyone {
		t.Errorf("in the end the bot may do %b, want what everyone may", got)
	}
	if channels := b.Channels(b.guild); len(channels) != 1 {
		t.Errorf("channels %v, want one of the two", channels)
	}
}
