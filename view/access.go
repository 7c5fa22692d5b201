package view

import (
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Access is what the bot may do in a channel.
type Access struct {
	Problem  string // why that is not known: guild, channel or unreachable; "" if it is
	May      uint64 // Discord's permission bits
	Thread   bool
	Archived bool          // of a thread: the next message opens it again
	Locked   bool          // of a thread: only moderators may write
	Took     time.Duration // by Discord for an answer; zero if there was none
}

// need is a permission that a home channel calls for.
type need struct {
	name     string // in the catalogues
	bit      uint64
	optional bool
}

// needs are the permissions that the home channel calls for.
func (a Access) needs() []need {
	send := need{name: "send", bit: discordgo.PermissionSendMessages}
	if a.Thread {
		send = need{name: "threads", bit: discordgo.PermissionSendMessagesInThreads}
	}
	return []need{
		{name: "view", bit: discordgo.PermissionViewChannel},
		send,
		{name: "history", bit: discordgo.PermissionReadMessageHistory},
		{name: "files", bit: discordgo.PermissionAttachFiles, optional: true},
	}
}

func (a Access) may(bit uint64) bool { return a.May&bit != 0 }

// closed reports whether the bot is kept from writing although it has the
// permission.
func (a Access) closed() bool { return a.Locked && !a.may(discordgo.PermissionManageThreads) }

// Well reports whether nothing keeps a digest from being posted and found
// again.
func (a Access) Well() bool {
	well := a.Problem == "" && !a.closed()
	for _, n := range a.needs() {
		well = well && (n.optional || a.may(n.bit))
	}
	return well
}

// access lists what the bot may do in the home channel, one by one, and how to
// mend what is missing.
func (p Printer) access(a Access) string {
	if a.Problem != "" {
		return p.T("access." + a.Problem)
	}
	var lines []string
	unseen := !a.may(discordgo.PermissionViewChannel)
	for _, n := range a.needs() {
		name := Markup(p.T("permission." + n.name))
		switch {
		case a.may(n.bit):
			lines = append(lines, "✅ "+string(name))
		case unseen && n.name != "view":
			lines = append(lines, p.T("access.hidden", "permission", name))
		default:
			lines = append(lines, p.T("access.no."+n.name, "permission", name))
		}
	}
	switch {
	case a.closed():
		lines = append(lines, p.T("access.locked"))
	case a.Archived:
		lines = append(lines, p.T("access.archived"))
	}
	if !a.Well() && !a.closed() {
		lines = append(lines, p.T("access.mend"))
	}
	return strings.Join(lines, "\n")
}
