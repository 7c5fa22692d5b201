package sandbox

import (
	"fmt"
	"strings"
	"time"
)

// User is someone's account. https://discord.com/developers/docs/resources/user
type User struct {
	ID            string  `json:"id"`
	Username      string  `json:"username"`
	Discriminator string  `json:"discriminator"`
	GlobalName    *string `json:"global_name"`
	Avatar        *string `json:"avatar"`
	Bot           bool    `json:"bot,omitempty"`
	Flags         int     `json:"flags"`
	PublicFlags   int     `json:"public_flags"`
	PrimaryGuild  *string `json:"primary_guild"` // always null here
}

// Name returns the name under which the user is shown outside guilds.
func (u *User) Name() string {
	if u.GlobalName != nil {
		return *u.GlobalName
	}
	return u.Username
}

// newUser makes an account that is shown as name. Its username is the name
// where that can be one, else made of the id.
func newUser(id, name string) *User {
	u := &User{ID: id, Username: strings.ToLower(name), Discriminator: "0", GlobalName: &name}
	if strings.Trim(u.Username, "abcdefghijklmnopqrstuvwxyz0123456789_.") != "" || len(u.Username) < 2 {
		u.Username = "user" + id[len(id)-6:]
	}
	return u
}

// member is a user in a guild.
type member struct {
	user        *User
	nick        *string
	locale      string
	permissions Permissions
	joined      time.Time
}

// name is what the member is called in the guild.
func (m *member) name() string {
	if m.nick != nil {
		return *m.nick
	}
	return m.user.Name()
}

// guild is a Discord server.
type guild struct {
	id, name, locale string
	channels         []*channel
	members          []*member // the bot first
	made             time.Time
}

// member returns the user's membership, or nil.
func (g *guild) member(user string) *member {
	for _, m := range g.members {
		if m.user.ID == user {
			return m
		}
	}
	return nil
}

// The types of channels that a sandbox has.
const (
	textChannel   = 0
	publicThread  = 11
	maxNameLength = 100
)

// channel is a text channel, or a thread in one.
type channel struct {
	id, name string
	kind     int
	parent   *channel // of a thread, or nil
	guild    *guild
	topic    string
	bot      *Permissions // what the bot may do here, nil for Everyone
	messages []*Message   // oldest first
	made     time.Time
}

// permissions returns what the member may do in the channel.
func (c *channel) permissions(m *member) Permissions {
	if !m.user.Bot {
		return m.permissions
	}
	if c.bot == nil && c.parent != nil {
		return c.parent.permissions(m)
	}
	if c.bot != nil {
		return *c.bot
	}
	return m.permissions
}

// Member is someone in a guild, as [Discord.Members] lists them.
type Member struct {
	ID, Name, Locale string
	Permissions      Permissions
}

// Channel is a channel of a guild, as [Discord.Channels] lists them.
type Channel struct{ ID, Name string }

// World makes a Discord with a made-up guild in it: the server 파이썬 도장
// with the channels 공부방 (home) and 잡담 and six members, of whom 민수 may
// manage the server. It returns the ids of the guild and of the home channel.
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

// AddGuild makes a server in which the bot is a member, and returns its id.
// The locale is Discord's code of its language, such as ko or en-US.
func (d *Discord) AddGuild(name, locale string) string {
	d.mu.Lock()
	defer d.release()
	g := &guild{id: d.newID(), name: name, locale: locale, made: d.clock.Now()}
	g.members = []*member{{user: d.bot, locale: "en-US", permissions: Everyone, joined: g.made}}
	d.guilds = append(d.guilds, g)
	d.emit(intentGuilds, g.id, "GUILD_CREATE", d.guildCreate(g))
	return g.id
}

// AddChannel makes a text channel in the guild and returns its id, or "" where
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

// AddThread makes a public thread in the channel and returns its id, or ""
// where there is no such channel.
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
	c.id, c.made = d.newID(), d.clock.Now()
	d.channels[c.id] = c
	c.guild.channels = append(c.guild.channels, c)
	name := "CHANNEL_CREATE"
	if c.kind == publicThread {
		name = "THREAD_CREATE"
	}
	d.emit(intentGuilds, c.guild.id, name, c.object())
	return c.id
}

// AddMember makes an account, lets it join the guild, and returns its id, or
// "" where there is no such guild. extra is what the member may do beyond
// [Everyone].
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

// Nick gives a member another name in the guild; "" takes it away.
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

// Permit sets what the bot may do in the channel and in its threads.
func (d *Discord) Permit(channel string, p Permissions) error {
	d.mu.Lock()
	defer d.release()
	c := d.channels[channel]
	if c == nil {
		return fmt.Errorf("no channel %s", channel)
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

// RemoveMember lets a user leave the guild; the bot's own id means that it is
// thrown out, which for the bot is as if the guild were gone.
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

// Members lists the people of a guild in the order in which they joined, the
// bot left out.
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

// Channels lists the channels of a guild, threads among them, in the order in
// which they were made.
func (d *Discord) Channels(guild string) []Channel {
	d.mu.Lock()
	defer d.mu.Unlock()
	var channels []Channel
	if g := d.guild(guild); g != nil {
		for _, c := range g.channels {
			channels = append(channels, Channel{c.id, c.name})
		}
	}
	return channels
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
