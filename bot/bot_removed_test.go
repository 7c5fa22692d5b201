package main

import (
	"bytes"
	"strings"
	"testing"

	"dojang/store"
)

// presence returns since when the bot is recorded as removed from the sandbox's server;
// "" if nothing is stored of it.
func (box *sandboxed) presence(t *testing.T) string {
	t.Helper()
	guild, err := box.bot.store.Current(t.Context(), box.guild)
	switch {
	case err != nil:
		t.Fatal(err)
	case len(guild.Groups) == 0:
		return ""
	case guild.IsBotRemoved():
		return "gone"
	}
	return "there"
}

// When the bot is removed from a server, the server's data is kept for thirty days. The
// bot may be back because it is added again or because a member uses it. After that
// everything is deleted.
func TestAServerThatTheBotIsRemovedFrom(t *testing.T) {
	box := openOn(t, "2026-11-23T10:00", t.TempDir())
	at := func(want string, lines string) {
		t.Helper()
		if box.play(t, lines); box.presence(t) != want {
			t.Errorf("after %q it is %q, want %q", lines, box.presence(t), want)
		}
	}
	at("there", "Alex: /check item:GIL\n")
	at("gone", "remove Dojang\n")
	at("there", "invite\n")
	if err := box.bot.scheduler.BotRemoved(t.Context(), box.guild); err != nil {
		t.Fatal(err)
	}
	at("there", "Alex: /progress\n")
	at("gone", "remove Dojang\nclock +29d\n")
	at("", "clock +2d\n")
	sum, err := box.bot.store.Verify(t.Context(), box.clock.Now(), func(d store.Difference) { t.Error(d) })
	if err != nil || sum.Events != 0 {
		t.Errorf("%d events are left, %v", sum.Events, err)
	}
	var backup bytes.Buffer
	if _, err := store.BackupDir(box.bot.cfg.DataDir, &backup, func(int) {}); err != nil || strings.Contains(backup.String(), box.guild) {
		t.Errorf("a backup has the server, or fails: %v", err)
	}
	at("there", "invite\n민수: /group create name:다시\n")
}

// An outage of a server, or of Discord, does not count as a removal.
func TestAServerInAnOutageIsKept(t *testing.T) {
	box := open(t, "2026-11-23T10:00")
	box.discord.Gateway().Inject([]byte(`{"op":0,"s":1000,"t":"GUILD_DELETE","d":{"id":"` + box.guild + `","unavailable":true}}`))
	if box.waitIdle(t.Context()); box.presence(t) != "there" {
		t.Error("after an outage it is taken for removed")
	}
}
