package sandbox

import (
	"encoding/json"
	"strconv"
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
	createdAt        time.Time
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
	textChannel  = 0
	publicThread = 11
)

// channel is a text channel, or a thread in one.
type channel struct {
	id, name  string
	kind      int
	parent    *channel // of a thread, or nil
	guild     *guild
	bot       *Permissions // what was set for the bot, nil for nothing; never of a thread
	messages  []*Message   // oldest first
	createdAt time.Time
}

// permissions returns what the member may do in the channel.
func (c *channel) permissions(m *member) Permissions {
	if !m.user.Bot {
		return m.permissions
	}
	if c.parent != nil {
		return c.parent.permissions(m)
	}
	if c.bot != nil {
		return *c.bot
	}
	return m.permissions
}

// botPermissions returns what the bot may do in the channel: nothing, once it
// was thrown out of the guild.
func (d *Discord) botPermissions(c *channel) Permissions {
	bot := c.guild.member(d.bot.ID)
	if bot == nil {
		return 0
	}
	return c.permissions(bot)
}

// Permissions is a set of what someone may do; each is one bit.
// https://discord.com/developers/docs/topics/permissions
type Permissions uint64

// The permissions that the sandbox looks at.
const (
	Administrator          Permissions = 1 << 3
	ManageGuild            Permissions = 1 << 5 // "Manage Server" in the client
	AddReactions           Permissions = 1 << 6
	ViewChannel            Permissions = 1 << 10
	SendMessages           Permissions = 1 << 11
	ManageMessages         Permissions = 1 << 13
	EmbedLinks             Permissions = 1 << 14
	AttachFiles            Permissions = 1 << 15
	ReadMessageHistory     Permissions = 1 << 16
	MentionEveryone        Permissions = 1 << 17
	UseApplicationCommands Permissions = 1 << 31
	SendMessagesInThreads  Permissions = 1 << 38
)

// Everyone is what every member of a guild may do, and what the bot may do in
// every channel in which nothing else was set.
const Everyone = AddReactions | ViewChannel | SendMessages | EmbedLinks | AttachFiles |
	ReadMessageHistory | UseApplicationCommands | SendMessagesInThreads

// channelPermissions are the permissions that can be set for a channel.
const channelPermissions = Everyone | ManageMessages | MentionEveryone

// Has reports whether p holds all of the wanted permissions; an administrator
// has every permission.
func (p Permissions) Has(wanted Permissions) bool {
	return p&Administrator != 0 || p&wanted == wanted
}

// MarshalJSON writes the set as Discord does: a decimal number in a string.
func (p Permissions) MarshalJSON() ([]byte, error) {
	return json.Marshal(strconv.FormatUint(uint64(p), 10))
}
