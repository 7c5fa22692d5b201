package sandbox

import (
	"strings"
	"time"
)

// User is an account. https://discord.com/developers/docs/resources/user
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

// Name returns the name that the user has outside of guilds.
func (u *User) Name() string {
	if u.GlobalName != nil {
		return *u.GlobalName
	}
	return u.Username
}

// newUser returns an account with name as its display name. Its username is the
// name in lower case if Discord allows that, and otherwise derived from the id.
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

// name returns what the member is called in the guild.
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

// member returns the user's membership, or nil if the user is not in the guild.
func (g *guild) member(user string) *member {
	for _, m := range g.members {
		if m.user.ID == user {
			return m
		}
	}
	return nil
}

// The types of channels in a sandbox.
const (
	textChannel  = 0
	publicThread = 11
)

// channel is a text channel or a thread in one.
type channel struct {
	id, name  string
	kind      int
	parent    *channel // of a thread, or nil
	guild     *guild
	bot       *Permissions // the bot's permissions, if they were set; always nil for threads
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

// botPermissions returns what the bot may do in the channel: nothing if it is
// not in the guild.
func (d *Discord) botPermissions(c *channel) Permissions {
	bot := c.guild.member(d.bot.ID)
	if bot == nil {
		return 0
	}
	return c.permissions(bot)
}

func (d *Discord) getMe(*request) (response, error) { return response{body: d.botUserObject()}, nil }

// botUserObject returns the bot's account as the bot itself sees it.
func (d *Discord) botUserObject() jsonObject {
	return jsonObject{
		"id": d.bot.ID, "username": d.bot.Username, "discriminator": d.bot.Discriminator, "global_name": d.bot.GlobalName,
		"avatar": nil, "bot": true, "flags": 0, "public_flags": 0, "primary_guild": nil,
		"mfa_enabled": true, "verified": true, "email": nil, "locale": "en-US",
	}
}

func (d *Discord) getApplication(*request) (response, error) {
	return response{body: jsonObject{
		"id": d.bot.ID, "name": BotName, "icon": nil, "description": "", "type": nil, "bot": d.bot, "bot_public": true,
		"bot_require_code_grant": false, "verify_key": digest("key", d.bot.ID), "flags": 0, "flags_new": "0",
		"redirect_uris": []string{}, "interactions_endpoint_url": nil, "role_connections_verification_url": nil,
		"owner": d.bot, "team": nil, "approximate_guild_count": len(d.guilds), "approximate_user_install_count": 0,
		"approximate_user_authorization_count": 0, "explicit_content_filter": 0, "eligible_oauth2_scopes": []string{},
	}}, nil
}

// guildFor returns the guild of the request if the bot is in it.
func (d *Discord) guildFor(q *request) (*guild, error) {
	g := d.guild(q.values["guild"])
	if g == nil {
		return nil, unknownGuild
	}
	if g.member(d.bot.ID) == nil {
		return nil, missingAccess
	}
	return g, nil
}

func (d *Discord) getGuild(q *request) (response, error) {
	g, err := d.guildFor(q)
	if err != nil {
		return response{}, err
	}
	o := g.object()
	if q.flag("with_counts") {
		o["approximate_member_count"], o["approximate_presence_count"] = len(g.members), len(g.members)
	}
	return response{body: o}, nil
}

func (d *Discord) getMember(q *request) (response, error) {
	g, err := d.guildFor(q)
	if err != nil {
		return response{}, err
	}
	m := g.member(q.values["user"])
	if m == nil {
		return response{}, unknownMember
	}
	return response{body: m.object()}, nil
}

func (d *Discord) listRoles(q *request) (response, error) {
	g, err := d.guildFor(q)
	if err != nil {
		return response{}, err
	}
	return response{body: []jsonObject{g.everyoneRole()}}, nil
}
