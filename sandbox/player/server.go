package player

import (
	"maps"
	"slices"
	"strings"

	"dojang/sandbox"
)

// permissionNames has the permissions of the bot that lines can name.
var permissionNames = map[string]sandbox.Permissions{
	"view": sandbox.ViewChannel, "send": sandbox.SendMessages, "threads": sandbox.SendMessagesInThreads, "history": sandbox.ReadMessageHistory, "files": sandbox.AttachFiles,
}

// changeServer does what the owners of a server do: it sets the bot's
// permissions in a channel, deletes a channel, removes a member or the bot, and
// invites the bot again.
func (p *Player) changeServer(l line) error {
	switch l.verb {
	case inviteVerb:
		return p.d.Invite(p.guild)
	case removeVerb:
		if sandbox.SameLabel(l.args[0].Text, sandbox.BotName) {
			if p.d.RemoveMember(p.guild, p.d.Application()) != nil {
				return mistakeAt(l.args[0].Column, "%s is not in this server", sandbox.BotName)
			}
			return nil
		}
		if !strings.HasPrefix(l.args[0].Text, "#") {
			member, err := p.member(l.args[0])
			if err != nil {
				return err
			}
			return p.d.RemoveMember(p.guild, member.ID)
		}
		channel, err := p.channelNamed(l.args[0])
		if err != nil {
			return err
		}
		return p.d.RemoveChannel(channel)
	}
	channel, err := p.channelNamed(l.args[0])
	if err != nil {
		return err
	}
	permissions := sandbox.Everyone
	for _, w := range l.args[1:] {
		removed, ok := permissionNames[strings.TrimPrefix(w.Text, "-")]
		switch {
		case w.Text == "all":
			permissions = sandbox.Everyone
		case !ok || !strings.HasPrefix(w.Text, "-"):
			return mistakeAt(w.Column, "%q is no permission to take away; write all, or a minus and one of %s", w.Text,
				strings.Join(slices.Sorted(maps.Keys(permissionNames)), ", "))
		}
		permissions &^= removed
	}
	return p.d.Permit(channel, permissions)
}

// channelNamed returns the id of the channel with the name, which begins with a
// #.
func (p *Player) channelNamed(w sandbox.Word) (string, error) {
	channels := p.d.Channels(p.guild)
	i := slices.IndexFunc(channels, func(c sandbox.Channel) bool { return sandbox.SameName("#"+c.Name, w.Text) })
	if i < 0 {
		return "", mistakeAt(w.Column, "no channel %s", w.Text)
	}
	return channels[i].ID, nil
}
