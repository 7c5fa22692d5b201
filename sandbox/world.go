package sandbox

import "fmt"

// Member is a person in a guild, as [Discord.Members] lists them.
type Member struct {
	ID, Name, Locale string
	Permissions      Permissions
}

// Channel is a channel of a guild, as [Discord.Channels] lists them. Parent is
// the channel of a thread, and "" for other channels.
type Channel struct{ ID, Name, Parent string }

// Guild is a server, as [Discord.Guilds] lists them.
type Guild struct {
	ID, Name, Locale string
	Bot              bool // whether the bot is in it
}

// World returns a Discord with one made-up guild: the server 파이썬 도장 with the
// channels 공부방 (home) and 잡담 and six members, of whom 민수 may manage the server.
// It also returns the ids of the guild and of the home channel.
func World(o Options) (d *Discord, guild, home string) {
	d = New(o)
	guild = d.AddGuild("파이썬 도장", "ko")
	home = d.AddChannel(guild, "공부방")
	d.AddChannel(guild, "잡담")
	d.AddMember(guild, "민수", "ko", ManageGuild)
	for _, name := range []string{"지원", "서연"} {
		d.AddMember(guild, name, "ko", 0)
	}
	for _, name := range []string{"Alex", "Mina", "Jun"} {
		d.AddMember(guild, name, "en-US", 0)
	}
	return d, guild, home
}

// AddGuild creates a server with the text channels, adds the bot to it, and
// returns its id. The locale is Discord's code of a language, such as ko or
// en-US.
func (d *Discord) AddGuild(name, locale string, channels ...string) string {
	d.mu.Lock()
	defer d.release()
	g := &guild{id: d.newID(), name: name, locale: locale, createdAt: d.clock.Now()}
	d.guilds = append(d.guilds, g)
	for _, name := range channels {
		d.addChannel(&channel{name: name, kind: textChannel, guild: g})
	}
	d.addBot(g)
	return g.id
}

// addBot makes the bot a member of the guild; the lock is held.
func (d *Discord) addBot(g *guild) {
	bot := &member{user: d.bot, locale: "en-US", permissions: Everyone, joined: d.clock.Now()}
	g.members = append([]*member{bot}, g.members...)
	d.emit(intentGuilds, g.id, "GUILD_CREATE", d.guildCreate(g))
}

// AddChannel creates a text channel in the guild and returns its id, or "" if
// there is no such guild.
func (d *Discord) AddChannel(guild, name string) string {
	d.mu.Lock()
	defer d.release()
	g := d.guild(guild)
	if g == nil {
		return ""
	}
	return d.addChannel(&channel{name: name, kind: textChannel, guild: g})
}

// AddThread creates a public thread in the channel and returns its id, or "" if
// there is no such channel.
func (d *Discord) AddThread(parent, name string) string {
	d.mu.Lock()
	defer d.release()
	p := d.channels[parent]
	if p == nil {
		return ""
	}
	return d.addChannel(&channel{name: name, kind: publicThread, guild: p.guild, parent: p})
}

func (d *Discord) addChannel(c *channel) string {
	c.id, c.createdAt = d.newID(), d.clock.Now()
	d.channels[c.id] = c
	c.guild.channels = append(c.guild.channels, c)
	name := "CHANNEL_CREATE"
	if c.kind == publicThread {
		name = "THREAD_CREATE"
	}
	if c.guild.member(d.bot.ID) != nil {
		d.emit(intentGuilds, c.guild.id, name, c.object())
	}
	return c.id
}

// AddMember creates an account, adds it to the guild, and returns its id, or ""
// if there is no such guild. The member has the permissions in extra in
// addition to [Everyone].
func (d *Discord) AddMember(guild, name, locale string, extra Permissions) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	g := d.guild(guild)
	if g == nil {
		return ""
	}
	u := newUser(d.newID(), name)
	d.users[u.ID] = u
	g.members = append(g.members, &member{user: u, locale: locale, permissions: Everyone | extra, joined: d.clock.Now()})
	return u.ID
}

