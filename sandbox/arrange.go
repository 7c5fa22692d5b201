package sandbox

import (
	"maps"
	"slices"
	"strings"
)

// permitWords are what the bot may do in a channel as lines name it.
var permitWords = map[string]Permissions{
	"view": ViewChannel, "send": SendMessages, "threads": SendMessagesInThreads, "history": ReadMessageHistory, "files": AttachFiles,
}

// arrange does what those who own the server do: it changes what the bot may do
// in a channel, deletes a channel, takes members out, throws the bot out and
// adds it again.
func (p *Player) arrange(l line) error {
	switch l.verb {
	case inviteVerb:
		return p.d.Invite(p.guild)
	case removeVerb:
		if sameLabel(l.words[0].Text, botName) {
			if p.d.RemoveMember(p.guild, p.d.Application()) != nil {
				return mistake(l.words[0].Column, "%s is not in this server", botName)
			}
			return nil
		}
		if !strings.HasPrefix(l.words[0].Text, "#") {
			member, err := p.member(l.words[0])
			if err != nil {
				return err
			}
			return p.d.RemoveMember(p.guild, member.ID)
		}
		room, err := p.room(l.words[0])
		if err != nil {
			return err
		}
		return p.d.RemoveChannel(room)
	}
	room, err := p.room(l.words[0])
	if err != nil {
		return err
	}
	may := Everyone
	for _, w := range l.words[1:] {
		taken, ok := permitWords[strings.TrimPrefix(w.Text, "-")]
		switch {
		case w.Text == "all":
			may = Everyone
		case !ok || !strings.HasPrefix(w.Text, "-"):
			return mistake(w.Column, "%q is no permission to take away; write all, or a minus and one of %s", w.Text,
				strings.Join(slices.Sorted(maps.Keys(permitWords)), ", "))
		}
		may &^= taken
	}
	return p.d.Permit(room, may)
}

// room finds a channel by its name behind a #.
func (p *Player) room(w Word) (string, error) {
	channels := p.d.Channels(p.guild)
	i := slices.IndexFunc(channels, func(c Channel) bool { return sameName("#"+c.Name, w.Text) })
	if i < 0 {
		return "", mistake(w.Column, "no channel %s", w.Text)
	}
	return channels[i].ID, nil
}

// Invite adds the bot to a guild again that it was thrown out of; where it is
// in, nothing happens.
func (d *Discord) Invite(guild string) error {
	d.mu.Lock()
	defer d.release()
	g := d.guild(guild)
	switch {
	case g == nil:
		return mistake(0, "there is no guild %s", guild)
	case g.member(d.bot.ID) != nil:
		return nil
	}
	d.join(g)
	return nil
}
