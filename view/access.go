package view

import (
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Access is what the bot may do in a channel.
type Access struct {
	Problem  string // why the rest is unknown: guild, channel or unreachable; else ""
	May      uint64 // Discord's permission bits
	Thread   bool
	Archived bool          // the thread is archived; the next message reopens it
	Locked   bool          // the thread is locked: only moderators may write
	Took     time.Duration // Discord's response time; zero if there was no response
}

// permission is a permission that the bot needs in a home channel.
type permission struct {
	name     string // key in the catalogues
	bit      uint64
	optional bool
}

// permissions returns the permissions that the bot needs in the home channel.
func (a Access) permissions() []permission {
	send := permission{name: "send", bit: discordgo.PermissionSendMessages}
	if a.Thread {
		send = permission{name: "threads", bit: discordgo.PermissionSendMessagesInThreads}
	}
	return []permission{
		{name: "view", bit: discordgo.PermissionViewChannel},
		send,
		{name: "history", bit: discordgo.PermissionReadMessageHistory},
		{name: "files", bit: discordgo.PermissionAttachFiles, optional: true},
	}
}

func (a Access) has(bit uint64) bool { return a.May&bit != 0 }

// isLockedOut reports whether a locked thread keeps the bot from writing.
func (a Access) isLockedOut() bool { return a.Locked && !a.has(discordgo.PermissionManageThreads) }

// CanPost reports whether the bot can post a digest and find it again.
func (a Access) CanPost() bool {
	well := a.Problem == "" && !a.isLockedOut()
	for _, n := range a.permissions() {
		well = well && (n.optional || a.has(n.bit))
	}
	return well
}

// access lists the bot's permissions in the home channel, and how to fix what is missing.
func (p Printer) access(a Access) string {
	if a.Problem != "" {
		return p.T("access." + a.Problem)
	}
	var lines []string
	unseen := !a.has(discordgo.PermissionViewChannel)
	for _, n := range a.permissions() {
		name := Markup(p.T("permission." + n.name))
		switch {
		case a.has(n.bit):
			lines = append(lines, "✅ "+string(name))
		case unseen && n.name != "view":
			lines = append(lines, p.T("access.hidden", "permission", name))
		default:
			lines = append(lines, p.T("access.no."+n.name, "permission", name))
		}
	}
	switch {
	case a.isLockedOut():
		lines = append(lines, p.T("access.locked"))
	case a.Archived:
		lines = append(lines, p.T("access.archived"))
	}
	if !a.CanPost() && !a.isLockedOut() {
		lines = append(lines, p.T("access.mend"))
	}
	return strings.Join(lines, "\n")
}
