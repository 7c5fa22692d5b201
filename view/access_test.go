package view

import (
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"dojang/roadmap"
)

func TestAccess(t *testing.T) {
	const (
		view, send, threads = discordgo.PermissionViewChannel, discordgo.PermissionSendMessages, discordgo.PermissionSendMessagesInThreads
		history, files      = discordgo.PermissionReadMessageHistory, discordgo.PermissionAttachFiles
		moderate            = discordgo.PermissionManageThreads
	)
	for _, test := range []struct {
		name   string
		access Access
		well   bool
		marks  string // of the lines
		says   string
	}{
		{"all", Access{May: view | send | history | files}, true, "✅✅✅✅", "Send Messages"},
		{"pictures are not needed", Access{May: view | send | history}, true, "✅✅✅◻️", "Attach Files"},
		{"no sending", Access{May: view | history | files}, false, "✅❌✅✅👉", "no digest can be posted"},
		{"no history", Access{May: view | send}, false, "✅✅❌◻️👉", "I cannot look for"},
		{"nothing is seen", Access{}, false, "❌❔❔❔👉", "View Channel"},
		{"a thread takes another permission", Access{May: view | send | history | files, Thread: true}, false, "✅❌✅✅👉", "Send Messages in Threads"},
		{"a thread", Access{May: view | threads | history | files, Thread: true}, true, "✅✅✅✅", "in Threads"},
		{"an archived thread opens again", Access{May: view | threads | history | files, Thread: true, Archived: true}, true, "✅✅✅✅-", "archived"},
		{"a locked thread", Access{May: view | threads | history | files, Thread: true, Locked: true}, false, "✅✅✅✅❌", "Unlock it"},
		{"a locked thread, as a moderator", Access{May: view | threads | history | files | moderate, Thread: true, Locked: true}, true, "✅✅✅✅", ""},
		{"no channel", Access{Problem: "channel"}, false, "❌", "was deleted"},
		{"no bot", Access{Problem: "guild"}, false, "❌", "not the bot"},
		{"no discord", Access{Problem: "unreachable"}, false, "❔", "does not answer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := In(roadmap.English).access(test.access)
			marks := ""
			for line := range strings.Lines(got) {
				mark, _, _ := strings.Cut(line, " ")
				marks += strings.TrimSuffix(mark, "#")
			}
			if marks != test.marks || !strings.Contains(got, test.says) || test.access.CanPost() != test.well {
				t.Errorf("well is %t, want %t; marks %s, want %s, saying %q:\n%s", test.access.CanPost(), test.well, marks, test.marks, test.says, got)
			}
		})
	}
}