// Nick sets a member's nickname in the guild; "" removes it.
func (d *Discord) Nick(guild, user, nick string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	g := d.guild(guild)
	if g == nil || g.member(user) == nil {
		return fmt.Errorf("no member %s in guild %s", user, guild)
	}
	g.member(user).nick = nil
	if nick != "" {
		g.member(user).nick = &nick
	}
	return nil
}

// Permit sets the bot's permissions in the channel and its threads. A thread
// has no permissions of its own.
func (d *Discord) Permit(channel string, p Permissions) error {
	d.mu.Lock()
	defer d.release()
	c := d.channels[channel]
	if c == nil {
		return fmt.Errorf("no channel %s", channel)
	}
	if c.parent != nil {
		c = c.parent
	}
	c.bot = &p
	d.emit(intentGuilds, c.guild.id, "CHANNEL_UPDATE", c.object())
	return nil
}

// RemoveChannel deletes a channel with its threads and all their messages.
func (d *Discord) RemoveChannel(id string) error {
	d.mu.Lock()
	defer d.release()
	c := d.channels[id]
	if c == nil {
		return fmt.Errorf("no channel %s", id)
	}
	var kept []*channel
	for _, other := range c.guild.channels {
		if other == c || other.parent == c {
			delete(d.channels, other.id)
		} else {
			kept = append(kept, other)
		}
	}
	c.guild.channels = kept
	d.emit(intentGuilds, c.guild.id, "CHANNEL_DELETE", c.object())
	return nil
}

// RemoveMember removes a user from the guild. The bot's own id kicks the bot,
// which is told that the guild was deleted.
func (d *Discord) RemoveMember(guild, user string) error {
	d.mu.Lock()
	defer d.release()
	g := d.guild(guild)
	if g == nil || g.member(user) == nil {
		return fmt.Errorf("no member %s in guild %s", user, guild)
	}
	var kept []*member
	for _, m := range g.members {
		if m.user.ID != user {
			kept = append(kept, m)
		}
	}
	g.members = kept
	if user == d.bot.ID {
		d.emit(intentGuilds, g.id, "GUILD_DELETE", map[string]any{"id": g.id})
	}
	return nil
}

// Members lists the people of a guild in the order in which they joined,
// without the bot.
func (d *Discord) Members(guild string) []Member {
	d.mu.Lock()
	defer d.mu.Unlock()
	var members []Member
	if g := d.guild(guild); g != nil {
		for _, m := range g.members {
			if !m.user.Bot {
				members = append(members, Member{m.user.ID, m.name(), m.locale, m.permissions})
			}
		}
	}
	return members
}

// Channels lists the channels and threads of a guild in the order in which they
// were created.
func (d *Discord) Channels(guild string) []Channel {
	d.mu.Lock()
	defer d.mu.Unlock()
	var channels []Channel
	if g := d.guild(guild); g != nil {
		for _, c := range g.channels {
			parent := ""
			if c.parent != nil {
				parent = c.parent.id
			}
			channels = append(channels, Channel{c.id, c.name, parent})
		}
	}
	return channels
}

// Guilds lists the servers in the order in which they were created.
func (d *Discord) Guilds() []Guild {
	d.mu.Lock()
	defer d.mu.Unlock()
	var guilds []Guild
	for _, g := range d.guilds {
		guilds = append(guilds, Guild{g.id, g.name, g.locale, g.member(d.bot.ID) != nil})
	}
	return guilds
}

// guild returns the server with the id, or nil; the lock is held.
func (d *Discord) guild(id string) *guild {
	for _, g := range d.guilds {
		if g.id == id {
			return g
		}
	}
	return nil
}

// Invite adds the bot to a guild that it was removed from. It does nothing if
// the bot is there.
func (d *Discord) Invite(guild string) error {
	d.mu.Lock()
	defer d.release()
	g := d.guild(guild)
	switch {
	case g == nil:
		return fmt.Errorf("no guild %s", guild)
	case g.member(d.bot.ID) != nil:
		return nil
	}
	d.addBot(g)
	return nil
}
